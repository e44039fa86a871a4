"""Lists of tasks: over all plans, and of one plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.organisations.selectors.units import units
from lotrinh.plans import selectors
from lotrinh.plans.selectors import TaskFilters, TaskLine
from lotrinh.plans.selectors.tasks import leads_of, lines
from lotrinh.plans.vocab import PartyRole, ProposedField, RowKind, Schedule
from lotrinh.web.lists import Column, Filter, ListPage, choice, date_from, date_to, flag, printed
from lotrinh.web.plans import wording
from lotrinh.web.plans.addresses import row_url
from lotrinh.web.templatetags.ui.values import dong, partial_date
from vanban.language.wording import shorten

_LONGEST_NAME: Final = 90
_CHUNK: Final = 500


def _with_mark(field: str, value: Callable[[Any], str]) -> Callable[[TaskLine], SafeString]:
    return lambda line: format_html("{}{}", value(line.task), wording.proposed(line.task, field))


def _lead(line: TaskLine) -> SafeString:
    if not line.task.lead_names:
        return wording.badge("muted", gettext("Chưa rõ chủ trì"))
    named = _with_mark(ProposedField.LEAD, lambda task: printed(task.lead_names))(line)
    if not any(lead.changed for lead in line.leads):
        return named
    now = _now(line)
    if now:
        named = format_html('{}<span class="cell-note">{}: {}</span>', named, gettext("nay"), now)
    if any(lead.owner.lost for lead in line.leads):
        named = format_html("{} {}", named, wording.badge("bad", gettext("chưa có cơ quan nhận")))
    return named


def _now(line: TaskLine) -> str:
    """Who leads today; a name that nobody here bears stays as it is printed."""
    names = [
        name
        for lead in line.leads
        for name in (
            [unit.name for unit in lead.owner.units]
            or (
                []
                if lead.owner.lost
                else [wording.group_name(lead.owner.group) if lead.party.handed_id else lead.party.printed]
            )
        )
    ]
    return "; ".join(dict.fromkeys(names))


def _now_in_file(line: TaskLine) -> str:
    missing = [gettext("chưa có cơ quan nhận")] if any(lead.owner.lost for lead in line.leads) else []
    return "; ".join(filter(None, (_now(line), *missing)))


def _plan(line: TaskLine) -> SafeString:
    """The number, by which people know a plan, and the beginning of its title."""
    plan = line.task.plan
    number = plan.document.number
    if not number:
        return format_html('<span class="list__clamp" title="{}" lang="vi">{}</span>', plan.title, plan.title)
    return format_html(
        '<span class="nowrap">{}</span><span class="cell-note list__clamp" title="{}" lang="vi">{}</span>',
        number,
        plan.title,
        plan.title,
    )


def _quarter(line: TaskLine) -> str:
    day = line.task.due_on
    if day is None:
        return gettext("Thường xuyên, định kỳ hoặc không thời hạn")
    return partial_date(f"{day.year}-Q{(day.month + 2) // 3}")


#: Columns by key; `thing` is a TaskLine.
_COLUMNS: Final = {
    column.key: column
    for column in (
        Column(
            key="text",
            label=_("Nhiệm vụ"),
            value=lambda line: wording.plain(line.task.text),
            head=True,
            from_document=True,
            width=60,
        ),
        Column(
            key="plan",
            label=pgettext_lazy("one", "Kế hoạch"),
            value=lambda line: line.task.plan.title,
            html=_plan,
            sort=("plan_id", "position"),
            width=40,
        ),
        Column(
            key="lead",
            label=_("Cơ quan chủ trì"),
            value=lambda line: line.task.lead_names,
            html=_lead,
            sort=("lead_sort",),
            group=lambda line: line.task.lead_names or gettext("Chưa rõ chủ trì"),
            width=28,
        ),
        Column(key="now", label=_("Chủ trì hiện nay"), value=_now_in_file, shown=False, width=28),
        Column(
            key="partners",
            label=_("Cơ quan phối hợp"),
            value=lambda line: line.task.partner_names,
            from_document=True,
            shown=False,
            width=28,
        ),
        Column(
            key="due",
            label=_("Thời hạn"),
            value=lambda line: wording.task_when(line.task),
            html=_with_mark(ProposedField.DEADLINE, wording.task_when),
            sort=("due_on",),
            empty_last=True,
            group=_quarter,
            width=18,
        ),
        Column(
            key="schedule",
            label=_("Theo lịch"),
            value=lambda line: str(Schedule(line.schedule).label),
            html=lambda line: wording.schedule_badge(line.schedule),
            width=16,
        ),
        Column(
            key="deliverable",
            label=_("Sản phẩm"),
            value=lambda line: line.task.deliverable,
            html=_with_mark(ProposedField.DELIVERABLE, lambda task: printed(task.deliverable)),
            width=28,
        ),
        Column(
            key="budget",
            label=_("Kinh phí (đồng)"),
            value=lambda line: line.task.budget,
            html=lambda line: dong(line.task.budget),
            sort=("budget",),
            empty_last=True,
            numeric=True,
            shown=False,
        ),
        Column(
            key="proposed",
            label=_("Đang đề xuất"),
            value=lambda line: wording.proposed_names(line.task),
            shown=False,
            width=18,
        ),
    )
}


def _fetched(keys: Iterable[int]) -> tuple[TaskLine, ...]:
    return lines(keys)


def _streamed(rows: QuerySet[Any]) -> Iterator[TaskLine]:
    """All tasks one after the other, with their plans and leads; one query, and a few for each five hundred."""
    today = clock.today()
    found = rows.select_related("plan__document").iterator(chunk_size=_CHUNK)
    while some := list(islice(found, _CHUNK)):
        leads = leads_of(some, today)
        for task in some:
            yield TaskLine(task=task, schedule=selectors.schedule_of(task, today), leads=leads[task.pk])


def _url(line: TaskLine) -> str:
    return row_url(RowKind.TASK, line.task)


def _plans(actor: Actor) -> list[tuple[int, str]]:
    rows = selectors.plans(actor).order_by("sort_key", "pk").values_list("pk", "title")
    return [(key, shorten(title, _LONGEST_NAME)) for key, title in rows]


def _agencies(actor: Actor) -> Iterable[tuple[int, str]]:
    return units(actor).exclude(kind="division").values_list("pk", "name")


_NARROWING: Final[tuple[Filter, ...]] = (
    choice("unit", _("Cơ quan"), _agencies),
    choice("role", _("Vai trò"), lambda _actor: PartyRole.choices),
    choice("as", _("Giao cho"), lambda _actor: [("named", _("Theo văn bản"))], anything=_("Hiện nay")),
    choice("schedule", _("Theo lịch"), lambda _actor: Schedule.choices),
    date_from("from", _("Hạn từ ngày")),
    date_to("to", _("Hạn đến ngày")),
    flag("proposed", _("Có nội dung đề xuất")),
    flag("lost", _("Chưa có cơ quan nhận")),
    flag("ownerless", _("Chưa rõ chủ trì"), lambda rows: rows.filter(lead_names="")),
)


def _columns(*keys: str) -> tuple[Column, ...]:
    return tuple(_COLUMNS[key] for key in keys)


#: Tasks of all plans.
TASKS: Final = ListPage(
    key="tasks",
    noun=_("nhiệm vụ"),
    order="due",
    url=_url,
    columns=_columns("text", "plan", "lead", "now", "partners", "due", "schedule", "deliverable", "budget", "proposed"),
    filters=(
        flag("mine", _("Của cơ quan tôi")),
        choice("plan", pgettext_lazy("one", "Kế hoạch"), _plans),
        *_NARROWING,
    ),
    fetch=_fetched,
    stream=_streamed,
)


def of_plan(headings: Mapping[str, str]) -> ListPage:
    """The tasks of one plan; `headings` are those of its sections, by key."""

    def section(line: TaskLine) -> str:
        return headings.get(line.task.section_key, line.task.section)

    placed = Column(
        key="section",
        label=_("Mục"),
        value=section,
        sort=("position",),
        group=section,
        from_document=True,
        shown=False,
        width=30,
    )
    return ListPage(
        key="plan-tasks",
        noun=_("nhiệm vụ"),
        order="section",
        url=_url,
        columns=(
            *_columns("text", "lead", "now", "partners", "due", "schedule", "deliverable", "budget", "proposed"),
            placed,
        ),
        filters=(
            choice("section", _("Mục"), lambda _actor: headings.items()),
            *_NARROWING,
        ),
        fetch=_fetched,
        stream=_streamed,
    )


def found(actor: Actor, plan_id: int | None = None) -> Callable[[Mapping[str, Any]], QuerySet[Any]]:
    """What finds the tasks for the values of the filters."""

    def source(values: Mapping[str, Any]) -> QuerySet[Any]:
        def number(name: str) -> int | None:
            return int(values[name]) if values.get(name) else None

        return selectors.tasks(
            actor,
            TaskFilters(
                plan_id=plan_id or number("plan"),
                section=values.get("section") or "",
                unit_id=number("unit"),
                role=values.get("role") or "",
                named=values.get("as") == "named",
                mine=bool(values.get("mine")),
                due_from=values.get("from"),
                due_to=values.get("to"),
                schedule=values.get("schedule") or "",
                proposed=bool(values.get("proposed")),
                lost=bool(values.get("lost")),
            ),
        )

    return source
