"""What a document without a line for its type says of itself: `… ban hành Kế hoạch thực hiện …, như sau:`.

A copy that begins below the letterhead, or a scan whose type line was lost, still introduces its text that way (Decree
30/2020/NĐ-CP, annex I, II.6); the line above, when the introduction repeats it, is the subject.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from vanban.extract.header.instrument import NAMES, Instrument
from vanban.extract.header.lines import Line
from vanban.language.normal import fold
from vanban.language.patterns import alternatives
from vanban.structure.text import LabelKind

_INTRODUCES: Final = re.compile(
    rf"(?<!\w)(?:ban hành|xây dựng)\s+(?P<name>{alternatives(NAMES)})(?!\w)(?!\s+số)(?P<rest>[^;]{{0,600}}?)"
    r"[,.\s]{0,3}(?:như sau|với (?:các|những|một số) nội dung[^.;:]{0,60})\s?[:.]?$"
)
_NO_BODY: Final = ("kính gửi", "nơi nhận")
_BASES: Final = ("căn cứ ", "xét ", "theo đề nghị")
_LINES: Final = 20
_LONGEST: Final = 420
_LEAST_WORDS: Final = 4
_REPEATED: Final = 0.7
_OPENS: Final = frozenset(
    {LabelKind.PART, LabelKind.CHAPTER, LabelKind.LETTER, LabelKind.ROMAN, LabelKind.ARTICLE, LabelKind.NUMBER}
)


def read_introduction(lines: Sequence[Line]) -> Instrument:
    """Type and subject by the sentence that introduces the text; empty where no such sentence stands before it."""
    for index, line in enumerate(lines[:_LINES]):
        label = line.paragraph.label
        if line.keyed.startswith(_NO_BODY) or (label is not None and label.kind in _OPENS):
            break
        match = _INTRODUCES.search(line.keyed)
        if match is not None:
            rest = line.text[match.start("rest") : match.end("rest")].strip(" ,.:")
            return Instrument(kind=NAMES[match["name"]], title=_subject(lines[:index], rest))
    return Instrument()


def _subject(above: Sequence[Line], rest: str) -> str | None:
    """The lines above that the introduction repeats, else its own words."""
    said = set(fold(rest).split())
    title: list[str] = []
    for line in above:
        words = re.findall(r"\w+", fold(line.text))
        plain = len(line.text) <= _LONGEST and not line.keyed.startswith(_BASES)
        if plain and len(words) >= _LEAST_WORDS and sum(w in said for w in words) >= _REPEATED * len(words):
            title.append(line.text)
        elif title:
            break
    return " ".join(title).strip(" .*:") or rest or None
