"""The page of one row, the same address for all versions."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lotrinh.core import clock
from lotrinh.core.problems import Missing, Refused
from lotrinh.plans import policies, selectors
from lotrinh.plans.policies import Action
from lotrinh.plans.selectors.plans import Permalink
from lotrinh.plans.services.confirming_many import confirm_proposals
from lotrinh.plans.vocab import PartyRole, RowKind
from lotrinh.web.asking import actor_of
from lotrinh.web.coverage.similar import similar
from lotrinh.web.plans import facts
from lotrinh.web.plans.addresses import row_url, words_url
from lotrinh.web.plans.forms import ConfirmForm
from lotrinh.web.plans.frame import frame
from lotrinh.web.plans.source import quoted
from vanban import PlanRecord


@login_required
@require_safe
def row(request: HttpRequest, plan_id: int, kind: RowKind, lineage: uuid.UUID) -> HttpResponse:
    """What a row says, where it stands, what became of it."""
    found = _found(request, plan_id, kind, lineage)
    return _page(request, found, _form(found))


@login_required
@require_POST
def confirm(request: HttpRequest, plan_id: int, kind: RowKind, lineage: uuid.UUID) -> HttpResponse:
    """Make proposals of a row binding by a document with number and date."""
    actor = actor_of(request)
    found = _found(request, plan_id, kind, lineage)
    policies.require(actor, Action.COORDINATE, found.plan)
    form = ConfirmForm(request.POST, proposed=found.row.proposed)
    if form.is_valid():
        proposals = [(lineage, name) for name in form.cleaned_data["fields_confirmed"]]
        try:
            confirm_proposals(actor, kind=kind, proposals=proposals, **form.document())
        except Refused as problem:
            form.refuse(problem)
        else:
            messages.success(request, _("Đã xác nhận theo văn bản %(number)s.") % form.cleaned_data)
            return redirect(row_url(kind, found.row))
    return _page(request, found, form)


def _found(request: HttpRequest, plan_id: int, kind: RowKind, lineage: uuid.UUID) -> Permalink:
    found = selectors.permalink(actor_of(request), lineage, kind)
    if found.plan.pk != plan_id:
        raise Missing(_("Không có mục này trong kế hoạch."), code="row-missing")
    return found


def _form(found: Permalink) -> ConfirmForm | None:
    return ConfirmForm(proposed=found.row.proposed) if found.row.proposed and found.row.current else None


def _page(request: HttpRequest, found: Permalink, form: ConfirmForm | None) -> HttpResponse:
    here: Any = found.row
    kind = found.kind
    record = PlanRecord.from_json(here.version.record)
    quote = None
    if here.span_start is not None:
        quote = quoted(record.text.content, here.span_start, here.span_end)
    context = {
        **frame(request, found.plan, found.kind),
        "found": found,
        "row": here,
        "first": found.history[-1],
        "facts": facts.of(found.kind, here),
        "parties": facts.parties(here, found.plan.document.issued_on),
        "changes": facts.changes(found.kind, found.history),
        "quote": quote,
        "source_url": words_url(found.kind, here) if here.current else "",
        "form": form,
        "lead_word": str(PartyRole.LEAD.label),
        "asks_parties": kind in {RowKind.TASK, RowKind.ASSIGNMENT},
        "schedule": selectors.schedule_of(here, clock.today()) if kind is RowKind.TASK and here.current else "",
        "similar": similar(actor_of(request), here) if kind is RowKind.TASK and here.current else (),
    }
    return render(request, "web/plans/row.html", context, status=422 if form is not None and form.errors else 200)
