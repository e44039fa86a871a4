"""Stamps near the head of a document: secrecy, urgency, draft."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal, cast

from vanban.extract.header.identity import Identity
from vanban.extract.header.lines import Line
from vanban.language import lexicon

_MARKS: Final = lexicon.load("positions")["marks"]
_LABEL: Final = re.compile(r"(?:độ |mức độ |mức )?(?:mật|khẩn)\s{0,2}:\s{0,2}")
_AROUND: Final = " .:()[]-*"
_STAMPS: Final = frozenset((*_MARKS["secrecy"], *_MARKS["urgency"]))
_LONGEST_DRAFT_MARK: Final = 40

Secrecy = Literal["mật", "tối mật", "tuyệt mật", "lưu hành nội bộ"]
Urgency = Literal["khẩn", "thượng khẩn", "hỏa tốc"]


def secrecy_of(lines: Sequence[Line]) -> Secrecy | None:
    """The degree of secrecy that is stamped on a line of its own."""
    return cast("Secrecy | None", _stamp(lines, "secrecy"))


def urgency_of(lines: Sequence[Line]) -> Urgency | None:
    """The degree of urgency that is stamped on a line of its own."""
    return cast("Urgency | None", _stamp(lines, "urgency"))


def _stamp(lines: Sequence[Line], table: str) -> str | None:
    for line in lines:
        bare = _LABEL.sub("", line.keyed).strip(_AROUND)
        framed = line.capitals or ":" in line.text or line.text[:1] in "(["
        for word in _MARKS[table]:
            if (framed and bare == word) or (line.capitals and bare.startswith(f"{word} hẹn giờ")):
                return str(word)
            if line.capitals and bare.endswith(f" {word}") and bare[: -len(word) - 1] in _STAMPS:
                return str(word)
    return None


def is_draft(lines: Sequence[Line], identity: Identity) -> bool:
    """Whether it is marked DỰ THẢO, or the places of number and day were left empty."""
    for line in lines:
        bare = line.keyed.strip(_AROUND)
        marked = any(bare.startswith(word) for word in _MARKS["draft"])
        if marked and line.text.lstrip(" (*[")[:1].isupper() and (line.capitals or len(bare) < _LONGEST_DRAFT_MARK):
            return True
    return identity.blank_number and (identity.blank_day or not identity.dated)
