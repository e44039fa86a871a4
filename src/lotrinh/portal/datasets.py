"""The open data: what each column holds, and how rows become CSV and JSON.

Dates are ISO 8601 as exact as the document, money is whole đồng, codes are those of `docs/reference/open-data.md`. A
value that the document does not give is empty (CSV) or null (JSON).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter as at
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lotrinh.core import clock
from lotrinh.core.actor import VISITOR
from lotrinh.plans.selectors import published
from lotrinh.plans.selectors.published import PlanLine
from lotrinh.plans.vocab import RowKind
from vanban.writers.csv import guard

FORMS: Final[Mapping[str, str]] = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it holds, how it is read from a row; `address`: what is read is a path of this site."""

    name: str
    about: str | Promise
    read: Callable[[Any], Any]
    address: bool = False

    def value(self, row: Any, base: str) -> Any:
        """What stands in the column; `base` is scheme and host."""
        found = self.read(row)
        return f"{base}{found}" if self.address and found else found


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A data set; `of_plan`: whether it is also given for one plan. `rows`: of all plans or of one."""

    key: str
    title: str | Promise
    about: str | Promise
    columns: tuple[Column, ...]
    rows: Callable[[int | None], Iterable[Any]]
    of_plan: bool = True


def _folder(kind: RowKind) -> str:
    return reverse("portal:rows", args=(kind,))


def _plan_lines(plan_id: int | None) -> Iterable[PlanLine]:
    return published.all_plans(VISITOR)


_PLAN: Final = (
    Column("plan_id", _("Mã của kế hoạch trên cổng này"), at("plan.pk")),
    Column("plan_title", _("Tên kế hoạch"), at("plan.title")),
    Column("document_number", _("Số, ký hiệu của văn bản"), at("plan.document.number")),
    Column("document_date", _("Ngày ban hành"), at("plan.document.issued_on")),
)
_PLANS: Final = (
    *_PLAN,
    Column("url", _("Trang của kế hoạch"), lambda row: reverse("portal:plan", args=(row.plan.pk,)), address=True),
    Column("document_kind", _("Loại văn bản, viết tắt như trong ký hiệu"), at("plan.document.kind")),
    Column("issuer", _("Cơ quan ban hành"), at("plan.document.issuer")),
    Column("keeper", _("Cơ quan giữ kế hoạch"), at("plan.owner.name")),
    Column("standing", _("Hiệu lực hôm nay: draft, in_force, expired"), lambda row: str(row.standing)),
    Column("opened_on", _("Ngày công khai"), lambda row: row.opened_at.astimezone(clock.ZONE).date().isoformat()),
    Column("version", _("Số của phiên bản đang thực hiện"), at("plan.current")),
    Column("targets", _("Số chỉ tiêu"), at("targets")),
    Column("tasks", _("Số nhiệm vụ"), at("tasks")),
)
_TARGETS: Final = (
    *_PLAN,
    Column("target_id", _("Mã lâu dài của chỉ tiêu, giữ qua các phiên bản"), lambda row: str(row.target.lineage)),
    Column("url", _("Trang của chỉ tiêu"), lambda row: f"{_folder(RowKind.TARGET)}{row.target.lineage}/", address=True),
    Column("section", _("Đề mục trong văn bản"), at("target.section")),
    Column("name", _("Tên chỉ tiêu"), at("target.name")),
    Column("text", _("Nội dung"), at("target.text")),
    Column("comparator", _("So sánh: =, >, >=, <, <=, range"), at("target.comparator")),
    Column("value", _("Giá trị"), at("target.value")),
    Column("value_high", _("Giá trị cao nhất, nếu là khoảng"), at("target.value_high")),
    Column("unit", _("Đơn vị tính"), at("target.unit")),
    Column("indicator", _("Mã chỉ số chung, nếu nhận ra"), at("target.indicator")),
    Column("year_from", _("Từ năm"), at("target.year_from")),
    Column("year", _("Đến năm"), at("target.year")),
    Column("recurrence", _("Lặp lại: continuous, annual…"), at("target.every")),
    Column("lead_named", _("Cơ quan chủ trì, như văn bản ghi"), lambda row: list(row.target.lead)),
)
_TASKS: Final = (
    *_PLAN,
    Column("task_id", _("Mã lâu dài của nhiệm vụ, giữ qua các phiên bản"), lambda row: str(row.task.lineage)),
    Column("url", _("Trang của nhiệm vụ"), lambda row: f"{_folder(RowKind.TASK)}{row.task.lineage}/", address=True),
    Column("section", _("Đề mục trong văn bản"), at("task.section")),
    Column("text", _("Nội dung"), at("task.text")),
    Column("lead_named", _("Cơ quan chủ trì, như văn bản ghi"), lambda row: _split(row.task.lead_names)),
    Column("partners_named", _("Cơ quan phối hợp, như văn bản ghi"), lambda row: _split(row.task.partner_names)),
    Column("lead_today", _("Cơ quan chủ trì hôm nay"), lambda row: list(row.today)),
    Column("start", _("Bắt đầu"), at("task.start")),
    Column("deadline", _("Thời hạn, chính xác như văn bản ghi"), at("task.deadline")),
    Column("deadline_text", _("Thời hạn bằng chữ của văn bản"), at("task.deadline_text")),
    Column("due_on", _("Ngày cuối của thời hạn"), lambda row: row.task.due_on and row.task.due_on.isoformat()),
    Column("recurrence", _("Lặp lại: continuous, annual…"), at("task.every")),
    Column("deliverable", _("Sản phẩm"), at("task.deliverable")),
    Column("budget_vnd", _("Kinh phí, đồng"), at("task.budget")),
)
_WHO: Final = (
    *_PLAN,
    Column("duty_kind", _("Loại việc: task, assignment, reporting"), lambda row: str(row.kind)),
    Column("duty_id", _("Mã lâu dài của việc"), lambda row: str(row.lineage)),
    Column(
        "url",
        _("Trang của nhiệm vụ; các việc khác không có trang riêng"),
        lambda row: f"{_folder(RowKind.TASK)}{row.lineage}/" if row.kind == RowKind.TASK else "",
        address=True,
    ),
    Column("section", _("Đề mục trong văn bản"), at("section")),
    Column("role", _("Vai trò: lead (chủ trì), partner (phối hợp)"), lambda row: str(row.role)),
    Column("body_named", _("Cơ quan, như văn bản ghi"), at("printed")),
    Column("body_today", _("Cơ quan chịu trách nhiệm hôm nay"), lambda row: row.unit.name if row.unit else ""),
    Column("body_id", _("Mã của cơ quan ấy trên cổng này"), lambda row: row.unit.pk if row.unit else None),
    Column("group", _("Nhóm cơ quan, nếu việc giao cho một nhóm"), at("group")),
)


def _split(names: str) -> list[str]:
    return [name for name in names.split("; ") if name]


DATASETS: Final = (
    Dataset(
        key="ke-hoach",
        title=_("Kế hoạch"),
        about=_("Mỗi dòng là một kế hoạch đã công khai, với văn bản và hiệu lực của nó."),
        columns=_PLANS,
        rows=_plan_lines,
        of_plan=False,
    ),
    Dataset(
        key="chi-tieu",
        title=_("Chỉ tiêu"),
        about=_("Mỗi dòng là một chỉ tiêu của phiên bản đang thực hiện."),
        columns=_TARGETS,
        rows=lambda plan_id: published.target_rows(VISITOR, plan_id),
    ),
    Dataset(
        key="nhiem-vu",
        title=_("Nhiệm vụ"),
        about=_("Mỗi dòng là một nhiệm vụ của phiên bản đang thực hiện."),
        columns=_TASKS,
        rows=lambda plan_id: published.task_rows(VISITOR, plan_id),
    ),
    Dataset(
        key="ai-lam-gi",
        title=_("Ai làm gì"),
        about=_("Mỗi dòng là một cơ quan trong một việc: nhiệm vụ, việc tổ chức thực hiện, báo cáo."),
        columns=_WHO,
        rows=lambda plan_id: published.who_rows(VISITOR, plan_id),
    ),
)
BY_KEY: Final = {dataset.key: dataset for dataset in DATASETS}


def written(dataset: Dataset, form: str, plan_id: int | None, base: str) -> Iterator[str]:
    """The data set as `csv` or `json`, piece by piece."""
    rows = dataset.rows(plan_id)
    return _csv(dataset, rows, base) if form == "csv" else _json(dataset, rows, base)


class _Echo:
    """A file for the writer of CSV that hands each line on."""

    def write(self, line: str) -> str:
        return line


def _csv(dataset: Dataset, rows: Iterable[Any], base: str) -> Iterator[str]:
    """UTF-8 with a byte-order mark, commas, CRLF (RFC 4180): what Excel opens; no cell is run as a formula."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([column.name for column in dataset.columns])
    for row in rows:
        yield writer.writerow([guard(_cell(column.value(row, base))) for column in dataset.columns])


def _cell(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, list) else "" if value is None else value


def _json(dataset: Dataset, rows: Iterable[Any], base: str) -> Iterator[str]:
    """An array of objects, one on a line."""
    before = "[\n"
    for row in rows:
        values = {column.name: _value(column.value(row, base)) for column in dataset.columns}
        yield before + json.dumps(values, ensure_ascii=False)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def _value(value: Any) -> Any:
    return None if value is None or (isinstance(value, str) and not value) else value
