"""Views of loading units from a table: nothing is written before the look at each row is confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any, Final

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotrinh.core.problems import Conflict, Problem, Refused
from lotrinh.organisations.selectors import units
from lotrinh.organisations.services import importing
from lotrinh.organisations.services.importing import MOST_ROWS, Outcome, Report, UnitRow
from lotrinh.web.answers import attachment, form_page, tell, typed
from lotrinh.web.asking import actor_of
from lotrinh.web.people.guards import operator_only
from lotrinh.web.tables import carried
from lotrinh.web.tables.forms import TableForm
from lotrinh.web.tables.writing import CSV, XLSX
from lotrinh.web.unit_import import tables

#: What the rows are signed for while they travel through the page.
_PURPOSE: Final = "units.rows"
#: More rows on one page are of no use to anybody; the file has them all.
_MOST_SHOWN: Final = 200
#: What is shown first: what somebody has to do something about.
_ORDER: Final = (Outcome.WRONG, Outcome.CHANGE, Outcome.ADD)
_BADGES: Final = {Outcome.WRONG: "bad", Outcome.CHANGE: "warn", Outcome.ADD: "ok"}


@require_safe
@operator_only
def template(request: HttpRequest) -> HttpResponse:
    """The table to fill in, with lists."""
    known = [(unit.name, unit.code) for unit in units.units(actor_of(request))]
    return attachment(tables.template(known), XLSX, "co-quan-mau.xlsx")


@require_safe
@operator_only
def template_csv(request: HttpRequest) -> HttpResponse:
    """The table to fill in, as plain text."""
    return attachment(tables.template_csv(), CSV, "co-quan-mau.csv")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@operator_only
def load(request: HttpRequest) -> HttpResponse:
    """Choose a table and see what each row will do; nothing is written."""
    form = TableForm(typed(request), request.FILES if request.method == "POST" else None)
    if form.is_valid():
        file = form.cleaned_data["table"]
        try:
            rows = tables.rows(file.read())
            found = importing.check_units(actor_of(request), rows=rows)
            return _look(request, found, file.name or "")
        except Refused as problem:
            tell(form, problem)
    return _form(request, form)


@require_POST
@never_cache
@operator_only
def confirm(request: HttpRequest) -> HttpResponse:
    """Load the rows that were looked at."""
    try:
        rows, mark, name = _handed_in(request)
    except signing.BadSignature:
        return _too_late(request)
    try:
        found = importing.load_units(actor_of(request), rows=rows, mark=mark, source=name)
    except (Refused, Conflict) as problem:
        return _look(request, importing.check_units(actor_of(request), rows=rows), name, problem)
    counts = found.counts
    messages.success(
        request,
        _("Đã nạp bảng: thêm %(add)d cơ quan, sửa %(change)d, giữ nguyên %(same)d.") % counts,
    )
    return redirect("organisations:list")


@require_POST
@never_cache
@operator_only
def report(request: HttpRequest) -> HttpResponse:
    """The rows that the page shows with what was found of each, as a table to correct and send again."""
    try:
        rows, _mark, _name = _handed_in(request)
    except signing.BadSignature:
        return _too_late(request)
    found = importing.check_units(actor_of(request), rows=rows)
    return attachment(tables.report(found), XLSX, "co-quan-ket-qua.xlsx")


def _look(request: HttpRequest, found: Report, name: str, problem: Problem | None = None) -> HttpResponse:
    counts = found.counts
    groups = []
    for outcome in _ORDER:
        verdicts = list(islice((item for item in found.verdicts if item.outcome is outcome), _MOST_SHOWN))
        if verdicts:
            lines = [(item, tables.said_faults(item), tables.said_changes(item)) for item in verdicts]
            groups.append({
                "outcome": outcome.value, "label": tables.OUTCOMES[outcome], "badge": _BADGES[outcome],
                "lines": lines, "count": counts[outcome], "hidden": counts[outcome] - len(lines),
            })  # fmt: skip
    context = {
        "name": name,
        "groups": groups,
        "counts": counts,
        "total": len(found.verdicts),
        "todo": counts[Outcome.ADD] + counts[Outcome.CHANGE],
        "problem": " ".join(map(str, (problem, *problem.fields.values()))) if problem else "",
        "signed": _signed(request, found, name),
    }
    status = problem.status if problem else 200 if found.is_good else 422
    return render(request, "web/unit_import/look.html", context, status=status)


def _signed(request: HttpRequest, found: Report, name: str) -> str:
    """The rows as the page carries them.

    Raises:
        Refused: no request could bring them back.

    """
    rows = [[item.row.number, *(getattr(item.row, key) for key in tables.KEYS)] for item in found.verdicts]
    signed = carried.seal(request, _PURPOSE, [rows, found.mark, name[:200]])
    if not signed:
        raise Refused(_("Bảng có quá nhiều nội dung; hãy chia thành nhiều tệp."), code="table-large")
    return signed


def _handed_in(request: HttpRequest) -> tuple[Sequence[UnitRow], str, str]:
    """The rows, the mark of what was seen and the name of the file.

    Raises:
        BadSignature: they were not signed for this person, or too long ago.

    """
    rows, mark, name = carried.unseal(request, _PURPOSE)
    found = [
        UnitRow(number=number, **dict(zip(tables.KEYS, values, strict=True)))
        for number, *values in rows
    ]  # fmt: skip
    return found, mark, name


def _too_late(request: HttpRequest) -> HttpResponse:
    form = TableForm({})
    form.errors.clear()
    form.add_error(None, _("Bảng đã xem quá lâu. Hãy chọn lại tệp."))
    return _form(request, form)


def _form(request: HttpRequest, form: TableForm) -> HttpResponse:
    context: dict[str, Any] = {"most": MOST_ROWS}
    return form_page(request, "web/unit_import/load.html", form, context)
