"""Views of the platform itself."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lotrinh.web.system import THEME_COOKIE, THEMES
from lotrinh.web.system.examples import examples


@login_required
@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Every component with its states: for whoever builds pages, and for looking at them."""
    return render(request, "web/system/components.html", examples(request))


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the choice of light or dark; anything else goes back to what the person's system says."""
    chosen = request.POST.get("theme", "")
    onward = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        onward, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        onward = resolve_url("home")
    response = redirect(onward)
    if chosen in THEMES:
        response.set_cookie(
            THEME_COOKIE,
            chosen,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


@never_cache
@require_GET
def session(request: HttpRequest) -> JsonResponse:
    """Whether somebody is signed in, and the token that forms need now: it changes with each sign-in."""
    return JsonResponse({"signed_in": request.user.is_authenticated, "token": get_token(request)})
