"""The versions of a plan and what differs between two of them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lotrinh.core.problems import Missing
from lotrinh.plans import selectors
from lotrinh.web.asking import actor_of
from lotrinh.web.plans.frame import frame


@login_required
@require_safe
def versions(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Every version, who adopted it, from which document."""
    actor = actor_of(request)
    plan = selectors.plan_of(actor, plan_id)
    context = {**frame(request, plan, "versions"), "versions": selectors.versions(actor, plan)}
    return render(request, "web/plans/versions.html", context)


@login_required
@require_safe
def difference(request: HttpRequest, plan_id: int) -> HttpResponse:
    """What differs from one version (`tu`) to another (`den`); without them from the one before to the one in force."""
    actor = actor_of(request)
    plan = selectors.plan_of(actor, plan_id)
    listed = selectors.versions(actor, plan)
    numbers = [version.number for version in listed]
    after = _number(request.GET.get("den", ""), numbers, numbers[0] if numbers else 0)
    before = _number(request.GET.get("tu", ""), numbers, after - 1)
    context = {**frame(request, plan, "versions"), "versions": listed, "before": before, "after": after}
    try:
        context["difference"] = selectors.difference(actor, plan_id, before, after)
    except Missing:
        context["difference"] = None
    return render(request, "web/plans/difference.html", context)


def _number(text: str, known: list[int], default: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 and int(text) in known else default
