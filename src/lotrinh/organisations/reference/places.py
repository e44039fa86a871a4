"""The national lists of places before and since 1 July 2025, and which old place went into which new one.

Provinces come from the engine's gazetteer, districts and communes from the files in `data/` (`scripts/
reference_places.py` makes them). A place that goes on unchanged stands once, in the list of 2025 without a first day;
its code is the same in both lists.
"""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, TypeAlias

from lotrinh.organisations.vocab import PLACE_WORDS, Level, PlaceKind
from vanban.language.gazetteer import Province, provinces

#: The list and the code: what a place is known by. The level follows from the number of digits.
Key: TypeAlias = tuple[str, str]

BEFORE: Final = "2004"
SINCE: Final = "2025"
EDITIONS: Final = (BEFORE, SINCE)
#: The first day of the two levels.
FIRST_DAY: Final = dt.date(2025, 7, 1)
_LAST_DAY: Final = FIRST_DAY - dt.timedelta(days=1)
LEVEL_OF_LENGTH: Final[Mapping[int, Level]] = {2: Level.PROVINCE, 3: Level.DISTRICT, 5: Level.COMMUNE}
#: What the files call a kind; a city is one under the central government where its code has two digits.
_KINDS: Final[Mapping[str, PlaceKind]] = {word: kind for kind, word in PLACE_WORDS.items()}
_CODES_BEFORE: Final = "Quyết định 124/2004/QĐ-TTg"
_CODES_SINCE: Final = "Quyết định 19/2025/QĐ-TTg"
_PROVINCES_DECIDED: Final = "Nghị quyết 202/2025/QH15"
_DISTRICTS_ENDED: Final = "Nghị quyết 203/2025/QH15"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPlace:
    """A place of a list. parent_before: where a place that goes on lay before the places around it changed."""

    edition: str
    code: str
    kind: PlaceKind
    name: str
    parent: Key | None = None
    parent_before: Key | None = None
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    source: str = ""

    @property
    def key(self) -> Key:
        """What the place is known by."""
        return self.edition, self.code

    @property
    def level(self) -> Level:
        """The level, by the number of digits."""
        return LEVEL_OF_LENGTH[len(self.code)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedChange:
    """An old place, or a part of it, went into a new one. effective_on: the first day of the new place."""

    old: Key
    new: Key
    effective_on: dt.date = FIRST_DAY
    part: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a list comes from. on: the day on which it stood so."""

    title: str
    holds: str
    law: str
    data: str
    licence: str
    on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class National:
    """All lists: parents stand before what lies in them."""

    places: tuple[ListedPlace, ...]
    changes: tuple[ListedChange, ...]


def kind_of(word: str, code: str) -> PlaceKind | None:
    """The kind that a word (or its English code) means for a place with this code, None where it means none.

    A kind belongs to one level: `xã` is none of a place with three digits.
    """
    text = " ".join(word.split()).casefold()
    kind = _KINDS.get(text) or next((known for known in PlaceKind if known.value == text), None)
    if kind in {PlaceKind.CITY, PlaceKind.CENTRAL_CITY}:
        kind = {2: PlaceKind.CENTRAL_CITY, 3: PlaceKind.CITY}.get(len(code))
    return kind if kind is not None and KIND_LEVELS[kind] is LEVEL_OF_LENGTH.get(len(code)) else None


KIND_LEVELS: Final[Mapping[PlaceKind, Level]] = {
    PlaceKind.PROVINCE: Level.PROVINCE,
    PlaceKind.CENTRAL_CITY: Level.PROVINCE,
    PlaceKind.URBAN_DISTRICT: Level.DISTRICT,
    PlaceKind.RURAL_DISTRICT: Level.DISTRICT,
    PlaceKind.TOWN: Level.DISTRICT,
    PlaceKind.CITY: Level.DISTRICT,
    PlaceKind.COMMUNE: Level.COMMUNE,
    PlaceKind.WARD: Level.COMMUNE,
    PlaceKind.TOWNSHIP: Level.COMMUNE,
    PlaceKind.SPECIAL_ZONE: Level.COMMUNE,
}


@lru_cache(maxsize=1)
def sources() -> tuple[Source, ...]:
    """Where each list comes from."""
    return tuple(
        Source(
            title=item["title"], holds=item["holds"], law=item["law"], data=item["data"], licence=item["licence"],
            on=item["on"],
        )
        for name, item in _sources().items()
        if name != "resolutions"
    )  # fmt: skip


@lru_cache(maxsize=1)
def national() -> National:
    """All places and changes of the lists."""
    old, new = tuple(_rows("places-2004")), tuple(_rows("places-2025"))
    before = {province.code_2004: province for province in provinces()}
    whole = frozenset(province.code_2004 for province in provinces() if _goes_on(province))
    goes_on = whole | {row["code"] for row in new if row["as_before"]}
    parents = {row["code"]: _key(row["parent"], goes_on) for row in old}

    def listed() -> Iterator[ListedPlace]:
        for province in provinces():
            yield from _province(province)
        for row in old:
            if row["code"] not in goes_on:
                yield _old(row, parents[row["code"]])
        for row in new:
            yield _new(row, parents)

    communes = {row["code"]: row["parent"] for row in new}
    changes = [
        *(_province_change(province, before) for province in provinces() if province.code_2004 not in whole),
        *(_change(row, communes, goes_on) for row in _rows("changes-2025-07-01")),
    ]
    places = sorted(listed(), key=lambda place: len(place.code))
    return National(places=tuple(places), changes=tuple(changes))


def resolution(province: str) -> str:
    """The resolution that arranged the communes of a province, by its code since 1 July 2025."""
    return f"Nghị quyết {_sources()['resolutions'][province]}/NQ-UBTVQH15"


def _goes_on(province: Province) -> bool:
    """Whether no other province went into it: those that took over keep an old name all the same."""
    return province.code is not None and all(other.merged_into != province.name for other in provinces())


def _province(province: Province) -> Iterator[ListedPlace]:
    kind = PlaceKind.CENTRAL_CITY if province.kind == "thành phố" else PlaceKind.PROVINCE
    goes_on = _goes_on(province)
    if not goes_on:
        yield ListedPlace(
            edition=BEFORE, code=province.code_2004, kind=kind, name=province.name, ends_on=_LAST_DAY,
            source=f"{_CODES_BEFORE}; {_PROVINCES_DECIDED}",
        )  # fmt: skip
    if province.code is not None:
        decided = () if goes_on else (_PROVINCES_DECIDED,)
        yield ListedPlace(
            edition=SINCE, code=province.code, kind=kind, name=province.name,
            starts_on=None if goes_on else FIRST_DAY, source="; ".join((*decided, _CODES_SINCE)),
        )  # fmt: skip


def _province_change(province: Province, before: Mapping[str, Province]) -> ListedChange:
    into = province.merged_into or province.name
    code = next(item.code for item in before.values() if item.name == into)
    return ListedChange(old=(BEFORE, province.code_2004), new=(SINCE, code or ""), source=_PROVINCES_DECIDED)


def _old(row: Mapping[str, str], parent: Key) -> ListedPlace:
    district = len(row["code"]) == 3
    return ListedPlace(
        edition=BEFORE, code=row["code"], kind=_kind(row), name=row["name"], parent=parent, ends_on=_LAST_DAY,
        source=f"{_CODES_BEFORE}; {_DISTRICTS_ENDED}" if district else _CODES_BEFORE,
    )  # fmt: skip


def _new(row: Mapping[str, str], parents: Mapping[str, Key]) -> ListedPlace:
    goes_on = bool(row["as_before"])
    return ListedPlace(
        edition=SINCE, code=row["code"], kind=_kind(row), name=row["name"], parent=(SINCE, row["parent"]),
        parent_before=parents[row["code"]] if goes_on else None, starts_on=None if goes_on else FIRST_DAY,
        source=_CODES_SINCE if goes_on else f"{resolution(row['parent'])}; {_CODES_SINCE}",
    )  # fmt: skip


def _change(row: Mapping[str, str], communes: Mapping[str, str], goes_on: Iterable[str]) -> ListedChange:
    return ListedChange(
        old=_key(row["old"], goes_on),
        new=(SINCE, row["new"]),
        part=bool(row["part"]),
        source=resolution(communes[row["new"]]),
    )


def _key(code: str, goes_on: Iterable[str]) -> Key:
    return (SINCE if code in goes_on else BEFORE), code


def _kind(row: Mapping[str, str]) -> PlaceKind:
    kind = kind_of(row["kind"], row["code"])
    if kind is None:
        raise LookupError(f"no such kind: {row}")
    return kind


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files(__package__).joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


@lru_cache(maxsize=1)
def _sources() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("data", "sources.toml").read_text(encoding="utf-8"))
