"""Printed lines of a letterhead that a web page or a narrow column has broken in the middle, made whole again.

Decree 30/2020/NĐ-CP, Annex I, prints name of the State, number and date on one line each; what stands on two lines
(`Hà` / `Nội, ngày …`, `Số:` / `12/KH-UBND`, `ỦY` / `BAN NHÂN DÂN`) was broken by whoever set or converted the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from vanban.extract.citations.number import PRINTED, TAIL
from vanban.extract.header.instrument import NAMES
from vanban.extract.header.lines import MOTTO, Line
from vanban.language import gazetteer, lexicon
from vanban.language.normal import fold, key

_LONGEST: Final = 90
#: How many lines a motto is broken into at most.
_MOTTO_LINES: Final = 3
_STATE: Final = ("cong hoa xa hoi chu nghia viet nam", "doc lap - tu do - hanh phuc", "dang cong san viet nam")
_STAMPS: Final = frozenset(
    word for table in ("secrecy", "urgency", "draft") for word in lexicon.load("positions")["marks"][table]
)
#: `Số:` with nothing behind it, or with digits and perhaps the first signs behind them.
_LABEL: Final = re.compile(
    r"\W{0,3}(?:luật |pháp lệnh |nghị quyết )?số(?:\s?/?\s?(?:k[ýí] )?hiệu)?\s{0,2}[:;.]?\s{0,3}(?P<rest>.{0,40})"
)
_OPEN_NUMBER: Final = re.compile(
    r"\d{1,6}[a-zđ]?(?:\s?/\s?(?:19|20)\d\d)?(?:\s?[-/][\w&.]{1,13}){0,5}(?P<open>\s?[-/])?"
)
_WHOLE_NUMBER: Final = re.compile(rf"\W{{0,2}}{PRINTED}")
_REST_OF_NUMBER: Final = re.compile(rf"(?:\s?/\s?(?:19|20)\d\d)?\s?[-–/]\s?{TAIL}\s?[-–/]?(?!\w)")
_LAST_SIGNS: Final = re.compile(rf"{TAIL}\s?[-–/]?")
#: A date of which the rest stands on the next line, and what that rest begins with.
_OPEN_DATE: Final = re.compile(
    r"(?:.{0,45}[,\s]|^)ngày\s{0,3}(?:[\d.…_]{0,12}\s{0,3}(?:tháng\s{0,3}(?:[\d.…_]{0,12}\s{0,3}(?:năm)?)?)?)?$"
)
_REST_OF_DATE: Final = re.compile(r"(?:[\d.…_]{1,12}\s{0,3})?(?:tháng|năm)(?!\w)|(?:19|20)\d\d\W{0,3}$")
_DAY: Final = re.compile(r"\s{0,3},?\s{0,3}ngày(?!\w)")
_NAME: Final = re.compile(r"(?:[^\W\d_][^\W\d_’']{0,11}(?:['’]\w{1,8})?\.?(?:\s?[-–]\s?|\s|$)){1,6}")


def joined(lines: Iterable[Line]) -> list[Line]:
    """`lines` with those made one that are one printed line; the name of the State and its motto left out."""
    whole: list[Line] = []
    pending = _without_motto(list(lines))
    for line in pending:
        before = whole[-1] if whole else None
        if before is not None and len(before.text) + len(line.text) < _LONGEST:
            above = whole[-2] if len(whole) > 1 else None
            if text := _one(before, line, above):
                whole[-1] = Line(text, key(text), before.paragraph)
                continue
        whole.append(line)
    return whole


def _without_motto(lines: Sequence[Line]) -> list[Line]:
    kept: list[Line] = []
    index = 0
    while index < len(lines):
        size = _broken_motto(lines, index)
        if size == 0:
            kept.append(lines[index])
        index += size or 1
    return kept


def _broken_motto(lines: Sequence[Line], index: int) -> int:
    """How many lines from `index` on print the name of the State, of the Party or the motto between them, else 0."""
    if len(lines[index].text) > _LONGEST:
        return 0
    text = fold(lines[index].text)
    if not any(name.startswith(text) for name in _STATE):
        return 0
    for size in range(2, _MOTTO_LINES + 1):
        if index + size > len(lines) or len(lines[index + size - 1].text) > _LONGEST:
            return 0
        text = f"{text} {fold(lines[index + size - 1].text)}"
        if MOTTO.fullmatch(text):
            return size
        if not any(name.startswith(text) for name in _STATE):
            return 0
    return 0


def _one(before: Line, line: Line, above: Line | None) -> str | None:
    """The one printed line that two lines make, None when they are two."""
    if _is_number(before, line):
        glue = "" if line.text[0] in "-–/" or before.text[-1] in "-–/" else " "
        return f"{before.text}{glue}{line.text}"
    if (
        (_OPEN_DATE.match(before.keyed) and _REST_OF_DATE.match(line.keyed))
        or _is_place(before, line)
        or _is_name(before, line, above)
    ):
        return f"{before.text} {line.text}"
    return None


def _is_number(before: Line, line: Line) -> bool:
    label = _LABEL.fullmatch(before.keyed)
    if label is None:
        return False
    rest = label["rest"].strip()
    if not rest:
        return _WHOLE_NUMBER.match(line.text) is not None or _REST_OF_NUMBER.match(line.text) is not None
    number = _OPEN_NUMBER.fullmatch(rest)
    if number is None:
        return False
    if number["open"]:
        return " " not in line.text.strip() and line.capitals and _LAST_SIGNS.fullmatch(line.text) is not None
    rest_of_number = _REST_OF_NUMBER.match(line.text)
    return rest_of_number is not None and (line.text[0] == "/" or rest_of_number.end() == len(line.text))


def _is_place(before: Line, line: Line) -> bool:
    """Whether the first words of the place before a date stand on the line before: `Hà` / `Nội, ngày …`."""
    name, mark, rest = line.text.partition(",")
    if not name.strip():
        return bool(mark) and _DAY.match(key(rest)) is not None and _is_named(before.text)
    if not mark:
        return _DAY.match(line.keyed) is not None and _is_known(before.text.rstrip(" ,"))
    if _DAY.match(key(rest)) is None or _NAME.fullmatch(before.text) is None or _NAME.fullmatch(name) is None:
        return False
    if before.capitals and not name.isupper():
        return False
    if _is_known(f"{before.text} {name}"):
        return True
    return not _is_known(name) and " " not in before.text and before.text[0].isupper() and before.text[1:].islower()


def _is_named(text: str) -> bool:
    return _NAME.fullmatch(text.rstrip(" ,")) is not None and not text.isupper()


def _is_known(text: str) -> bool:
    """Whether the text is the name of a province and nothing else, with or without `TP`, `thành phố`, `tỉnh`."""
    found = gazetteer.find_provinces(text)
    if not found or found[-1][0][1] != len(text.rstrip()):
        return False
    return fold(text[: found[-1][0][0]]).strip(" .") in {"", "tp", "t.p", "thanh pho", "tinh"}


def _is_name(before: Line, line: Line, above: Line | None) -> bool:
    """Whether the first word of a name in capitals stands on a line of its own: `ỦY` / `BAN NHÂN DÂN`."""
    return (
        before.text.isalpha()
        and before.capitals
        and line.capitals
        and before.keyed not in _STAMPS
        and before.keyed not in NAMES
        and not any(character.isdigit() for character in line.text)
        and (above is None or not above.capitals)
    )
