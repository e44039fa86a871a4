"""Where a mark stands: a line of its own is a mark, the same words as a part of running text or of a list are none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

import msgspec

from vanban.language import lexicon
from vanban.language.normal import key, nfc
from vanban.language.patterns import alternatives
from vanban.record import Record
from vanban.secrecy import wording
from vanban.secrecy.wording import Degree, Strength, Wording

Place = Literal[
    "first lines", "text", "table", "header", "footer", "note", "text box", "comment", "annotation", "properties"
]

_LEXICON: Final = lexicon.load("secrecy")
_LEFT: Final = re.compile(rf"(?<!\w)(?:{alternatives(map(key, _LEXICON['compounds']['left']))})$")
_HEADING: Final = re.compile(rf"(?<!\w)(?:{alternatives(map(key, _LEXICON['compounds']['heading']))})$")
_RIGHT: Final = re.compile(rf"(?:{alternatives(map(key, _LEXICON['compounds']['right']))})(?!\w)")
_RIGHT_MARKS: Final = tuple(_LEXICON["compounds"]["right_marks"])
_PRODUCTS: Final = re.compile(rf"(?<!\w)(?:{alternatives(_LEXICON['rows']['products'])})(?!\w)")
_SERIAL: Final = frozenset(_LEXICON["rows"]["serial"])
_GAP: Final = re.compile(r"[ \xa0]{0,200}(?:[\t|¦│┃║]|[ \xa0]{2})[ \t\xa0|¦│┃║]{0,200}")
_LETTER: Final = re.compile(r"\W{0,3}[^\W\d_]\W{0,3}")
#: Three lines of one letter each.
LETTERS: Final = re.compile(
    r"(?:^[^\w\n]{0,3}[^\W\d_][^\w\n]{0,3}\n){2}[^\w\n]{0,3}[^\W\d_][^\w\n]{0,3}$", re.MULTILINE
)
_FIRST_LINES: Final = 15
_AROUND_LETTERHEAD: Final = 8
_LONGEST_NEIGHBOUR: Final = 300
_SPELT: Final = 12


class SecrecyMark(Record, frozen=True, kw_only=True):
    """A secrecy mark that was found: its degree and its place, never the words around it.

    where: the kind of place. page: 1-based, None where the format has no pages.
    """

    degree: Degree
    where: Place
    page: int | None = None


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """Lines that follow each other in one place.

    head: so many of the first lines are a head, where a weak mark counts. apart: all of them stand apart from running
        text (a running head, a text box), so that a weak mark counts on each.
    cell: it is one of several cells of a row. values: that row holds values, so that `MẬT` may be one.
    """

    lines: tuple[str, ...]
    where: Place
    page: int | None = None
    head: int = 0
    apart: bool = False
    cell: bool = False
    values: bool = False


def mark_in(passage: Passage) -> SecrecyMark | None:
    """The first mark of a passage."""
    text = nfc("\n".join(passage.lines))
    if not wording.may_hold(text) and LETTERS.search(text) is None:
        return None
    lines = tuple(filter(str.strip, text.split("\n")))
    for index, line in enumerate(lines):
        if not wording.may_hold(line):
            continue
        for before, piece, after in _pieces(lines, index, line):
            found = _standing(before, piece, after, passage)
            if found is not None and _counts(found, lines, index, passage):
                first = passage.where == "text" and passage.head >= _FIRST_LINES and index < _FIRST_LINES
                where: Place = "first lines" if first else passage.where
                return SecrecyMark(degree=found.degree, where=where, page=passage.page)
    return _spelt(lines, passage) if LETTERS.search(text) else None


def cells_of(rows: Iterable[Sequence[str]], page: int | None = None, *, layout: bool = False) -> Iterator[Passage]:
    """The passages of the cells of one table; a cell beside or below `Độ mật` gets that label.

    layout: the table only lays out the page, as the block of the letterhead does.
    """
    labelled: set[int] = set()
    for row in rows:
        filled = [(column, cell) for column, cell in enumerate(row) if cell.strip()]
        letterhead = layout and any(wording.is_letterhead(line) for _, cell in filled for line in cell.split("\n"))
        inner = len(filled) > 1 and not letterhead
        values = inner and _holds_values([cell for _, cell in filled])
        label = False
        for column, cell in filled:
            if wording.is_label(cell):
                labelled.add(column)
                label = True
                continue
            text = f"độ mật: {cell}" if label or (column in labelled and "\n" not in cell) else cell
            label = False
            yield Passage(
                lines=(text,),
                where="table",
                page=page,
                head=_FIRST_LINES if letterhead else 0,
                cell=inner,
                values=values,
            )


def _pieces(lines: Sequence[str], index: int, line: str) -> Iterator[tuple[str, str, str]]:
    """A line, and the pieces that wide blanks or bars part it into, each with what stands before and behind it."""
    before = lines[index - 1] if index else ""
    after = lines[index + 1] if index + 1 < len(lines) else ""
    yield before, line, after
    pieces = [piece for piece in _GAP.split(line) if piece.strip()]
    if len(pieces) > 1:
        around = [before, *pieces, after]
        near = zip(around, pieces, around[2:], strict=False)
        yield from ((left, piece, right) for left, piece, right in near if wording.may_hold(piece))


def _standing(before: str, piece: str, after: str, passage: Passage) -> Wording | None:
    """The mark that a piece is between its neighbours; a degree that was parted from its first word is joined to it."""
    found = wording.read(piece)
    if wording.is_label(before):
        found = wording.read(f"{before.strip()} : {piece.strip()}") or found
    elif found is not None and found.degree == "mật" and len(before) <= _SPELT:
        joined = wording.read(f"{before.strip()} {piece.strip()}")
        found = joined if joined is not None and joined.degree != "mật" else found
    if found is None or found.labelled:
        return found
    left = key(before[-_LONGEST_NEIGHBOUR:]).rstrip(" \"“'(")
    right = key(after[:_LONGEST_NEIGHBOUR]).lstrip()
    goes_on = _RIGHT.match(right) is not None and not right.startswith(_RIGHT_MARKS)
    if goes_on or _LEFT.search(left) or left.endswith(",") or _is_value(found, passage):
        return None
    if found.strength is Strength.CARRIER and _HEADING.search(left):
        return None
    return found


def _is_value(found: Wording, passage: Passage) -> bool:
    """Whether a cell `MẬT` is a value of a table; only capitals are a mark in one of several cells."""
    return passage.cell and (found.strength < Strength.SURE or (passage.values and found.degree == "mật"))


def _holds_values(row: Sequence[str]) -> bool:
    """Whether a row has a serial number, or names what bees and cane give."""
    cells = [key(wording.bare(cell)) for cell in row if len(cell) <= _LONGEST_NEIGHBOUR]
    return any(cell.isdigit() or cell in _SERIAL or _PRODUCTS.search(cell) for cell in cells)


def _counts(found: Wording, lines: Sequence[str], index: int, passage: Passage) -> bool:
    if found.strength > Strength.WEAK or passage.apart or index < passage.head:
        return True
    near = lines[max(0, index - _AROUND_LETTERHEAD) : index + _AROUND_LETTERHEAD + 1]
    return not passage.cell and any(map(wording.is_letterhead, near))


def _spelt(lines: Sequence[str], passage: Passage) -> SecrecyMark | None:
    """A mark whose letters stand one below the other, as in a slanting watermark."""
    letters: list[str] = []
    for line in (*lines, "--"):
        if _LETTER.fullmatch(line):
            letters.append(line.strip())
            continue
        found = wording.read(" ".join(letters)) if 2 < len(letters) <= _SPELT else None
        if found is not None:
            return SecrecyMark(degree=found.degree, where=passage.where, page=passage.page)
        letters.clear()
    return None
