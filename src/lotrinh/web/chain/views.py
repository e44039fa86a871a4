"""Views of the chain of directives."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotrinh.core.actor import Actor
from lotrinh.core.problems import Missing, Problem, Refused
from lotrinh.documents import policies
from lotrinh.documents.selectors import chain as selectors
from lotrinh.documents.selectors import documents
from lotrinh.documents.selectors.chain import ChainRow
from lotrinh.documents.services import citations
from lotrinh.documents.vocab import CitedAs, LinkAction, LinkState, Standing
from lotrinh.plans.selectors.under import plans_under
from lotrinh.web.chain.drawing import draw
from lotrinh.web.chain.words import long_name

_ON_PAGE: Final = 50
_MOST_PLANS: Final = 50
_SERVICES: Final = {
    LinkAction.CONFIRM: citations.confirm,
    LinkAction.REFUSE: citations.refuse,
    LinkAction.REOPEN: citations.reopen,
}
_ORDER: Final = (
    CitedAs.IMPLEMENTS,
    CitedAs.REPLACES,
    CitedAs.REPEALS,
    CitedAs.AMENDS,
    CitedAs.BASIS,
    CitedAs.MENTIONS,
)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    return actor


@login_required
@require_safe
def chain(request: HttpRequest, pk: int) -> HttpResponse:
    """The chain around a document: the picture, what it cites, what cites it, the plans that run under it."""
    return _chain(request, pk)


def _chain(request: HttpRequest, pk: int, problem: Problem | None = None) -> HttpResponse:
    actor = _actor(request)
    page = selectors.chain_page(actor, pk)
    ended = page.now.standing == Standing.EXPIRED
    under = plans_under(actor, (pk, *page.below) if ended else page.below)
    cites = Paginator(sorted(page.cites, key=_urgency), _ON_PAGE).get_page(request.GET.get("trang"))
    below = Paginator(sorted(page.cited_by, key=_urgency), _ON_PAGE).get_page(request.GET.get("trang-duoi"))
    context = {
        "page": page,
        "document": page.document,
        "drawing": draw(page.nodes, page.edges) if len(page.nodes) > 1 else "",
        "cites": cites,
        "cited_by": below,
        "proposed": sum(row.state is LinkState.PROPOSED for row in page.cites),
        "decides": any(row.acts for row in page.cites),
        "under": under[:_MOST_PLANS],
        "under_count": len(under),
        "under_duties": sum(item.duties for item in under),
        "problem": problem,
    }
    return render(request, "web/chain/page.html", context, status=problem.status if problem else 200)


def _urgency(row: ChainRow) -> tuple[bool, int]:
    """What waits for a person first, then what the document answers to."""
    return row.state is not LinkState.PROPOSED, _ORDER.index(row.role)


@login_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm, refuse or reopen a citation: the button is named so, its value is `<citation>|<what was seen>`."""
    action = next((item for item in _SERVICES if item.value in request.POST), None)
    link, _bar, seen = request.POST.get(action.value if action else "", "").partition("|")
    if action is None or not _is_key(link):
        raise Missing(_("Không có trích dẫn này, hoặc bạn không được xem."), code="citation-missing")
    try:
        done = _SERVICES[action](_actor(request), link_id=int(link), seen=seen)
    except Problem as problem:
        if isinstance(problem, Missing):
            raise
        return _chain(request, pk, problem)
    said = {
        LinkAction.CONFIRM: _("Đã xác nhận văn bản được dẫn: %(name)s."),
        LinkAction.REFUSE: _("Đã ghi nhận: %(name)s không phải văn bản đã tìm được."),
        LinkAction.REOPEN: _("Đã rút lại quyết định về %(name)s."),
    }
    messages.success(request, said[action] % {"name": done.printed})
    return redirect("chain:page", done.document_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def point(request: HttpRequest, link_id: int) -> HttpResponse:
    """Choose the document that a citation means."""
    actor = _actor(request)
    found = selectors.citation(actor, link_id)
    if found is None:
        raise Missing(_("Không có trích dẫn này, hoặc bạn không được xem."), code="citation-missing")
    document, row = found
    other = request.POST.get("other", "")
    problem: Problem | None = None
    if request.method == "POST" and "find" not in request.POST.getlist("act"):
        try:
            if not _is_key(other):
                raise Refused(_("Hãy tìm và chọn một văn bản trong danh sách."), code="wrong-fields")
            citations.point(actor, link_id=link_id, seen=request.POST.get("seen", ""), document_id=int(other))
        except Problem as refused:
            problem = refused
        else:
            messages.success(request, _("Đã ghi nhận văn bản được dẫn: %(name)s.") % {"name": row.printed})
            return redirect("chain:page", document.pk)
    given = request.POST if request.method == "POST" else request.GET
    text = given.get("find", row.paper.number or row.paper.title)[:200]
    context: dict[str, Any] = {
        "document": document,
        "row": row,
        "name": long_name(row.paper),
        "text": text,
        "found": documents.to_relate(actor, text=text, besides=document.pk) if text.strip() else (),
        "chosen": other,
        "problem": problem,
    }
    return render(request, "web/chain/point.html", context, status=problem.status if problem else 200)


@login_required
@require_safe
def missing(request: HttpRequest) -> HttpResponse:
    """The documents that others cite and that are not here."""
    actor = _actor(request)
    listed = Paginator(selectors.missing(actor), _ON_PAGE).get_page(request.GET.get("trang"))
    context = {
        "listed": listed,
        "papers": selectors.missing_papers(actor, listed.object_list),
        "may_upload": bool(policies.may_upload(actor)),
    }
    return render(request, "web/chain/missing.html", context)


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19
