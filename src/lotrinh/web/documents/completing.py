"""The view in which people complete what identifies a document."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lotrinh.core.problems import Conflict, Refused
from lotrinh.documents.policies import Action
from lotrinh.documents.selectors import documents
from lotrinh.documents.services import metadata
from lotrinh.documents.services.metadata import Identity
from lotrinh.web.asking import actor_of
from lotrinh.web.documents.forms import IdentityForm, show
from lotrinh.web.templatetags.ui.values import partial_date


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; a conflict shows what is kept now beside what was typed, and the next save goes through."""
    actor = actor_of(request)
    document = documents.get(actor, pk, Action.EDIT)
    if request.method != "POST":
        initial = {**_kept(document), "seen": metadata.version_of(document)}
        return _page(request, document, IdentityForm(initial=initial, present_kind=document.kind))
    form = IdentityForm(request.POST, present_kind=document.kind)
    if not form.is_valid():
        return _page(request, document, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    values = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
    try:
        metadata.complete(actor, document_id=pk, seen=form.cleaned_data["seen"], identity=Identity(**values))
    except Conflict as problem:
        now = documents.get(actor, pk, Action.EDIT)
        data = request.POST.copy()
        data["seen"] = metadata.version_of(now)
        again = IdentityForm(data, present_kind=now.kind)
        again.is_valid()
        show(again, problem)
        return _page(request, now, again, HTTPStatus.CONFLICT, kept=_kept(now))
    except Refused as problem:
        show(form, problem)
        return _page(request, document, form, problem.status)
    messages.success(request, _("Đã lưu thông tin văn bản."))
    return redirect("documents:detail", pk)


def _kept(document: Any) -> dict[str, str]:
    return {
        name: partial_date(getattr(document, name)) if name == "issued_on" else getattr(document, name)
        for name in Identity.__dataclass_fields__
    }


def _page(
    request: HttpRequest, document: Any, form: IdentityForm, status: int = 200, kept: dict[str, str] | None = None
) -> HttpResponse:
    rows = [(form[name].label, value) for name, value in kept.items()] if kept else []
    context = {"document": document, "form": form, "kept": rows}
    return render(request, "web/documents/identity.html", context, status=status)
