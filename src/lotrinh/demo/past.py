"""What tỉnh Sông Trà was before 2025: the departments and districts that ended, and who took over from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lotrinh.core.actor import Actor
from lotrinh.demo import people
from lotrinh.organisations.reference import bodies
from lotrinh.organisations.services.reorganising import Decision, Passing, reorganise
from lotrinh.organisations.services.units import UnitData, create_unit
from lotrinh.organisations.vocab import ReorganisationKind, UnitKind

#: The first days of the departments of today and of the two levels of local government.
DEPARTMENTS_ON: Final = dt.date(2025, 3, 1)
TWO_LEVELS_ON: Final = dt.date(2025, 7, 1)
#: The province's own resolution is invented, the decree and the law are not.
_DECREE: Final = Decision(
    effective_on=DEPARTMENTS_ON, number="45/2025/NĐ-CP", issued_on=dt.date(2025, 2, 28), issuer="Chính phủ"
)
_RESOLUTION: Final = Decision(
    effective_on=DEPARTMENTS_ON,
    number="08/NQ-HĐND",
    issued_on=dt.date(2025, 2, 20),
    issuer="Hội đồng nhân dân tỉnh Sông Trà",
    note="Văn bản của tỉnh ví dụ",
)
_LAW: Final = Decision(
    effective_on=TWO_LEVELS_ON, number="203/2025/QH15", issued_on=dt.date(2025, 6, 16), issuer="Quốc hội"
)


@dataclass(frozen=True, slots=True)
class District:
    """A district that ended, and the communes that were formed in it."""

    name: str
    communes: tuple[str, ...]


DISTRICTS: Final = (
    District("huyện Trà Giang", ("Ủy ban nhân dân xã Bình An", "Ủy ban nhân dân xã Trà Giang")),
    District("thị xã Cửa Sông", ("Ủy ban nhân dân phường Cửa Sông",)),
)


def record(operator: Actor, known: Mapping[str, int]) -> None:
    """Make what ended and record what became of it; `known` has the units of today by their names."""
    top = known[people.TOP]
    _department(operator, known, "STTTT", ReorganisationKind.SPLIT, _DECREE)
    _department(operator, known, "SKHĐT", ReorganisationKind.MERGE, _RESOLUTION)
    _department(operator, known, "SNNPTNT", ReorganisationKind.MERGE, _RESOLUTION)
    to = {item.code: item for item in bodies.passes_of("UBNDH")}
    for district in DISTRICTS:
        name = f"Ủy ban nhân dân {district.name}"
        data = UnitData(kind=UnitKind.DISTRICT, name=name, short_name=f"UBND {district.name}", parent_id=top)
        old = create_unit(operator, data=data).pk
        heirs = [("UBNDX", known[commune]) for commune in district.communes] + [("UBNDT", top)]
        lines = [
            Passing(predecessor_id=old, successor=heir, subject=to[code].subject, cues=to[code].cues)
            for code, heir in heirs
        ]
        reorganise(operator, kind=ReorganisationKind.ABOLISH, decision=_LAW, lines=lines)


def _department(
    operator: Actor, known: Mapping[str, int], code: str, kind: ReorganisationKind, decision: Decision
) -> None:
    """A department that ended, with those who took over by subject."""
    body = bodies.by_code()[code]
    data = UnitData(kind=body.kind, name=body.name, short_name=body.short_name, code=code, parent_id=known[people.TOP])
    old = create_unit(operator, data=data).pk
    lines = [
        Passing(predecessor_id=old, successor=known[bodies.by_code()[to.code].name], subject=to.subject, cues=to.cues)
        for to in body.passes
    ]
    reorganise(operator, kind=kind, decision=decision, lines=lines)
