"""One's own sessions."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lotrinh.accounts import selectors, services
from lotrinh.web.asking import actor_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; each of them, or all but the present one, can be ended."""
    key = request.session.session_key or ""
    if request.method == "POST":
        one = request.POST.get("session", "")
        actor = actor_of(request)
        if one.isascii() and one.isdecimal() and len(one) < 19:
            services.end_session(actor, session_id=int(one))
            messages.success(request, _("Đã đăng xuất phiên đó."))
        else:
            ended = services.end_other_sessions(actor, current_key=key)
            messages.success(request, _("Đã đăng xuất %(count)d phiên khác.") % {"count": ended})
        return redirect("usersessions_list")
    found = selectors.sessions_of(int(request.user.pk or 0), current_key=key)
    return render(request, "web/people/sessions.html", {"sessions": found, "others": len(found) > 1})
