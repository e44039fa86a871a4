"""One's own access tokens: what they may do, until when, when a program last used them; the operator ends others'."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotrinh.accounts import selectors, services
from lotrinh.organisations.services import people
from lotrinh.web.answers import form_page, telling, typed
from lotrinh.web.asking import actor_of
from lotrinh.web.people.forms import TokenForm
from lotrinh.web.people.guards import confirmed, operator_only


@login_required
@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens that one has made and not revoked."""
    found = selectors.tokens_of(actor_of(request).user_id or 0)
    return render(request, "web/people/tokens.html", {"tokens": found})


@never_cache
@confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Make a token; its key is shown on the page that answers, and never again."""
    form = TokenForm(typed(request))
    if form.is_valid():
        with telling(form):
            made = services.make_token(actor_of(request), **form.cleaned_data)
            return render(request, "web/people/token_made.html", {"made": made})
    return form_page(request, "web/people/token_make.html", form)


@login_required
@require_POST
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """End one of one's own tokens."""
    token = services.revoke_token(actor_of(request), token_id=token_id)
    messages.success(request, _("Đã thu hồi mã truy cập “%(name)s”.") % {"name": token.name})
    return redirect("tokens")


@require_POST
@operator_only
def revoke_of(request: HttpRequest, person_id: int, token_id: int) -> HttpResponse:
    """End a token of somebody else."""
    people.revoke_token(actor_of(request), person_id=person_id, token_id=token_id)
    messages.success(request, _("Đã thu hồi mã truy cập."))
    return redirect("people:detail", person_id)
