"""Views of a document's standing: set by hand, and by what other documents do to it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.problems import Conflict, Missing, NotAllowed, Problem, Refused
from lotrinh.documents.policies import Action
from lotrinh.documents.selectors import documents
from lotrinh.documents.services import standing as services
from lotrinh.web.asking import actor_of
from lotrinh.web.documents.forms import RelationForm, StandingForm, show


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def standing(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the standing (`act=standing`), enter a relation (`relate`), or look for the other document (`find`)."""
    actor = actor_of(request)
    document = documents.get(actor, pk, Action.SET_STANDING)
    act = request.POST.get("act", "")
    if act == "standing":
        return _set(request, actor, document)
    if act == "relate":
        return _relate(request, actor, document)
    found = request.POST if act == "find" else request.GET
    relation = RelationForm(initial=_initial(found.dict()))
    return _page(request, actor, document, relation=relation, text=found.get("find", "")[:200])


@login_required
@require_POST
def undo_relation(request: HttpRequest, relation_id: int) -> HttpResponse:
    """Take a relation back."""
    actor = actor_of(request)
    target = services.undo_relation(actor, relation_id=relation_id)
    messages.success(request, _("Đã gỡ quan hệ. Việc gỡ được ghi vào nhật ký."))
    return redirect("documents:detail", target)


@login_required
@require_safe
def choices(request: HttpRequest, pk: int) -> HttpResponse:
    """The documents to choose from while somebody types."""
    actor = actor_of(request)
    text = request.GET.get("find", "")[:200]
    found = documents.to_relate(actor, text=text, besides=pk) if text.strip() else ()
    return render(request, "web/documents/choices.html", {"found": found, "text": text, "chosen": ""})


def _initial(given: dict[str, Any]) -> dict[str, Any]:
    """What was typed before the other document was looked for."""
    kept = {name: given[name] for name in RelationForm.base_fields if given.get(name)}
    return {"effective_on": f"{clock.today():%d/%m/%Y}", "direction": RelationForm.SUFFERS, **kept}


def _set(request: HttpRequest, actor: Actor, document: Any) -> HttpResponse:
    form = StandingForm(request.POST)
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        values = form.cleaned_data
        try:
            services.set_standing(
                actor,
                document_id=document.pk,
                seen=values["seen_standing"],
                standing=values["standing"],
                expires_on=values["expires_on"],
            )
        except (Conflict, Refused) as problem:
            show(form, problem)
            status = problem.status
        else:
            messages.success(request, _("Đã đặt hiệu lực của văn bản."))
            return redirect("documents:detail", document.pk)
    return _page(request, actor, document, standing=form, status=status)


def _relate(request: HttpRequest, actor: Actor, document: Any) -> HttpResponse:
    form = RelationForm(request.POST)
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            _enter(actor, document, form.cleaned_data)
        except (Missing, NotAllowed, Refused) as problem:
            show(form, _said(problem), names={"source": "find"})
            status = problem.status
        else:
            messages.success(request, _("Đã ghi quan hệ giữa hai văn bản."))
            return redirect("documents:detail", document.pk)
    return _page(request, actor, document, relation=form, text=request.POST.get("find", "")[:200], status=status)


def _enter(actor: Actor, document: Any, values: dict[str, Any]) -> None:
    suffers = values["direction"] == RelationForm.SUFFERS
    if not suffers and not values["other"]:
        raise Refused(
            _("Hãy tìm và chọn văn bản bị tác động trong danh sách văn bản ở đây."),
            code="wrong-fields",
            fields={"source": _("Hãy tìm và chọn văn bản.")},
        )
    services.relate(
        actor,
        target_id=document.pk if suffers else values["other"],
        source_id=values["other"] if suffers else document.pk,
        source_printed=values["printed"] if suffers else "",
        relation=values["relation"],
        effective_on=values["effective_on"],
        note=values["note"],
    )


def _said(problem: Problem) -> Problem:
    """A right that is missing is missing for the other document: this one was opened already."""
    if isinstance(problem, NotAllowed):
        return NotAllowed(
            _("Hiệu lực của văn bản kia do cơ quan giữ văn bản đó đặt; vai trò của bạn không cho phép."),
            code=problem.code,
            fields={"source": _("Hãy chọn văn bản của cơ quan mình.")},
        )
    return problem


def _page(  # noqa: PLR0913 - two forms and what was looked for
    request: HttpRequest,
    actor: Actor,
    document: Any,
    *,
    standing: StandingForm | None = None,
    relation: RelationForm | None = None,
    text: str = "",
    status: int = 200,
) -> HttpResponse:
    first = {
        "standing": document.standing,
        "expires_on": document.expires_on,
        "seen_standing": document.standing,
    }
    relation = relation or RelationForm(initial=_initial({}))
    chosen = relation["other"].value()
    context = {
        "document": document,
        "standing_form": standing or StandingForm(initial=first),
        "relation_form": relation,
        "text": text,
        "found": documents.to_relate(actor, text=text, besides=document.pk) if text.strip() else (),
        "chosen": str(chosen or ""),
    }
    return render(request, "web/documents/standing.html", context, status=status)
