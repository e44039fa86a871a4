"""Rows of a table of units, what is found of each, and what their cells mean taken by themselves."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lotrinh.core import words
from lotrinh.organisations.services.cells import day_of
from lotrinh.organisations.vocab import Level, ReorganisationKind, UnitKind

if TYPE_CHECKING:
    from lotrinh.organisations.services.importing.nodes import Node

#: All communes of the country and all agencies of a province fit; more in one go would take the server's time.
MOST_ROWS: Final = 5000
_MOST_NAMES: Final = 50
_MOST_PREDECESSORS: Final = 50
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2199
#: The longest text of each cell that is one.
_LONGEST: Final[Mapping[str, int]] = {
    "code": 40,
    "name": 200,
    "short_name": 60,
    "kind": 200,
    "level": 200,
    "parent": 200,
    "names": 2000,
    "place": 10,
    "predecessors": 2000,
    "how": 200,
    "subject": 300,
    "act_number": 60,
}
_LONGEST_OTHER: Final = 40
_HIDDEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\uffff"
    "\U000e0000-\U000e0fff]"
)
#: What a spreadsheet writes where a formula failed.
_FAILED: Final = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})
_KINDS: Final[Mapping[str, UnitKind]] = {
    "ubnd tinh": UnitKind.PROVINCE,
    "ubnd cap huyen": UnitKind.DISTRICT,
    "ubnd cap xa": UnitKind.COMMUNE,
    "so": UnitKind.DEPARTMENT,
    "phong": UnitKind.DIVISION,
    "doanh nghiep": UnitKind.FIRM,
    "ngan hang": UnitKind.FIRM,
    "khac": UnitKind.OTHER,
}
_LEVELS: Final[Mapping[str, Level]] = {
    "tinh": Level.PROVINCE,
    "huyen": Level.DISTRICT,
    "xa": Level.COMMUNE,
    "tw": Level.CENTRAL,
}
_WAYS: Final[Mapping[str, ReorganisationKind]] = {
    "hop nhat": ReorganisationKind.MERGE,
    "sap nhap": ReorganisationKind.MERGE,
    "chia": ReorganisationKind.SPLIT,
    "tach": ReorganisationKind.SPLIT,
    "chia tach": ReorganisationKind.SPLIT,
    "giai the": ReorganisationKind.ABOLISH,
    "ket thuc hoat dong": ReorganisationKind.ABOLISH,
    "chuyen linh vuc": ReorganisationKind.TRANSFER,
}


class Outcome(StrEnum):
    """What becomes of a row."""

    ADD = "add"
    CHANGE = "change"
    SAME = "same"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """A line of the table as it was typed; `number` is its number there."""

    number: int
    code: str = ""
    name: str = ""
    short_name: str = ""
    kind: str = ""
    level: str = ""
    parent: str = ""
    names: str = ""
    place: str = ""
    starts_on: str = ""
    ends_on: str = ""
    predecessors: str = ""
    how: str = ""
    subject: str = ""
    act_number: str = ""
    act_issued_on: str = ""
    act_effective_on: str = ""

    @property
    def has_history(self) -> bool:
        """Whether the row says what the unit took over."""
        said = (self.predecessors, self.how, self.subject, self.act_number, self.act_issued_on, self.act_effective_on)
        return any(text.strip() for text in said)


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong, and with which column of `UnitRow`."""

    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a cell changes; `before` is empty where there was nothing."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a row will do, or what is wrong with it; `unit_id` where the unit exists."""

    row: UnitRow
    outcome: Outcome
    faults: tuple[CellFault, ...] = ()
    changes: tuple[Change, ...] = ()
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All verdicts, in the order of the table."""

    verdicts: tuple[Verdict, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have each outcome."""
        found = Counter(verdict.outcome for verdict in self.verdicts)
        return {outcome.value: found[outcome] for outcome in Outcome}

    @property
    def is_good(self) -> bool:
        """Whether all rows can be carried out."""
        return not any(verdict.outcome is Outcome.WRONG for verdict in self.verdicts)

    @property
    def mark(self) -> str:
        """A digest of what will be done: the same while nothing that matters has changed."""
        said = [
            (verdict.row.number, verdict.outcome, verdict.unit_id, [astuple(change) for change in verdict.changes])
            for verdict in self.verdicts
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@dataclass(slots=True, eq=False)
class Draft:
    """A row while it is looked at: its cells' meanings and what is wrong so far."""

    row: UnitRow
    faults: list[CellFault] = field(default_factory=list)
    kind: str = ""
    level: str = ""
    names: tuple[str, ...] = ()
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    predecessors: tuple[str, ...] = ()
    how: str = ""
    issued_on: dt.date | None = None
    effective_on: dt.date | None = None
    parent: Node | None = None
    node: Node | None = None
    #: another row has said what the unit is; this one only adds to its history
    follows: int | None = None
    changes: list[Change] = field(default_factory=list)

    def wrong(self, column: str, sentence: str) -> None:
        """Note what is wrong with a cell, once."""
        fault = CellFault(column, sentence)
        if fault not in self.faults:
            self.faults.append(fault)

    def has_fault(self, *columns: str) -> bool:
        """Whether something is wrong with one of the columns."""
        return any(fault.column in columns for fault in self.faults)

    @property
    def first_day(self) -> dt.date | None:
        """The day from which the row's unit exists, as far as the row says."""
        ends_others = self.how in {ReorganisationKind.MERGE, ReorganisationKind.SPLIT}
        return self.starts_on or (self.effective_on if ends_others else None)


def kind_labels() -> tuple[str, ...]:
    """The words for kinds that a table may have, in order."""
    return tuple(str(kind.label) for kind in UnitKind)


def way_labels() -> tuple[str, ...]:
    """The words for ways of reorganising that a table may have, in order."""
    return tuple(str(way.label) for way in ReorganisationKind if way is not ReorganisationKind.RENAME)


def draft_of(row: UnitRow) -> Draft:
    """The meanings of the cells, and what is wrong with them whatever else there is."""
    draft = Draft(row)
    for column in UnitRow.__slots__:
        if column != "number":
            _check_text(draft, column, getattr(row, column))
    if not row.name.strip():
        draft.wrong("name", _("Thiếu tên đầy đủ."))
    draft.kind = _choice(draft, "kind", row.kind, UnitKind, _KINDS)
    draft.level = _choice(draft, "level", row.level, Level, _LEVELS)
    if not row.kind.strip():
        draft.wrong("kind", _("Thiếu loại cơ quan."))
    draft.starts_on = _day(draft, "starts_on", row.starts_on)
    draft.ends_on = _day(draft, "ends_on", row.ends_on)
    if draft.starts_on and draft.ends_on and draft.ends_on < draft.starts_on:
        draft.wrong("ends_on", _("Ngày kết thúc trước ngày bắt đầu."))
    draft.names = _parts(row.names)
    if len(draft.names) > _MOST_NAMES or any(len(name) > 200 for name in draft.names):
        draft.wrong("names", _("Nhiều nhất 50 tên gọi khác, mỗi tên không quá 200 ký tự."))
    if row.has_history:
        _read_history(draft)
    return draft


def _read_history(draft: Draft) -> None:
    row = draft.row
    draft.predecessors = _parts(row.predecessors)
    draft.how = _choice(draft, "how", row.how, ReorganisationKind, _WAYS)
    draft.issued_on = _day(draft, "act_issued_on", row.act_issued_on)
    draft.effective_on = _day(draft, "act_effective_on", row.act_effective_on)
    if draft.how == ReorganisationKind.RENAME:
        draft.wrong("how", _("Việc đổi tên được ghi trên trang của cơ quan, không nạp bằng bảng."))
    if not row.how.strip():
        draft.wrong("how", _("Có thông tin kế thừa thì phải ghi hình thức."))
    if not row.act_number.strip():
        draft.wrong("act_number", _("Thiếu số văn bản quyết định việc sắp xếp."))
    if not row.act_effective_on.strip():
        draft.wrong("act_effective_on", _("Thiếu ngày hiệu lực của việc sắp xếp."))
    if not draft.predecessors and draft.how != ReorganisationKind.ABOLISH:
        draft.wrong("predecessors", _("Thiếu cơ quan trước."))
    if len(draft.predecessors) > _MOST_PREDECESSORS:
        draft.wrong("predecessors", _("Nhiều nhất 50 cơ quan trước trong một ô."))
    if draft.how == ReorganisationKind.TRANSFER and not row.subject.strip():
        draft.wrong("subject", _("Chuyển một lĩnh vực thì phải ghi lĩnh vực nào."))


def _check_text(draft: Draft, column: str, text: str) -> None:
    most = _LONGEST.get(column, _LONGEST_OTHER)
    if len(text) > most:
        draft.wrong(column, _("Ô dài quá %(most)d ký tự.") % {"most": most})
    if text.strip().upper() in _FAILED:
        draft.wrong(column, _("Ô có công thức bị lỗi (%(text)s); hãy gõ lại.") % {"text": text.strip()})
    found = _HIDDEN.search(text)
    if found:
        draft.wrong(
            column, _("Ô có ký tự không đọc được hoặc ẩn (U+%(code)04X); hãy gõ lại.") % {"code": ord(found[0])}
        )


def _choice(
    draft: Draft,
    column: str,
    text: str,
    choices: type[UnitKind | Level | ReorganisationKind],
    others: Mapping[str, str],
) -> str:
    """The choice by its label (with or without diacritics), its code or another word for it."""
    wanted = words.fold(text[:300])
    if not wanted:
        return ""
    found = _by_word(choices, get_language() or "").get(wanted) or others.get(wanted)
    if found:
        return str(found)
    known = "; ".join(str(choice.label) for choice in choices if choice is not ReorganisationKind.RENAME)
    draft.wrong(column, _("Không có lựa chọn “%(text)s”. Hãy dùng: %(known)s.") % {"text": text[:60], "known": known})
    return ""


@functools.cache
def _by_word(choices: type[UnitKind | Level | ReorganisationKind], language: str) -> Mapping[str, str]:
    """Each choice by its label in this language and by its code."""
    return {word: choice.value for choice in choices for word in (words.fold(str(choice.label)), choice.value)}


def _day(draft: Draft, column: str, text: str) -> dt.date | None:
    day, wrong = day_of(text)
    if wrong or (day is not None and not _FIRST_YEAR <= day.year <= _LAST_YEAR):
        draft.wrong(column, _("Ngày viết dạng ngày/tháng/năm, ví dụ 05/06/2026."))
        return None
    return day


def _parts(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for piece in text.split(";") if (part := " ".join(piece.split()))))
