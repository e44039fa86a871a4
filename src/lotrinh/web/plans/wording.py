"""Values of plans in words: dates, sums, targets, schedules."""

from __future__ import annotations

from typing import Any, Final

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lotrinh.organisations.vocab import GroupKind
from lotrinh.plans.vocab import ProposedField, Schedule
from lotrinh.web.templatetags.ui.values import issued_words, partial_date
from vanban.language import wording
from vanban.language.wording import Lang
from vanban.record import BudgetKind, Comparator, Recurrence
from vanban.writers import formats
from vanban.writers.labels import BUDGET_KINDS, RECURRENCES, SEVERITIES, instrument, pick
from vanban.writers.labels import frequency as frequency_words

_SIGNS: Final = {
    Comparator.ABOVE: "> ",
    Comparator.AT_LEAST: "≥ ",
    Comparator.BELOW: "< ",
    Comparator.AT_MOST: "≤ ",
}
#: What the calendar says, in the tone of a badge: each has its own shape.
_TONES: Final = {
    Schedule.OVERDUE: "bad",
    Schedule.SOON: "warn",
    Schedule.NOT_DUE: "ok",
    Schedule.RECURRING: "info",
    Schedule.UNDATED: "muted",
}
_STANDINGS: Final = {"draft": "muted", "in_force": "ok", "expired": "bad"}


def lang() -> Lang:
    """The language of the page, for the words of the engine."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def plain(text: str) -> str:
    """A paragraph without the bullet that opens it."""
    return formats.sentence(text or "")


def count(number: int) -> str:
    """A number as people read it: `1.234`."""
    return number_format(number, force_grouping=True)


def document_name(document: Any) -> str:
    """`Kế hoạch số 12/KH-UBND ngày 05/02/2026`, as far as it is known."""
    name = instrument(document.kind or None, lang())
    if document.number:
        name = _("%(kind)s số %(number)s") % {"kind": name, "number": document.number}
    if document.issued_on:
        name = f"{name} {issued_words(document.issued_on)}"
    return name


def standing(document: Any) -> SafeString:
    """Whether the document binds, as a badge."""
    return badge(_STANDINGS.get(document.standing, "muted"), document.get_standing_display())


def badge(tone: str, text: str) -> SafeString:
    """A badge: its tone has a colour and a shape."""
    return format_html('<span class="badge badge--{}">{}</span>', tone, text)


def schedule_badge(state: str) -> SafeString:
    """What the calendar says of a task."""
    known = Schedule(state)
    return badge(_TONES[known], str(known.label))


def recurrence(every: str) -> str:
    """`thường xuyên`, `hằng năm`; empty where the task does not come back."""
    return pick(RECURRENCES[Recurrence(every)], lang()) if every in set(Recurrence) else every


def frequency(codes: str) -> str:
    """How often a report is due."""
    return frequency_words(codes or None, lang())


def budget_kind(kind: str) -> str:
    """`tổng`, `thành phần`, `bình quân`."""
    return pick(BUDGET_KINDS[BudgetKind(kind)], lang()) if kind in set(BudgetKind) else kind


def severity(code: Any) -> str:
    """How much a finding matters."""
    return pick(SEVERITIES[code], lang())


def task_when(task: Any) -> str:
    """When the task is due: the words of the source, else its dates and its recurrence."""
    if task.deadline_text:
        return formats.plain(task.deadline_text)
    dates = " – ".join(part for part in (partial_date(task.start), partial_date(task.deadline)) if part)
    return ", ".join(part for part in (dates, recurrence(task.every)) if part)


def target_value(target: Any) -> str:
    """`≥ 40%`, `10–12%/năm`; empty for a result without a number."""
    if target.value is None:
        return ""
    value = wording.number(target.value, lang())
    if target.value_high is not None:
        value = f"{value}–{wording.number(target.value_high, lang())}"
    value = _SIGNS.get(target.comparator, "") + value
    unit = formats.plain(target.unit)
    return f"{value}{unit}" if unit.startswith("%") or not unit else f"{value} {unit}"


def years(row: Any) -> str:
    """`2030`, `2021–2030`, `hằng năm`."""
    last = row.year if hasattr(row, "year") else row.year_to
    span = formats.span_of_years(row.year_from, last)
    return ", ".join(part for part in (span, recurrence(getattr(row, "every", ""))) if part)


def group_name(code: str) -> str:
    """What a group of agencies is called."""
    return str(GroupKind(code).label) if code else ""


def proposed(task: Any, field: str) -> SafeString | str:
    """The mark of a value that no document has confirmed yet; empty where the value is the document's."""
    if field not in task.proposed:
        return ""
    return format_html(
        ' <span class="badge badge--warn" title="{}">{}</span>',
        _("Giá trị do người rà soát đề xuất; có hiệu lực khi văn bản có số, ngày xác nhận."),
        _("đề xuất"),
    )


def proposed_names(task: Any) -> str:
    """The proposed fields of a task, for files."""
    return ", ".join(str(ProposedField(name).label) for name in task.proposed if name in ProposedField.values)
