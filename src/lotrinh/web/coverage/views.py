"""A plan beside a higher document: choosing the document, duty by duty, what people say of it."""

from __future__ import annotations

import re
import uuid
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from lotrinh.core.problems import Missing, Problem
from lotrinh.documents import policies as documents
from lotrinh.plans import policies, selectors
from lotrinh.plans.coverage.aims import Clash
from lotrinh.plans.policies import Action
from lotrinh.plans.selectors.coverage import Coverage, coverage, more_answers
from lotrinh.plans.selectors.parents import decided_with, found_by_hand, parents_of
from lotrinh.plans.selectors.side_by_side import MOST_PLANS
from lotrinh.plans.services import coverage as services
from lotrinh.plans.services.coverage import Pair, waiting_above
from lotrinh.plans.vocab import Taken, Verdict
from lotrinh.web.asking import actor_of
from lotrinh.web.coverage import files, shown
from lotrinh.web.coverage.shown import Asked
from lotrinh.web.plans.addresses import row_url
from lotrinh.web.plans.frame import frame

#: From this score on, confirming everything at once is offered.
_LEAST: Final = 60
#: So many other rows of the plan stand beside one duty, on one page.
_MOST_OTHERS: Final = 15
#: What asks for the other rows in the order of the plan.
_IN_ORDER: Final = "muc"
_LONGEST_QUERY: Final = 2000
_KEY: Final = re.compile(r"[a-z0-9-]{1,40}")
_CLASHES: Final[dict[Clash, str | Promise]] = {
    Clash.VALUE: gettext_lazy("khác giá trị"),
    Clash.YEAR: gettext_lazy("khác năm"),
    Clash.BOTH: gettext_lazy("khác giá trị và năm"),
    Clash.UNIT: gettext_lazy("khác đơn vị tính"),
}


@login_required
@require_safe
def choose(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The documents to which the plan says it answers, and others that are looked for by hand."""
    actor = actor_of(request)
    plan = selectors.plan_of(actor, plan_id)
    policies.require(actor, Action.READ_FINDINGS, plan)
    text = " ".join(request.GET.get("tim", "").replace("\x00", " ").split())[:200]
    cited = parents_of(actor, plan)
    named = {item.document.pk for item in cited if item.document is not None}
    context = {
        **frame(request, plan, "coverage"),
        "cited": cited,
        "others": [item for item in decided_with(actor, plan) if item.document and item.document.pk not in named],
        "text": text,
        "found": found_by_hand(actor, plan, text),
        "most_beside": f":{MOST_PLANS}",
        "may_upload": bool(documents.may_upload(actor)),
    }
    return render(request, "web/coverage/choose.html", context)


@login_required
@require_safe
def detail(request: HttpRequest, plan_id: int, above_id: int) -> HttpResponse:
    """The duties of the document, each with what the plan has for it."""
    found = coverage(actor_of(request), plan_id, above_id)
    asked = Asked.of(request.GET)
    least = _whole(request.GET.get("tu", ""), _LEAST)
    context = {
        **_frame(request, found),
        "asked": asked,
        "page": shown.page_of(found, asked),
        "states": [
            (code, label, _count(found, code), f"?{asked.query(**{'trang-thai': code})}")
            for code, label in shown.STATES
        ],
        "everything": f"?{asked.query(**{'trang-thai': ''})}",
        "kinds": shown.KINDS,
        "kept": asked.query(),
        "clear": shown.clear_of(found),
        "copied": shown.per_cent(found.copied_share),
        "conflicts": [_conflict(item) for item in found.conflicts],
        "least": least,
        "waiting": len(waiting_above(found, least)),
        **_last(found),
    }
    return render(request, "web/coverage/detail.html", context)


@login_required
@require_safe
def duty(request: HttpRequest, plan_id: int, above_id: int, duty_key: str) -> HttpResponse:
    """One duty with every row of the plan: by likeness or in the order of the plan, narrowed by words, page by page."""
    found = coverage(actor_of(request), plan_id, above_id)
    line = found.line(duty_key)
    if line is None:
        raise Missing(_("Không có mục này trong văn bản."), code="row-missing")
    text = Asked.of(request.GET).text
    in_order = request.GET.get("thu-tu") == _IN_ORDER
    others = more_answers(found, line)
    if text:
        others = tuple(item for item in others if shown.says(item.duty, text))
    if in_order:
        others = tuple(sorted(others, key=lambda item: item.index))
    page = Paginator(others, _MOST_OTHERS).get_page(request.GET.get("trang"))
    listed = reverse("coverage:detail", args=(plan_id, above_id))
    context = {
        **_frame(request, found),
        "shown": shown.line_of(found, line),
        "others": [shown.answer_of(found, line, item) for item in page.object_list],
        "page": page,
        "in_order": in_order,
        "text": text,
        "listed": f"{listed}?trang={line.index // shown.PER_PAGE + 1}#{line.duty.key}",
        # What was said last of another duty is taken back from the list, where that is seen.
        **(_last(found) if any(one.parent_key == line.duty.key for one in found.last) else {}),
    }
    return render(request, "web/coverage/duty.html", context)


@login_required
@require_POST
def decide(request: HttpRequest, plan_id: int, above_id: int) -> HttpResponse:
    """Say what becomes of one duty, or the same of all that are chosen."""
    actor = actor_of(request)
    asked = Asked.of(request.GET)
    verdict, _gap, code = request.POST.get("do", "").partition(" ")
    chosen = [code] if code else request.POST.getlist("chon")
    pairs = [pair for item in chosen if (pair := _pair(item, verdict))]
    back = _back(request, plan_id, above_id, asked)
    # Where the list is narrowed, the row that is decided about may leave it: one goes on with the next.
    following = _next(coverage(actor, plan_id, above_id), asked, pairs[-1].key) if pairs else ""
    try:
        made = services.decide(actor, plan_id=plan_id, document_id=above_id, verdict=verdict, pairs=pairs)
    except Problem as problem:
        if problem.status not in {409, 422}:
            raise
        unproposed = chosen and not pairs and verdict == Verdict.TAKES_UP
        messages.error(request, _("Các mục đã chọn không có đề xuất nào để xác nhận.") if unproposed else str(problem))
        return redirect(back)
    said = {"count": len(made), "verdict": str(Verdict(verdict).label).lower()}
    messages.success(request, _("Đã ghi %(count)s kết luận: %(verdict)s.") % said)
    if skipped := len(chosen) - len(pairs):
        messages.info(request, _("%(count)s mục đã chọn không có đề xuất, được để nguyên.") % {"count": skipped})
    if request.POST.get("next") == "duty" and pairs:
        return redirect(_duty_page(request, plan_id, above_id, pairs[0].key))
    return redirect(f"{back}#{following}")


@login_required
@require_POST
def confirm_above(request: HttpRequest, plan_id: int, above_id: int) -> HttpResponse:
    """Confirm the first candidate of every duty that waits, from a score on: the person's decision."""
    back = _back(request, plan_id, above_id, Asked.of(request.GET))
    least, seen = _whole(request.POST.get("tu", ""), 0), _whole(request.POST.get("seen", ""), -1)
    try:
        made = services.confirm_above(actor_of(request), plan_id=plan_id, document_id=above_id, least=least, seen=seen)
    except Problem as problem:
        if problem.status not in {409, 422}:
            raise
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Đã xác nhận %(count)s mục.") % {"count": len(made)})
    return redirect(back)


@login_required
@require_POST
def undo(request: HttpRequest, plan_id: int, above_id: int) -> HttpResponse:
    """Take back what was said last; from the page of a duty back to it, from the list to the row."""
    back = _back(request, plan_id, above_id, Asked.of(request.GET))
    if _KEY.fullmatch(request.POST.get("duty", "")):
        back = _duty_page(request, plan_id, above_id, request.POST["duty"])
    elif _KEY.fullmatch(request.POST.get("row", "")):
        back = f"{back}#{request.POST['row']}"
    try:
        batch = uuid.UUID(request.POST.get("batch", ""))
    except ValueError:
        raise Missing(_("Không có kết luận này."), code="coverage-undone") from None
    try:
        count = services.undo(actor_of(request), plan_id=plan_id, document_id=above_id, batch=batch)
    except Problem as problem:
        if problem.status not in {409, 422}:
            raise
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Đã hoàn tác %(count)s kết luận.") % {"count": count})
    return redirect(back)


@login_required
@require_safe
def export(request: HttpRequest, plan_id: int, above_id: int, form: str) -> HttpResponse:
    """The lines that the filters leave, as a file."""
    found = coverage(actor_of(request), plan_id, above_id)
    lines = Asked.of(request.GET).of_lines(found.lines)
    return files.answer(files.of_coverage(found, lines), form, f"doi-chieu-{plan_id}-{above_id}")


def _frame(request: HttpRequest, found: Coverage) -> dict[str, Any]:
    return {
        **frame(request, found.plan, "coverage"),
        "coverage": found,
        "document": found.above.document,
        "may_compare": policies.allowed(actor_of(request), Action.COMPARE, found.plan),
    }


def _last(found: Coverage) -> dict[str, Any]:
    return {"last": found.last[0] if found.last else None, "last_count": len(found.last)}


def _count(found: Coverage, code: str) -> int:
    return sum(1 for line in found.lines if line.repeated) if code not in Taken.values else found.count(Taken(code))


def _conflict(item: Any) -> dict[str, Any]:
    return {
        "parent": item.parent.words,
        "asks": shown.aim_words(item.parent.aim),
        "child": item.child.words,
        "says": shown.aim_words(item.child.aim),
        "url": row_url(item.child.kind, item.child),
        "clash": _CLASHES[item.clash],
        "lower": item.lower,
    }


def _pair(code: str, verdict: str) -> Pair | None:
    """A duty and a row as the buttons send them: `key kind lineage`; a verdict about the whole needs the key only."""
    key, kind, lineage = (*code.split(" "), "", "")[:3]
    if verdict not in Verdict.of_pairs():
        return Pair(key=key) if key else None
    try:
        return Pair(key=key, kind=kind, lineage=uuid.UUID(lineage))
    except ValueError:
        return None


def _back(request: HttpRequest, plan_id: int, above_id: int, asked: Asked) -> str:
    query = asked.query(trang=str(asked.page) if asked.page > 1 else "")
    address = reverse("coverage:detail", args=(plan_id, above_id))
    return f"{address}?{query}" if query else address


def _duty_page(request: HttpRequest, plan_id: int, above_id: int, key: str) -> str:
    """The page of a duty as it was when the button was pressed: `query` has what it was asked for."""
    given = QueryDict(request.POST.get("query", "")[:_LONGEST_QUERY])
    asked = urlencode({name: given[name] for name in ("tim", "thu-tu", "trang") if given.get(name)})
    address = reverse("coverage:duty", args=(plan_id, above_id, key))
    return f"{address}?{asked}" if asked else address


def _next(found: Coverage, asked: Asked, key: str) -> str:
    """The key of the line after this one in the list; of itself where it is the last."""
    keys = [line.duty.key for line in asked.of_lines(found.lines)]
    place = keys.index(key) + 1 if key in keys else len(keys)
    return keys[place] if place < len(keys) else key


def _whole(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else default
