"""What does not belong to the text of a PDF: running heads, page numbers; and what stands at the foot: notes."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from vanban.readers.pdf.layout import PageLayout, PrintedLine

_MARGIN: Final = 0.13
_PAGE_NUMBER: Final = re.compile(
    r"[-–—\s]{0,3}(?:Trang\s{0,3}|Page\s{0,3})?\d{1,4}(?:\s{0,3}/\s{0,3}\d{1,4})?[-–—.\s]{0,3}$", re.IGNORECASE
)
_DIGITS: Final = re.compile(r"\d{1,9}")
_GRID: Final = 12.0
_LEAST_REPEATS: Final = 3
_LEAST_SHARE: Final = 0.5
_SHORTEST_SEPARATOR: Final = 60.0
_LONGEST_SEPARATOR: Final = 260.0
_SMALL: Final = 0.94
_NOTE_NUMBER: Final = re.compile(r"\[?(\d{1,3})\]?[.):]?\s{1,3}(?=\S)")


_Key = tuple[str, int, int]


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A note at the foot of a page."""

    mark: str
    text: str
    line: PrintedLine


def find_running(pages: list[PageLayout]) -> set[int]:
    """The identities of lines that are running heads or page numbers.

    Running: the same text at the same height in the margin of three pages in a row or of most pages, the page number in
    it aside; and a number alone in the margin as the outermost line of its page (Decree 30/2020 puts it in the middle
    of the top margin). Two pages are not enough: a decision and the plan behind it open with the same header.
    """
    seen: dict[_Key, list[int]] = {}
    candidates: list[tuple[PrintedLine, list[_Key]]] = []
    running: set[int] = set()
    for page in pages:
        lines = page.lines
        top = min((line.top for line in lines), default=0.0)
        bottom = max((line.bottom for line in lines), default=0.0)
        for line in lines:
            if not _in_margin(line, page):
                continue
            if _PAGE_NUMBER.match(line.text) and (line.top <= top + 1 or line.bottom >= bottom - 1):
                running.add(id(line))
                continue
            keys = _keys(line, page.number)
            for key in keys:
                seen.setdefault(key, []).append(page.number)
            candidates.append((line, keys))
    needed = max(_LEAST_REPEATS, len(pages) * _LEAST_SHARE)
    sure = {key for key, numbers in seen.items() if len(set(numbers)) >= needed or _in_a_row(numbers)}
    running.update(id(line) for line, keys in candidates if not sure.isdisjoint(keys))
    return running


def _keys(line: PrintedLine, page: int) -> list[_Key]:
    """What a running line has in common with those of other pages: its text, or all of it but a number that counts."""
    text = line.text.casefold()
    numbers = list(_DIGITS.finditer(text))
    shapes = [(text, 0)]
    shapes.extend(
        (f"{text[: match.start()]}#{text[match.end() :]}", int(match.group()) - page)
        for match in (numbers[:1] + numbers[-1:] if len(numbers) > 1 else numbers)
    )
    place = int(line.top // _GRID)
    return [(shape, offset, near) for shape, offset in shapes for near in (place, place + 1)]


def _in_a_row(numbers: list[int]) -> bool:
    known = set(numbers)
    return any(number + 1 in known and number + 2 in known for number in known)


def _in_margin(line: PrintedLine, page: PageLayout) -> bool:
    return line.bottom < page.height * _MARGIN or line.top > page.height * (1 - _MARGIN)


def take_notes(page: PageLayout, running: set[int], body_size: float) -> tuple[list[Note], set[int]]:
    """The notes at the foot of a page and the identities of their lines.

    A short drawn line at the left above smaller print parts notes from the text; without it, small print that opens
    with a raised number does.
    """
    lines = [line for line in page.lines if id(line) not in running]
    if not lines:
        return [], set()
    start = _first_note_line(page, lines, body_size)
    if start is None:
        return [], set()
    notes: list[Note] = []
    taken: set[int] = set()
    for line in start:
        taken.add(id(line))
        mark, text = _note_mark(line, notes[-1].mark if notes else None)
        if mark is not None:
            notes.append(Note(mark=mark, text=text, line=line))
        elif notes:
            last = notes[-1]
            notes[-1] = Note(mark=last.mark, text=f"{last.text} {text}".strip(), line=last.line)
        else:
            notes.append(Note(mark="", text=text, line=line))
    return notes, taken


def _first_note_line(page: PageLayout, lines: list[PrintedLine], body_size: float) -> list[PrintedLine] | None:
    left = min(line.x0 for line in lines)
    for rule in sorted(page.rules, key=lambda item: -item.y0):
        length = rule.x1 - rule.x0
        if not _SHORTEST_SEPARATOR <= length <= _LONGEST_SEPARATOR or rule.x0 > left + 15 or rule.y0 < page.height / 4:
            continue
        below = [line for line in lines if line.top >= rule.y0 - 2]
        if below and below[0].size < body_size * _SMALL and _note_mark(below[0], None)[0] is not None:
            return below
    tail: list[PrintedLine] = []
    for line in sorted(lines, key=lambda item: -item.bottom):
        if line.size >= body_size * _SMALL:
            break
        tail.append(line)
    tail.reverse()
    while tail and not (tail[0].calls and tail[0].calls[0][1] == 0):
        tail.pop(0)
    return tail or None


def _note_mark(line: PrintedLine, previous: str | None) -> tuple[str | None, str]:
    """The mark that opens a note line, and the text behind it."""
    if line.calls and line.calls[0][1] == 0:
        return line.calls[0][0], line.text.strip()
    match = _NOTE_NUMBER.match(line.text)
    if match and (previous is None or (previous.isdigit() and int(match.group(1)) == int(previous) + 1)):
        return match.group(1), line.text[match.end() :].strip()
    return None, line.text
