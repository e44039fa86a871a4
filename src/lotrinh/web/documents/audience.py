"""Views of who may read a document: steps, each a decision, and the agencies to which it is addressed."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lotrinh.core.actor import Actor
from lotrinh.core.problems import Conflict, Refused
from lotrinh.documents import policies
from lotrinh.documents.policies import Action
from lotrinh.documents.selectors import documents, readings
from lotrinh.documents.services import audience as services
from lotrinh.documents.vocab import AUDIENCES
from lotrinh.web.asking import actor_of
from lotrinh.web.documents.forms import AudienceForm, RecipientsForm, show


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def audience(request: HttpRequest, pk: int) -> HttpResponse:
    """The four steps, where the document stands, and the decisions that lead on."""
    actor = actor_of(request)
    if request.method != "POST":
        return _steps(request, actor, pk)
    form = AudienceForm(request.POST)
    if not form.is_valid():
        return _steps(request, actor, pk, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    values = form.cleaned_data
    try:
        services.decide(
            actor,
            document_id=pk,
            seen=values["seen"],
            audience=values["audience"],
            note=values["note"],
            sure=values["sure"],
        )
    except (Conflict, Refused) as problem:
        show(form, problem)
        return _steps(request, actor, pk, form=form, status=problem.status)
    messages.success(request, _("Đã ghi quyết định về phạm vi của văn bản."))
    return redirect("documents:detail", pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def recipients(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the agencies; at first those that the document itself names are proposed."""
    actor = actor_of(request)
    document = documents.get(actor, pk)
    policies.require(actor, services.recipients_action(actor, document), document)
    present = documents.recipients_of(document)
    agencies = documents.agencies()
    choices = [(unit.pk, unit.name) for unit in agencies]
    status: int = HTTPStatus.OK
    proposed: frozenset[int] = frozenset()
    if request.method == "POST":
        form = RecipientsForm(request.POST, agencies=choices)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                services.set_recipients(actor, document_id=pk, seen=form.seen(), unit_ids=form.cleaned_data["units"])
            except (Conflict, Refused) as problem:
                data = request.POST.copy()
                data["seen_units"] = _joined(documents.recipients_of(document))
                form = RecipientsForm(data, agencies=choices)
                form.is_valid()
                show(form, problem)
                status = problem.status
            else:
                messages.success(request, _("Đã lưu nơi nhận."))
                return redirect("documents:detail", pk)
    else:
        if not present:
            proposed = documents.agencies_named(_printed(pk), agencies)
        initial = {"units": sorted(present or proposed), "seen_units": _joined(present)}
        form = RecipientsForm(initial=initial, agencies=choices)
    context = {"document": document, "form": form, "proposed": len(proposed), "printed": _printed(pk)}
    return render(request, "web/documents/recipients.html", context, status=status)


def _printed(document_id: int) -> tuple[str, ...]:
    """Whom the document itself names under Nơi nhận."""
    reading = readings.latest(document_id)
    return readings.record_of(reading).document.recipients if reading else ()


def _joined(units: frozenset[int]) -> str:
    return ",".join(str(pk) for pk in sorted(units))


def _steps(
    request: HttpRequest, actor: Actor, pk: int, *, form: AudienceForm | None = None, status: int = 200
) -> HttpResponse:
    document = documents.get(actor, pk, Action.READ_FINDINGS)
    present = str(document.audience)
    order = [str(item) for item in AUDIENCES]
    typed = form["audience"].value() if form is not None else None
    decisions = []
    for step in services.steps_from(present):
        if not policies.allowed(actor, services.action_between(present, step), document):
            continue
        own = form if form is not None and typed == step else AudienceForm(initial={"audience": step, "seen": present})
        decisions.append({"audience": step, "wider": order.index(step) > order.index(present), "form": own})
    lost = form is not None and all(item["form"] is not form for item in decisions)
    context: dict[str, Any] = {
        "document": document,
        "steps": [
            {"audience": step, "now": step == present, "done": order.index(step) < order.index(present)}
            for step in order
        ],
        "decisions": sorted(decisions, key=lambda item: not item["wider"]),
        "narrower": any(not item["wider"] for item in decisions),
        "narrower_open": any(not item["wider"] and item["form"] is form for item in decisions),
        "recipients": documents.recipient_units(document),
        "history": documents.decisions_of(document),
        "lost": form if lost else None,
        "portal_on": settings.PORTAL,
    }
    if not decisions and request.method != "POST":
        context["closed"] = True
    return render(request, "web/documents/audience.html", context, status=status)
