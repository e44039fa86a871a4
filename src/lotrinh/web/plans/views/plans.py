"""The list of plans and the overview of one."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lotrinh.organisations.selectors.units import units
from lotrinh.plans import policies, selectors
from lotrinh.plans.policies import Action
from lotrinh.plans.selectors.overview import tasks_by_lead, tasks_by_quarter
from lotrinh.plans.vocab import RowKind
from lotrinh.web.asking import actor_of
from lotrinh.web.lists.export import export
from lotrinh.web.plans import charts
from lotrinh.web.plans.forms import BODIES, BodiesForm, save_bodies
from lotrinh.web.plans.frame import frame
from lotrinh.web.plans.listings.plans import PLANS


@login_required
@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """All plans that the person may read."""
    actor = actor_of(request)
    listing = PLANS.listing(request, selectors.plans(actor))
    context = {"listing": listing, "views": selectors.saved_views(actor, PLANS.key)}
    return render(request, "web/plans/list.html", context, status=listing.status)


@login_required
@require_safe
def plan_list_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The list as a file."""
    listing = PLANS.listing(request, selectors.plans(actor_of(request)), path=reverse("plans:list"))
    return export(listing, form, _("Danh mục kế hoạch"))


@login_required
@require_safe
def overview(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Key figures, who follows up, charts."""
    plan = selectors.plan_of(actor_of(request), plan_id)
    due = charts.by_deadline(plan, tasks_by_quarter(plan))
    lead = charts.by_lead(plan, tasks_by_lead(plan))
    figures = selectors.figures(plan)
    counts = {
        RowKind.TARGET: figures.targets,
        RowKind.TASK: figures.tasks,
        RowKind.ASSIGNMENT: figures.assignments,
        RowKind.REPORTING: figures.reporting,
    }
    context = {
        **frame(request, plan, "detail", counts),
        "figures": figures,
        "bodies_today": selectors.bodies_today(plan),
        "charts": [chart for chart in (due, lead) if chart is not None],
    }
    return render(request, "web/plans/overview.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bodies(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Who follows up, who receives reports and difficulties: filled in by a coordinator."""
    actor = actor_of(request)
    plan = selectors.plan_of(actor, plan_id)
    policies.require(actor, Action.COORDINATE, plan)
    said = {name: str(getattr(plan, name) or getattr(plan, f"{name}_printed")) for name in BODIES}
    names = units(actor).exclude(kind="division").values_list("name", flat=True)
    form = BodiesForm(request.POST if request.method == "POST" else None, agencies=names, initial=said)
    if form.is_valid() and save_bodies(form, actor, plan.pk):
        return redirect("plans:detail", plan_id=plan.pk)
    context = {**frame(request, plan, "detail"), "form": form}
    return render(request, "web/plans/bodies.html", context, status=422 if form.errors else 200)
