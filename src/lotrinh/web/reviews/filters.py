"""Which items the list shows: part, state, confidence, findings, words. The address holds the choice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lotrinh.core import words
from lotrinh.documents.review.items import Item
from lotrinh.documents.vocab import ItemState, Part
from vanban.record import Finding

#: Confidence of which the engine is sure, and below which it doubts.
SURE: Final = 0.9
DOUBTFUL: Final = 0.7
CONFIDENCES: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("cao", _("từ 90%")),
    ("vua", _("từ 70 đến dưới 90%")),
    ("thap", _("dưới 70%")),
)
STATES: Final = (ItemState.PENDING, ItemState.ACCEPTED, ItemState.EDITED, ItemState.REJECTED)
_NAMES: Final = {"part": "phan", "state": "trang_thai", "confidence": "tin_cay", "finding": "phat_hien", "text": "tim"}
_LONGEST_SEARCH: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the person chose; empty fields leave everything in."""

    part: str = ""
    state: str = ""
    confidence: str = ""
    finding: str = ""
    text: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Choice:
        """The choice in the query of an address; what is no choice counts as none."""
        known = {
            "part": tuple(Part.values),
            "state": (*(str(state) for state in STATES), "de_xuat"),
            "confidence": tuple(code for code, _ in CONFIDENCES),
            "finding": ("co",),
        }
        given = {name: query.get(key, "") for name, key in _NAMES.items()}
        chosen = {name: value for name, value in given.items() if name in known and value in known[name]}
        return cls(**chosen, text=given["text"].replace("\x00", "").strip()[:_LONGEST_SEARCH])

    def query(self, **changes: str) -> str:
        """The query of the address with some of it changed, with its question mark; empty for everything."""
        values = {key: changes.get(name, getattr(self, name)) for name, key in _NAMES.items()}
        kept = {key: value for key, value in values.items() if value}
        return f"?{urlencode(kept)}" if kept else "?"

    @property
    def any(self) -> bool:
        """Whether anything is left out."""
        return any((self.part, self.state, self.confidence, self.finding, self.text))

    def chosen(self, items: Iterable[Item], findings: Sequence[Finding]) -> list[Item]:
        """The items that are left, in order."""
        places = [finding.span for finding in findings if finding.span is not None]
        wanted = words.fold(self.text).split()
        return [item for item in items if self._has(item) and self._says(item, wanted) and self._found(item, places)]

    def _has(self, item: Item) -> bool:
        if self.part and item.part != self.part:
            return False
        if self.state == "de_xuat":
            if not item.proposed:
                return False
        elif self.state and item.state != self.state:
            return False
        return not self.confidence or level_of(item.confidence) == self.confidence

    def _says(self, item: Item, wanted: Sequence[str]) -> bool:
        if not wanted:
            return True
        text = words.fold(f"{item.text} {' '.join(str(value) for value in item.fields.values() if value)}")
        return all(word in text for word in wanted)

    def _found(self, item: Item, places: Sequence[tuple[int, int]]) -> bool:
        if not self.finding:
            return True
        span = item.span
        return span is not None and any(start < span[1] and end > span[0] for start, end in places)


def level_of(confidence: float | None) -> str:
    """The code of `CONFIDENCES`; empty where the engine says nothing."""
    if confidence is None:
        return ""
    return "cao" if confidence >= SURE else "vua" if confidence >= DOUBTFUL else "thap"
