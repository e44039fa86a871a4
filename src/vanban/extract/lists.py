"""Lists under a sentence: whether the sentence only announces them, or is itself the duty and they are its objects."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

import msgspec

from vanban.extract.agencies import agency_heading, read_roles
from vanban.language.lexicon import load
from vanban.language.normal import key
from vanban.structure.text import LabelKind, Paragraph, ParagraphKind

_OPENING: Final = 60
#: Names of things are short; longer items say what is to be done even where they do not begin with a verb.
_LONGEST_OBJECT: Final = 110


class ListKind(StrEnum):
    """What stands below a sentence that ends with a colon."""

    NONE = "none"  # nothing that belongs to it
    ACTIONS = "actions"  # duties of their own: the sentence only announces them
    OBJECTS = "objects"  # things: the sentence is the duty


class ListBelow(msgspec.Struct, frozen=True):
    """A list and the index of its last paragraph."""

    kind: ListKind
    last: int


def list_below(paragraphs: Sequence[Paragraph], index: int) -> ListBelow:
    """The list that the paragraph at `index` (which ends with a colon) opens."""
    head = paragraphs[index]
    items: list[Paragraph] = []
    for paragraph in paragraphs[index + 1 :]:
        same = paragraph.section == head.section and paragraph.kind is ParagraphKind.PARAGRAPH
        if not same or paragraph.label is None or _rank(paragraph) <= _rank(head):
            break
        items.append(paragraph)
    if not items:
        return ListBelow(ListKind.NONE, index)
    acting = sum(_acts(body_of(item)) for item in items)
    short = sum(len(body_of(item)) for item in items) <= _LONGEST_OBJECT * len(items)
    if short and 2 * acting < len(items) and starts_with_action(body_of(head)):
        return ListBelow(ListKind.OBJECTS, items[-1].index)
    return ListBelow(ListKind.ACTIONS, items[-1].index)


def _acts(body: str) -> bool:
    """Whether an item says what is to be done, or who is to do something: `Sở Nội vụ: Theo dõi …`."""
    return starts_with_action(body) or bool(read_roles(body).lead and not agency_heading(body))


def starts_with_action(text: str) -> bool:
    """Whether a sentence begins with a verb or adverb that sets something to do."""
    lowered = key(text[:_OPENING])
    starters: tuple[str, ...] = load("tasks")["starters"]["words"]
    nouns: tuple[str, ...] = load("tasks")["nouns"]["words"]
    return lowered.startswith(starters) and not lowered.startswith(nouns)


def body_of(paragraph: Paragraph) -> str:
    """The text of a paragraph after its label."""
    return paragraph.text[paragraph.label.end :] if paragraph.label is not None else paragraph.text


def _rank(paragraph: Paragraph) -> int:
    label = paragraph.label
    if label is None:
        return 0
    if label.kind is LabelKind.BULLET:
        return 30 if label.value == "-" else 31
    return {LabelKind.NUMBER: 10, LabelKind.POINT: 20}.get(label.kind, 5) + label.value.count(".")
