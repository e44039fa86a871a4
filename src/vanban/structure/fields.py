"""Paragraphs that state one field of a task: `Cơ quan chủ trì: Sở …`, `b) Thời gian thực hiện: …`."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import msgspec

from vanban.language.lexicon import load
from vanban.language.normal import key
from vanban.structure.labels import parse_label

_LONGEST_NAME: Final = 60


class FieldKind(StrEnum):
    """What a field or a table column says about a task."""

    ORDINAL = "ordinal"
    TASK = "task"
    AGENCY = "agency"
    LEAD = "lead"
    PARTNERS = "partners"
    SUPERVISOR = "supervisor"
    TIME = "time"
    START = "start"
    PERIOD = "period"
    DELIVERABLE = "deliverable"
    BUDGET = "budget"
    OTHER = "other"


class Field(msgspec.Struct, frozen=True):
    """A field found at the head of a paragraph: its kind, and where its value begins in the text (may be the end)."""

    kind: FieldKind
    value: int


def read_field(text: str) -> Field | None:
    """The field that `text` states (after its label), None when it states none."""
    label = parse_label(text)
    start = label.end if label is not None else 0
    colon = text.find(":", start, start + _LONGEST_NAME)
    if colon < 0:
        return None
    kind = field_kind(text[start:colon])
    if kind is None:
        return None
    value = colon + 1
    while value < len(text) and text[value] == " ":
        value += 1
    return Field(kind, value)


def field_kind(name: str) -> FieldKind | None:
    """The kind of field that `name` stands for as the name of a line (`Đơn vị chủ trì`); None when it names none."""
    lowered = key(name).strip(" .*")
    for kind, names in load("fields")["lines"].items():
        if kind != "source" and lowered in names:
            return FieldKind(kind)
    return None


def column_kind(name: str) -> FieldKind:
    """The kind of a table column from its heading (`Cơ quan phối hợp`, `Thời gian hoàn thành`); OTHER when unknown."""
    lowered = key(name).strip(" .*():")
    if not lowered:
        return FieldKind.OTHER
    columns = load("fields")["columns"]
    if all(any(cue in lowered for cue in columns[kind]["contains"]) for kind in ("lead", "partners")):
        return FieldKind.AGENCY
    for kind in columns["order"]:
        words = columns[kind]
        if lowered in words["exact"] or any(cue in lowered for cue in words["contains"]):
            return FieldKind(kind)
    return FieldKind.OTHER
