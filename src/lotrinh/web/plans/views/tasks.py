"""All tasks that a person may read, over all plans."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotrinh.accounts.vocab import Role
from lotrinh.core.problems import Refused
from lotrinh.plans import policies, selectors
from lotrinh.plans.policies import Action
from lotrinh.plans.services.confirming_many import confirm_proposals
from lotrinh.web.asking import actor_of
from lotrinh.web.lists import Bulk, Listing
from lotrinh.web.lists.export import export
from lotrinh.web.plans.forms import ConfirmForm
from lotrinh.web.plans.listings.tasks import TASKS, found
from lotrinh.web.plans.views.parts import bulk

#: More tasks than one document names.
_MOST_CONFIRMED: Final = 200


def _listing(request: HttpRequest) -> Listing:
    return TASKS.listing(request, found(actor_of(request)), path=reverse("plans:tasks"))


@login_required
@require_safe
def task_list(request: HttpRequest) -> HttpResponse:
    """The tasks, narrowed by what the address says."""
    actor = actor_of(request)
    listing = _listing(request)
    acts = bulk(listing)
    if actor.has(Role.COORDINATOR):
        acts.append(Bulk(label=_("Xác nhận đề xuất…"), url=reverse("plans:confirm_chosen"), primary=True))
    context = {"listing": listing, "views": selectors.saved_views(actor, TASKS.key), "bulk": acts}
    return render(request, "web/plans/all_tasks.html", context, status=listing.status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def task_list_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The tasks that the filters leave, or (POST) the chosen ones, as a file."""
    listing = _listing(request)
    chosen = listing.chosen(request.POST) if request.method == "POST" else None
    return export(listing, form, _("Danh mục nhiệm vụ"), chosen)


@login_required
@require_POST
def confirm_chosen(request: HttpRequest) -> HttpResponse:
    """Confirm the proposals of the chosen tasks by one document: first asked for, then done."""
    actor = actor_of(request)
    mine = policies.visible(actor, Action.COORDINATE)
    rows = _listing(request).chosen(request.POST).filter(plan__in=mine).exclude(proposed=[])
    tasks = list(rows.select_related("plan")[: _MOST_CONFIRMED + 1])
    waiting = {name for task in tasks for name in task.proposed}
    asked = "number" in request.POST
    form = ConfirmForm(request.POST if asked else None, proposed=waiting)
    too_many = len(tasks) > _MOST_CONFIRMED
    if asked and not too_many and tasks and form.is_valid():
        done = _confirmed(actor, form, tasks)
        if done is not None:
            messages.success(request, _("Đã xác nhận %(count)s nội dung.") % {"count": done})
            return redirect("plans:tasks")
    context = {"form": form, "tasks": tasks, "too_many": too_many}
    wrong = too_many or (form.is_bound and form.errors)
    return render(request, "web/plans/confirm.html", context, status=422 if wrong else 200)


def _confirmed(actor: Any, form: ConfirmForm, tasks: list[Any]) -> int | None:
    """How many proposals were confirmed; None where the service refused, the form then says why."""
    wanted = set(form.cleaned_data["fields_confirmed"])
    proposals: list[tuple[UUID, str]] = [
        (task.lineage, name) for task in tasks for name in task.proposed if name in wanted
    ]
    try:
        return confirm_proposals(actor, proposals=proposals, **form.document())
    except Refused as problem:
        form.refuse(problem)
        return None
