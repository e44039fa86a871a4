"""What the list of units of a province has to hold, now and before: pure values, no database.

A province that was merged on 1 July 2025 is a new unit, and so is each body below it: those before stand below the
committees of the provinces before. A province that goes on has its former bodies, districts and communes below itself.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from lotrinh.organisations.provinces import MERGED_ON, Province
from lotrinh.organisations.reference.bodies import ProvinceBody, by_code, passes_of, province_bodies, usual
from lotrinh.organisations.vocab import FoundingPart, Level, ReorganisationKind, UnitKind
from vanban.language import gazetteer

#: The key of the province's committee of today.
NOW: Final = "now"
_DAY: Final = dt.timedelta(days=1)
_NUMBER: Final = re.compile(r"(?:Nghị quyết|Quyết định|Nghị định)[^;,()]*")
_LONGEST_NUMBER: Final = 60
#: The day of the 34 resolutions on the communes of each province.
_ARRANGED_ON: Final = dt.date(2025, 6, 16)
_DISTRICT_COMMITTEE: Final = "UBNDH"
_COMMUNE_COMMITTEE: Final = "UBNDX"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What of a list is wanted. bodies: codes of the bodies of today; those that former ones need come too."""

    parts: frozenset[FoundingPart] = frozenset(FoundingPart)
    bodies: frozenset[str] = field(default_factory=lambda: frozenset(usual()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Land:
    """A territory, as the list of places has it. parent_before: the district in which one that goes on lay."""

    id: int
    level: str
    code: str
    full_name: str
    parent_id: int | None
    starts_on: dt.date | None
    ends_on: dt.date | None
    parent_before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LandChange:
    """A territory, or a part of it, went into another on a day."""

    predecessor: int
    successor: int
    on: dt.date
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """The territories of a province. now: its own number; before: numbers of those before by their codes of 2004."""

    now: int | None = None
    before: Mapping[str, int] = field(default_factory=dict)
    lands: Mapping[int, Land] = field(default_factory=dict)
    changes: Sequence[LandChange] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A unit that the list has to hold. `key` stands for it here, `parent` for the one above; empty at the top."""

    key: str
    parent: str
    part: FoundingPart
    kind: UnitKind
    level: Level
    name: str
    short_name: str
    code: str
    place_id: int | None = None
    province: str = ""
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """What passes from one unit to another, by their keys."""

    predecessor: str
    successor: str
    subject: str = ""
    cues: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A document and what passes by it.

    moved: units that go on, each with the unit below which it stood before. was: the name of the unit before.
    """

    kind: ReorganisationKind
    effective_on: dt.date
    number: str
    lines: tuple[Handing, ...]
    issued_on: dt.date | None = None
    issuer: str = ""
    moved: tuple[tuple[str, str], ...] = ()
    was: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Units, those above before those below, and the acts that lead from one to another."""

    units: tuple[Wanted, ...]
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owner:
    """A committee of a province, and when it existed."""

    key: str
    province: Province
    starts_on: dt.date | None
    ends_on: dt.date | None
    place_id: int | None


def outline(province: Province, choice: Choice, territory: Territory | None = None) -> Outline:
    """The units and acts of a province; without a territory no communes and no districts."""
    land = territory or Territory()
    former = FoundingPart.FORMER in choice.parts
    now = _Owner(key=NOW, province=province, starts_on=province.starts_on, ends_on=None, place_id=land.now)
    before = tuple(
        _Owner(
            key=f"T{old.code}",
            province=old,
            starts_on=None,
            ends_on=MERGED_ON - _DAY,
            place_id=land.before.get(old.code),
        )
        for old in province.formed_from
        if former
    )
    chosen = _chosen(choice)
    units = [_top(owner) for owner in (now, *before)]
    for owner in (now, *before):
        units += _bodies(owner, chosen)
    acts: list[Act] = []
    if former:
        acts += (*_renaming(province), *_mergers(now, before, chosen), *_endings(now, before, chosen, units))
    if FoundingPart.COMMUNES in choice.parts and territory is not None:
        below = _Below(now, before, territory, former=former)
        units += below.units
        acts += below.acts()
    return Outline(units=tuple(units), acts=tuple(acts))


def _chosen(choice: Choice) -> tuple[ProvinceBody, ...]:
    """The bodies of today that were chosen and, where they are wanted, the former ones that these or all follow."""
    wanted = {code for code in choice.bodies if code in by_code() and by_code()[code].part in choice.parts}
    former = []
    if FoundingPart.FORMER in choice.parts:
        former = [
            body
            for body in province_bodies()
            if body.ends_on is not None
            and body.part in choice.parts
            and (body.everywhere or any(to.code in wanted for to in body.passes))
        ]
        for body in former:
            wanted |= {_standing(to.code, wanted) for to in body.passes}
    return (*(by_code()[code] for code in by_code() if code in wanted and by_code()[code].ends_on is None), *former)


def _standing(code: str, wanted: Collection[str]) -> str:
    """The body itself or, where the province has none, the one that stands in its place."""
    if code in wanted:
        return code
    return next((other for other in sorted(wanted) if code in by_code()[other].in_place_of), code)


def _top(owner: _Owner) -> Wanted:
    province = owner.province
    return Wanted(
        key=owner.key,
        parent="",
        part=FoundingPart.FORMER if owner.ends_on else FoundingPart.DEPARTMENTS,
        kind=UnitKind.PROVINCE,
        level=Level.PROVINCE,
        name=province.committee,
        short_name=province.committee.replace("Ủy ban nhân dân", "UBND"),
        code=province.code,
        place_id=owner.place_id,
        province=province.name,
        starts_on=owner.starts_on,
        ends_on=owner.ends_on,
    )


def _bodies(owner: _Owner, chosen: Iterable[ProvinceBody]) -> Iterator[Wanted]:
    for body in chosen:
        starts_on = max((day for day in (owner.starts_on, body.starts_on) if day), default=None)
        ends_on = min((day for day in (owner.ends_on, body.ends_on) if day), default=None)
        if starts_on and ends_on and ends_on < starts_on:
            continue
        name, short_name = body.named(is_city=owner.province.is_city, province=owner.province.code)
        yield Wanted(
            key=f"{owner.key}/{body.code}",
            parent=owner.key,
            part=FoundingPart.FORMER if ends_on else body.part,
            kind=body.kind,
            level=Level.PROVINCE,
            name=name,
            short_name=short_name,
            code=body.code,
            starts_on=starts_on,
            ends_on=ends_on,
        )


def _renaming(province: Province) -> Iterator[Act]:
    """The province that became a city under the central government goes on under its new name."""
    if province.renamed_on is not None:
        law = gazetteer.act("nq-175-2024")
        was = Province(province.code, province.former).committee
        act = _act(law, province.renamed_on, [Handing(predecessor=NOW, successor=NOW)])
        yield replace(act, kind=ReorganisationKind.RENAME, was=was)


def _mergers(now: _Owner, before: Sequence[_Owner], chosen: Iterable[ProvinceBody]) -> Iterator[Act]:
    """The provinces before, and each of their bodies, into those of today."""
    if not before:
        return
    law, party = gazetteer.act("nq-202-2025"), gazetteer.act("dang-bo-2025")
    yield _act(law, MERGED_ON, [Handing(predecessor=old.key, successor=now.key) for old in before])
    for body in chosen:
        lasts = body.ends_on is None or body.ends_on >= MERGED_ON
        begun = body.starts_on is None or body.starts_on < MERGED_ON
        if lasts and begun:
            deciding = party if body.part == FoundingPart.PARTY else law
            lines = [
                Handing(predecessor=f"{old.key}/{body.code}", successor=f"{now.key}/{body.code}") for old in before
            ]
            yield _act(deciding, MERGED_ON, lines)


def _endings(
    now: _Owner, before: Sequence[_Owner], chosen: Sequence[ProvinceBody], units: Iterable[Wanted]
) -> Iterator[Act]:
    """The bodies that ended, into those that took over within their province."""
    known = {unit.key for unit in units}
    wanted = {body.code for body in chosen}
    for owner in (now, *before):
        for body in chosen:
            if body.ends_on is None or f"{owner.key}/{body.code}" not in known or body.act is None:
                continue
            day = body.ends_on + _DAY
            heir = now if owner.ends_on and owner.ends_on < day else owner
            lines = [
                Handing(
                    predecessor=f"{owner.key}/{body.code}",
                    successor=f"{heir.key}/{_standing(to.code, wanted)}",
                    subject=to.subject,
                    cues=to.cues,
                )
                for to in body.passes
            ]
            yield _act(body.act, day, [line for line in lines if line.successor in known])


def _act(deciding: gazetteer.Act, day: dt.date, lines: Sequence[Handing]) -> Act:
    heirs: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        heirs[line.predecessor].add(line.successor)
    split = any(len(found) > 1 for found in heirs.values())
    return Act(
        kind=ReorganisationKind.SPLIT if split else ReorganisationKind.MERGE,
        effective_on=day,
        number=deciding.number,
        issued_on=dt.date.fromisoformat(deciding.issued_on) if deciding.issued_on else None,
        issuer=deciding.issuer,
        lines=tuple(lines),
    )


class _Below:
    """Districts and communes with their acts."""

    def __init__(self, now: _Owner, before: Sequence[_Owner], territory: Territory, *, former: bool) -> None:
        self._now = now
        self._owners = {owner.place_id: owner.key for owner in (*before, now) if owner.place_id is not None}
        self._lands = territory.lands
        self._changes = territory.changes
        lands = sorted(territory.lands.values(), key=lambda land: (land.level != Level.DISTRICT, land.code, land.id))
        self._districts = {
            land.id: self._unit(land, self._owners[land.parent_id])
            for land in lands
            if former and land.level == Level.DISTRICT and land.parent_id in self._owners
        }
        self._communes = {
            land.id: self._unit(land, parent)
            for land in lands
            if land.level == Level.COMMUNE and (former or land.ends_on is None) and (parent := self._above(land))
        }
        self.units = (*self._districts.values(), *self._communes.values())

    def acts(self) -> Iterator[Act]:
        """How the communes were rearranged, and who has what the districts had."""
        changes = [
            change
            for change in self._changes
            if change.predecessor in self._communes and change.successor in self._communes
        ]
        for day, found in _together(changes):
            national = "UBTVQH15" in found[0].source and day == MERGED_ON
            heirs: dict[int, set[int]] = defaultdict(set)
            for change in found:
                heirs[change.predecessor].add(change.successor)
            yield Act(
                kind=ReorganisationKind.SPLIT
                if any(len(successors) > 1 for successors in heirs.values())
                else ReorganisationKind.MERGE,
                effective_on=day,
                number=_number(found[0].source),
                issued_on=_ARRANGED_ON if national else None,
                issuer="Ủy ban Thường vụ Quốc hội" if national else "",
                lines=tuple(
                    Handing(predecessor=_key(change.predecessor), successor=_key(change.successor)) for change in found
                ),
            )
        yield from self._of_districts()

    def _of_districts(self) -> Iterator[Act]:
        law = gazetteer.act("nq-203-2025")
        reached: dict[int, dict[int, None]] = defaultdict(dict)
        staying: dict[int, list[int]] = defaultdict(list)
        for land in self._lands.values():
            if land.parent_before in self._districts and land.id in self._communes:
                staying[land.parent_before].append(land.id)
                reached[land.parent_before][land.id] = None
        for change in self._changes:
            above = self._lands[change.predecessor].parent_id if change.predecessor in self._lands else None
            for place in (change.predecessor, above):
                if place in self._districts and change.successor in self._communes:
                    reached[place][change.successor] = None
        for pk, district in self._districts.items():
            if district.ends_on is None:
                continue
            lines = []
            for to in passes_of(_DISTRICT_COMMITTEE):
                heirs = [_key(place) for place in reached[pk]] if to.code == _COMMUNE_COMMITTEE else [self._now.key]
                lines += [
                    Handing(predecessor=district.key, successor=heir, subject=to.subject, cues=to.cues)
                    for heir in heirs
                ]
            yield Act(
                kind=ReorganisationKind.ABOLISH,
                effective_on=district.ends_on + _DAY,
                number=law.number,
                issued_on=dt.date.fromisoformat(law.issued_on) if law.issued_on else None,
                issuer=law.issuer,
                lines=tuple(lines),
                moved=tuple((_key(place), district.key) for place in staying[pk]),
            )

    def _above(self, land: Land) -> str | None:
        """The key of the unit above a commune; None where the commune is another province's."""
        above = land.parent_id
        if above in self._owners:
            return self._owners[above]
        if above in self._districts:
            return self._districts[above].key
        return None

    @staticmethod
    def _unit(land: Land, parent: str) -> Wanted:
        district = land.level == Level.DISTRICT
        ended = land.ends_on
        if district and ended is None:
            ended = MERGED_ON - _DAY
        return Wanted(
            key=_key(land.id),
            parent=parent,
            part=FoundingPart.FORMER if ended else FoundingPart.COMMUNES,
            kind=UnitKind.DISTRICT if district else UnitKind.COMMUNE,
            level=Level.DISTRICT if district else Level.COMMUNE,
            name=f"Ủy ban nhân dân {land.full_name}",
            short_name=f"UBND {land.full_name}"[:60],
            code=land.code,
            place_id=land.id,
            starts_on=land.starts_on,
            ends_on=ended,
        )


def _key(place_id: int) -> str:
    return f"p{place_id}"


def _number(source: str) -> str:
    """The document in what the list of places gives as its source."""
    match = _NUMBER.search(source)
    return (match.group() if match else source).strip()[:_LONGEST_NUMBER] or "Sắp xếp đơn vị hành chính cấp xã"


def _together(changes: Iterable[LandChange]) -> Iterator[tuple[dt.date, tuple[LandChange, ...]]]:
    """The changes of one day that hang together: a commune that was divided belongs to all that it went into."""
    by_day: dict[dt.date, list[LandChange]] = defaultdict(list)
    for change in changes:
        by_day[change.on].append(change)
    for day in sorted(by_day):
        root: dict[tuple[str, int], tuple[str, int]] = {}

        def find(end: tuple[str, int], root: dict[tuple[str, int], tuple[str, int]] = root) -> tuple[str, int]:
            while root.setdefault(end, end) != end:
                root[end] = root[root[end]]
                end = root[end]
            return end

        for change in by_day[day]:
            root[find(("from", change.predecessor))] = find(("to", change.successor))
        groups: dict[tuple[str, int], list[LandChange]] = defaultdict(list)
        for change in by_day[day]:
            groups[find(("to", change.successor))].append(change)
        yield from ((day, tuple(group)) for group in groups.values())
