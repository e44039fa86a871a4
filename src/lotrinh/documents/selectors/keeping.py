"""What agencies that ended keep and receive still, and who could take it over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.problems import Missing
from lotrinh.documents import policies as documents
from lotrinh.documents.models import Document, Keeping, Recipient
from lotrinh.documents.policies import Action
from lotrinh.documents.vocab import Audience
from lotrinh.organisations import policies
from lotrinh.organisations.models import Unit
from lotrinh.organisations.selectors.history import history_from

_MOST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """An agency that took over, and which field; empty: everything, or what no other took."""

    unit: Unit
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedKeeper:
    """An agency that ended and keeps documents still. `heir`: the one that has its rights already."""

    unit: Unit
    count: int
    heir: Unit | None
    proposed: tuple[Proposed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPage:
    """What one of them keeps, oldest first; `readable`: the keys of those whose title the actor may see."""

    keeper: EndedKeeper
    documents: tuple[Document, ...]
    readable: frozenset[int]
    agencies: tuple[Unit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """A document with recipients that ended and left a choice of several."""

    document: Document
    ended: tuple[Unit, ...]
    proposed: tuple[Proposed, ...]
    recipients: frozenset[int]


def decides(actor: Actor) -> bool:
    """Whether the actor decides who keeps what."""
    return policies.is_operator(actor)


def ended_keepers(actor: Actor) -> tuple[EndedKeeper, ...]:
    """The agencies in the operator's scope that ended and keep documents; three queries, and the steps of succession.

    One query where there are none, none for whoever is no operator.
    """
    if not policies.is_operator(actor):
        return ()
    units = list(_ended(actor).annotate(n=Count("documents")).filter(n__gt=0).select_related("heir"))
    proposed = proposals(unit.pk for unit in units)
    return tuple(
        EndedKeeper(unit=unit, count=unit.n, heir=unit.heir, proposed=proposed.get(unit.pk, ())) for unit in units
    )


def kept_page(actor: Actor, unit_id: int, *, most: int) -> KeptPage:
    """What an agency that ended keeps, at most `most` of it; at most seven queries, and the steps of succession.

    An operator sees of a document that they may not read what identifies it, not what it is about.

    Raises:
        NotAllowed: the actor is no operator. Missing: no such agency in their scope keeps anything.

    """
    policies.require_operator(actor)
    unit = _ended(actor).annotate(n=Count("documents")).filter(pk=unit_id, n__gt=0).select_related("heir").first()
    if unit is None:
        raise Missing(
            _("Không có cơ quan đã kết thúc nào như vậy còn lưu giữ văn bản trong phạm vi quản trị của bạn."),
            code="unit-missing",
        )
    rows = tuple(Document.objects.filter(owner=unit).order_by("issued_on", "pk")[:most])
    readable = documents.visible(actor).filter(pk__in=[row.pk for row in rows]).order_by()
    proposed = proposals((unit.pk,)).get(unit.pk, ())
    return KeptPage(
        keeper=EndedKeeper(unit=unit, count=unit.n, heir=unit.heir, proposed=proposed),
        documents=rows,
        readable=frozenset(readable.values_list("pk", flat=True)),
        agencies=tuple(_standing(actor)),
    )


def keepings(actor: Actor) -> tuple[Keeping, ...]:
    """The last decisions in the operator's scope, newest first, each with `n` documents; one query."""
    if not policies.is_operator(actor):
        return ()
    managed = policies.visible_units(actor, policies.Action.MANAGE_UNIT).order_by()
    rows = Keeping.objects.filter(giver__in=managed, keeper__in=managed)
    return tuple(rows.annotate(n=Count("lines")).select_related("giver", "keeper", "made_by")[:_MOST])


def addressed_to_ended(actor: Actor) -> tuple[Addressed, ...]:
    """Documents whose recipients the actor may set, with one that ended and left a choice; oldest first.

    Three queries, and the steps of succession; one where there are none. A document drops out when one of those that
    took over from each of them is a recipient.
    """
    rows = _with_ended(_settable(actor)).select_related("unit", "document")[:_MOST]
    found: dict[int, list[Unit]] = {}
    papers: dict[int, Document] = {}
    for row in rows:
        found.setdefault(row.document_id, []).append(row.unit)
        papers[row.document_id] = row.document
    if not found:
        return ()
    present: dict[int, set[int]] = {}
    listed = Recipient.objects.filter(document__in=found).values_list("document_id", "unit_id")
    for document_id, unit_id in listed:
        present.setdefault(document_id, set()).add(unit_id)
    proposed = proposals({unit.pk for units in found.values() for unit in units})
    lines = (_addressed(papers[pk], units, proposed, present[pk]) for pk, units in found.items())
    return tuple(line for line in lines if line.ended)


def addressed(actor: Actor, document_id: int) -> Addressed:
    """One of them.

    Raises:
        Missing: there is none for this person.

    """
    for line in addressed_to_ended(actor):
        if line.document.pk == document_id:
            return line
    raise Missing(_("Không có văn bản này trong danh sách cần thêm nơi nhận."), code="document-missing")


def proposals(units: Iterable[int]) -> Mapping[int, tuple[Proposed, ...]]:
    """For each unit that ended the agencies of today that took over; one query, and the steps of succession."""
    asked = tuple(units)
    if not asked:
        return {}
    history, today = history_from(asked), clock.today()
    found: dict[int, dict[int, str]] = {}
    for unit in asked:
        holding = history.holding(unit, today)
        takers = dict.fromkeys(holding.units - {unit}, "")
        for line in holding.choices:
            if line.successor is not None:
                later = history.holding(line.successor, today, since=line.on, subject=line.subject)
                for taker in later.units:
                    takers.setdefault(taker, line.subject)
        found[unit] = takers
    known = Unit.objects.in_bulk({pk for takers in found.values() for pk in takers})
    return {
        unit: tuple(
            Proposed(unit=known[pk], subject=subject)
            for pk, subject in sorted(takers.items(), key=lambda item: known[item[0]].sort_key)
        )
        for unit, takers in found.items()
    }


def _addressed(
    document: Document, units: Collection[Unit], proposed: Mapping[int, tuple[Proposed, ...]], present: set[int]
) -> Addressed:
    open_ones = [
        unit for unit in units if proposed[unit.pk] and not any(item.unit.pk in present for item in proposed[unit.pk])
    ]
    every = (item for unit in open_ones for item in proposed[unit.pk])
    offered = {item.unit.pk: item for item in every if item.unit.pk != document.owner_id}
    return Addressed(
        document=document, ended=tuple(open_ones), proposed=tuple(offered.values()), recipients=frozenset(present)
    )


def _settable(actor: Actor) -> Q:
    """Recipients of the documents whose recipients the actor may set; the same as `recipients_action`."""
    prepared = documents.visible(actor, Action.EDIT).filter(audience__in=(Audience.DRAFTING, Audience.INTERNAL))
    opened = documents.visible(actor, Action.OPEN_RECIPIENTS)
    return Q(document__in=prepared.order_by().values("pk")) | Q(document__in=opened.order_by().values("pk"))


def _with_ended(rule: Q) -> QuerySet[Recipient]:
    rows = Recipient.objects.filter(rule, unit__ends_on__lt=clock.today(), unit__heir__isnull=True)
    return rows.order_by("document_id", "unit__sort_key")


def _ended(actor: Actor) -> QuerySet[Unit]:
    return policies.visible_units(actor, policies.Action.MANAGE_UNIT).filter(ends_on__lt=clock.today())


def _standing(actor: Actor) -> QuerySet[Unit]:
    """The agencies of today that the actor runs."""
    today = clock.today()
    managed = policies.visible_units(actor, policies.Action.MANAGE_UNIT).exclude(kind="division")
    return managed.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today)).filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=today)
    )
