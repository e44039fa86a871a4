"""The chain of approval of a review: its steps, who holds them, what happened, and the next gesture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from lotrinh.accounts.vocab import Role
from lotrinh.core.problems import Refused
from lotrinh.documents import policies
from lotrinh.documents.selectors import reviews
from lotrinh.documents.services import approving
from lotrinh.documents.vocab import REVIEW_CYCLE, ReviewAction, ReviewState
from lotrinh.web.asking import actor_of
from lotrinh.web.reviews.listing import STATE_BADGES

_DONE: Final[Mapping[str, str | Promise]] = MappingProxyType(
    {
        "trinh": _("Đã trình duyệt."),
        "duyet": _("Đã duyệt."),
        "tra-lai": _("Đã trả lại."),
        "thoi": _("Đã thôi rà soát. Các quyết định vẫn được giữ."),
    }
)
_SHAPES: Final[Mapping[str, str]] = MappingProxyType(
    {ReviewAction.APPROVE: "ok", ReviewAction.RETURN: "warn", ReviewAction.ABANDON: "muted"}
)


@login_required
@require_safe
def show(request: HttpRequest, review_id: int) -> HttpResponse:
    """The chain, its history, and what the person may do."""
    return _page(request, review_id)


@login_required
@require_POST
def act(request: HttpRequest, review_id: int, action: str) -> HttpResponse:
    """Submit, approve, return or give up."""
    actor = actor_of(request)
    reason = request.POST.get("reason", "")
    gestures: dict[str, Callable[[], Any]] = {
        "trinh": lambda: approving.submit(actor, review_id=review_id),
        "duyet": lambda: approving.approve(actor, review_id=review_id),
        "tra-lai": lambda: approving.return_(actor, review_id=review_id, reason=reason),
        "thoi": lambda: approving.abandon(actor, review_id=review_id, reason=reason),
    }
    if action not in gestures:
        raise Http404
    try:
        gestures[action]()
    except Refused as problem:
        return _page(request, review_id, problem=problem, reason=reason)
    messages.success(request, str(_DONE[action]))
    return redirect("reviews:approval", review_id)


def _page(request: HttpRequest, review_id: int, problem: Refused | None = None, reason: str = "") -> HttpResponse:
    actor = actor_of(request)
    review = reviews.get(actor, review_id)
    document = review.document
    chain = reviews.approval(review)
    waits = review.state == ReviewState.SUBMITTED
    hindrance = approving.cannot_approve(actor, review) if waits else None
    reviews_it = policies.allowed(actor, policies.Action.REVIEW, document)
    context = {
        "review": review,
        "document": document,
        "state": ReviewState(review.state).label,
        "badge": STATE_BADGES[review.state],
        "steps": [(step, Role(step.role).label) for step in chain.steps],
        "missing": ", ".join(str(Role(role).label) for role in chain.missing),
        "history": [
            (
                row,
                ReviewAction(row.action).label,
                Role(row.role).label if row.role else "",
                _SHAPES.get(row.action, "info"),
            )
            for row in reversed(chain.history)
        ],
        "may_submit": reviews_it and (review.state, ReviewAction.SUBMIT) in REVIEW_CYCLE,
        "may_abandon": reviews_it and (review.state, ReviewAction.ABANDON) in REVIEW_CYCLE,
        "may_approve": waits and hindrance is None,
        "hindrance": hindrance.message if hindrance is not None and hindrance.code == "same-person" else "",
        "may_return": (review.state, ReviewAction.RETURN) in REVIEW_CYCLE and approving.may_return(actor, review),
        "may_adopt": review.state == ReviewState.APPROVED and policies.allowed(actor, policies.Action.ADOPT, document),
        "problem": problem,
        "reason": reason,
    }
    return render(request, "web/reviews/approval.html", context, status=problem.status if problem else 200)
