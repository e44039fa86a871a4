"""Words to printed lines, and lines to reading order: side by side columns come out one after the other."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from vanban.readers.pdf.geometry import Line, Word, line_of

_LIST_MARK: Final = re.compile(r"[-–—+•●▪*]|\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[a-zđ])[.)]")
_SAME_FOOT: Final = 0.22
_WIDE_GAP: Final = 2.0
_CELL_GAP: Final = 1.1
_LONE_GAP: Final = 6.0
_OVERLAP: Final = 0.35
_NEAR: Final = 1.3
_ALIGNED: Final = 8.0
_LEAST_GUTTER: Final = 3.0


def lines_of_words(words: list[Word], gap: float | None = None) -> list[Line]:
    """Lines from top to bottom. With `gap`, blanks wider than so many font sizes part a line into several."""
    lines: list[Line] = []
    for row in _rows(words):
        piece = [row[0]]
        for word in row[1:]:
            wide = gap is not None and word.x0 - piece[-1].x1 > gap * max(word.size, piece[-1].size)
            if wide and not _is_list_mark(piece):
                lines.append(line_of(piece))
                piece = []
            piece.append(word)
        lines.append(line_of(piece))
    return lines


def _is_list_mark(words: list[Word]) -> bool:
    """Whether the words are only the mark or number of a list item, which a tab parts from its text."""
    return len(words) == 1 and _LIST_MARK.fullmatch(words[0].text) is not None


def _rows(words: list[Word]) -> list[list[Word]]:
    """Words with the same foot, each row from left to right; raised and small words join the row they touch."""
    rows: list[list[Word]] = []
    feet: list[float] = []
    for word in sorted(words, key=lambda w: w.foot):
        if rows and word.foot - feet[-1] <= _SAME_FOOT * min(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
            feet.append(word.foot)
    merged: list[list[Word]] = []
    for row in rows:
        row.sort(key=lambda w: w.x0)
        if merged and _touches(merged[-1], row):
            merged[-1] = sorted([*merged[-1], *row], key=lambda w: w.x0)
        else:
            merged.append(row)
    return merged


def _touches(upper: list[Word], lower: list[Word]) -> bool:
    """Whether one of two rows is only small raised or lowered marks of the other."""
    small, large = (upper, lower) if max(w.size for w in upper) < max(w.size for w in lower) else (lower, upper)
    size = max(w.size for w in large)
    if max(w.size for w in small) > size * 0.85 or len(small) > 3:
        return False
    top, bottom = min(w.top for w in large), max(w.bottom for w in large)
    return all(
        top - size * 0.2 <= (w.top + w.bottom) / 2 <= bottom
        and any(-1 <= w.x0 - o.x1 < size * 0.5 or -1 <= o.x0 - w.x1 < size * 0.5 for o in large)
        for w in small
    )


class _Zone(msgspec.Struct):
    """Lines that stand side by side: what is left and what is right of an empty strip."""

    left: list[Line]
    right: list[Line]
    low: float
    high: float
    bottom: float


def pieces_of(words: list[Word]) -> list[Line]:
    """Lines parted at wide blanks, such as those between columns of text."""
    return lines_of_words(words, _WIDE_GAP)


def cells_of(words: list[Word]) -> list[Line]:
    """Lines parted at blanks that may part cells: narrower ones, for only those that agree in many lines count."""
    return lines_of_words(words, _CELL_GAP)


def reading_order(pieces: list[Line], middle: float) -> list[Line]:
    """All lines of a page in reading order: of columns that stand side by side first the left one.

    `pieces` come from `pieces_of`; `middle` is the middle of the printed area: what is centred there stands below
    columns, not in them.
    """
    return _ordered(pieces, middle, 0)


def _ordered(lines: list[Line], middle: float, depth: int) -> list[Line]:
    result: list[Line] = []
    zone: _Zone | None = None
    for strip in strips_of(lines):
        if zone is not None:
            if _extends(zone, strip, middle):
                _add(zone, strip)
                continue
            result.extend(_close(zone, middle, depth))
            zone = None
        if len(strip) == 1:
            result.append(strip[0])
        else:
            zone = _open(strip)
            if zone is None:
                result.extend(_whole(strip))
    if zone is not None:
        result.extend(_close(zone, middle, depth))
    return result


def strips_of(lines: list[Line]) -> list[list[Line]]:
    """Lines whose heights overlap, directly or through others, from top to bottom."""
    strips: list[list[Line]] = []
    bottom = 0.0
    for line in sorted(lines, key=lambda item: item.top):
        if strips and bottom - line.top > _OVERLAP * line.height:
            strips[-1].append(line)
            bottom = max(bottom, line.bottom)
        else:
            strips.append([line])
            bottom = line.bottom
    return strips


def _open(strip: list[Line]) -> _Zone | None:
    """The widest empty strip between the lines of a strip."""
    ordered = sorted(strip, key=lambda line: line.x0)
    best: tuple[float, float, float] | None = None
    reach = ordered[0].x1
    for line in ordered[1:]:
        if line.x0 - reach > _LEAST_GUTTER and (best is None or line.x0 - reach > best[0]):
            best = (line.x0 - reach, reach, line.x0)
        reach = max(reach, line.x1)
    if best is None:
        return None
    _, low, high = best
    return _Zone(
        left=[line for line in strip if line.x1 <= low],
        right=[line for line in strip if line.x0 >= high],
        low=low,
        high=high,
        bottom=max(line.bottom for line in strip),
    )


def _extends(zone: _Zone, strip: list[Line], page_middle: float) -> bool:
    """Whether a strip goes on with the columns of a zone."""
    middle = (zone.low + zone.high) / 2
    left = [line for line in strip if line.centre < middle]
    right = [line for line in strip if line.centre >= middle]
    low = max([zone.low, *(line.x1 for line in left)])
    high = min([zone.high, *(line.x0 for line in right)])
    if high - low < _LEAST_GUTTER:
        return False
    if left and right:
        return True
    gap = min(line.top for line in strip) - zone.bottom
    height = max(line.height for line in strip)
    side = zone.left if left else zone.right
    if any(abs(line.centre - page_middle) < _ALIGNED for line in strip) and gap > 0.5 * height:
        return False
    return gap < _NEAR * height or all(_aligned(line, side) for line in strip)


def _aligned(line: Line, side: list[Line]) -> bool:
    """Whether a line stands under others: same left edge or same middle."""
    return any(abs(line.x0 - other.x0) < _ALIGNED or abs(line.centre - other.centre) < _ALIGNED for other in side)


def _add(zone: _Zone, strip: list[Line]) -> None:
    middle = (zone.low + zone.high) / 2
    for line in strip:
        if line.centre < middle:
            zone.left.append(line)
            zone.low = max(zone.low, line.x1)
        else:
            zone.right.append(line)
            zone.high = min(zone.high, line.x0)
        zone.bottom = max(zone.bottom, line.bottom)


def _close(zone: _Zone, middle: float, depth: int) -> list[Line]:
    """The lines of a zone: left before right; one strip with a moderate blank is one line after all."""
    lines = [*zone.left, *zone.right]
    feet = {round(line.foot) for line in lines}
    size = max(line.size for line in lines)
    if len(feet) == 1 and zone.high - zone.low < _LONE_GAP * size:
        return _whole(lines)
    if depth > 3:
        return [*_whole(zone.left), *_whole(zone.right)]
    return [*_ordered(zone.left, middle, depth + 1), *_ordered(zone.right, middle, depth + 1)]


def _whole(lines: list[Line]) -> list[Line]:
    """Pieces with the same foot joined into one line again."""
    return lines_of_words([word for line in lines for word in line.words])
