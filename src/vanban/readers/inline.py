"""The marks inside a line of Markdown: emphasis, escapes, links, footnote calls, the few HTML tags that occur."""

from __future__ import annotations

import html
import re
from typing import Final

import msgspec

from vanban.readers.footnotes import LONGEST_UNIT, is_power

#: One piece of markup, or one run of plain characters.
_TOKEN: Final = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<stars>\*+)"
    r"|(?P<bars>_+)"
    r"|<sup>\s{0,3}\[?(?P<sup>[^<>\]]{1,8})\]?\s{0,3}</sup>"
    r"|\[\^(?P<call>[^\]\s]{1,8})\]"
    r"|!\[[^\]\n]{0,200}\]\([^()\n]{0,2000}\)"
    r"|\[(?P<link>[^\[\]\n]{1,500})\]\([^()\n]{0,2000}\)"
    r"|(?P<break><br\s{0,3}/?>)"
    r"|</?(?:b|strong|i|em|u|span|font|sub|sup|p|div|center|a|img|small|big)(?:\s[^<>\n]{0,300})?/?>"
    r"|(?P<entity>&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,10});)"
    r"|(?P<plain>[^\\*_<!\[&]+|.)",
    re.DOTALL,
)
_MOST_MARKS: Final = 3
#: No paragraph of a document is so long; the pieces of such a one would take a hundred times its size in memory.
_LONGEST_PARAGRAPH: Final = 500_000
_NEARLY_ALL: Final = 0.8


class Styled(msgspec.Struct, frozen=True, kw_only=True):
    """One line without its marks. bold, italic: True when at least four fifths of its letters and digits are so."""

    text: str
    bold: bool = False
    italic: bool = False
    notes_called: tuple[tuple[str, int], ...] = ()


class _Mark(msgspec.Struct):
    """A run of emphasis marks: where it stands among the pieces, and what is left of it."""

    piece: int
    mark: str
    count: int
    opens: bool
    closes: bool


class _Piece(msgspec.Struct):
    text: str
    bold: int = 0
    italic: int = 0
    note: str | None = None


def plain(source: str) -> str:
    """The text of one line of Markdown without its marks."""
    return " ".join(line.text for line in parse_inline(source)).strip()


def parse_inline(source: str) -> list[Styled]:
    """A paragraph of Markdown as styled lines; a newline in `source` and a `<br>` end a line."""
    if len(source) > _LONGEST_PARAGRAPH:
        return [Styled(text=line.strip()) for line in source.split("\n")]
    pieces, marks = _pieces(source)
    _pair(pieces, marks)
    return _lines(pieces)


def _pieces(source: str) -> tuple[list[_Piece], list[_Mark]]:
    pieces: list[_Piece] = []
    marks: list[_Mark] = []
    for token in _TOKEN.finditer(source):
        kind = token.lastgroup
        value = token.group()
        if kind == "plain" or kind is None:
            pieces.append(_Piece(value if kind == "plain" else ""))
        elif kind == "escape":
            pieces.append(_Piece(value[1]))
        elif kind in {"stars", "bars"}:
            marks.append(_mark(source, token.start(), token.end(), len(pieces)))
            pieces.append(_Piece(value))
        elif kind in {"sup", "call"}:
            pieces.append(
                _raised(token.group(kind).strip(), source[max(0, token.start() - LONGEST_UNIT) : token.start()], kind)
            )
        elif kind == "link":
            pieces.append(_Piece(token.group("link")))
        elif kind == "break":
            pieces.append(_Piece("\n"))
        else:
            pieces.append(_Piece(html.unescape(value)))
    return pieces, marks


def _raised(value: str, before: str, kind: str) -> _Piece:
    is_note = kind == "call" or value.isdigit() or set(value) == {"*"}
    if not is_note or is_power(before, value):
        return _Piece(value)
    return _Piece("", note=value)


def _mark(source: str, start: int, end: int, piece: int) -> _Mark:
    """A run of marks opens before text and closes behind it; underscores inside words and long rules do neither."""
    before = source[start - 1] if start else " "
    after = source[end] if end < len(source) else " "
    opens = not after.isspace()
    closes = not before.isspace()
    if source[start] == "_":
        opens = opens and not before.isalnum()
        closes = closes and not after.isalnum()
    if end - start > _MOST_MARKS or (before == "(" and after == ")"):
        opens = closes = False
    return _Mark(piece=piece, mark=source[start], count=end - start, opens=opens, closes=closes)


def _pair(pieces: list[_Piece], marks: list[_Mark]) -> None:
    """Pair closing with opening marks, nearest first, and count the emphasis of the pieces between them."""
    depth_changes: list[tuple[int, int, int, int]] = []
    open_marks: dict[str, list[_Mark]] = {"*": [], "_": []}
    for mark in marks:
        stack = open_marks[mark.mark]
        while mark.closes and mark.count and stack:
            opener = stack[-1]
            used = min(opener.count, mark.count)
            strong, slanted = divmod(used, 2)
            depth_changes.append((opener.piece, mark.piece, strong, slanted))
            opener.count -= used
            mark.count -= used
            if opener.count == 0:
                stack.pop()
        if mark.opens and mark.count:
            stack.append(mark)
    for mark in marks:
        pieces[mark.piece].text = mark.mark * mark.count
    bold = [0] * (len(pieces) + 1)
    italic = [0] * (len(pieces) + 1)
    for first, last, strong, slanted in depth_changes:
        bold[first] += strong
        bold[last] -= strong
        italic[first] += slanted
        italic[last] -= slanted
    strong_depth = slanted_depth = 0
    for index, piece in enumerate(pieces):
        strong_depth += bold[index]
        slanted_depth += italic[index]
        piece.bold, piece.italic = strong_depth, slanted_depth


def _lines(pieces: list[_Piece]) -> list[Styled]:
    lines: list[Styled] = []
    current: list[_Piece] = []
    for piece in pieces:
        if "\n" not in piece.text:
            current.append(piece)
            continue
        first, *rest = piece.text.split("\n")
        current.append(_Piece(first, piece.bold, piece.italic))
        for part in rest:
            lines.append(_styled(current))
            current = [_Piece(part, piece.bold, piece.italic)]
    lines.append(_styled(current))
    return lines


def _styled(pieces: list[_Piece]) -> Styled:
    raw = "".join(piece.text for piece in pieces)
    lead = len(raw) - len(raw.lstrip())
    text = raw.strip()
    notes: list[tuple[str, int]] = []
    offset = 0
    letters = bold = italic = 0
    for piece in pieces:
        if piece.note is not None:
            notes.append((piece.note, min(max(offset - lead, 0), len(text))))
        weight = sum(map(str.isalnum, piece.text))
        letters += weight
        bold += weight if piece.bold else 0
        italic += weight if piece.italic else 0
        offset += len(piece.text)
    return Styled(
        text=text,
        bold=letters > 0 and bold >= letters * _NEARLY_ALL,
        italic=letters > 0 and italic >= letters * _NEARLY_ALL,
        notes_called=tuple(notes),
    )
