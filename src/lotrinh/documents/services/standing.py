"""Whether a document binds: set by hand, or by what another document does to it from a day on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import Conflict, Missing, Refused
from lotrinh.core.writes import service
from lotrinh.documents.models import Document, DocumentRelation
from lotrinh.documents.policies import Action
from lotrinh.documents.services.taking import find, person, take
from lotrinh.documents.vocab import Relation, Standing

_EARLIEST = dt.date(1945, 9, 2)
_LATEST = dt.date(2100, 12, 31)


@service
def set_standing(
    actor: Actor, *, document_id: int, seen: str, standing: str, expires_on: dt.date | None = None
) -> Document:
    """Say that the document is a draft, in force, or no longer in force; `expires_on`: the first day without force.

    seen: the standing that the person saw.

    Raises:
        Missing, NotAllowed: see `policies`.
        Conflict: it was set to something else in between.
        Refused: no such standing or day; `fields` says which.

    """
    document = take(actor, Action.SET_STANDING, document_id)
    if document.standing not in {seen, standing}:
        raise Conflict(
            _("Hiệu lực của văn bản vừa được đặt ở nơi khác. Hãy xem lại rồi chọn lần nữa."), code="changed-meanwhile"
        )
    if standing not in Standing.values:
        raise Refused(
            _("Hãy chọn một trong ba trạng thái hiệu lực."),
            code="wrong-fields",
            fields={"standing": _("Không có trạng thái này.")},
        )
    if expires_on is not None and standing == Standing.DRAFT:
        raise Refused(
            _("Dự thảo chưa có hiệu lực nên không có ngày hết hiệu lực."),
            code="wrong-fields",
            fields={"expires_on": _("Dự thảo thì để trống ngày này.")},
        )
    if expires_on is not None:
        _check_day(expires_on, "expires_on")
    before = _facts(document)
    document.standing, document.expires_on = standing, expires_on
    if _facts(document) == before:
        return document
    document.full_clean()
    document.save()
    audit.note(
        actor,
        "document.standing_set",
        kind="document",
        id=document.pk,
        label=str(document),
        unit_id=document.owner_id,
        before=before,
        after=_facts(document),
    )
    return document


@service
def relate(  # noqa: PLR0913 - a relation has these parts
    actor: Actor,
    *,
    target_id: int,
    relation: str,
    effective_on: dt.date,
    source_id: int | None = None,
    source_printed: str = "",
    note: str = "",
) -> DocumentRelation:
    """Enter what a document (kept here, or known by its printed name) does to the target from a day on.

    The day may lie ahead.

    Raises:
        Missing, NotAllowed: the target is not the actor's to judge, or the source is not there for them.
        Refused: the parts do not make a relation; `fields` says which.

    """
    target = take(actor, Action.SET_STANDING, target_id)
    if relation not in Relation.values:
        raise Refused(
            _("Hãy chọn quan hệ giữa hai văn bản."),
            code="wrong-fields",
            fields={"relation": _("Không có quan hệ này.")},
        )
    _check_day(effective_on, "effective_on")
    printed = " ".join(source_printed.split())
    source = None if source_id is None else find(actor, Action.READ, source_id)
    if source is None and not printed:
        raise Refused(
            _("Hãy chọn văn bản, hoặc gõ tên văn bản chưa có ở đây."),
            code="wrong-fields",
            fields={"source": _("Còn thiếu văn bản.")},
        )
    if source is not None and source.pk == target.pk:
        raise Refused(
            _("Một văn bản không tự tác động lên chính nó."),
            code="wrong-fields",
            fields={"source": _("Hãy chọn văn bản khác.")},
        )
    same = DocumentRelation.objects.filter(
        target=target, relation=relation, source=source, source_printed="" if source else printed
    )
    if same.exists():
        raise Refused(_("Quan hệ này đã được ghi."), code="relation-there", fields={"source": _("Đã ghi rồi.")})
    row = DocumentRelation(
        source=source,
        source_printed="" if source else printed,
        target=target,
        relation=relation,
        effective_on=effective_on,
        note=" ".join(note.split()),
        made_by_id=person(actor),
    )
    row.full_clean()
    row.save()
    audit.note(
        actor,
        "document.related",
        kind="document",
        id=target.pk,
        label=str(target),
        unit_id=target.owner_id,
        after=_relation_facts(row),
    )
    return row


@service
def undo_relation(actor: Actor, *, relation_id: int) -> int:
    """Take back a relation that was entered wrongly; the number of the document that it acted on.

    Raises:
        Missing, NotAllowed: see `policies`.

    """
    row = DocumentRelation.objects.filter(pk=relation_id).first()
    if row is None:
        raise Missing(_("Quan hệ này không còn, có thể đã được gỡ."), code="relation-missing")
    target = take(actor, Action.SET_STANDING, row.target_id)
    before = _relation_facts(row)
    row.delete()
    audit.note(
        actor,
        "document.relation_undone",
        kind="document",
        id=target.pk,
        label=str(target),
        unit_id=target.owner_id,
        before=before,
    )
    return target.pk


def _check_day(day: dt.date, field: str) -> None:
    if not _EARLIEST <= day <= _LATEST:
        raise Refused(
            _("Ngày này không thể đúng; hãy kiểm tra lại năm."),
            code="wrong-fields",
            fields={field: _("Hãy kiểm tra lại năm.")},
        )


def _facts(document: Document) -> dict[str, Any]:
    return {"standing": str(document.standing), "expires_on": document.expires_on}


def _relation_facts(row: DocumentRelation) -> dict[str, Any]:
    return {
        "relation": str(row.relation),
        "source": row.source_id,
        "source_printed": row.source_printed,
        "effective_on": row.effective_on,
        "note": row.note,
    }
