"""Making an approved review a version of a plan: first what it would be, then the plan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lotrinh.core.actor import Actor
from lotrinh.core.problems import Problem
from lotrinh.documents import policies as documents
from lotrinh.organisations.selectors.units import units
from lotrinh.plans import services
from lotrinh.plans.services.previewing import Preview, preview
from lotrinh.web.asking import actor_of
from lotrinh.web.plans.forms import BODIES, AdoptForm
from lotrinh.web.plans.frame import KINDS


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: HttpRequest, review_id: int) -> HttpResponse:
    """What would be adopted; adopting it when confirmed."""
    actor = actor_of(request)
    seen = preview(actor, review_id=review_id)
    documents.require(actor, documents.Action.ADOPT, seen.document)
    if seen.adopted is not None:
        return redirect("plans:detail", plan_id=seen.adopted)
    confirmed = request.method == "POST" and "title" in request.POST
    names = units(actor).exclude(kind="division").values_list("name", flat=True)
    form = AdoptForm(request.POST if confirmed else None, agencies=names, initial=_said(seen))
    if form.is_valid():
        plan = _adopted(actor, form, review_id)
        if plan is not None:
            messages.success(request, _("Đã đưa kế hoạch vào theo dõi."))
            return redirect("plans:detail", plan_id=plan.pk)
    counts = [(kind, seen.counts[kind]) for kind in KINDS]
    context = {"form": form, "seen": seen, "counts": counts, "difference": seen.difference, "review_id": review_id}
    return render(request, "web/plans/adopt.html", context, status=422 if form.errors else 200)


def _said(seen: Preview) -> dict[str, str]:
    return {"title": seen.title, **{name: getattr(seen.coordination, name) for name in BODIES}}


def _adopted(actor: Actor, form: AdoptForm, review_id: int) -> Any:
    """The plan; None where the service refused, the form then says why."""
    values, named = form.cleaned_data, form.named()
    try:
        return services.adopt(
            actor,
            review_id=review_id,
            title=values["title"],
            reason=values["reason"],
            follow_up=named["follow_up"],
            reports_to=named["reports_to"],
            difficulties_to=named["difficulties_to"],
        )
    except Problem as problem:
        if problem.status != 422:
            raise
        form.refuse(problem)
        return None
