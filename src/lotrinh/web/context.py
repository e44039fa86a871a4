"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from lotrinh.web import navigation


def page(request: HttpRequest) -> dict[str, Any]:
    """The actor, the entries of the menu, whether this is the demo."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "menu": navigation.menu(request, actor) if actor else (),
        "demo": settings.ENVIRONMENT.demo,
        "other_languages": [
            (code, name) for code, name in settings.LANGUAGES if code != getattr(request, "LANGUAGE_CODE", "vi")
        ],
    }
