"""Standing in: who acts for me while I am away, for whom I act; the operator names it for others."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotrinh.core import clock
from lotrinh.organisations.selectors import delegations as selectors
from lotrinh.organisations.services import delegating as services
from lotrinh.web.answers import form_page, telling, typed
from lotrinh.web.asking import actor_of
from lotrinh.web.people.forms import DelegationForm


@login_required
@require_safe
def absence(request: HttpRequest) -> HttpResponse:
    """My posts with those who stand in, and what I stand in for."""
    found = selectors.absence(actor_of(request))
    return render(request, "web/people/absence.html", {"found": found, "today": clock.today()})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, post_id: int) -> HttpResponse:
    """Name who stands in for the holder of a post."""
    actor = actor_of(request)
    post = selectors.post_for(actor, post_id)
    people = [person for person in selectors.candidates(post) if person.pk != actor.user_id]
    form = DelegationForm(typed(request), people=[(person.pk, str(person)) for person in people])
    own = post.user_id == actor.user_id
    if form.is_valid():
        values = form.cleaned_data
        with telling(form):
            row = services.delegate(
                actor,
                post_id=post_id,
                deputy_id=values["deputy"],
                starts_on=values["starts_on"],
                ends_on=values["ends_on"],
                reason=values["reason"],
            )
            said = _("Đã ủy quyền cho %(name)s từ %(first)s đến hết %(last)s.") % {
                "name": row.deputy,
                "first": f"{row.starts_on:%d/%m/%Y}",
                "last": f"{row.ends_on:%d/%m/%Y}",
            }
            messages.success(request, said)
            return redirect("absence") if own else redirect("people:detail", post.user_id)
    return form_page(request, "web/people/delegate.html", form, {"post": post, "own": own, "nobody": not people})


@login_required
@require_POST
def withdraw(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """End standing in at once."""
    holder = services.withdraw(actor_of(request), delegation_id=delegation_id)
    messages.success(request, _("Đã thu hồi ủy quyền; người thay không còn quyền của vai trò này."))
    return redirect("absence") if holder == request.user.pk else redirect("people:detail", holder)
