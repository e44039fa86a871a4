"""Which labelled paragraphs are headings, and which are sentences that merely carry a label.

A heading names the part below it: it is short, is not a finished sentence, and something narrower follows.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import Final

from vanban.language.lexicon import load
from vanban.language.normal import key
from vanban.readers.blocks import BlockKind
from vanban.structure.fields import FieldKind, read_field
from vanban.structure.reflow import Draft
from vanban.structure.text import LabelKind

_LONGEST: Final = 260
_LONGEST_COLON: Final = 130
_LONGEST_SENTENCE: Final = 110
_FIELDS_WITHIN: Final = 4
_LONGEST_ROLE: Final = 40
_CLOSING_WITHIN: Final = 220
_SENTENCE_BORDER = re.compile(r"[^\W\d_]{2}[.!?] ([^\W\d_])")
_AMOUNT = re.compile(r"\d\s*(?:tỷ|tỉ|triệu|nghìn)?\s*đồng")

_RANK: Final = {
    LabelKind.APPENDIX: 0,
    LabelKind.PART: 1,
    LabelKind.CHAPTER: 2,
    LabelKind.LETTER: 3,
    LabelKind.SECTION: 3,
    LabelKind.ROMAN: 4,
    LabelKind.ARTICLE: 5,
    LabelKind.NUMBER: 6,
    LabelKind.POINT: 12,
    LabelKind.BULLET: 20,
}
_ALWAYS: Final = {LabelKind.PART, LabelKind.CHAPTER, LabelKind.SECTION}


def is_heading(drafts: Sequence[Draft], index: int, letters: Container[str]) -> bool:
    """Whether the draft at `index` is a heading of the outline; `letters` label drafts before it."""
    draft = drafts[index]
    label = draft.label
    if label is None or draft.kind in {BlockKind.ROW, BlockKind.NOTE} or draft.cell is not None:
        return False
    rest = draft.text[label.end :]
    if label.kind is LabelKind.APPENDIX:
        return len(rest) <= _LONGEST
    if label.kind in _ALWAYS:
        return True
    if label.kind is LabelKind.ARTICLE:
        return len(rest) <= _LONGEST and not rest.endswith((".", ";", ":", ","))
    if label.kind is LabelKind.BULLET or not rest:
        return False
    if label.kind in {LabelKind.ROMAN, LabelKind.LETTER}:
        return _is_wide_heading(rest) and (label.kind is LabelKind.ROMAN or _carries_letters_on(draft, letters))
    if len(rest) > _LONGEST or rest[-1] in ";," or rest[0].islower() or label.value.startswith("("):
        return False
    if is_bare_role(rest):
        return False
    if read_field(draft.text) is not None or (len(rest) > _LONGEST_SENTENCE and _has_two_sentences(rest)):
        return False
    return _is_narrow_heading(drafts, index, rest)


def opens_below(drafts: Sequence[Draft], index: int) -> bool:
    """Whether the draft after `index` stands below it: a narrower label, a bullet, a table row or plain text."""
    if index + 1 >= len(drafts):
        return False
    here, following = drafts[index], drafts[index + 1]
    if following.kind is BlockKind.ROW:
        return True
    if following.label is None:
        return following.cell is None and not is_closing(following.text)
    return here.label is not None and _rank(following) > _rank(here)


def is_bare_role(text: str) -> bool:
    """Whether `text` says only how the agencies of the list below take part (`Chủ trì, phối hợp`)."""
    return len(text) < _LONGEST_ROLE and key(text).strip(" ,.:") in load("sections")["intro"]["bare"]


def is_closing(text: str) -> bool:
    """Whether `text` belongs to the end of the document: closing sentence, recipients, signature."""
    lexicon = load("sections")["closing"]
    lowered = key(text[:_CLOSING_WITHIN])
    if lowered.startswith(tuple(lexicon["difficulties"])):
        return any(word in lowered for word in lexicon["raised"])
    if lexicon["announced"] in lowered and key(text[-_CLOSING_WITHIN:]).rstrip("./ ").endswith(tuple(lexicon["known"])):
        return True
    return lowered.startswith(tuple(lexicon["sentences"])) or ends_body(text)


def ends_body(text: str) -> bool:
    """Whether the body of the instrument ends before `text`: the recipients or the signature begin."""
    lexicon = load("sections")["closing"]
    return key(text[:20]).startswith(tuple(lexicon["recipients"])) or (
        text.isupper() and text.startswith(tuple(lexicon["signatures"]))
    )


def _has_two_sentences(text: str) -> bool:
    return any(match[1].isupper() for match in _SENTENCE_BORDER.finditer(text))


def _is_wide_heading(rest: str) -> bool:
    if len(rest) > _LONGEST + 60 or rest[-1] in ";,":
        return False
    return rest.isupper() or not (len(rest) > _LONGEST_SENTENCE and _has_two_sentences(rest))


def _carries_letters_on(draft: Draft, letters: Container[str]) -> bool:
    """A single capital is a heading label when it is written in capitals, is `A`, or carries on a run of letters."""
    if draft.label is None:
        return False
    if draft.label.value == "A" or draft.text[draft.label.end :].isupper() or draft.bold:
        return True
    return chr(ord(draft.label.value) - 1) in letters


def _is_narrow_heading(drafts: Sequence[Draft], index: int, rest: str) -> bool:
    draft, last = drafts[index], rest[-1]
    below = opens_below(drafts, index)
    described = _is_described(drafts, index)
    if last == ":":
        lowered = key(rest)
        intro = lowered.endswith(tuple(load("sections")["intro"]["endings"])) and len(rest) > 40
        return below and len(rest) <= _LONGEST_COLON and not intro and _AMOUNT.search(rest) is None and not described
    if last in ".!?…":
        labelled = index + 1 < len(drafts) and drafts[index + 1].label is not None
        return below and labelled and len(rest) <= _LONGEST_SENTENCE and not described
    if described:
        return False
    return below or (draft.bold and len(rest) <= _LONGEST_COLON) or draft.source.kind is BlockKind.HEADING


def _is_described(drafts: Sequence[Draft], index: int) -> bool:
    """Whether lines such as `Cơ quan chủ trì: …` follow, that say who does what the draft states: it is a task then."""
    for following in drafts[index + 1 : index + 1 + _FIELDS_WITHIN]:
        field = read_field(following.text)
        if field is None or field.kind is FieldKind.TASK:
            return False
        if field.kind in {FieldKind.LEAD, FieldKind.PARTNERS, FieldKind.AGENCY}:
            return True
    return False


def _rank(draft: Draft) -> int:
    label = draft.label
    if label is None:
        return 99
    rank = _RANK[label.kind]
    if label.kind in {LabelKind.NUMBER, LabelKind.POINT}:
        rank += label.value.count(".")
    if label.kind is LabelKind.BULLET and label.value != "-":
        rank += 1
    return rank
