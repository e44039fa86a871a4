"""Reading units: lists as of a day, each with its history and its people. The tree: `selectors.tree`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lotrinh.accounts.vocab import Role
from lotrinh.core import clock, words
from lotrinh.core.actor import Actor
from lotrinh.core.problems import Missing
from lotrinh.organisations import policies
from lotrinh.organisations.history import History, Line
from lotrinh.organisations.models import ApprovalChain, Place, Unit, UnitName, UnitState
from lotrinh.organisations.naming import in_force, members
from lotrinh.organisations.selectors.history import Event, events_of, history_from
from lotrinh.organisations.selectors.people import Holder, holders
from lotrinh.organisations.vocab import DEFAULT_CHAIN, GroupKind

_CHUNK: Final = 500
#: So many places are offered where a name fits several.
_MOST_PLACES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """A unit in a list, as it was on the day of the list; `exists`: on that day."""

    unit: Unit
    exists: bool
    name: str
    short_name: str
    parent_id: int | None
    parent_name: str

    @property
    def pk(self) -> int:
        """The key of the unit."""
        return self.unit.pk


@dataclass(frozen=True, slots=True, kw_only=True)
class Taker:
    """Who holds the duties of a unit that has ended; `subjects` are the fields among which the choice is, if any."""

    unit: Unit
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPage:
    """What everybody sees of a unit.

    then: what it was on the day that was asked for, None where none was. takers: who holds its duties today, where it
    has ended; none: nobody took over. divided: somebody has to choose among them.
    """

    unit: Unit
    above: tuple[Unit, ...]
    below: tuple[Unit, ...]
    names: tuple[str, ...]
    events: tuple[Event, ...]
    then: UnitLine | None
    ended: bool
    takers: tuple[Taker, ...]
    divided: bool
    people: tuple[Holder, ...]
    chain: tuple[Role, ...]
    chain_is_own: bool
    may_manage: bool


def units(actor: Actor) -> QuerySet[Unit]:
    """All units, by name, each with its parent; one query."""
    return policies.visible_units(actor).select_related("parent")


def units_on(actor: Actor, day: dt.date | None = None, *, ended: bool = False) -> QuerySet[Unit]:
    """The units that exist on a day (today); with `ended` also those that ended before it. One query."""
    on = day or clock.today()
    found = policies.visible_units(actor)
    if ended:
        return found.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=on))
    return found.filter(pk__in=in_force(on).order_by().values("pk"))


def named(rows: QuerySet[Unit], wanted: Sequence[str]) -> QuerySet[Unit]:
    """Those of the units that have all the words (`words.fold`) in one of their names, former ones too; one query.

    The former names are few and looked through here; the query is for them.
    """
    own, other = Q(), Q()
    for word in wanted:
        own &= Q(search__contains=word)
        other &= Q(search__contains=word)
    states = UnitState.objects.order_by().values_list("unit_id", "name", "short_name")
    former = {
        unit_id
        for unit_id, name, short_name in states.iterator()
        if all(word in words.fold(f"{name} {short_name}") for word in wanted)
    }
    others = UnitName.objects.filter(other).order_by().values("unit_id")
    return rows.filter(own | Q(pk__in=others) | Q(pk__in=former))


def lines_on(keys: Iterable[int], day: dt.date) -> tuple[UnitLine, ...]:
    """The units with these keys, in this order, as they were on the day; at most five queries."""
    wanted = list(keys)
    rows = _with_states(Unit.objects.all()).in_bulk(wanted)
    return tuple(_line(rows[key], day) for key in wanted if key in rows)


def line_of(actor: Actor, unit_id: int, day: dt.date) -> UnitLine:
    """One unit as it was on the day; at most five queries.

    Raises:
        Missing: there is no such unit.

    """
    unit = _with_states(policies.visible_units(actor)).filter(pk=unit_id).first()
    if unit is None:
        raise Missing(_("Không có cơ quan này."), code="unit-missing")
    return _line(unit, day)


def stream_on(rows: QuerySet[Unit], day: dt.date) -> Iterator[UnitLine]:
    """All the units one after the other, as they were on the day; five queries for each 500."""
    for unit in _with_states(rows).iterator(chunk_size=_CHUNK):
        yield _line(unit, day)


def group_members(actor: Actor, group: str, day: dt.date) -> QuerySet[Unit]:
    """The agencies that a group takes in on a day; one query.

    Raises:
        Missing: there is no such group.

    """
    if group not in GroupKind.values:
        raise Missing(_("Không có nhóm cơ quan này."), code="group-missing")
    return members(group, day).filter(pk__in=policies.visible_units(actor).order_by().values("pk"))


def manageable_units(actor: Actor) -> QuerySet[Unit]:
    """The units that the actor runs, by place in the tree and name; one query."""
    return policies.visible_units(actor, policies.Action.MANAGE_UNIT)


def may_manage(actor: Actor) -> bool:
    """Whether the actor runs any unit."""
    return policies.is_operator(actor)


def unit_page(actor: Actor, unit_id: int, on: dt.date | None = None) -> UnitPage:
    """A unit with its surroundings and its history.

    Eight queries at most; three more for the day `on`, and one or two where the unit was divided or its heir ended.

    Raises:
        Missing: there is no such unit.

    """
    rows = policies.visible_units(actor).select_related("parent", "place", "heir", "approval_chain")
    unit = (_with_states(rows) if on is not None else rows).filter(pk=unit_id).first()
    if unit is None:
        raise Missing(_("Không có cơ quan này."), code="unit-missing")
    today = clock.today()
    path = [int(part) for part in unit.path.split("/") if part and int(part) != unit.pk]
    kin = list(Unit.objects.filter(Q(pk__in=path) | Q(parent=unit)).order_by("sort_key", "id"))
    ended = unit.ends_on is not None and unit.ends_on < today
    events = events_of(unit)
    takers, divided = _takers(unit, events, today) if ended else ((), False)
    chain = tuple(Role(role) for role in unit.approval_chain.roles) if hasattr(unit, "approval_chain") else ()
    return UnitPage(
        unit=unit,
        above=tuple(sorted((item for item in kin if item.pk in path), key=lambda item: path.index(item.pk))),
        below=tuple(item for item in kin if item.parent_id == unit.pk and item.exists(on or today)),
        names=tuple(unit.names.order_by("name").values_list("name", flat=True)),
        events=events,
        then=_line(unit, on) if on is not None else None,
        ended=ended,
        takers=takers,
        divided=divided,
        people=holders(unit_id),
        chain=chain or DEFAULT_CHAIN,
        chain_is_own=bool(chain),
        may_manage=policies.allowed(actor, policies.Action.MANAGE_UNIT, unit),
    )


def approval_chain(unit_id: int) -> tuple[Role, ...]:
    """The roles that approve in the unit, in order: its own or the default; one query."""
    row = ApprovalChain.objects.filter(unit_id=unit_id).first()
    return tuple(Role(role) for role in row.roles) if row else DEFAULT_CHAIN


def other_names(unit_id: int) -> tuple[str, ...]:
    """The names that were entered beside the unit's own; one query."""
    return tuple(UnitName.objects.filter(unit_id=unit_id).order_by("name").values_list("name", flat=True))


def place_words(place: Place | None) -> str:
    """A place as it is written in a form: its name, its code and since when or until when it exists."""
    if place is None:
        return ""
    span = f", {_('đến hết')} {place.ends_on:%d/%m/%Y}" if place.ends_on else ""
    return f"{place.full_name} ({_('mã')} {place.code}{span})"


def places_like(text: str) -> tuple[Place, ...]:
    """The places that a code or words of a name mean, those of today first, at most twenty; one query.

    A code alone means the places that have it and no other.
    """
    typed = " ".join(text.split())
    if typed.isdecimal():
        found = Place.objects.filter(code=typed)
    else:
        found = Place.objects.all()
        for word in words.fold(typed).split():
            found = found.filter(search__contains=word)
    rows = found.select_related("parent").order_by("ends_on", "sort_key", "id")[: 5 * _MOST_PLACES]
    return tuple(sorted(rows, key=lambda place: place.ends_on is not None)[:_MOST_PLACES])


def _with_states(rows: QuerySet[Unit]) -> QuerySet[Unit]:
    return rows.select_related("parent").prefetch_related("states__parent__states", "parent__states")


def _line(unit: Unit, day: dt.date) -> UnitLine:
    then = unit.as_of(day)
    parent = unit.parent
    if then.parent_id != unit.parent_id:
        parent = next((state.parent for state in unit.states.all() if state.parent_id == then.parent_id), None)
    return UnitLine(
        unit=unit,
        exists=then.exists,
        name=then.name,
        short_name=then.short_name,
        parent_id=then.parent_id,
        parent_name=parent.as_of(day).name if parent else "",
    )


def _takers(unit: Unit, events: Iterable[Event], today: dt.date) -> tuple[tuple[Taker, ...], bool]:
    """Who holds what a unit that has ended had, and whether somebody has to choose."""
    if unit.heir is not None and unit.heir.exists(today):
        return (Taker(unit=unit.heir),), False
    history = history_from((unit.pk,), (line for event in events for line in event.leading_away))
    holding = history.holding(unit.pk, today)
    subjects: dict[int, list[str]] = {pk: [] for pk in holding.units if pk != unit.pk}
    for line in holding.choices:
        for pk in _holding_now(history, line, today):
            subjects.setdefault(pk, []).append(line.subject)
    found = {row.successor.pk: row.successor for event in events for row in event.given if row.successor is not None}
    if subjects.keys() - found.keys():
        found |= Unit.objects.in_bulk(subjects.keys() - found.keys())
    divided = bool(holding.choices)
    takers = (
        Taker(unit=found[pk], subjects=tuple(dict.fromkeys(subject for subject in fields if subject)))
        for pk, fields in subjects.items()
        # One that was given a last day by hand holds nothing any more; among several it is to be seen that it ended.
        if divided or found[pk].exists(today)
    )
    return tuple(takers), divided


def _holding_now(history: History, line: Line, today: dt.date) -> tuple[int, ...]:
    """The units that have today what the line gives; its own successor where that left a choice in turn."""
    if line.successor is None:
        return ()
    holding = history.holding(line.successor, today, since=line.on, subject=line.subject)
    return tuple(sorted(holding.units)) or (line.successor,)
