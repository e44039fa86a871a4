"""Completing by hand what identifies a document, and saying whether two documents are one."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, replace
from typing import Final

from django.db.models import ProtectedError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import Conflict, Refused
from lotrinh.core.search.changes import touch
from lotrinh.core.webhooks.emitting import emit
from lotrinh.core.writes import service
from lotrinh.documents.models import Document, DocumentFile
from lotrinh.documents.policies import Action
from lotrinh.documents.searching import SOURCE
from lotrinh.documents.services import chain
from lotrinh.documents.services.taking import find, longest, take
from vanban.extract.citations.number import parse_number
from vanban.language.dates import parse_date

#: `/KH-UBND`, `…/KH-UBND`: the number of a draft, whose digits come when it is issued.
_BLANK_NUMBER: Final = re.compile(r"[\s.…_]*[/-].*", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What identifies a document, as a person types it or as it is kept."""

    kind: str = ""
    number: str = ""
    issued_on: str = ""
    issuer: str = ""
    title: str = ""
    place: str = ""
    signer: str = ""


def identity_of(document: Document) -> Identity:
    """What is kept of the document."""
    return Identity(**{name: getattr(document, name) for name in Identity.__dataclass_fields__})


def version_of(document: Document) -> str:
    """A token that changes whenever the identity does; a form carries it, so that no tab overwrites another."""
    text = json.dumps(asdict(identity_of(document)), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@service
def complete(actor: Actor, *, document_id: int, seen: str, identity: Identity) -> Document:
    """Give the document this identity. Number and date are put into their canonical forms; empty is allowed.

    seen: `version_of` what the person had before them.

    Raises:
        Missing, NotAllowed: see `policies`.
        Conflict: somebody changed it in between (`changed-meanwhile`).
        Refused: a field is not of its form; `fields` says which.

    """
    document = take(actor, Action.EDIT, document_id)
    if version_of(document) != seen:
        raise Conflict(
            _(
                "Thông tin văn bản vừa được sửa ở nơi khác. Những gì bạn gõ vẫn còn trong biểu mẫu: hãy so với nội dung"
                " mới nhất bên cạnh rồi lưu lại."
            ),
            code="changed-meanwhile",
        )
    before = identity_of(document)
    after = _checked(identity)
    if after == before:
        return document
    old = document.identity
    changed = {name for name in Identity.__dataclass_fields__ if getattr(before, name) != getattr(after, name)}
    for name in changed:
        setattr(document, name, getattr(after, name))
    document.full_clean()
    document.save()
    if document.identity != old and document.kept_apart:
        document.kept_apart = False
        document.save(update_fields=("kept_apart",))
    chain.arrived(document)
    audit.note(
        actor,
        "document.completed",
        kind="document",
        id=document.pk,
        label=str(document),
        unit_id=document.owner_id,
        before={name: getattr(before, name) for name in sorted(changed)},
        after={name: getattr(after, name) for name in sorted(changed)},
    )
    emit("document.completed", "document", document.pk)
    return document


@service
def keep_apart(actor: Actor, *, document_id: int) -> Document:
    """Say that the document is another one than those with the same issuer, type, number and date.

    Raises:
        Missing, NotAllowed: see `policies`.

    """
    document = take(actor, Action.EDIT, document_id)
    if not document.kept_apart:
        document.kept_apart = True
        document.save(update_fields=("kept_apart",))
        chain.arrived(document)
        audit.note(
            actor,
            "document.kept_apart",
            kind="document",
            id=document.pk,
            label=str(document),
            unit_id=document.owner_id,
            after={"identity": document.identity},
        )
    return document


@service
def join(actor: Actor, *, document_id: int, into_id: int) -> Document:
    """Make the files of a document further files of another with the same identity; the empty document goes.

    Raises:
        Missing, NotAllowed: see `policies`; both must be open to editing.
        Refused: they are not the same document (`not-the-same`), or somebody works with the first one (`in-use`).

    """
    first, second = sorted((document_id, into_id))
    taken = {pk: take(actor, Action.EDIT, pk) for pk in dict.fromkeys((first, second))}
    document, into = taken[document_id], taken[into_id]
    if document.pk == into.pk or not document.identity or document.identity != into.identity:
        raise Refused(
            _("Hai văn bản không cùng cơ quan ban hành, loại, số và ngày nên không nhập làm một được."),
            code="not-the-same",
        )
    label, owner = str(document), document.owner_id
    files = list(document.files.all())
    there = set(into.files.values_list("stored_id", flat=True))
    if any(file.stored_id in there for file in files):
        raise Refused(_("Tệp này đã có trong văn bản kia."), code="file-there")
    DocumentFile.objects.filter(document=document).update(document=into)
    touch(SOURCE, (into.pk,))
    chain.joined(document, into)
    try:
        document.delete()
    except ProtectedError as error:
        raise Refused(
            _("Văn bản này đã được rà soát, có quyết định về phạm vi hoặc quan hệ hiệu lực nên không nhập được."),
            code="in-use",
        ) from error
    names = {"files": [file.filename for file in files]}
    audit.note(
        actor, "document.joined", kind="document", id=document_id, label=label, unit_id=owner, after={"into": into.pk}
    )
    audit.note(
        actor,
        "document.file_added",
        kind="document",
        id=into.pk,
        label=str(into),
        unit_id=into.owner_id,
        after={"from": document_id, **names},
    )
    return find(actor, Action.EDIT, into.pk)


def _checked(given: Identity) -> Identity:
    """What was typed, in canonical form."""
    clean = Identity(**{name: " ".join(value.split()) for name, value in asdict(given).items()})
    wrong: dict[str, str | Promise] = {}
    number, kind = clean.number, clean.kind
    if number:
        known = parse_number(number)
        if known is None:
            wrong["number"] = _number_help(number)
        else:
            number, kind = known.canonical, kind or known.kind or ""
    issued_on = clean.issued_on
    if issued_on:
        date = parse_date(issued_on)
        if date is None or date.quarter is not None:
            wrong["issued_on"] = _(
                "Ngày viết dạng ngày/tháng/năm, ví dụ 05/06/2026; chưa rõ ngày thì ghi 06/2026 hoặc 2026."
            )
        else:
            issued_on = date.iso
    for name, value in asdict(clean).items():
        if len(value) > longest(name):
            wrong[name] = _("Dài quá %(longest)d ký tự; hãy rút ngắn.") % {"longest": longest(name)}
        elif "\x00" in value:
            wrong[name] = _("Có ký tự không hợp lệ; hãy xóa đi.")
    if wrong:
        raise Refused(_("Chưa lưu được: hãy xem lại các ô được đánh dấu."), code="wrong-fields", fields=wrong)
    return replace(clean, number=number, kind=kind, issued_on=issued_on)


def _number_help(number: str) -> str | Promise:
    if _BLANK_NUMBER.fullmatch(number):
        return _("Văn bản chưa có số thì để trống ô này; khi ban hành sẽ điền sau.")
    return _("Số, ký hiệu viết như 3631/KH-UBND, 02/2024/TT-BKHCN; văn bản của Đảng như 50-CTr/TU.")
