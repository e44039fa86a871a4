"""Recognises the indicator that a number measures."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import msgspec

from vanban.language.lexicon import load

_PER_CENT: Final = "%"


class Indicator(msgspec.Struct, frozen=True):
    """An indicator of the catalogue: its code, its readable name, the unit of the record and what tells it."""

    code: str
    name: str
    unit: str
    units: tuple[str, ...]
    cues: tuple[tuple[str, ...], ...]
    without: tuple[str, ...]

    def measures(self, unit: str | None) -> bool:
        """Whether a number with this unit can be a value of the indicator."""
        if unit is None:
            return False
        return any(unit == own or (own == _PER_CENT and unit.startswith(_PER_CENT)) for own in self.units)

    def named_by(self, words: str) -> bool:
        """Whether the words around a number (in the form of `language.normal.key`) name the indicator."""
        if any(phrase in words for phrase in self.without):
            return False
        return any(all(phrase in words for phrase in cue) for cue in self.cues)


@lru_cache(maxsize=1)
def indicators() -> tuple[Indicator, ...]:
    """The indicators of `indicators.toml` in the order in which they are tried."""
    return tuple(
        Indicator(code, table["name"], table["unit"], table["units"], table["cues"], table["without"])
        for code, table in load("indicators").items()
    )


def recognise(words: str, unit: str | None) -> Indicator | None:
    """The first indicator that the words name and that is measured in this unit."""
    return next((one for one in indicators() if one.measures(unit) and one.named_by(words)), None)
