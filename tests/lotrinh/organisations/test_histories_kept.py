"""Random acts recorded, refused and taken back by the services: what is kept agrees with a slow model on every day."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar

from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import Actor
from lotrinh.core.problems import Refused
from lotrinh.organisations.history import Period
from lotrinh.organisations.models import Reorganisation, Unit
from lotrinh.organisations.naming import in_force
from lotrinh.organisations.selectors.history import history_from, inherited, successors
from lotrinh.organisations.services.reorganising import Decision, Passing, rename, reorganise, withdraw
from lotrinh.organisations.services.units import UnitData
from lotrinh.organisations.vocab import ReorganisationKind, UnitKind
from lotrinh.plans.models import Task, TaskParty
from lotrinh.plans.selectors import holding
from lotrinh.plans.vocab import PartyRole
from tests.factories import plans
from tests.factories.histories import FIELDS, FIRST, UNSAID, Act, Ending, Renaming, Story, Transfer
from tests.factories.slow_history import ASKED, Duty, State, told
from tests.factories.snapshots import kept, kept_with_trail
from tests.factories.world import World

T = TypeVar("T")
DAY: Final = dt.timedelta(days=1)
DAYS: Final = tuple(FIRST + n * DAY for n in range(1, 6))
KINDS: Final = ("merge", "split", "abolish", "transfer", "rename", "withdraw", "withdraw")


@dataclass(frozen=True)
class Recorded:
    """An act that the services have taken."""

    pk: int
    day: dt.date
    acts: tuple[Act, ...]
    closed: frozenset[int] = frozenset()


@dataclass
class Model:
    """What should be known: acts in the order of their recording, when units began, what they were called."""

    begun: dict[int, dt.date | None]
    names: dict[int, list[tuple[dt.date, str]]]
    recorded: list[Recorded] = field(default_factory=list)

    @property
    def story(self) -> Story:
        """The acts by day, those that end one unit on one day as one."""
        by_day: dict[dt.date, list[Act]] = defaultdict(list)
        for item in self.recorded:
            by_day[item.day] += item.acts
        acts = {day: tuple(_united(found)) for day, found in sorted(by_day.items())}
        ends = {act.old: day - DAY for day, found in acts.items() for act in found if isinstance(act, Ending)}
        return Story(
            acts=acts,
            periods={unit: Period(starts_on=begun, ends_on=ends.get(unit)) for unit, begun in self.begun.items()},
        )

    def heir(self, unit: int) -> int | None:
        """Who took over everything."""
        for found in self.story.acts.values():
            for act in found:
                if isinstance(act, Ending) and act.old == unit:
                    return act.rest[0] if not act.fields and len(set(act.rest)) == 1 else None
        return None

    def name(self, unit: int, day: dt.date) -> str:
        """What the unit was called: the last name that had begun by then."""
        return [name for since, name in self.names[unit] if since <= day][-1]


def _united(acts: Sequence[Act]) -> Iterator[Act]:
    fields: dict[int, dict[str, tuple[int | None, ...]]] = defaultdict(dict)
    rest: dict[int, tuple[int | None, ...]] = defaultdict(tuple)
    for act in acts:
        if not isinstance(act, Ending):
            yield act
            continue
        for what, takers in act.fields.items():
            fields[act.old][what] = (*fields[act.old].get(what, ()), *takers)
        rest[act.old] += act.rest
    for old in fields.keys() | rest.keys():
        yield Ending(old=old, fields=fields[old], rest=rest[old])


def sound(model: Model) -> bool:
    """Whether the acts can all have happened, judged act by act."""
    story = model.story
    ends: dict[int, set[dt.date]] = defaultdict(set)
    moved: Counter[tuple[dt.date, int, int | None, str]] = Counter()
    fields: dict[tuple[dt.date, str], set[tuple[int, int]]] = defaultdict(set)
    for day, acts in story.acts.items():
        for act in acts:
            if isinstance(act, Renaming):
                continue
            if isinstance(act, Ending):
                ends[act.old].add(day)
                lines = [(what, new) for what, news in (*act.fields.items(), ("", act.rest)) for new in news]
            else:
                lines = [(act.what, act.new)]
                fields[day, act.what].add((act.old, act.new))
            moved.update((day, act.old, new, what) for what, new in lines)
            begun = model.begun[act.old]
            if begun is not None and begun >= day:
                return False
    taken = [(day, new) for day, _old, new, _what in moved if new is not None]
    gave = [(day, old) for day, old, _new, _what in moved]
    return (
        all(len(days) == 1 for days in ends.values())
        and all(times == 1 for times in moved.values())
        and all(day <= end for day, old in gave for end in ends.get(old, ()))
        and all(day < end for day, new in taken for end in ends.get(new, ()))
        and all((model.begun[new] or day) <= day for day, new in taken)
        and not any(_comes_round(pairs) for pairs in fields.values())
    )


def _comes_round(pairs: set[tuple[int, int]]) -> bool:
    """Whether the pairs lead from somewhere back to it: all that can be reached is added until nothing is new."""
    reached = set(pairs)
    while more := {(a, d) for a, b in reached for c, d in reached if b == c} - reached:
        reached |= more
    return any(a == b for a, b in reached)


class Registrar:
    """Records what chance says, in the services and in the model, and compares."""

    def __init__(self, world: World, data: st.DataObject) -> None:
        self._actor: Actor = world.actor(Role.OPERATOR, world.province)
        self._parent = world.province.pk
        self._draw = data.draw
        units = [world.science, world.finance, world.commune]
        self.model = Model(
            begun={unit.pk: unit.starts_on for unit in units},
            names={unit.pk: [(dt.date.min, unit.name)] for unit in units},
        )
        self._count = 0
        #: what was there before the last act, where it can be taken back and nothing else came between
        self._before: dict[str, list[Any]] | None = None

    def step(self) -> None:
        """One act, taken or refused."""
        kind = self._draw(st.sampled_from(KINDS))
        if kind == "withdraw":
            self._withdraw()
        elif kind == "rename":
            self._rename()
        else:
            self._reorganise(ReorganisationKind(kind))

    def _unit(self) -> int:
        return self._draw(st.sampled_from(sorted(self.model.begun)))

    def _new(self) -> UnitData:
        self._count += 1
        return UnitData(kind=UnitKind.DEPARTMENT, name=f"Sở Mới {self._count}", parent_id=self._parent)

    def _taker(self) -> int | UnitData:
        return self._new() if self._draw(st.integers(0, 2)) == 0 else self._unit()

    def _lines(self, kind: ReorganisationKind) -> list[Passing]:
        what = st.sampled_from(FIELDS)
        match kind:
            case ReorganisationKind.MERGE:
                into = self._taker()
                olds = self._draw(st.lists(st.sampled_from(sorted(self.model.begun)), min_size=1, max_size=2))
                return [Passing(predecessor_id=old, successor=into) for old in olds]
            case ReorganisationKind.SPLIT:
                old = self._unit()
                subjects = self._draw(st.lists(st.just(UNSAID) | what, min_size=1, max_size=3))
                return [Passing(predecessor_id=old, successor=self._taker(), subject=subject) for subject in subjects]
            case ReorganisationKind.TRANSFER:
                return [Passing(predecessor_id=self._unit(), successor=self._taker(), subject=self._draw(what))]
            case _:
                old = self._unit()
                left = [Passing(predecessor_id=old, successor=self._taker(), subject=self._draw(what))]
                return [Passing(predecessor_id=old, successor=None), *(left if self._draw(st.booleans()) else ())]

    def _reorganise(self, kind: ReorganisationKind) -> None:
        day, lines = self._draw(st.sampled_from(DAYS)), self._lines(kind)
        before = kept_with_trail()
        new = {line.successor.name for line in lines if isinstance(line.successor, UnitData)}
        act = tried(lambda: reorganise(self._actor, kind=kind, decision=_decision(day), lines=lines))
        event(f"{kind} {'taken' if act else 'refused'}")
        if act is None:
            assert kept_with_trail() == before
            assert not self._would_be_sound(day, kind, lines)
            return
        made = dict(Unit.objects.filter(name__in=new).values_list("name", "pk"))
        assert made.keys() == new
        for name, pk in made.items():
            self.model.begun[pk] = day
            self.model.names[pk] = [(dt.date.min, name)]
        ended = {item.old for found in self.model.recorded for item in found.acts if isinstance(item, Ending)}
        acts = tuple(_acts(kind, lines, made))
        closed = frozenset(act.old for act in acts if isinstance(act, Ending)) - ended
        self.model.recorded.append(Recorded(act.pk, day, acts, closed))
        assert sound(self.model), lines
        self._before = None if new else _rows(before)

    def _would_be_sound(self, day: dt.date, kind: ReorganisationKind, lines: Sequence[Passing]) -> bool:
        names = dict.fromkeys(line.successor.name for line in lines if isinstance(line.successor, UnitData))
        made = {name: -number for number, name in enumerate(names, 1)}
        trial = replace(
            self.model,
            begun={**self.model.begun, **dict.fromkeys(made.values(), day)},
            recorded=[*self.model.recorded, Recorded(0, day, tuple(_acts(kind, lines, made)))],
        )
        itself = any(line.predecessor_id == line.successor for line in lines)
        nameless = any(
            self.model.names[act.old][-1][0] >= day for act in trial.recorded[-1].acts if isinstance(act, Ending)
        )
        return sound(trial) and not itself and not nameless

    def _rename(self) -> None:
        unit, day = self._unit(), self._draw(st.sampled_from(DAYS))
        self._count += 1
        name = f"Sở Đổi Tên {self._count}"
        before = kept_with_trail()
        period = self.model.story.periods[unit]
        there = period.includes(day) and period.includes(day - DAY)
        renamed = tried(lambda: rename(self._actor, unit_id=unit, decision=_decision(day), name=name))
        event(f"rename {'taken' if renamed else 'refused'}")
        if renamed is None:
            assert kept_with_trail() == before
            assert not there or self.model.names[unit][-1][0] >= day
            return
        assert there
        self.model.names[unit].append((day, name))
        act = Reorganisation.objects.latest("pk")
        self.model.recorded.append(Recorded(act.pk, day, (Renaming(unit=unit),)))
        self._before = _rows(before)

    def _withdraw(self) -> None:
        if not self.model.recorded:
            return
        item = self._draw(st.sampled_from(self.model.recorded))
        before = kept_with_trail()
        followed = any(_rests(other, item) for other in self.model.recorded)
        taken_back = tried(lambda: _withdrawn(self._actor, item.pk), fields=False)
        event(f"withdrawal {'taken' if taken_back else 'refused'}")
        if taken_back is None:
            assert kept_with_trail() == before
            assert followed
            return
        assert not followed
        if item is self.model.recorded[-1] and self._before is not None:
            assert kept() == self._before
        self._before = None
        self.model.recorded.remove(item)
        for act in item.acts:
            if isinstance(act, Renaming):
                self.model.names[act.unit].pop()
        assert sound(self.model)

    def compare(self) -> None:
        """All that is kept, on every day, against the model."""
        story = self.model.story
        units = Unit.objects.prefetch_related("states").in_bulk(list(self.model.begun))
        history = history_from(units)
        days = (FIRST, *DAYS, DAYS[-1] + DAY)
        table = by_day(story)
        for day in days:
            standing = {pk for pk, period in story.periods.items() if period.includes(day)}
            assert set(in_force(day).filter(pk__in=units).values_list("pk", flat=True)) == standing
            for pk, unit in units.items():
                then = unit.as_of(day)
                assert (then.exists, then.name) == (pk in standing, self.model.name(pk, day))
            for duty, state in table[day].items():
                found = history.holding(duty.unit, day, since=duty.since, subject=duty.what)
                assert found.units == state.owners
                assert {line.successor for line in found.choices} == state.asked
        day, pk, what = (self._draw(st.sampled_from(found)) for found in (days, sorted(units), ASKED))
        assert successors(pk, day, what) == history.holding(pk, day, subject=what)
        assert set(inherited((pk,), day)) == set(self._left_to(pk, story, day))

    def _left_to(self, wanted: int, story: Story, day: dt.date) -> Iterator[int]:
        """The units that had ended before the day and whose heirs lead to the wanted one."""
        for unit in story.periods:
            here: int | None = unit
            while here is not None and (end := story.periods[here].ends_on) is not None and end < day:
                here = self.model.heir(here)
                if here == wanted:
                    yield unit
                    break


def _withdrawn(actor: Actor, act: int) -> bool:
    withdraw(actor, reorganisation_id=act)
    return True


def _rows(snapshot: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    return {name: rows for name, rows in snapshot.items() if name != "trail"}


def _rests(later: Recorded, item: Recorded) -> bool:
    """Whether the act leads away from a unit of the other and counts after it."""
    units = {*_givers(item), *_takers(item)}
    return (later.day, later.pk) > (item.day, item.pk) and bool(units & set(_givers(later)))


def _givers(item: Recorded) -> Iterator[int]:
    for act in item.acts:
        yield act.unit if isinstance(act, Renaming) else act.old


def _takers(item: Recorded) -> Iterator[int]:
    for act in item.acts:
        if isinstance(act, Transfer):
            yield act.new
        elif isinstance(act, Ending):
            yield from (new for news in (*act.fields.values(), act.rest) for new in news if new is not None)


def _acts(kind: ReorganisationKind, lines: Sequence[Passing], made: Mapping[str, int]) -> Iterator[Act]:
    """The lines as the model says them."""
    for line in lines:
        new = made[line.successor.name] if isinstance(line.successor, UnitData) else line.successor
        if kind == ReorganisationKind.TRANSFER:
            assert new is not None
            yield Transfer(old=line.predecessor_id, new=new, what=line.subject)
        elif line.subject:
            yield Ending(old=line.predecessor_id, fields={line.subject: (new,)})
        else:
            yield Ending(old=line.predecessor_id, rest=(new,))


def tried(work: Callable[[], T], *, fields: bool = True) -> T | None:
    """What the service answers; None where it refuses and, with `fields`, says where."""
    try:
        return work()
    except Refused as refused:
        if fields and not refused.fields:
            raise
        return None


def _decision(day: dt.date) -> Decision:
    return Decision(effective_on=day, number="12/QĐ-UBND", issuer="Ủy ban nhân dân tỉnh Sông Trà")


def by_day(story: Story) -> dict[dt.date, dict[Duty, State]]:
    """The model's table for all days, also those after the last act."""
    return told(replace(story, acts={DAYS[-1]: (), **story.acts}))


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is forgotten: each example begins with the same world."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(max_examples=35, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_what_is_kept_of_random_acts_is_what_they_say(world: World, data: st.DataObject) -> None:
    with undone():
        registrar = Registrar(world, data)
        for _ in range(data.draw(st.integers(2, 8))):
            registrar.step()
        registrar.compare()


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_each_task_has_on_every_day_the_owners_that_the_acts_say(world: World, data: st.DataObject) -> None:
    with undone():
        tasks = _tasks(world)
        registrar = Registrar(world, data)
        for _ in range(data.draw(st.integers(2, 7))):
            registrar.step()
        table = by_day(registrar.model.story)
        for day in (FIRST, *DAYS):
            states = {task: table[day][Duty(unit, FIRST, UNSAID)] for unit, task in tasks.items()}
            _agree(states, registrar.model.story, day)


def _tasks(world: World) -> dict[int, int]:
    """A plan in which each unit leads one task: unit → task."""
    units = (world.science, world.finance, world.commune)
    seeded = plans.plan(world, tasks=len(units))
    TaskParty.objects.all().delete()
    TaskParty.objects.bulk_create(
        TaskParty(task=task, role=PartyRole.LEAD, position=0, printed=unit.name, unit=unit)
        for task, unit in zip(seeded.tasks, units, strict=True)
    )
    return {unit.pk: task.pk for task, unit in zip(seeded.tasks, units, strict=True)}


def _agree(states: Mapping[int, State], story: Story, day: dt.date) -> None:
    """The owners of the tasks on the day, asked from the task, from the unit, and from what has none."""
    parties = list(TaskParty.objects.select_related("handed"))
    owners = holding.holders([holding.given(party) for party in parties], day)
    brief = holding.holders_in_brief([holding.given(party) for party in parties], day)
    for party in parties:
        owner, state = owners[holding.given(party)], states[party.task_id]
        assert brief[holding.given(party)].units == owner.units
        assert {unit.pk for unit in owner.units} == state.owners
        assert {choice.unit.pk for choice in owner.choices} == state.asked
        assert owner.lost is not bool(state.owners)
    for unit, period in story.periods.items():
        if period.includes(day):
            rule = holding.concerning(TaskParty, "task_id", holding.reach((unit,), day))
            found = set(Task.objects.filter(rule).values_list("pk", flat=True))
            assert found == {task for task, state in states.items() if unit in state.owners}
    lost = set(Task.objects.filter(holding.lost(TaskParty, "task_id", on=day)).values_list("pk", flat=True))
    assert lost == {task for task, state in states.items() if not state.owners}
