"""The bodies that a reading names, and what each name stands for: as it is resolved, or as a reviewer said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Q

from lotrinh.core import words
from lotrinh.core.actor import Actor
from lotrinh.documents import policies as documents
from lotrinh.documents.models import Document, Review
from lotrinh.documents.review.items import HEADER, Folded
from lotrinh.documents.review.result import ReviewResult
from lotrinh.documents.selectors import reviews
from lotrinh.documents.selectors.reviews import LIVE
from lotrinh.documents.vocab import ItemState, Part, Relation
from lotrinh.organisations import policies as organisations
from lotrinh.organisations.models import Unit
from lotrinh.organisations.naming import Candidate, Directory, Likeness, Reason, Resolution
from lotrinh.organisations.vocab import GroupKind
from lotrinh.plans.models import NameChoice, PlanVersion
from lotrinh.plans.selectors.schedule import last_day

#: A document that does this to a plan's document may bring the plan's next version.
RENEWING: Final = (Relation.CORRECTS, Relation.AMENDS, Relation.REPLACES)
#: What the column of a choice takes: a longer name is known by its beginning.
LONGEST_NAME: Final = 500
#: `Lưu: VT`: where the document is filed, nobody's address.
_FILED: Final = "luu"
_MOST_FOUND: Final = 6
_LIVE_ITEMS: Final = frozenset({ItemState.PENDING, ItemState.ACCEPTED, ItemState.EDITED})


@dataclass(slots=True, kw_only=True)
class Uses:
    """How often a name is printed as what, and the first item that has it."""

    part: str
    key: str
    text: str
    lead: int = 0
    partner: int = 0
    reporting: int = 0
    recipient: int = 0

    @property
    def owes(self) -> bool:
        """Whether the body has a duty, not only a copy of the document."""
        return bool(self.lead or self.partner or self.reporting)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameLine:
    """One printed name.

    resolution: what counts now. suggested: what it would be had nobody said anything. choice: what a reviewer said, of
    this document or (not `own`) of the plan's documents before.
    """

    printed: str
    uses: Uses
    resolution: Resolution
    suggested: Resolution
    choice: NameChoice | None
    own: bool

    @property
    def sure(self) -> bool:
        """Whether nobody needs to look at it any more."""
        return self.resolution.sure or not self.uses.owes


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesPage:
    """All names of a reading: what needs a look first, then in the order of the document."""

    review: Review
    lines: tuple[NameLine, ...]
    directory: Directory = field(repr=False)
    may_change: bool
    #: whether the actor runs units, and so may give them other names
    may_name: bool

    @property
    def unsure(self) -> int:
        """How many names somebody should look at."""
        return sum(1 for line in self.lines if not line.sure)

    @property
    def on(self) -> dt.date:
        """The day on which the names are taken."""
        return self.directory.on

    @property
    def within(self) -> Unit | None:
        """Whose bodies are meant where several provinces have one of the name."""
        return self.directory.within


def names_page(actor: Actor, review_id: int) -> NamesPage:
    """The names in a review, rejected items left out; six queries, seven where a body has ended.

    Raises:
        Missing, NotAllowed: see `documents.selectors.reviews.get`.

    """
    review = reviews.get(actor, review_id)
    folded = reviews.present(review).folded
    uses = uses_in(folded)
    header = next(item for item in folded.items if item.part == Part.DOCUMENT and item.key == HEADER).fields
    directory = _directory(review.document, header.get("date"), (header.get("issuer"), header.get("place")))
    chosen = choices_for(review.document)
    suggested = directory.resolve_all(uses)
    lines = [
        NameLine(
            printed=name,
            uses=uses[name],
            resolution=_said(name, chosen, suggested[name]),
            suggested=suggested[name],
            choice=chosen.get(name[:LONGEST_NAME]),
            own=name[:LONGEST_NAME] in chosen and chosen[name[:LONGEST_NAME]].document_id == review.document_id,
        )
        for name in uses
    ]
    may_change = review.state in LIVE and documents.allowed(actor, documents.Action.REVIEW, review.document)
    return NamesPage(
        review=review,
        lines=tuple(sorted(lines, key=lambda line: (line.sure, not line.uses.owes))),
        directory=directory,
        may_change=may_change,
        may_name=organisations.is_operator(actor),
    )


def known_names(document: Document, result: ReviewResult) -> dict[str, Resolution]:
    """What every name in the result stands for; four queries, five where a body has ended."""
    header = result.document.value
    directory = _directory(document, header.date, (header.issuer, header.place))
    chosen = choices_for(document)
    return {name: _said(name, chosen, found) for name, found in directory.resolve_all(names_in(result)).items()}


def unsure_names(result: ReviewResult, known: Mapping[str, Resolution]) -> int:
    """How many names of bodies with a duty somebody should look at before the result is adopted."""
    owing = dict.fromkeys(name for names in _duties(result) for name in names)
    return sum(1 for name in owing if not known[name].sure)


def names_in(result: ReviewResult) -> list[str]:
    """All names of bodies in the result, each once."""
    found = dict.fromkeys(name for names in _duties(result) for name in names)
    found.update(dict.fromkeys(result.document.value.recipients))
    return list(found)


def uses_in(folded: Folded) -> dict[str, Uses]:
    """All names of bodies in the items that nobody has rejected, with how they are used; those with a duty first."""
    found: dict[str, Uses] = {}
    for item in sorted(folded.items, key=lambda item: item.part == Part.DOCUMENT):
        if item.state in _LIVE_ITEMS:
            for use, name in _printed(item.part, item.fields):
                uses = found.setdefault(name, Uses(part=item.part, key=item.key, text=item.text))
                setattr(uses, use, getattr(uses, use) + 1)
    return found


def choices_for(document: Document) -> dict[str, NameChoice]:
    """What reviewers said of names, this document before those on which versions of its plan rest; one query."""
    acted_on = document.acts_on.filter(relation__in=RENEWING).values("target")
    plans = PlanVersion.objects.filter(Q(review__document=document) | Q(review__document__in=acted_on)).values("plan")
    earlier = PlanVersion.objects.filter(plan__in=plans).values("review__document")
    rows = NameChoice.objects.filter(Q(document=document) | Q(document__in=earlier)).select_related("unit", "made_by")
    ordered = sorted(rows, key=lambda row: (row.document_id == document.pk, row.made_at, row.pk))
    return {row.printed: row for row in ordered}


def found_units(directory: Directory, typed: str) -> tuple[Candidate, ...]:
    """The units that somebody may mean by what they typed, the surest first; at most one query."""
    found = directory.resolve_all((typed,))[typed]
    first = [Candidate(unit=found.unit, reason=Likeness.SAME, likeness=100.0)] if found.unit else []
    wanted = words.fold(typed)
    holding = [
        Candidate(unit=unit, reason=Likeness.SAME, likeness=100.0)
        for unit in directory.units.values()
        if len(wanted) > 1 and wanted in unit.search
    ]
    holding.sort(key=lambda item: (not item.unit.exists(directory.on), len(item.unit.search), item.unit.sort_key))
    each = {item.unit.pk: item for item in reversed([*first, *found.candidates, *holding])}
    order = dict.fromkeys(item.unit.pk for item in (*first, *found.candidates, *holding))
    return tuple(each[pk] for pk in order)[:_MOST_FOUND]


def _duties(result: ReviewResult) -> Iterable[Iterable[str]]:
    for task in result.tasks:
        yield (*task.value.lead, *task.value.partners)
    for duty in result.assignments:
        yield (*duty.value.lead, *duty.value.partners)
    for report in result.reporting:
        yield (*report.value.by, *filter(None, (report.value.to, report.value.through)))


def _printed(part: str, fields: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Each name of an item with what the body is in it."""
    if part in {Part.TASKS, Part.ASSIGNMENTS}:
        yield from (("lead", name) for name in fields["lead"])
        yield from (("partner", name) for name in fields["partners"])
    elif part == Part.REPORTING:
        yield from (("reporting", name) for name in (*fields["by"], fields["to"], fields["through"]) if name)
    elif part == Part.DOCUMENT:
        yield from (("recipient", name) for name in fields["recipients"] if not words.fold(name).startswith(_FILED))


def _directory(document: Document, date: str | None, texts: Iterable[str | None]) -> Directory:
    """The names as of the document's day, those of the province that issued it before others."""
    directory = Directory.load(last_day(date or document.issued_on or ""))
    said = (text or "" for text in (*texts, document.issuer, document.place))
    directory.within = directory.province_named(*said) or directory.province_above(document.owner)
    return directory


def _said(name: str, chosen: Mapping[str, NameChoice], found: Resolution) -> Resolution:
    """What a reviewer said, else what was found."""
    choice = chosen.get(name[:LONGEST_NAME])
    if choice is None:
        return found
    group = GroupKind(choice.group) if choice.group else None
    return Resolution(printed=name, reason=Reason.CHOSEN, unit=choice.unit, group=group)
