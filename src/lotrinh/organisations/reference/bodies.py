"""Which bodies a province has, now and before: a view of the engine's gazetteer, which alone holds the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lotrinh.organisations.vocab import FoundingPart, UnitKind
from vanban.language import gazetteer

_DAY: Final = dt.timedelta(days=1)
#: What the platform calls the gazetteer's kinds of bodies of a province, and with which of the parts they come.
_KINDS: Final[Mapping[str, tuple[UnitKind, FoundingPart]]] = {
    "department": (UnitKind.DEPARTMENT, FoundingPart.DEPARTMENTS),
    "inspectorate": (UnitKind.DEPARTMENT, FoundingPart.DEPARTMENTS),
    "board": (UnitKind.DEPARTMENT, FoundingPart.DEPARTMENTS),
    "office": (UnitKind.OTHER, FoundingPart.DEPARTMENTS),
    "police": (UnitKind.OTHER, FoundingPart.DEPARTMENTS),
    "military": (UnitKind.OTHER, FoundingPart.DEPARTMENTS),
    "council": (UnitKind.OTHER, FoundingPart.DEPARTMENTS),
    "press": (UnitKind.OTHER, FoundingPart.DEPARTMENTS),
    "party": (UnitKind.PARTY, FoundingPart.PARTY),
    "front": (UnitKind.FRONT, FoundingPart.FRONTS),
}
#: A city under the central government has its own words for what a province has.
_CITY_WORDS: Final = (
    ("Tỉnh ủy", "Thành ủy"),
    ("Tỉnh đoàn", "Thành đoàn"),
    (" tỉnh", " thành phố"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """To which body, by code, the duties of a subject go; without a subject all of them."""

    code: str
    subject: str = ""
    cues: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvinceBody:
    """A body that provinces have, or had.

    starts_on, ends_on: its first and last day in every province, None where it is older or goes on. everywhere: every
    province has one. passes: who took over. act: the document by which it ended.
    """

    code: str
    name: str
    short_name: str
    kind: UnitKind
    part: FoundingPart
    everywhere: bool
    starts_on: dt.date | None
    ends_on: dt.date | None
    passes: tuple[Pass, ...]
    act: gazetteer.Act | None
    called: Mapping[str, str]
    in_place_of: frozenset[str]

    def named(self, *, is_city: bool, province: str = "") -> tuple[str, str]:
        """Its full and short name in a province, or with its own words in a city; `province` is a code."""
        if province in self.called:
            return self.called[province], self.called[province][:60]
        return (in_city(self.name), in_city(self.short_name)) if is_city else (self.name, self.short_name)


def in_city(name: str) -> str:
    """The name with the words of a city under the central government."""
    for province, city in _CITY_WORDS:
        name = name.replace(province, city)
    return name


@lru_cache(maxsize=1)
def province_bodies() -> tuple[ProvinceBody, ...]:
    """All bodies that the gazetteer gives to a province, those that ended included."""
    return tuple(_own(body, body.own) for body in gazetteer.bodies() if body.own is not None)


@lru_cache(maxsize=1)
def by_code() -> Mapping[str, ProvinceBody]:
    """The same by their codes."""
    return {body.code: body for body in province_bodies()}


def today() -> tuple[ProvinceBody, ...]:
    """Those that go on."""
    return tuple(body for body in province_bodies() if body.ends_on is None)


def usual() -> tuple[str, ...]:
    """The codes of those that every province has today."""
    return tuple(body.code for body in today() if body.everywhere)


def usual_departments() -> tuple[str, ...]:
    """The codes of the departments among them."""
    return tuple(body.code for body in today() if body.everywhere and body.kind == UnitKind.DEPARTMENT)


def passes_of(code: str) -> tuple[Pass, ...]:
    """Who took over from a body of the gazetteer, such as the committees of districts; empty where it goes on."""
    body = gazetteer.body(code)
    return _passes(body) if body is not None else ()


def first_day(printed: str | None) -> dt.date | None:
    """The first of the days that an ISO date of the gazetteer (`2025`, `2025-02`, `2025-07-01`) may stand for."""
    if printed is None:
        return None
    parts = [int(part) for part in printed.split("-")]
    return dt.date(parts[0], *(*parts[1:], 1, 1)[:2])


def _own(body: gazetteer.Body, own: gazetteer.Own) -> ProvinceBody:
    kind, part = _KINDS[body.kind]
    ended = first_day(body.valid_to)
    return ProvinceBody(
        code=body.code,
        name=own.title,
        short_name=own.short,
        kind=kind,
        part=part,
        everywhere=own.everywhere,
        starts_on=first_day(body.valid_from),
        ends_on=ended - _DAY if ended else None,
        passes=_passes(body),
        act=body.act,
        called=own.called,
        in_place_of=frozenset(own.in_place_of),
    )


def _passes(body: gazetteer.Body) -> tuple[Pass, ...]:
    return tuple(Pass(code=to.code, subject=to.subject or "", cues=", ".join(to.cues)) for to in body.successors)
