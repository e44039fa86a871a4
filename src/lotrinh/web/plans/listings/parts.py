"""Lists of the targets, duties, reports and sums of one plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from lotrinh.plans.vocab import ProposedField, RowKind
from lotrinh.web.lists import Column, Filter, ListPage, choice, flag, printed
from lotrinh.web.plans import wording
from lotrinh.web.plans.addresses import row_url
from lotrinh.web.templatetags.ui.values import dong


def page_of(kind: RowKind, headings: Mapping[str, str]) -> ListPage:
    """The list of a plan's rows of one kind; `headings` are those of its sections, by key. Tasks: `tasks.of_plan`."""
    columns, filters, noun = {
        RowKind.TARGET: (
            _targets,
            (flag("measurable", _("Có giá trị đo được"), _measurable), *_PROPOSED),
            _("chỉ tiêu"),
        ),
        RowKind.ASSIGNMENT: (_assignments, (flag("ownerless", _("Chưa rõ cơ quan"), _ownerless),), _("phân công")),
        RowKind.REPORTING: (_reporting, _PROPOSED, _("chế độ báo cáo")),
        RowKind.BUDGET: (_budget, (), _("khoản kinh phí")),
    }[kind]
    return ListPage(
        key=f"plan-{kind.value}",
        noun=noun,
        order="section",
        url=lambda row: row_url(kind, row),
        columns=(*columns(), _section(headings)),
        filters=(choice("section", _("Mục"), lambda _actor: headings.items(), _in_section), *filters),
    )


def _section(headings: Mapping[str, str]) -> Column:
    def heading(row: Any) -> str:
        return headings.get(row.section_key, row.section)

    return Column(
        key="section",
        label=_("Mục"),
        value=heading,
        sort=("position",),
        group=heading,
        from_document=True,
        shown=False,
        width=30,
    )


def _in_section(rows: QuerySet[Any], key: str) -> QuerySet[Any]:
    return rows.filter(section_key=key)


def _measurable(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(value__isnull=False)


def _ownerless(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(lead_names="")


_PROPOSED: tuple[Filter, ...] = (flag("proposed", _("Có nội dung đề xuất"), lambda rows: rows.exclude(proposed=[])),)


def _marked(field: str, value: Callable[[Any], str]) -> Callable[[Any], SafeString]:
    return lambda row: format_html("{}{}", value(row), wording.proposed(row, field))


def _joined(field: str) -> Callable[[Any], str]:
    return lambda row: "; ".join(getattr(row, field))


def _names(field: str) -> Callable[[Any], SafeString]:
    return lambda row: printed("; ".join(getattr(row, field)))


def _targets() -> tuple[Column, ...]:
    return (
        Column(
            key="name",
            label=_("Chỉ tiêu"),
            value=lambda row: wording.plain(row.name),
            head=True,
            from_document=True,
            width=50,
        ),
        Column(
            key="value",
            label=_("Giá trị"),
            value=wording.target_value,
            html=_marked(ProposedField.VALUE, wording.target_value),
            sort=("value",),
            empty_last=True,
            numeric=True,
        ),
        Column(
            key="year",
            label=_("Năm"),
            value=wording.years,
            html=_marked(ProposedField.YEAR, wording.years),
            sort=("year",),
            empty_last=True,
            width=14,
        ),
        Column(
            key="lead",
            label=_("Cơ quan chủ trì"),
            value=_joined("lead"),
            html=_marked(ProposedField.LEAD, _names("lead")),
        ),
        Column(
            key="text",
            label=_("Nguyên văn"),
            value=lambda row: wording.plain(row.text),
            from_document=True,
            shown=False,
            width=60,
        ),
    )


def _assignments() -> tuple[Column, ...]:
    return (
        Column(
            key="text",
            label=_("Nội dung"),
            value=lambda row: wording.plain(row.text),
            head=True,
            from_document=True,
            width=70,
        ),
        Column(
            key="lead",
            label=_("Cơ quan"),
            value=lambda row: row.lead_names,
            from_document=True,
            sort=("lead_names",),
            group=lambda row: row.lead_names or str(_("Chưa rõ cơ quan")),
            width=30,
        ),
        Column(
            key="partners",
            label=_("Cơ quan phối hợp"),
            value=lambda row: row.partner_names,
            from_document=True,
            width=30,
        ),
    )


def _reporting() -> tuple[Column, ...]:
    return (
        Column(
            key="text",
            label=_("Nội dung"),
            value=lambda row: wording.plain(row.text),
            head=True,
            from_document=True,
            width=60,
        ),
        Column(
            key="frequency",
            label=_("Kỳ báo cáo"),
            value=lambda row: wording.frequency(row.frequency),
            html=_marked(ProposedField.FREQUENCY, lambda row: wording.frequency(row.frequency)),
        ),
        Column(
            key="by",
            label=_("Cơ quan báo cáo"),
            value=_joined("by"),
            html=_marked(ProposedField.BY, _names("by")),
            width=30,
        ),
        Column(
            key="to",
            label=_("Nơi nhận"),
            value=lambda row: row.to,
            html=_marked(ProposedField.TO, lambda row: printed(row.to)),
            width=30,
        ),
        Column(key="through", label=_("Qua"), value=lambda row: row.through, from_document=True, shown=False, width=30),
        Column(
            key="due",
            label=_("Thời hạn"),
            value=lambda row: row.due,
            html=_marked(ProposedField.DUE, lambda row: printed(row.due)),
        ),
    )


def _budget() -> tuple[Column, ...]:
    return (
        Column(key="label", label=_("Khoản"), value=lambda row: row.label, head=True, from_document=True, width=50),
        Column(
            key="amount",
            label=_("Số tiền (đồng)"),
            value=lambda row: row.amount,
            html=lambda row: dong(row.amount),
            sort=("amount",),
            numeric=True,
        ),
        Column(key="kind", label=_("Loại"), value=lambda row: wording.budget_kind(row.kind), width=14),
        Column(key="years", label=_("Giai đoạn"), value=wording.years, width=14),
        Column(key="source", label=_("Nguồn"), value=lambda row: row.source, from_document=True, width=30),
    )
