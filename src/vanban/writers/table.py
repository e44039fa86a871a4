"""A record as tables for a terminal, as wide as the terminal is, with columns that stay aligned for any script."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from vanban.language import wording
from vanban.language.wording import Lang
from vanban.reading_warnings import translated
from vanban.record import PlanRecord
from vanban.writers import formats
from vanban.writers.tables import Column, Table, Value, all_tables, identity

_MINIMUM_WIDTH: Final = 40
_CARD_WIDTH: Final = 80
_GAP: Final = "  "
_LONGEST_CELL: Final = 300
_LONGEST_WORD: Final = 24
_BOLD: Final = ("\x1b[1m", "\x1b[0m")
_DIM: Final = ("\x1b[2m", "\x1b[0m")


def width_of(text: str) -> int:
    """The number of terminal columns: wide and full-width characters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(_columns_of(character) for character in text)


def _columns_of(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def pad(text: str, width: int, *, right: bool = False) -> str:
    """The text filled with spaces to `width` columns."""
    filling = " " * max(0, width - width_of(text))
    return filling + text if right else text + filling


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns, broken at spaces; a word that is too long is cut."""
    lines: list[str] = []
    line, used = "", 0
    for word in text.split():
        for piece in _pieces(word, width):
            size = width_of(piece)
            if line and used + 1 + size > width:
                lines.append(line)
                line, used = piece, size
            elif line:
                line, used = f"{line} {piece}", used + 1 + size
            else:
                line, used = piece, size
    if line:
        lines.append(line)
    return lines or [""]


def _pieces(word: str, width: int) -> Iterator[str]:
    if width_of(word) <= width:
        yield word
        return
    piece, used = "", 0
    for character in word:
        size = _columns_of(character)
        if piece and used + size > width:
            yield piece
            piece, used = "", 0
        piece += character
        used += size
    if piece:
        yield piece


def _text(value: Value, lang: Lang) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return wording.shorten(value, _LONGEST_CELL)
    return wording.number(value, lang)


def _column_widths(columns: Sequence[Column], cells: Sequence[Sequence[str]], total: int) -> list[int]:
    """Widths that fill `total` columns: what each column needs, and the space that is short taken from the widest."""
    widths = [
        max([width_of(column.heading), *(width_of(row[index]) for row in cells)])
        for index, column in enumerate(columns)
    ]
    floors = [
        max(_longest_word(column.heading), *(min(_longest_word(row[index]), _LONGEST_WORD) for row in cells))
        for index, column in enumerate(columns)
    ]
    space = total - len(_GAP) * (len(widths) - 1)
    needed = sum(widths)
    if needed <= space:
        return widths
    weights = [column.width for column in columns]
    share = [max(floor, space * weight // sum(weights)) for floor, weight in zip(floors, weights, strict=True)]
    result = [min(width, part) for width, part in zip(widths, share, strict=True)]
    spare = space - sum(result)
    while spare != 0:
        if spare > 0:
            open_columns = [index for index in range(len(result)) if result[index] < widths[index]]
            if not open_columns:
                break
            index = max(open_columns, key=lambda column: (widths[column] / result[column], -column))
            result[index] += 1
            spare -= 1
        else:
            index = max(range(len(result)), key=lambda column: result[column] - floors[column])
            if result[index] <= floors[index]:
                break
            result[index] -= 1
            spare += 1
    return result


def _longest_word(text: str) -> int:
    return max((width_of(word) for word in text.split()), default=0)


def _grid(table: Table, width: int, lang: Lang, *, styled: bool) -> list[str]:
    values = [[_text(value, lang) for value in row] for row in table.rows]
    sections = [
        "".join(text for text, column in zip(row, table.columns, strict=True) if column.section) for row in values
    ]
    used = [
        index for index, column in enumerate(table.columns) if not column.section and any(row[index] for row in values)
    ]
    table_columns = [table.columns[index] for index in used]
    cells = [[row[index] for index in used] for row in values]
    widths = _column_widths(table_columns, cells, width)
    rule = _GAP.join("─" * column for column in widths)
    lines = [
        _style(line, _BOLD, on=styled)
        for line in _row([column.heading for column in table_columns], widths, [False] * len(widths))
    ]
    lines.append(rule)
    figures = [column.figures for column in table_columns]
    tall = any(sum(width_of(text) for text in row) > sum(widths) for row in cells)
    above = ""
    for row, section in zip(cells, sections, strict=True):
        if section and section != above:
            lines += [_style(line, _DIM, on=styled) for line in wrap(f"▸ {section}", width)]
            above = section
        lines += _row(row, widths, figures)
        if tall:
            lines.append("")
    return lines if not tall else lines[:-1]


def _row(texts: Sequence[str], widths: Sequence[int], figures: Sequence[bool]) -> list[str]:
    wrapped = [wrap(text, width) for text, width in zip(texts, widths, strict=True)]
    height = max(len(lines) for lines in wrapped)
    return [
        _GAP.join(
            pad(lines[index] if index < len(lines) else "", width, right=right)
            for lines, width, right in zip(wrapped, widths, figures, strict=True)
        ).rstrip()
        for index in range(height)
    ]


def _cards(table: Table, width: int, lang: Lang, *, styled: bool) -> list[str]:
    """The table for a narrow terminal: each row a small list of named values."""
    lines: list[str] = []
    for row in table.rows:
        first = True
        for column, value in zip(table.columns[1:], row[1:], strict=True):
            text = _text(value, lang)
            if not text:
                continue
            if first:
                number = f"{row[0]}. "
                for index, line in enumerate(wrap(text, width - len(number))):
                    lines.append((number if index == 0 else " " * len(number)) + line)
                first = False
                continue
            name = f"{column.heading}: "
            pieces = wrap(name + text, width - 4)
            lines.append("    " + pieces[0].replace(name, _style(name, _DIM, on=styled), 1))
            lines += ["    " + piece for piece in pieces[1:]]
        lines.append("")
    return lines[:-1]


def _style(text: str, codes: tuple[str, str], *, on: bool) -> str:
    return f"{codes[0]}{text}{codes[1]}" if on else text


def write(record: PlanRecord, lang: Lang = "vi", *, width: int = 100, styled: bool = False) -> str:
    """The record as text for a terminal of `width` columns; `styled` adds bold and dim."""
    width = max(width, _MINIMUM_WIDTH)
    lines = [_style(formats.document_name(record.document, lang, capitals=True), _BOLD, on=styled)]
    pairs = identity(record, lang)
    label_width = max((width_of(name) for name, _ in pairs), default=0)
    for name, value in pairs:
        for index, line in enumerate(wrap(value, max(width - label_width - 4, 20))):
            label = name if index == 0 else ""
            lines.append(f"  {_style(pad(label, label_width), _DIM, on=styled)}  {line}")
    for warning in record.text.warnings:
        lines += ["", *(f"! {line}" for line in wrap(formats.plain(translated(warning, lang)), width - 2))]
    for table in all_tables(record, lang):
        lines += ["", _style(f"{table.name} ({len(table.rows)})", _BOLD, on=styled), ""]
        if not table.rows:
            lines.append(f"  {table.empty}")
        elif width < _CARD_WIDTH:
            lines += _cards(table, width, lang, styled=styled)
        else:
            lines += _grid(table, width, lang, styled=styled)
    return "\n".join(lines) + "\n"
