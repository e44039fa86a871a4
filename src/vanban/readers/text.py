"""Plain text: every printed line a block, and the rows `a | b | c` that tables leave in texts taken from web pages."""

from __future__ import annotations

import re
from typing import Final

from vanban.errors import VanbanError
from vanban.readers import media
from vanban.readers.blocks import Block, BlockKind, Reading
from vanban.readers.collector import Collector
from vanban.readers.encoding import decode_text
from vanban.readers.limits import Limits

#: A bar between cells stands free: at the edge of the line or between blanks.
_CELL_BORDER: Final = re.compile(r"(?:^|(?<=[ \t\xa0]))\|(?=[ \t\xa0]|$)")
#: A table begins anew where a row opens with the name of the column of serial numbers.
_TABLE_START: Final = re.compile(r"(?:S\.?T\.?T|T\.?T|Số TT)\.?$", re.IGNORECASE)
_LEAST_CELLS_ALONE: Final = 3


def read(data: bytes, limits: Limits) -> Reading:
    """Read a plain text file: LINE, BLANK and ROW blocks with line numbers; pages where form feeds part them."""
    lines, warnings = text_lines(data, limits)
    collector = Collector(limits)
    page = 1 if any("\f" in line for line in lines) else None
    rows = [split_row(line) if "|" in line else None for line in lines]
    tables = _tables(lines, rows)
    numbers: dict[int, int] = {}
    counts: dict[int, int] = {}
    for index, line in enumerate(lines):
        if page is not None:
            page += line.count("\f")
        text = line.replace("\f", "").rstrip()
        table = tables.get(index)
        if table is not None:
            if table not in numbers:
                numbers[table] = collector.next_table()
            row = counts.get(table, 0)
            counts[table] = row + 1
            cells = rows[index] or (text,)
            collector.add(
                Block(
                    kind=BlockKind.ROW,
                    text=" | ".join(cells),
                    line=index + 1,
                    page=page,
                    table=numbers[table],
                    row=row,
                    cells=cells,
                )
            )
        elif text.strip():
            collector.add(Block(kind=BlockKind.LINE, text=text, line=index + 1, page=page))
        else:
            collector.add(Block(kind=BlockKind.BLANK, text="", line=index + 1, page=page))
    return Reading(media_type=media.TEXT, pages=page, blocks=tuple(collector.blocks), warnings=warnings)


def text_lines(data: bytes, limits: Limits) -> tuple[list[str], tuple[str, ...]]:
    """The lines of a text file, without their ends, and warnings about its encoding.

    Raises VanbanError: `too-large`, `line-too-long`, `too-many-parts`.
    """
    if len(data) > limits.max_text_bytes:
        raise VanbanError("too-large", size=len(data), limit=limits.max_text_bytes)
    decoded = decode_text(data)
    text = decoded.text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") >= limits.max_blocks:
        raise VanbanError("too-many-parts", limit=limits.max_blocks)
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    longest = max(map(len, lines), default=0)
    if longest > limits.max_line:
        raise VanbanError("line-too-long", size=longest, limit=limits.max_line)
    return lines, decoded.warnings


def split_row(line: str) -> tuple[str, ...] | None:
    """The cells of a line `a | b | c`, None for a line without two of them."""
    borders = [match.start() for match in _CELL_BORDER.finditer(line)]
    if not borders:
        return None
    if line[0] == "|" and line[-1] == "|" and len(borders) > 2:
        return split_row(line[1:-1])
    starts = [0, *(b + 1 for b in borders)]
    ends = [*borders, len(line)]
    return tuple(line[start:end].strip() for start, end in zip(starts, ends, strict=True))


def _tables(lines: list[str], rows: list[tuple[str, ...] | None]) -> dict[int, int]:
    """Line number -> table, for all lines that are rows.

    Consecutive rows form a table. One line without bars between two rows is a row whose other cells were empty and
    vanished. A lone line with a single bar is no table.
    """
    runs: list[list[int]] = []
    last = -2
    for index, cells in enumerate(rows):
        if cells is None:
            continue
        gap = index - last - 1
        opens = bool(_TABLE_START.match(cells[0]))
        if runs and not opens and (gap == 0 or (gap == 1 and lines[index - 1].strip())):
            runs[-1].extend(range(last + 1, index + 1))
        else:
            runs.append([index])
        last = index
    tables: dict[int, int] = {}
    for number, run in enumerate(runs):
        only = rows[run[0]]
        if len(run) > 1 or (only is not None and len(only) >= _LEAST_CELLS_ALONE):
            tables.update(dict.fromkeys(run, number))
    return tables
