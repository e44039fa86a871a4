"""Where the sentences and clauses of a paragraph begin and end."""

from __future__ import annotations

import re
from typing import Final

from vanban.record import Span

_END: Final = re.compile(r"[.!?…]{1,12}[”\"’)»]{0,2}(?=\s{1,8}[“\"‘(«+-]?\s?(?P<next>[^\W\d_]))")
_SEMICOLON: Final = re.compile(r";")
#: Words that a full stop only shortens.
_SHORT: Final = frozenset(
    {
        "tp",
        "kt",
        "tm",
        "tl",
        "tuq",
        "q",
        "ts",
        "pgs",
        "gs",
        "ths",
        "bs",
        "p",
        "h",
        "tx",
        "tt",
        "st",
        "dr",
        "mr",
        "ks",
        "cn",
        "nxb",
        "số",
    }
)
_LONGEST_SHORT: Final = 4


def _shortened(text: str, stop: int) -> bool:
    start = stop
    while start > 0 and stop - start <= _LONGEST_SHORT and text[start - 1].isalpha():
        start -= 1
    return text[start:stop].lower() in _SHORT


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def sentences(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """The places of the sentences in `text[start:end]`, without blanks around; a shortened word (`TP.`) ends none."""
    end = len(text) if end is None else end
    spans = []
    for match in _END.finditer(text, start, end):
        if not match["next"].isupper() or _shortened(text, match.start()):
            continue
        spans.append(_trimmed(text, start, match.end()))
        start = match.end()
    spans.append(_trimmed(text, start, end))
    return tuple(span for span in spans if span[0] < span[1])


def clauses(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """The places of the parts between semicolons in `text[start:end]`, without blanks and semicolons."""
    end = len(text) if end is None else end
    spans = []
    for match in _SEMICOLON.finditer(text, start, end):
        spans.append(_trimmed(text, start, match.start()))
        start = match.end()
    spans.append(_trimmed(text, start, end))
    return tuple(span for span in spans if span[0] < span[1])
