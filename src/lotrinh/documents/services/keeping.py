"""Who keeps the documents of an agency that ended: another agency, by a decision; and who receives them in its place.

An agency that left everything to one other needs no decision: its rights pass by themselves. Where several took over by
field, nobody has a right to what it kept until somebody says who keeps which document. The plans go along: see
`plans.services.keeping`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import Conflict, Missing, Refused
from lotrinh.core.search.changes import touch
from lotrinh.core.validation import clean
from lotrinh.core.writes import service
from lotrinh.documents.models import Document, Keeping, KeptDocument
from lotrinh.documents.searching import SOURCE
from lotrinh.documents.selectors import keeping as selectors
from lotrinh.documents.services.audience import set_recipients
from lotrinh.documents.services.taking import person
from lotrinh.organisations import policies
from lotrinh.organisations.models import Unit

#: So many at once; what is left is given by a further decision.
MOST: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """The document that decides who keeps from now on."""

    number: str
    issued_on: dt.date
    issuer: str


@service
def give(  # noqa: PLR0913 - what is given, by whom, to whom
    actor: Actor,
    *,
    giver_id: int,
    keeper_id: int,
    document_ids: Collection[int],
    decision: Deciding,
    plans: Iterable[int] = (),
) -> Keeping:
    """Let the keeper keep these documents of an agency that ended; `plans` are the keys of those that go along.

    Raises:
        Missing: there is no such unit.
        NotAllowed: the actor is not the operator of both units.
        Refused: the agency has not ended, the keeper is no agency of today, nothing or too much is chosen, or the
            decision is not well given (`fields`).
        Conflict: one of the documents is kept by another by now.

    """
    giver, keeper = _giver(actor, giver_id), _keeper(actor, giver_id, keeper_id)
    chosen = set(document_ids)
    if not chosen:
        raise wrong("documents", _("Hãy chọn ít nhất một văn bản."))
    if len(chosen) > MOST:
        raise wrong("documents", _("Nhiều nhất %(most)d văn bản mỗi lần.") % {"most": MOST})
    if decision.issued_on > clock.today():
        raise wrong("issued_on", _("Ngày ban hành ở sau hôm nay."))
    row = Keeping(
        giver=giver,
        keeper=keeper,
        number=" ".join(decision.number.split()),
        issued_on=decision.issued_on,
        issuer=" ".join(decision.issuer.split()),
        made_by_id=person(actor),
        plans=sorted(plans),
    )
    clean(row)
    documents = _owned(chosen, giver.pk)
    row.save()
    KeptDocument.objects.bulk_create(KeptDocument(keeping=row, document=document) for document in documents)
    _move(actor, row, documents, before=giver, after=keeper, action="document.kept_by")
    return row


@service
def withdraw(actor: Actor, *, keeping_id: int) -> Keeping:
    """Give everything back that a decision recorded by mistake moved.

    Raises:
        Missing: there is no such decision in the actor's scope.
        Refused: it was taken back before. Conflict: a later decision moved one of the documents on.

    """
    row = (
        Keeping.objects.select_for_update(of=("self",)).select_related("giver", "keeper").filter(pk=keeping_id).first()
    )
    if row is None or not all(
        policies.allowed(actor, policies.Action.MANAGE_UNIT, unit) for unit in (row.giver, row.keeper)
    ):
        raise Missing(_("Không có quyết định này trong phạm vi quản trị của bạn."), code="keeping-missing")
    if row.withdrawn_at is not None:
        raise Refused(_("Quyết định này đã được rút."), code="keeping-withdrawn")
    documents = _owned(set(row.lines.values_list("document_id", flat=True)), row.keeper_id)
    row.withdrawn_at = clock.now()
    row.save(update_fields=("withdrawn_at",))
    _move(actor, row, documents, before=row.keeper, after=row.giver, action="document.keeping_withdrawn")
    return row


@service
def add_recipients(actor: Actor, *, document_id: int, unit_ids: Collection[int]) -> Document:
    """Address a document also to agencies that took over from one of its recipients.

    Raises:
        Missing, NotAllowed, Conflict: see `audience.set_recipients`.
        Refused: nobody is chosen, or somebody who took over from none of them (`fields`).

    """
    document = selectors.addressed(actor, document_id)
    if not unit_ids or not set(unit_ids) <= {item.unit.pk for item in document.proposed}:
        raise wrong("units", _("Hãy chọn trong các cơ quan kế thừa được đề xuất."))
    return set_recipients(
        actor, document_id=document_id, seen=document.recipients, unit_ids={*document.recipients, *unit_ids}
    )


def state_of(row: Keeping, owner: Unit, *, decided: bool) -> dict[str, Any]:
    """The keeper as the audit trail has it; with the deciding document where it says so."""
    said = {"number": row.number, "issued_on": row.issued_on, "issuer": row.issuer} if decided else {}
    return {"owner": owner.name, **said}


def wrong(field: str, sentence: Any) -> Refused:
    """A refusal with a sentence beside the field."""
    return Refused(_("Chưa ghi được: hãy xem lại các ô được đánh dấu."), code="wrong-fields", fields={field: sentence})


def _giver(actor: Actor, giver_id: int) -> Unit:
    giver = Unit.objects.filter(pk=giver_id).first()
    if giver is None:
        raise Missing(_("Không có cơ quan này."), code="unit-missing")
    policies.require_unit(actor, giver)
    if giver.ends_on is None or giver.ends_on >= clock.today():
        raise Refused(_("Cơ quan này còn hoạt động: văn bản vẫn do cơ quan lưu giữ."), code="unit-not-ended")
    return giver


def _keeper(actor: Actor, giver_id: int, keeper_id: int) -> Unit:
    keeper = Unit.objects.filter(pk=keeper_id).exclude(pk=giver_id).first()
    if keeper is None or keeper.agency_id != keeper.pk or not keeper.exists(clock.today()):
        raise wrong("keeper", _("Hãy chọn một cơ quan đang hoạt động."))
    policies.require_unit(actor, keeper)
    return keeper


def _owned(chosen: Collection[int], owner_id: int) -> list[Document]:
    """The documents, locked, all of this owner."""
    rows = Document.objects.select_for_update(of=("self",)).filter(pk__in=chosen, owner_id=owner_id).order_by("pk")
    found = list(rows)
    if len(found) != len(set(chosen)):
        raise Conflict(
            _("Có văn bản đã được chuyển đi bằng quyết định khác. Hãy xem lại danh sách."), code="changed-meanwhile"
        )
    return found


def _move(  # noqa: PLR0913 - one row of the trail for each document
    actor: Actor, row: Keeping, documents: Iterable[Document], *, before: Unit, after: Unit, action: str
) -> None:
    rows = list(documents)
    Document.objects.filter(pk__in=[document.pk for document in rows]).update(owner=after)
    touch(SOURCE, (document.pk for document in rows))
    for document in rows:
        audit.note(
            actor,
            action,
            kind="document",
            id=document.pk,
            label=str(document),
            unit_id=before.pk,
            before=state_of(row, before, decided=action == "document.keeping_withdrawn"),
            after=state_of(row, after, decided=action == "document.kept_by"),
        )
