"""Saving lists and forgetting them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lotrinh.core.problems import Refused
from lotrinh.plans import services
from lotrinh.web.asking import actor_of
from lotrinh.web.lists.forms import SaveViewForm


@login_required
@require_POST
def save(request: HttpRequest, page: str) -> HttpResponse:
    """Keep the list as it stands under a name, and show it."""
    actor = actor_of(request)
    form = SaveViewForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        try:
            view = services.save_view(actor, page=page[:40], name=values["name"], query=values["query"])
        except Refused as problem:
            for name, sentence in (problem.fields or {"name": problem.message}).items():
                form.add_error(name if name in form.fields else None, str(sentence))
        else:
            messages.success(request, _("Đã lưu danh sách “%(name)s”.") % {"name": view.name})
            return redirect(f"{_back(request, values['back'])}?{view.query}")
    return render(request, "web/lists/save.html", {"form": form}, status=422)


@login_required
@require_POST
def remove(request: HttpRequest, view_id: int) -> HttpResponse:
    """Forget a saved list of one's own."""
    actor = actor_of(request)
    services.delete_view(actor, view_id=view_id)
    messages.success(request, _("Đã xóa danh sách đã lưu."))
    return redirect(_back(request, request.POST.get("back", "")))


def _back(request: HttpRequest, address: str) -> str:
    """The address to go back to: of this site only."""
    ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, {request.get_host()})
    return address if ours else "/"
