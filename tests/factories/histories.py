"""Random histories of units: acts as decisions say them, and the lines by which they are recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from hypothesis import strategies as st

from lotrinh.organisations.history import Line, Period

FIRST: Final = dt.date(2024, 12, 30)
#: Fields that pass by name; OTHER never does, UNSAID is a duty of which nobody knows the field.
FIELDS: Final = ("báo chí", "viễn thông", "việc làm")
OTHER: Final = "thể thao"
UNSAID: Final = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A unit ends: each field goes to the units in `fields`, everything else to `rest`; None is nobody."""

    old: int
    fields: Mapping[str, tuple[int | None, ...]] = field(default_factory=dict)
    rest: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A field passes from a unit to another; neither ends by it."""

    old: int
    new: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming:
    """A unit is called something else."""

    unit: int


Act = Ending | Transfer | Renaming


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What happened on which day, and when each unit existed."""

    acts: Mapping[dt.date, tuple[Act, ...]]
    periods: Mapping[int, Period]

    @property
    def days(self) -> tuple[dt.date, ...]:
        """Every day from the first to the one after the last act."""
        last = max(self.acts, default=FIRST) + dt.timedelta(days=1)
        return tuple(FIRST + dt.timedelta(days=n) for n in range((last - FIRST).days + 1))

    @property
    def lines(self) -> tuple[Line, ...]:
        """The rows that record the acts."""
        numbered = enumerate(((day, act) for day, acts in self.acts.items() for act in acts), 1)
        return tuple(line for number, (day, act) in numbered for line in lines_of(act, day, number))


def lines_of(act: Act, day: dt.date, number: int = 0) -> Iterator[Line]:
    """The rows that record an act."""
    match act:
        case Renaming():
            yield Line(on=day, predecessor=act.unit, successor=act.unit, ends=False, act=number)
        case Transfer():
            yield Line(on=day, predecessor=act.old, successor=act.new, ends=False, subject=act.what, act=number)
        case Ending():
            for what, takers in (*act.fields.items(), ("", act.rest)):
                for new in takers:
                    yield Line(on=day, predecessor=act.old, successor=new, ends=True, subject=what, act=number)


class _Teller:
    """Tells a history day by day; nothing that it tells contradicts itself."""

    def __init__(self, draw: st.DrawFn, units: int) -> None:
        self._draw = draw
        self._begun: dict[int, dt.date | None] = dict.fromkeys(range(1, units + 1))
        self._ended: dict[int, dt.date] = {}
        self._day = FIRST

    def story(self) -> Story:
        acts: dict[dt.date, tuple[Act, ...]] = {}
        for _ in range(self._draw(st.integers(0, 4))):
            self._day += dt.timedelta(days=self._draw(st.integers(1, 3)))
            acts[self._day] = tuple(self._acts())
        last = dt.timedelta(days=1)
        return Story(
            acts=acts,
            periods={
                unit: Period(starts_on=begun, ends_on=self._ended[unit] - last if unit in self._ended else None)
                for unit, begun in self._begun.items()
            },
        )

    def _acts(self) -> Iterator[Act]:
        """The acts of one day: who receives something on it does not end on it, who begins gives nothing yet."""
        self._old = [unit for unit in self._begun if unit not in self._ended]
        self._received: set[int] = set()
        self._renamed: set[int] = set()
        self._gave: dict[tuple[int, str], set[int]] = {}
        # On one day a field wanders in one direction, so that it never comes round.
        self._upwards = self._draw(st.booleans())
        for _ in range(self._draw(st.integers(1, 4))):
            tell = self._draw(st.sampled_from((self._merge, self._split, self._abolish, self._transfer, self._rename)))
            yield from tell()

    def _ending(self) -> list[int]:
        """The units that may end today."""
        return [unit for unit in self._old if unit not in self._ended and unit not in self._received]

    def _end(self, unit: int) -> int:
        self._ended[unit] = self._day
        return unit

    def _taker(self, *but: int) -> int:
        """A new unit, or one that goes on."""
        standing = [unit for unit in self._begun if unit not in self._ended and unit not in but]
        if not standing or self._draw(st.booleans()):
            taker = len(self._begun) + 1
            self._begun[taker] = self._day
        else:
            taker = self._draw(st.sampled_from(standing))
        self._received.add(taker)
        return taker

    def _takers(self, most: int) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self._taker() for _ in range(self._draw(st.integers(1, most)))))

    def _merge(self) -> Iterator[Act]:
        free = self._ending()
        if free:
            olds = self._draw(st.lists(st.sampled_from(free), min_size=1, max_size=3, unique=True))
            ended = [self._end(old) for old in olds]
            new = self._taker()
            yield from (Ending(old=old, rest=(new,)) for old in ended)

    def _split(self) -> Iterator[Act]:
        free = self._ending()
        if free:
            old = self._end(self._draw(st.sampled_from(free)))
            named = self._draw(st.lists(st.sampled_from(FIELDS), max_size=3, unique=True))
            fields = {what: self._takers(2) for what in named}
            rest = self._takers(2) if not named or self._draw(st.booleans()) else ()
            yield self._besides(Ending(old=old, fields=fields, rest=rest))

    def _abolish(self) -> Iterator[Act]:
        free = self._ending()
        if free:
            old = self._end(self._draw(st.sampled_from(free)))
            named = self._draw(st.lists(st.sampled_from(FIELDS), max_size=1))
            yield self._besides(Ending(old=old, fields={what: (self._taker(),) for what in named}, rest=(None,)))

    def _besides(self, act: Ending) -> Ending:
        """The act without what a transfer of the day says already."""
        fields = {
            what: tuple(new for new in takers if new not in self._gave.get((act.old, what), ()))
            for what, takers in act.fields.items()
        }
        for what, takers in fields.items():
            self._gave.setdefault((act.old, what), set()).update(new for new in takers if new is not None)
        fields = {what: takers for what, takers in fields.items() if takers}
        return Ending(old=act.old, fields=fields, rest=act.rest or (() if fields else (self._taker(),)))

    def _transfer(self) -> Iterator[Act]:
        standing = [unit for unit in self._begun if unit not in self._ended]
        pairs = [(old, new) for old in self._old for new in standing if old != new and (old < new) is self._upwards]
        if pairs:
            old, new = self._draw(st.sampled_from(pairs))
            what = self._draw(st.sampled_from(FIELDS))
            if new not in self._gave.setdefault((old, what), set()):
                self._gave[old, what].add(new)
                self._received.add(new)
                yield Transfer(old=old, new=new, what=what)

    def _rename(self) -> Iterator[Act]:
        standing = [unit for unit in self._old if unit not in self._ended and unit not in self._renamed]
        if standing:
            unit = self._draw(st.sampled_from(standing))
            # It exists under its new name for a day at least.
            self._received.add(unit)
            self._renamed.add(unit)
            yield Renaming(unit=unit)


@st.composite
def stories(draw: st.DrawFn, *, units: int = 4) -> Story:
    """Valid histories: up to four days with up to four acts each, that begin with so many units."""
    return _Teller(draw, units).story()


def any_lines() -> st.SearchStrategy[list[Line]]:
    """Lines without sense: circles, units that hand on to themselves, several ends."""
    units = st.integers(1, 4)
    return st.lists(
        st.builds(
            Line,
            on=st.integers(0, 2).map(lambda n: FIRST + dt.timedelta(days=n)),
            predecessor=units,
            successor=st.none() | units,
            ends=st.booleans(),
            subject=st.sampled_from((UNSAID, *FIELDS[:2])),
        ),
        max_size=9,
    )
