"""Blocks of a file → whole paragraphs: wrapped lines, page breaks and footnotes mended.

Only what a printer did is undone. Words are never changed; a line is joined to the one before it when language
(no end of sentence, a small letter) or layout (a full line, no indent) says that they are one paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from vanban.language.lexicon import load
from vanban.language.normal import key, nfc
from vanban.readers.blocks import Block, BlockKind, Reading
from vanban.structure.columns import unfold_columns
from vanban.structure.labels import parse_label
from vanban.structure.rows import mend_rows
from vanban.structure.text import Label, LabelKind

_BLANKS = re.compile(r"\s+")
_RULE = re.compile(r"[\s\-–—_=*~.·•]{3,}")
_INNER_RULE = re.compile(r"\s*(?:-{4,}|_{4,}|={4,}|\*{4,})\s*")
_PAGE_NUMBER = re.compile(r"(?:-\s*)?\d{1,4}(?:\s*-)?|[Tt]rang\s+\d{1,4}(?:\s*/\s*\d{1,4})?")
_TERMINAL: Final = ".;:!?…"
_CELL_BULLETS: Final = "-–+•*"

#: A document of lines is taken as hard-wrapped when this share of its neighbouring lines cuts a sentence.
_WRAPPED_SHARE: Final = 0.25
_WRAPPED_WIDTH: Final = 160
_FULL_LINE: Final = 0.8
_LONG_SENTENCE: Final = 150
_INDENT_POINTS: Final = 12.0
#: No paragraph of prose is longer; the rest of a file without sentences makes paragraphs of its own.
_LONGEST_PARAGRAPH: Final = 20_000


class Draft(msgspec.Struct):
    """A paragraph in the making; `source` is the block in which it begins.

    `parts` are the blocks of pages that it was made of, with the offset in `text` at which each begins.
    """

    text: str
    source: Block
    last: Block
    last_text: str
    kind: BlockKind
    label: Label | None = None
    cell: tuple[int, int, int | None] | None = None
    cells: tuple[str, ...] = ()
    notes: list[Draft] | None = None
    called: tuple[str, ...] = ()
    bold: bool = False
    capitals: bool = False
    parts: tuple[tuple[int, Block], ...] = ()


class _Piece(msgspec.Struct):
    text: str
    block: Block
    kind: BlockKind
    after_blank: bool
    cell: tuple[int, int, int | None] | None = None
    cells: tuple[str, ...] = ()


class _Layout(msgspec.Struct, frozen=True):
    """What the shape of the lines tells about the whole file."""

    wrapped: bool
    width: int
    blank_separated: bool
    left: float | None
    right: float | None


def reflow(reading: Reading) -> tuple[Draft, ...]:
    """The paragraphs and table rows of a reading, in order, each footnote behind the paragraph that calls it."""
    layout = _measure(reading.blocks)
    pieces = list(_pieces(tuple(mend_rows(unfold_columns(reading.blocks)))))
    drafts: list[Draft] = []
    interrupted = False
    for index, piece in enumerate(pieces):
        if piece.kind is BlockKind.NOTE:
            _attach_note(drafts, piece)
            interrupted = True
            continue
        previous = drafts[-1] if drafts else None
        label = parse_label(piece.text) if piece.kind is not BlockKind.ROW else None
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        gap = piece.after_blank or interrupted
        if previous is not None and _continues(previous, piece, label, following, layout, gap=gap):
            _join(previous, piece)
        else:
            drafts.append(_draft(piece, label))
        interrupted = False
    return tuple(_with_notes(drafts))


def clean(text: str) -> str:
    """`text` in NFC with every run of blanks as one blank, none at the ends."""
    return " ".join(nfc(text.replace("\u200b", "").replace("\u00ad", "").replace("\ufeff", "")).split())


def _clean_cell(text: str, *, printed: bool) -> str:
    """A cell with its lines kept apart: a new line often separates two agencies or two results.

    In a printed page (PDF) lines are wrapped by the width of the column, so only a list or an ended line is kept apart.
    """
    lines = [line for line in map(clean, text.split("\n")) if line]
    if not printed or len(lines) < 2:
        return "\n".join(lines)
    listed = lines[0][0] in _CELL_BULLETS
    cell = lines[0]
    for line in lines[1:]:
        apart = cell[-1] in ";." or (listed and line[0] in _CELL_BULLETS)
        cell = f"{cell}\n{line}" if apart else f"{cell} {line}"
    return cell


def _pieces(blocks: Sequence[Block]) -> Iterator[_Piece]:
    layout_tables = _layout_tables(blocks)
    after_blank = False
    for block in blocks:
        if block.kind is BlockKind.BLANK:
            after_blank = True
            continue
        if block.kind is BlockKind.ROW:
            yield from _row_pieces(block, in_layout=block.layout or block.table in layout_tables)
            after_blank = False
            continue
        if block.kind is BlockKind.RUNNING and not _is_stamp(block.text):
            continue
        # A footnote is one paragraph, however it is broken; anything else is looked at line by line.
        for line in (block.text,) if block.kind is BlockKind.NOTE else block.text.split("\n"):
            text = clean(line)
            if not text or _RULE.fullmatch(text):
                after_blank = True
                continue
            if block.kind is BlockKind.LINE and _PAGE_NUMBER.fullmatch(text):
                after_blank = True
                continue
            kind = BlockKind.PARAGRAPH if block.kind in {BlockKind.LINE, BlockKind.RUNNING} else block.kind
            yield _Piece(text=text, block=block, kind=kind, after_blank=after_blank)
            after_blank = False


def _row_pieces(block: Block, *, in_layout: bool) -> Iterator[_Piece]:
    cells = block.cells or ()
    table, row = block.table or 0, block.row or 0
    if not in_layout:
        texts = tuple(_clean_cell(cell, printed=block.box is not None) for cell in cells)
        if any(texts):
            joined = " | ".join(texts).replace("\n", " ")
            yield _Piece(
                text=joined, block=block, kind=BlockKind.ROW, after_blank=False, cell=(table, row, None), cells=texts
            )
        return
    for column, cell in enumerate(cells):
        for line in _INNER_RULE.sub("\n", cell).split("\n"):
            text = clean(line)
            if text and not _RULE.fullmatch(text):
                yield _Piece(
                    text=text, block=block, kind=BlockKind.PARAGRAPH, after_blank=False, cell=(table, row, column)
                )


def _layout_tables(blocks: Iterable[Block]) -> set[int | None]:
    """Tables that only lay out the letterhead or the signature: they hold the motto or the recipients."""
    marks: tuple[str, ...] = tuple(load("layout")["layout_table_marks"]["words"])
    found: set[int | None] = set()
    for block in blocks:
        if block.kind is BlockKind.ROW and (block.row or 0) <= 2:
            text = clean(" ".join(block.cells or ()))[:400].upper()
            if any(mark in text for mark in marks):
                found.add(block.table)
    return found


def _is_stamp(text: str) -> bool:
    return clean(text).upper() in load("layout")["stamps"]["words"]


def _measure(blocks: Sequence[Block]) -> _Layout:
    lengths: list[int] = []
    pairs = cuts = blanks = lines = 0
    lefts: Counter[int] = Counter()
    rights: list[float] = []
    previous: str | None = None
    for block in blocks:
        if block.kind is BlockKind.LINE:
            text = block.text.strip()
            if not text:
                continue
            lines += 1
            lengths.append(len(text))
            if block.box is not None:
                lefts[round(block.box[0])] += 1
                rights.append(block.box[2])
            if previous is not None:
                pairs += 1
                cuts += previous[-1] not in _TERMINAL and text[0].islower()
            previous = text
        elif block.kind is BlockKind.BLANK:
            blanks += 1
            previous = None
        else:
            previous = None
    if not lengths:
        return _Layout(wrapped=False, width=0, blank_separated=False, left=None, right=None)
    lengths.sort()
    width = lengths[int(len(lengths) * 0.9)] if len(lengths) > 1 else lengths[0]
    wrapped = pairs >= 4 and cuts >= _WRAPPED_SHARE * pairs and width <= _WRAPPED_WIDTH
    left = right = None
    if rights:
        rights.sort()
        right = rights[int(len(rights) * 0.9)]
        often = max(2, sum(lefts.values()) // 20)
        left = float(min((x for x in lefts if lefts[x] >= often), default=min(lefts)))
        # Lines with a place on a page are printed lines, however few of them happen to cut a sentence.
        wrapped = True
    return _Layout(wrapped=wrapped, width=width, blank_separated=blanks >= 0.08 * lines, left=left, right=right)


def _continues(  # noqa: PLR0913 - a decision list: each line is one rule
    previous: Draft, piece: _Piece, label: Label | None, following: _Piece | None, layout: _Layout, *, gap: bool
) -> bool:
    """Whether `piece` is the rest of the paragraph `previous`."""
    if previous.kind is not BlockKind.PARAGRAPH or piece.kind is not BlockKind.PARAGRAPH or piece.cell != previous.cell:
        return previous.kind is BlockKind.HEADING is piece.kind and _splits_heading(previous, piece, label)
    last = previous.text[-1]
    small = piece.text[0].islower()
    if len(previous.text) > _LONGEST_PARAGRAPH:
        return False
    if label is not None:
        return _is_false_label(previous, piece, label, following, layout, gap=gap)
    if piece.text[0].isdigit() and not gap and _expects_number(previous):
        return True
    capitals = piece.text.isupper()
    if not gap and layout.wrapped and _is_last_word(previous, piece, layout):
        return True
    if previous.capitals != capitals and not small:
        return False
    if last == ",":
        return not capitals or not gap
    if small:
        return last not in ".:!?" and not previous.capitals and not (gap and _is_centred(previous, piece, layout))
    if not gap and not capitals and last not in _TERMINAL and _breaks_off(previous, piece):
        return True
    if gap or not layout.wrapped:
        return False
    if capitals and previous.label is not None and previous.label.kind is LabelKind.ROMAN and last not in _TERMINAL:
        return True
    return _same_block(previous, piece, layout, ended=last in _TERMINAL)


def _is_centred(previous: Draft, piece: _Piece, layout: _Layout) -> bool:
    """Whether the line before stands in the middle and this one fills the page: a title, then text without its head."""
    box, here = previous.last.box, piece.block.box
    if box is None or here is None or layout.left is None or layout.right is None:
        return False
    aside = 4 * _INDENT_POINTS
    inside = box[0] > layout.left + aside and box[2] < layout.right - aside
    return inside and here[2] > layout.right - _INDENT_POINTS


def _same_block(previous: Draft, piece: _Piece, layout: _Layout, *, ended: bool) -> bool:
    """For two neighbouring lines of a hard-wrapped text, the second with a capital."""
    box, here = previous.last.box, piece.block.box
    if box is not None and here is not None and layout.left is not None and layout.right is not None:
        if piece.block.centred or here[0] > layout.left + _INDENT_POINTS:
            return False
        return box[2] >= layout.right - (1 - _FULL_LINE) * (layout.right - layout.left)
    full = len(previous.last_text) >= _FULL_LINE * layout.width
    if ended and layout.blank_separated:
        return True
    return full


def _is_false_label(  # noqa: PLR0913
    previous: Draft, piece: _Piece, label: Label, following: _Piece | None, layout: _Layout, *, gap: bool
) -> bool:
    """Whether what looks like a label is a piece of the sentence: the dash of `kinh tế - xã hội`, `năm` / `2030. …`."""
    if gap or previous.text[-1] in _TERMINAL or previous.text[-1] == ",":
        return False
    rest = piece.text[label.end :]
    full = layout.wrapped and len(previous.last_text) >= _FULL_LINE * layout.width
    if label.kind is LabelKind.BULLET and label.value == "-":
        if _in_name(previous, rest):
            return True
        if layout.wrapped:
            return (full and rest[:1].islower()) or _runs_on(previous, piece, layout)
        sentence = previous.label is not None and len(previous.text) >= _LONG_SENTENCE
        next_label = parse_label(following.text) if following is not None else None
        alone = next_label is None or next_label.kind is not LabelKind.BULLET
        return rest[:1].islower() or (sentence and alone and previous.label is not None and _is_sentence(previous))
    return label.kind is LabelKind.NUMBER and full and _expects_number(previous)


def _is_last_word(previous: Draft, piece: _Piece, layout: _Layout) -> bool:
    """Whether `piece` is one abbreviation at the end of a sentence in small letters: `… hoạt động` / `KH&CN.`."""
    if previous.capitals or previous.text[-1] in _TERMINAL or " " in piece.text or not piece.text.isupper():
        return False
    return len(previous.last_text) >= _FULL_LINE * layout.width


def _in_name(previous: Draft, rest: str) -> bool:
    """Whether the dash stands inside a name: `Sở Lao động` / `- Thương binh và Xã hội`."""
    names = load("layout")["dashed_names"]
    behind = key(rest[:40])
    words = key(previous.text[-40:]).split()
    return any(
        behind.startswith(tuple(names[head]))
        for head in (" ".join(words[-size:]) for size in range(1, 5))
        if head in names
    )


def _breaks_off(previous: Draft, piece: _Piece) -> bool:
    """Whether a basis of a decision goes on: it ends with a mark, and the next one begins with words of its own."""
    basis = load("layout")["basis"]["words"]
    return key(previous.text[:12]).startswith(basis[0]) and not key(piece.text[:16]).startswith(tuple(basis))


def _expects_number(draft: Draft) -> bool:
    """Whether the paragraph breaks off where only a number can follow: `Quyết định số`, `ngày 05 tháng`."""
    return draft.last_text.rsplit(" ", 1)[-1].lower() in load("layout")["number_expected"]["words"]


def _runs_on(previous: Draft, piece: _Piece, layout: _Layout) -> bool:
    """Whether the page shows that the line before is full and this one begins at the margin, as no list item does."""
    box, here = previous.last.box, piece.block.box
    if box is None or here is None or layout.left is None or layout.right is None:
        return False
    reach = layout.right - (1 - _FULL_LINE) / 2 * (layout.right - layout.left)
    return box[2] >= reach and here[0] <= layout.left + _INDENT_POINTS / 4 and box[0] <= here[0] + 4 * _INDENT_POINTS


def _is_sentence(draft: Draft) -> bool:
    return draft.label is not None and draft.label.kind in {LabelKind.NUMBER, LabelKind.POINT} and "," in draft.text


def _splits_heading(previous: Draft, piece: _Piece, label: Label | None) -> bool:
    """Two heading blocks of one level where the second only carries on: a heading broken over two lines."""
    return (
        label is None
        and previous.source.level == piece.block.level
        and piece.text[0].islower()
        and previous.text[-1] not in _TERMINAL
    )


def _join(draft: Draft, piece: _Piece) -> None:
    draft.capitals = _both_in_capitals(draft, piece.text)
    if piece.block.box is not None:
        draft.parts += ((len(draft.text) + 1, piece.block),)
    draft.text = f"{draft.text} {piece.text}"
    draft.last, draft.last_text = piece.block, piece.text
    draft.called += tuple(mark for mark, _ in piece.block.notes_called)
    draft.bold = draft.bold and piece.block.bold


def _both_in_capitals(draft: Draft, added: str) -> bool:
    """Whether the paragraph is in capitals with `added` at its end; looks at all of it only where it must."""
    if draft.capitals:
        return added.isupper() or added.lower() == added.upper()
    return added.isupper() and f"{draft.text} {added}".isupper()


def _draft(piece: _Piece, label: Label | None) -> Draft:
    return Draft(
        text=piece.text,
        source=piece.block,
        last=piece.block,
        last_text=piece.text,
        kind=piece.kind,
        label=label,
        cell=piece.cell,
        cells=piece.cells,
        called=tuple(mark for mark, _ in piece.block.notes_called),
        bold=piece.block.bold,
        capitals=piece.text.isupper(),
        parts=((0, piece.block),) if piece.block.box is not None else (),
    )


def _attach_note(drafts: list[Draft], piece: _Piece) -> None:
    """Hang a footnote on the paragraph that calls its mark, else on the last one."""
    note = _draft(piece, None)
    host = next(
        (d for d in reversed(drafts[-40:]) if piece.block.note is not None and piece.block.note in d.called), None
    )
    host = host or (drafts[-1] if drafts else None)
    if host is None:
        drafts.append(note)
    elif host.notes is None:
        host.notes = [note]
    else:
        host.notes.append(note)


def _with_notes(drafts: Iterable[Draft]) -> Iterator[Draft]:
    for draft in drafts:
        yield draft
        yield from draft.notes or ()
