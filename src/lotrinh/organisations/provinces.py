"""The 34 provinces and cities since 1 July 2025 and those each was formed from: a view of the gazetteer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from vanban.language import gazetteer

#: The first day of the 34 (resolution 202/2025/QH15) and of the two levels of local government (203/2025/QH15).
MERGED_ON: Final = dt.date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class Province:
    """A province or a city under the central government; `code` is of decision 19/2025/QĐ-TTg.

    formed_from: the provinces before, itself among them, where it was merged; empty where it goes on. Their `code` is
    of decision 124/2004/QĐ-TTg. former, renamed_on: the name of the province that became this city, and when.
    """

    code: str
    name: str
    is_city: bool = False
    formed_from: tuple[Province, ...] = ()
    former: str = ""
    renamed_on: dt.date | None = None

    @property
    def committee(self) -> str:
        """The name of its people's committee."""
        return f"Ủy ban nhân dân {'thành phố' if self.is_city else 'tỉnh'} {self.name}"

    @property
    def starts_on(self) -> dt.date | None:
        """The first day, where it was formed by a merger."""
        return MERGED_ON if self.formed_from else None


def province(code: str) -> Province | None:
    """The province with this code."""
    return next((item for item in PROVINCES if item.code == code), None)


def _all() -> tuple[Province, ...]:
    listed = gazetteer.provinces()
    found = []
    for item in listed:
        if item.code is None:
            continue
        joined = [other for other in listed if other.merged_into == item.name]
        before = tuple(Province(p.code_2004, p.name, _is_city(p)) for p in (item, *joined)) if joined else ()
        renamed_on = dt.date.fromisoformat(item.renamed_on) if item.renamed_on else None
        former = item.former[0] if renamed_on else ""
        found.append(Province(item.code, item.name, _is_city(item), before, former, renamed_on))
    return tuple(sorted(found, key=lambda p: p.code))


def _is_city(item: gazetteer.Province) -> bool:
    return item.kind == "thành phố"


PROVINCES: Final = _all()
