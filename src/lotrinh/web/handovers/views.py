"""Merger day, the decision that confirms it, the decisions that were confirmed."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotrinh.accounts.vocab import Role
from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.problems import Missing, Problem
from lotrinh.plans.selectors.board import Board, Loss, Lost
from lotrinh.plans.selectors.handovers import agencies, bases, handover_page, handovers
from lotrinh.plans.selectors.lost import days, merger_day
from lotrinh.plans.services.choosing import choose
from lotrinh.plans.services.handing import hand_over, withdraw_handover
from lotrinh.web.answers import form_page, typed
from lotrinh.web.asking import actor_of
from lotrinh.web.handovers import appendix, shown
from lotrinh.web.handovers import typed as sent
from lotrinh.web.handovers.forms import DayForm, DecisionForm


def _coordinator(request: HttpRequest) -> Actor:
    """The person, who coordinates some plan; for others there is no such page."""
    actor = actor_of(request)
    if not actor.has(Role.COORDINATOR):
        raise Missing(_("Trang này dành cho đầu mối kế hoạch."), code="page-missing")
    return actor


def _day(request: HttpRequest) -> tuple[dt.date, DayForm]:
    """The day that the address asks for; today where it says none, or nothing that is a day."""
    form = DayForm({"ngay": request.GET.get("ngay", "")})
    asked = form.cleaned_data.get("ngay") if form.is_valid() else None
    return asked or clock.today(), form


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def board(request: HttpRequest) -> HttpResponse:
    """What has no sure owner on a day, by body; the rows of one body with their choices."""
    actor = _coordinator(request)
    day, form = _day(request)
    found = merger_day(actor, day)
    page = _page(request, found)
    lines = shown.rows(page.rows, request.POST if request.method == "POST" else None)
    saved = request.method == "POST" and _save(request, actor, found, page, lines)
    if saved and request.POST.get("do") == "confirm":
        return redirect(f"{reverse('handovers:confirm')}?{urlencode({'ngay': f'{day:%d/%m/%Y}'})}")
    if saved:
        messages.success(request, _("Đã lưu lựa chọn. Chưa có gì thay đổi cho đến khi ghi quyết định."))
        return redirect(shown.board_url(found, page.key, page.number))
    wrong = bool(form.errors) or request.method == "POST"
    context = {
        "board": found,
        "form": form,
        "day": f"{day:%d/%m/%Y}",
        "days": [(f"{item:%d/%m/%Y}", item == day) for item in days()],
        "bodies": [line for line in shown.bodies(found, page.key) if line.body.loss is not Loss.PASSES],
        "passing": [line for line in shown.bodies(found, page.key) if line.body.loss is Loss.PASSES],
        "page": page,
        # What is typed is kept for the choices that it was typed over: once they are saved, it is no draft any more.
        "mark": _mark(page.rows),
        "body": found.body(page.key),
        "lines": lines,
        "agencies": agencies() if lines else (),
        "to": request.POST.get("to", ""),
        "to_typed": request.POST.get("to-typed", ""),
        "leaving": len(found.leaving),
    }
    return render(request, "web/handovers/board.html", context, status=422 if wrong else 200)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """The rows of one body, a page of them."""

    key: str
    items: tuple[Lost, ...]
    number: int
    pages: int
    urls: tuple[tuple[int, str], ...]

    @property
    def rows(self) -> tuple[Lost, ...]:
        """Those of the page."""
        first = (self.number - 1) * shown.PER_PAGE
        return self.items[first : first + shown.PER_PAGE]


def _page(request: HttpRequest, found: Board) -> _Page:
    first = next((body.key for body in found.bodies if body.loss is not Loss.PASSES), "")
    key = request.GET.get("nhom", "")
    key = key if found.body(key) is not None else first
    items = found.of(key)
    pages = max(1, -(-len(items) // shown.PER_PAGE))
    asked = request.GET.get("trang", "1")
    number = min(max(int(asked), 1), pages) if asked.isdecimal() and len(asked) < len("1000000") else 1
    urls = tuple((index, shown.board_url(found, key, index)) for index in range(1, pages + 1))
    return _Page(key=key, items=items, number=number, pages=pages, urls=urls)


def _save(request: HttpRequest, actor: Actor, found: Board, page: _Page, lines: list[shown.RowLine]) -> bool:
    """Keep what was chosen; False where something is wrong, the rows then say what."""
    post = request.POST
    bulk = sent.Bulk(code=post.get("to", ""), typed=post.get("to-typed", ""))
    others: list[shown.RowLine] = []
    chosen = set(post.getlist("chon"))
    if bulk and post.get("tat-ca"):
        here = {line.item.duty for line in lines}
        others = shown.rows([item for item in page.items if item.duty not in here])
        chosen = {line.name for line in (*lines, *others)}
    choices = sent.read([*lines, *others], found.day, bulk=bulk, chosen=chosen)
    if bulk and not chosen:
        messages.error(request, _("Hãy chọn các dòng được giao cho cơ quan này, hoặc chọn mọi dòng."))
        return False
    choose(actor, choices=choices)
    return not any(line.wrong for line in lines)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """The decision: what goes into it, then its number and days; everything or nothing is handed over."""
    actor = _coordinator(request)
    day, _form = _day(request)
    found = merger_day(actor, day)
    mark = _mark(found.leaving)
    form = DecisionForm(typed(request), initial={"effective_on": day})
    if form.is_valid():
        if form.cleaned_data["seen"] != mark:
            form.add_error(None, _("Danh sách vừa thay đổi. Hãy xem lại các dòng dưới đây rồi xác nhận lần nữa."))
        else:
            try:
                made = hand_over(actor, decision=form.decision(), passings=shown.passings(found.leaving))
            except Problem as problem:
                if problem.status not in {409, 422}:
                    raise
                form.refuse(problem)
            else:
                messages.success(request, _("Đã ghi chuyển giao theo %(number)s.") % {"number": made.number})
                return redirect("handovers:detail", handover_id=made.pk)
    names = shown.names(found, found.leaving)
    context = {
        "board": found,
        "seen": mark,
        "day": f"{day:%d/%m/%Y}",
        "back": shown.board_url(found),
        "sums": _sums(found.leaving, names),
        "leaving": len(found.leaving),
        "plans": len({item.duty.plan_id for item in found.leaving}),
    }
    return form_page(request, "web/handovers/confirm.html", form, context)


def _mark(items: Iterable[Lost]) -> str:
    """What tells one list of choices from another, and what was chosen from what is proposed."""
    said = ";".join(f"{item.duty.kind}{item.duty.party_id}={item.code},{item.saved}" for item in items)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _sums(items: Iterable[Lost], names: dict[str, str]) -> list[tuple[str, str, int]]:
    """How many duties go from whom to whom."""
    counted: dict[tuple[str, str], int] = {}
    for item in items:
        key = (item.body.name, names.get(item.code, item.code))
        counted[key] = counted.get(key, 0) + 1
    return [(old, new, n) for (old, new), n in counted.items()]


@login_required
@require_safe
def draft_file(request: HttpRequest, form: str) -> HttpResponse:
    """The proposal as it stands, in the form of an appendix."""
    actor = _coordinator(request)
    day, _form = _day(request)
    found = merger_day(actor, day)
    names = shown.names(found, found.leaving)
    based = bases((item.duty.unit_id for item in found.leaving), {item.duty.group for item in found.leaving})
    return appendix.answer(appendix.of_draft(found, names, based), form, f"du-thao-phu-luc-{day:%Y%m%d}")


@login_required
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """The handovers that were confirmed."""
    context: dict[str, Any] = {"handovers": handovers(_coordinator(request))[:200]}
    return render(request, "web/handovers/done.html", context)


@login_required
@require_safe
def detail(request: HttpRequest, handover_id: int) -> HttpResponse:
    """One handover with its lines."""
    found = handover_page(_coordinator(request), handover_id)
    based = bases((item.line.from_unit_id for item in found.lines), {item.line.from_group for item in found.lines})
    context = {"found": found, "handover": found.handover, "rows": appendix.of_handover(found, based).rows}
    return render(request, "web/handovers/detail.html", context)


@login_required
@require_safe
def file(request: HttpRequest, handover_id: int, form: str) -> HttpResponse:
    """The appendix of a confirmed decision."""
    found = handover_page(_coordinator(request), handover_id)
    based = bases((item.line.from_unit_id for item in found.lines), {item.line.from_group for item in found.lines})
    return appendix.answer(appendix.of_handover(found, based), form, f"phu-luc-chuyen-giao-{handover_id}")


@login_required
@require_POST
def withdraw(request: HttpRequest, handover_id: int) -> HttpResponse:
    """Take a handover back."""
    withdraw_handover(_coordinator(request), handover_id=handover_id)
    messages.success(request, _("Đã rút. Các cơ quan cũ giữ lại nhiệm vụ như trước."))
    return redirect("handovers:done")
