"""Labels of lines on recognised pages: the sign behind a number, where its neighbours tell it, and the first numeral.

A tab behind a label is often taken for a sign (`2:`, `3...`), the full stop for a part of the letter (`L` for `I.`).
No digit is changed; a label alone, without one before or behind it, stays as it was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

#: a line that begins with a number, what stands behind it, and words with a capital
_NUMBERED: Final = re.compile(r"^(\d{1,2})([.,:]|\.{2,4}|)(?= +[^\W\d_a-z])", re.MULTILINE)
#: what is read for `I.` before a heading in capitals
_FIRST: Final = re.compile(r"^[IlL][,:]?(?=[ \t]+([^\s|][^\n]*))", re.MULTILINE)
_SECOND: Final = re.compile(r"^II\.", re.MULTILINE)
_CAPITALS: Final = 0.8
_FEWEST: Final = 6


def labels(text: str) -> Iterator[tuple[int, int, str]]:
    """Places of labels in the text of a page, and what stands there."""
    found = list(_NUMBERED.finditer(text))
    values = [int(match[1]) for match in found]
    for at, match in enumerate(found):
        if match[2] != "." and (
            (at > 0 and values[at - 1] == values[at] - 1) or (values[at + 1 : at + 2] == [values[at] + 1])
        ):
            yield match.start(), match.end(), f"{match[1]}."
    first = next((match for match in _FIRST.finditer(text) if _is_loud(match[1])), None)
    second = _SECOND.search(text)
    if first is not None and (second is None or first.start() < second.start()):
        yield first.start(), first.end(), "I."


def _is_loud(words: str) -> bool:
    letters = [c for c in words if c.isalpha()]
    return len(letters) >= _FEWEST and sum(c.isupper() for c in letters) >= _CAPITALS * len(letters)
