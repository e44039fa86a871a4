"""The printed lines of a letterhead and a signature, whatever a reader made of them.

A letterhead comes as one line a piece, as cells of a layout table, or with its left and right blocks glued on one
line; here every piece becomes a line of its own, without the motto and the rules below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from vanban.language.normal import fold, key
from vanban.structure.text import Paragraph, ParagraphKind

_MARKS: Final = re.compile(r"[*_#`>\\]{1,12}")
_RULE: Final = re.compile(r"[\s\-–—_=*~.·•°o|]{1,}")
_INNER_RULE: Final = re.compile(r"[-–—_=*~]{3,}|\s\*\s*$|^\s*\*\s|\t|\s{6,}|\s\|\s|\n")
#: The name of the State and its motto, the name of the Party; on folded text.
MOTTO: Final = re.compile(
    r"cong hoa (?:xa hoi chu nghia|xhcn) viet nam|viet nam dan chu cong hoa|dang cong san viet nam"
    r"|doc ?lap {0,2}- {0,2}tu ?do {0,2}- {0,2}hanh ?phuc|doc lap tu do hanh phuc",
)
_NAME_OF_STATE: Final = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|ĐẢNG CỘNG SẢN VIỆT NAM")
#: What stands below a letterhead: the addressee, the basis, the subject of a công văn.
_BELOW: Final = re.compile(r"(?<=\s)(?:Kính gửi|Căn cứ|V/v|Thực hiện )")
_LONGEST_MOTTO_LINE: Final = 160
_SHORTEST_SPLIT: Final = 8
#: Letters of other languages that look like `Đ` and are typed for it.
_LIKE_D: Final = str.maketrans("\u00d0\u0189", "\u0110\u0110")
_MAY_BE_MOTTO: Final = re.compile(r"VI[ỆE]T NAM|[Dd][oOoọ]c|[ĐD][ộỘ]c|ĐỘC|Cộng|VIỆT|Việt")


class Line(msgspec.Struct, frozen=True):
    """One printed line: text without Markdown marks, the form on which it is compared, its paragraph."""

    text: str
    keyed: str
    paragraph: Paragraph

    @property
    def capitals(self) -> bool:
        """Whether it is printed in capitals only."""
        return self.text.isupper()


def lines_of(paragraphs: Iterable[Paragraph]) -> Iterator[Line]:
    """The printed lines of `paragraphs` in order."""
    for paragraph in paragraphs:
        if paragraph.kind is ParagraphKind.NOTE:
            continue
        pieces = [cell.text for cell in paragraph.cells] if paragraph.cells else [paragraph.text]
        for piece in pieces:
            for text in _pieces(_MARKS.sub("", piece).translate(_LIKE_D)):
                clean = " ".join(text.split())
                if clean and not _RULE.fullmatch(clean):
                    yield Line(clean, key(clean), paragraph)


def has_motto(text: str) -> bool:
    """Whether a short text prints the motto of the State, or its name or that of the Party in capitals."""
    if len(text) > _LONGEST_MOTTO_LINE * 3:
        return False
    dashed = text.replace("–", "-").replace("—", "-").translate(_LIKE_D)
    folded = fold(dashed)
    return any(
        (text[match.start() : match.end()].isupper() or "tu do" in match.group() or "tudo" in match.group())
        and not folded.endswith("nuoc ", 0, match.start())
        for match in MOTTO.finditer(folded)
    )


def _pieces(text: str) -> Iterator[str]:
    if len(text) > _LONGEST_MOTTO_LINE * 3:
        cut = _letterhead_end(text)
        if cut:
            yield from _pieces(text[:cut])
        yield text[cut:]
        return
    if len(text) < _SHORTEST_SPLIT or text.isspace():
        yield text
        return
    for piece in _split_rules(text):
        if len(piece) > _LONGEST_MOTTO_LINE:
            yield piece
            continue
        if not _MAY_BE_MOTTO.search(piece):
            yield piece
            continue
        dashed = piece.replace("–", "-").replace("—", "-")
        position = 0
        for match in MOTTO.finditer(fold(dashed)):
            printed = piece[match.start() : match.end()]
            if printed.islower() or (printed[0].islower() and position == 0 and match.start() > 0):
                continue
            if (
                match.start() > 0
                and not printed.isupper()
                and "tự do" not in key(printed)
                and piece[: match.start()].strip()
            ):
                continue
            yield piece[position : match.start()]
            position = match.end()
        yield piece[position:]


def _letterhead_end(text: str) -> int:
    """Where a letterhead ends that stands on one line with the text below it, 0 when none does."""
    if not _NAME_OF_STATE.search(text, 0, _LONGEST_MOTTO_LINE):
        return 0
    below = _BELOW.search(text, 0, _LONGEST_MOTTO_LINE * 3)
    return below.start() if below else 0


def _split_rules(text: str) -> Iterator[str]:
    """Pieces between rules, wide gaps and table borders; a gap inside a number or a date is none."""
    position = 0
    for match in _INNER_RULE.finditer(text):
        gap = match.group()
        if gap.isspace() and "\n" not in gap and _blank_field(text, match.start(), match.end()):
            continue
        yield text[position : match.start()]
        position = match.end()
    yield text[position:]


def _blank_field(text: str, start: int, end: int) -> bool:
    """Whether a wide gap is a place left for digits: `Số:      /KH`, `ngày      tháng`."""
    before, after = key(text[max(0, start - 8) : start]).rstrip(), key(text[end : end + 6]).lstrip()
    return before.endswith(("số:", "số", "ngày", "tháng", "năm", ",")) or after.startswith(
        ("/", "tháng", "năm", "ngày")
    )
