"""What every page knows."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest

from lotrinh.web import navigation
from lotrinh.web.system import THEME_COOKIE, THEMES


def _version() -> str:
    try:
        return version("lotrinh")
    except PackageNotFoundError:  # the sources run without being installed
        return ""


_VERSION: Final = _version()


def page(request: HttpRequest) -> dict[str, Any]:
    """The actor, the entries of the menu, the colours that were chosen, whether this is the demo."""
    actor = getattr(request, "actor", None)
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "actor": actor,
        "menu": navigation.menu(request, actor) if actor else (),
        "demo": settings.ENVIRONMENT.demo,
        "theme": theme if theme in THEMES else "",
        "version": _VERSION,
    }
