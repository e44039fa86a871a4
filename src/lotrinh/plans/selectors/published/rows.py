"""One target or task under its lasting name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.problems import Missing
from lotrinh.documents.models import Document
from lotrinh.documents.selectors.standing import with_standing
from lotrinh.documents.vocab import Standing as DocumentStanding
from lotrinh.organisations.models import Unit
from lotrinh.plans.models import Party, Plan, Section
from lotrinh.plans.selectors.holding import Standing, standing
from lotrinh.plans.selectors.plans import MODELS, AnyRow, Permalink, permalink
from lotrinh.plans.selectors.schedule import last_day
from lotrinh.plans.selectors.stated import stated, stated_parties
from lotrinh.plans.selectors.versions import RowChange, row_changes, version_of
from lotrinh.plans.vocab import PartyRole, RowKind
from vanban import PlanRecord

#: What has a page of its own outside.
KINDS: Final = (RowKind.TARGET, RowKind.TASK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A body as the document prints it, and who holds its duty today.

    units: the holders; group, members: the group that does. known: whether the name stands for anybody here. same: the
    holder is whom the document names.
    """

    printed: str
    lead: bool
    units: tuple[Unit, ...]
    group: str
    members: int
    known: bool
    same: bool

    @property
    def ended(self) -> bool:
        """Whether the body ended and nobody holds its duty."""
        return self.known and not self.units and not self.members


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The row in one version. change: what differs from the version before, None for the earliest that is open.

    earliest: it is that one. first: nothing came before it either that is not open: it is the first promise.
    """

    number: int
    adopted_at: dt.datetime
    row: Any
    change: RowChange | None
    earliest: bool
    first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSheet:
    """A row with its plan, its heading, the words of the source, its bodies and its history, newest first."""

    kind: RowKind
    plan: Plan
    plan_standing: DocumentStanding
    row: Any
    heading: Section | None
    quote: str
    named: tuple[Named, ...]
    history: tuple[Step, ...]


def row_page(actor: Actor, kind: RowKind, lineage: UUID) -> RowSheet:
    """The row with this lineage; at most eleven queries, and those of a long history of units.

    Raises:
        Missing: there is none, or not for this person.

    """
    if kind not in KINDS:
        raise Missing(_("Không có trang này."), code="row-missing")
    found = permalink(actor, lineage, kind)
    row = found.row
    heading = Section.objects.filter(version_id=row.version_id, key=row.section_key).first()
    return RowSheet(
        kind=kind,
        plan=found.plan,
        plan_standing=_standing(found.plan),
        row=stated(row),
        heading=heading,
        quote=_quote(actor, row),
        named=_named(stated_parties(row), found.plan) if row.current else (),
        history=tuple(_history(found)),
    )


def _standing(plan: Plan) -> DocumentStanding:
    found = with_standing(Document.objects.filter(pk=plan.document_id))
    return DocumentStanding(found.values_list("standing_now", flat=True).get())  # type: ignore[misc]  # annotated


def _quote(actor: Actor, row: AnyRow) -> str:
    """The words of the source; empty where a person added the row."""
    if row.span_start is None or row.span_end is None:
        return ""
    version = version_of(actor, row.plan_id, row.version.number)
    return PlanRecord.from_json(version.record).text.content[row.span_start : row.span_end]


def _named(parties: tuple[Party, ...], plan: Plan) -> tuple[Named, ...]:
    return tuple(_body(item) for item in standing(parties, last_day(plan.document.issued_on), clock.today()))


def _body(item: Standing) -> Named:
    party = item.party
    groups = [owner for owner in item.owners if owner.group]
    units = tuple(dict.fromkeys(unit for owner in item.owners for unit in owner.units))
    return Named(
        printed=party.printed,
        lead=party.role == PartyRole.LEAD,
        units=units,
        group=groups[0].group if groups else "",
        members=sum(owner.members for owner in groups),
        known=party.unit_id is not None or bool(party.group),
        same=units == (party.unit,) and item.then in {"", units[0].name},
    )


def _history(found: Permalink) -> list[Step]:
    rows = [stated(row) for row in found.history]
    earlier = MODELS[found.kind]._default_manager.filter(  # noqa: SLF001 - see `plans.rows`
        lineage=rows[-1].lineage, version__number__lt=rows[-1].version.number
    )
    begun = not earlier.exists()
    steps = []
    for index, row in enumerate(rows):
        before = rows[index + 1] if index + 1 < len(rows) else None
        change = None
        if before is not None:
            change = next(iter(row_changes(found.kind, {row.lineage: before}, {row.lineage: row})))
        steps.append(
            Step(
                number=row.version.number,
                adopted_at=row.version.adopted_at,
                row=row,
                change=change,
                earliest=before is None,
                first=before is None and begun,
            )
        )
    return steps
