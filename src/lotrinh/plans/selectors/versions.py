"""Versions of a plan and what differs between two of them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor
from lotrinh.core.problems import Missing
from lotrinh.documents import policies as documents
from lotrinh.plans.models import Plan, PlanVersion
from lotrinh.plans.selectors.plans import MODELS, AnyRow, plan_of
from lotrinh.plans.vocab import Change, RowKind
from vanban.language.dates import format_date
from vanban.language.money import format_money
from vanban.language.numbers import format_number
from vanban.language.wording import Lang
from vanban.record import BudgetKind, Recurrence
from vanban.writers.formats import recurrence
from vanban.writers.labels import BUDGET_KINDS, frequency


class Piece(StrEnum):
    """What became of a run of words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A run of words with what became of it; the pieces of a text, one after the other, give both texts."""

    piece: Piece
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A field whose value differs, as people read it."""

    field: str
    label: str | Promise
    before: str
    after: str
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """A row that was added, removed or changed; `row` is the later one of the two there are."""

    kind: RowKind
    change: Change
    lineage: UUID
    row: AnyRow
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What differs from one version to another, in the order of the later one; removed rows come last."""

    plan: Plan
    before: PlanVersion
    after: PlanVersion
    added: tuple[RowChange, ...]
    removed: tuple[RowChange, ...]
    changed: tuple[RowChange, ...]
    unchanged: Mapping[RowKind, int]


_TASK: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("text", _("Nội dung")),
    ("lead_names", _("Cơ quan chủ trì")),
    ("partner_names", _("Cơ quan phối hợp")),
    ("start", _("Bắt đầu")),
    ("deadline", _("Thời hạn")),
    ("every", _("Định kỳ")),
    ("deliverable", _("Sản phẩm")),
    ("budget", _("Kinh phí")),
    ("section", _("Mục")),
)
#: The fields of each kind of row that are compared, with their names.
FIELDS: Final[Mapping[RowKind, tuple[tuple[str, str | Promise], ...]]] = {
    RowKind.TARGET: (
        ("name", pgettext_lazy("one", "Chỉ tiêu")),
        ("text", _("Nội dung")),
        ("comparator", _("So sánh")),
        ("value", _("Giá trị")),
        ("value_high", _("Giá trị cao nhất")),
        ("unit", _("Đơn vị tính")),
        ("year_from", _("Từ năm")),
        ("year", _("Đến năm")),
        ("every", _("Định kỳ")),
        ("lead", _("Cơ quan chủ trì")),
        ("section", _("Mục")),
    ),
    RowKind.TASK: _TASK,
    RowKind.ASSIGNMENT: (
        ("text", _("Nội dung")),
        ("lead_names", _("Cơ quan chủ trì")),
        ("partner_names", _("Cơ quan phối hợp")),
        ("section", _("Mục")),
    ),
    RowKind.REPORTING: (
        ("text", _("Nội dung")),
        ("frequency", _("Kỳ báo cáo")),
        ("by", _("Cơ quan báo cáo")),
        ("to", _("Nơi nhận báo cáo")),
        ("through", _("Qua cơ quan")),
        ("due", _("Thời hạn báo cáo")),
    ),
    RowKind.BUDGET: (
        ("label", _("Khoản")),
        ("amount", _("Số tiền")),
        ("kind", _("Loại")),
        ("year_from", _("Từ năm")),
        ("year_to", _("Đến năm")),
        ("source", _("Nguồn")),
    ),
}
_TOKEN: Final = re.compile(r"\s*\S+")


def versions(actor: Actor, plan: Plan) -> tuple[PlanVersion, ...]:
    """The versions whose own document the actor may read, newest first, without their records; one query."""
    return tuple(_visible(actor, plan).defer("record").order_by("-number"))


def version_of(actor: Actor, plan_id: int, number: int | None = None) -> PlanVersion:
    """A version (the one in force) with its record, its plan and document; two queries.

    Raises:
        Missing: there is none, or not for this person.

    """
    plan = plan_of(actor, plan_id)
    found = _visible(actor, plan).filter(number=number or plan.current).first()
    if found is None:
        raise Missing(_("Không có phiên bản này, hoặc bạn không được xem."), code="version-missing")
    return found


def difference(actor: Actor, plan_id: int, before: int, after: int) -> Difference:
    """What differs from version `before` to version `after` of the plan; seven queries.

    Raises:
        Missing: the plan or one of the versions does not exist, or not for this person.

    """
    plan = plan_of(actor, plan_id)
    found = {item.number: item for item in _visible(actor, plan).defer("record").filter(number__in=(before, after))}
    if not {before, after} <= set(found):
        raise Missing(_("Không có phiên bản này, hoặc bạn không được xem."), code="version-missing")
    changes: list[RowChange] = []
    unchanged: dict[RowKind, int] = {}
    for kind in RowKind:
        rows: list[Any] = list(MODELS[kind]._default_manager.filter(version__in=found.values()).order_by("position"))  # noqa: SLF001 - see `plans.rows`
        old = {row.lineage: row for row in rows if row.version_id == found[before].pk}
        new = {row.lineage: row for row in rows if row.version_id == found[after].pk}
        unchanged[kind] = 0
        for change in row_changes(kind, old, new):
            if change is None:
                unchanged[kind] += 1
            else:
                changes.append(change)
    return Difference(
        plan=plan,
        before=found[before],
        after=found[after],
        added=tuple(item for item in changes if item.change is Change.ADDED),
        removed=tuple(item for item in changes if item.change is Change.REMOVED),
        changed=tuple(item for item in changes if item.change is Change.CHANGED),
        unchanged=unchanged,
    )


def _visible(actor: Actor, plan: Plan) -> QuerySet[PlanVersion]:
    """A version rests on a document of its own, which may be open to fewer people than the plan's present one."""
    return plan.versions.filter(review__document__in=documents.visible(actor)).select_related(
        "review__document", "adopted_by"
    )


def row_changes(kind: RowKind, old: Mapping[UUID, AnyRow], new: Mapping[UUID, AnyRow]) -> Iterator[RowChange | None]:
    """What became of each row, by lineage; None for one that stayed as it was."""
    for lineage, row in new.items():
        if lineage not in old:
            yield RowChange(kind=kind, change=Change.ADDED, lineage=lineage, row=row)
            continue
        fields = tuple(_fields(kind, old[lineage], row))
        change = RowChange(kind=kind, change=Change.CHANGED, lineage=lineage, row=row, fields=fields)
        yield change if fields else None
    for lineage, row in old.items():
        if lineage not in new:
            yield RowChange(kind=kind, change=Change.REMOVED, lineage=lineage, row=row)


def _fields(kind: RowKind, old: AnyRow, new: AnyRow) -> Iterator[FieldChange]:
    for name, label in FIELDS[kind]:
        before, after = shown(kind, old, name), shown(kind, new, name)
        if before != after:
            yield FieldChange(field=name, label=label, before=before, after=after, words=word_difference(before, after))


def shown(kind: RowKind, row: AnyRow, name: str) -> str:
    """The value of a field of a row as people read it; empty where there is none."""
    value: Any = getattr(row, name)
    lang: Lang = "en" if (get_language() or "").startswith("en") else "vi"
    if value is None or value == "":
        return str(getattr(row, "deadline_text", "")) if name == "deadline" else ""
    if isinstance(value, list):
        return "; ".join(value)
    if name in {"start", "deadline"}:
        return format_date(value, short=True)
    if name == "every":
        return recurrence(Recurrence(value), lang)
    if name == "frequency":
        return frequency(value, lang)
    if name == "kind":
        return BUDGET_KINDS[BudgetKind(value)][lang == "en"]
    if name in {"budget", "amount"}:
        return format_money(value)
    if isinstance(value, float):
        return format_number(value)
    return str(value)


def word_difference(before: str, after: str) -> tuple[Words, ...]:
    """Both texts as one row of pieces, word by word: SAME and REMOVED give the first, SAME and ADDED the second."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    pieces: list[Words] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.extend(_words(Piece.SAME, old[i1:i2]))
            continue
        pieces.extend(_words(Piece.REMOVED, old[i1:i2]))
        pieces.extend(_words(Piece.ADDED, new[j1:j2]))
    return tuple(pieces)


def _words(piece: Piece, tokens: Iterable[str]) -> Iterator[Words]:
    text = "".join(tokens)
    if text:
        yield Words(piece=piece, text=text)
