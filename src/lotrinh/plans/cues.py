"""Which of several fields of duties a task belongs to, told by its words: no database, no state.

Each field is known by its cues. A longer cue goes before a shorter one inside it: “công nghệ thông tin” is no hit for
“thông tin”. A cue counts as many points as it has words, twice where the task itself says it and once where only the
heading above it does, however often it is said. The field with most points is proposed; with equal points, or none,
nobody is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from vanban.language.normal import key, nfc

_OWN: Final = 2
_HEADING: Final = 1
_BETWEEN: Final = re.compile(r"[,;]| và ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """chosen: the index of the field that fits best, None where none does. words: the cues that decided, as found.

    points: of each field that has any.
    """

    chosen: int | None
    words: tuple[str, ...]
    points: Mapping[int, int]


def cues_of(subject: str, cues: Sequence[str] = ()) -> tuple[str, ...]:
    """The cues of a field; where none are given, the parts of its subject."""
    parts = cues or _BETWEEN.split(subject)
    return tuple(dict.fromkeys(cue for part in parts if (cue := _normal(part))))


class Chooser:
    """Chooses among fields; made once for many tasks."""

    def __init__(self, fields: Iterable[Iterable[str]]) -> None:
        """`fields` are the cues of each field (see `cues_of`), by index."""
        self._fields: dict[str, set[int]] = {}
        for index, cues in enumerate(fields):
            for cue in cues:
                self._fields.setdefault(cue, set()).add(index)
        longest_first = sorted(self._fields, key=len, reverse=True)
        self._pattern = (
            re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)") if longest_first else None
        )

    def choose(self, text: str, heading: str = "") -> Verdict:
        """The field of a task with these words under this heading."""
        own, above = self._found(text), self._found(heading)
        points: dict[int, int] = {}
        for cue in dict.fromkeys((*own, *above)):
            weight = len(cue.split()) * (_OWN if cue in own else _HEADING)
            for index in self._fields[cue]:
                points[index] = points.get(index, 0) + weight
        best = max(points.values(), default=0)
        first = [index for index, n in points.items() if n == best]
        chosen = first[0] if len(first) == 1 else None
        words = tuple(cue for cue in (*own, *above) if chosen in self._fields[cue]) if chosen is not None else ()
        return Verdict(chosen=chosen, words=tuple(dict.fromkeys(words)), points=points)

    def _found(self, text: str) -> dict[str, None]:
        if self._pattern is None or not text:
            return {}
        return dict.fromkeys(self._pattern.findall(_normal(text)))


def _normal(text: str) -> str:
    return " ".join(key(nfc(text)).split())
