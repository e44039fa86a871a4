"""Bringing files in.

A file is looked through for secrecy marks while it is in memory only; what is refused leaves no byte behind. The same
content that a person can see already leads to its document instead of making a second one; what they cannot see does
not exist for them, so they get a document of their own.
"""

from __future__ import annotations

import errno
import hashlib
import unicodedata
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from lotrinh.core import problems
from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.files import store
from lotrinh.core.webhooks.emitting import emit
from lotrinh.core.writes import service
from lotrinh.documents import policies
from lotrinh.documents.models import Document, DocumentFile
from lotrinh.documents.policies import Action
from lotrinh.documents.services import engine
from lotrinh.documents.services.reading import queue
from lotrinh.documents.services.taking import find, person

_LONGEST_NAME: Final = 255
_LONGEST_ENDING: Final = 10
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_DEGREES: Final = {"mật": _("Mật"), "tối mật": _("Tối mật"), "tuyệt mật": _("Tuyệt mật")}


class NoRoom(problems.Problem):
    """The file could not be kept; nothing of it was."""

    status = 507


class TooLarge(problems.Problem):
    """The file is larger than the platform takes."""

    status = 413


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """What became of a file. `known`: the person could see the same content already; nothing was added."""

    document: Document
    file: DocumentFile
    known: bool


def upload(
    actor: Actor, *, filename: str, data: bytes, owner_id: int | None = None, document_id: int | None = None
) -> Uploaded:
    """Keep the file, as a new document of the agency `owner_id` or as a further file of a document, and read it.

    The reading is a job. Without `owner_id` the document belongs to the first agency for which the actor may bring
    documents in.

    Raises:
        NotAllowed, Missing: see `policies`.
        TooLarge: more than `UPLOAD_MAX_BYTES`.
        Refused: a secrecy mark (`secret`), a kind of file that cannot be looked through (the engine's codes).
        NoRoom: the disk is full or cannot be written.

    """
    name = clean_name(filename)
    target = None if document_id is None else find(actor, Action.EDIT, document_id)
    owner = target.owner_id if target else _owner(actor, owner_id)
    media_type = look_through(actor, filename=name, data=data, unit_id=owner)
    try:
        return _keep(actor, filename=name, data=data, media_type=media_type, owner_id=owner, document=target)
    except OSError as error:
        if error.errno in _FULL:
            message = _("Ổ đĩa của máy chủ đã đầy nên tệp chưa được lưu. Hãy báo người quản trị hệ thống rồi thử lại.")
        else:
            message = _("Máy chủ không ghi được tệp nên tệp chưa được lưu. Hãy báo người quản trị hệ thống.")
        raise NoRoom(message, code="no-room") from error


def look_through(actor: Actor, *, filename: str, data: bytes, unit_id: int | None = None) -> str:
    """The media type of a file that may come in; a refusal for its secrecy is noted: who and when, nothing of the file.

    Raises:
        TooLarge, Refused: as `upload`.

    """
    if len(data) > settings.UPLOAD_MAX_BYTES:
        raise too_large()
    media_type = engine.media_type(data, filename)
    degree = engine.secrecy_degree(data, filename)
    if degree is not None:
        _note_refusal(actor, degree=degree, unit_id=unit_id)
        raise problems.Refused(
            _(
                "Tệp có dấu chỉ mức độ mật “%(degree)s”. Hệ thống không tiếp nhận tài liệu bí mật nhà nước; không có gì"
                " của tệp được lưu. Hãy xử lý tài liệu theo quy định về bảo vệ bí mật nhà nước."
            )
            % {"degree": _DEGREES.get(degree, degree)},
            code="secret",
        )
    return media_type


def too_large() -> TooLarge:
    """The answer to a file over the limit."""
    return TooLarge(
        _("Tệp lớn quá %(limit)s nên không nhận. Hãy nén ảnh trong tệp, hoặc tách phụ lục thành tệp riêng.")
        % {"limit": filesizeformat(settings.UPLOAD_MAX_BYTES)},
        code="too-large",
    )


def clean_name(filename: str) -> str:
    """The last part of a file's name, on one line and not too long, its ending kept."""
    name = unicodedata.normalize("NFC", filename.replace("\\", "/").rsplit("/", 1)[-1])
    name = "".join(c for c in name if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"}).strip()
    if name.strip(".") == "":
        return "van-ban"
    stem, dot, ending = name.rpartition(".")
    if len(name) > _LONGEST_NAME and dot and len(ending) <= _LONGEST_ENDING:
        return f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"
    return name[:_LONGEST_NAME]


def _owner(actor: Actor, owner_id: int | None) -> int:
    """The agency that will keep a new document."""
    agencies = policies.may_upload(actor)
    if owner_id is None and agencies:
        return agencies[0]
    if owner_id not in agencies or owner_id is None:
        raise problems.NotAllowed(
            _("Đưa văn bản vào cho một cơ quan là việc của đầu mối kế hoạch, chuyên viên và văn thư ở đó."),
            code="not-allowed",
        )
    return owner_id


@service
def _note_refusal(actor: Actor, *, degree: str, unit_id: int | None) -> None:
    audit.note(
        actor, "upload.refused_secret", kind="upload", id="", label="", unit_id=unit_id, after={"degree": degree}
    )


@service
def _keep(  # noqa: PLR0913 - what is known of a file that has been looked through
    actor: Actor, *, filename: str, data: bytes, media_type: str, owner_id: int, document: Document | None
) -> Uploaded:
    if document is not None:
        policies.require(actor, Action.EDIT, document)
    known = _known(actor, hashlib.sha256(data).hexdigest(), document)
    if known is not None:
        return Uploaded(document=known.document, file=known, known=True)
    stored = store.keep(data, media_type)
    added = "document.file_added"
    if document is None:
        added = "document.uploaded"
        document = Document(owner_id=owner_id, created_by_id=person(actor))
        document.full_clean()
        document.save()
    file = DocumentFile(document=document, stored=stored, filename=filename, added_by_id=person(actor))
    file.full_clean()
    file.save()
    audit.note(
        actor,
        added,
        kind="document",
        id=document.pk,
        label=str(document) if document.title or document.number else filename,
        unit_id=document.owner_id,
        after={"file": file.pk, "filename": filename, "sha256": stored.sha256, "size": stored.size},
    )
    queue(file, by=actor.user_id)
    if added == "document.uploaded":
        emit("document.created", "document", document.pk)
    return Uploaded(document=document, file=file, known=False)


def _known(actor: Actor, sha256: str, document: Document | None) -> DocumentFile | None:
    """The same content where this person can see it; for a further file, in that document only."""
    files = DocumentFile.objects.filter(stored__sha256=sha256).select_related("document")
    if document is not None:
        return files.filter(document=document).first()
    return files.filter(document__in=policies.visible(actor)).order_by("pk").first()
