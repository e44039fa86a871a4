"""What a page carries from the look at a table to its confirmation: signed for this person, for an hour."""

from __future__ import annotations

from typing import Any, Final

from django.core import signing
from django.http import HttpRequest

from lotrinh.web.asking import actor_of

#: The field in which the page hands it in again.
FIELD: Final = "rows"
_LASTS: Final = 3600
#: Below what a request may hold (`DATA_UPLOAD_MAX_MEMORY_SIZE`).
_LONGEST: Final = 4 * 1024 * 1024


def seal(request: HttpRequest, purpose: str, data: Any) -> str:
    """The data as the page carries them; empty where no request could bring them back."""
    signed = signing.dumps(data, salt=_salt(request, purpose), compress=True)
    return signed if len(signed) <= _LONGEST else ""


def unseal(request: HttpRequest, purpose: str) -> Any:
    """The data that the page carried.

    Raises:
        BadSignature: they were not signed for this person and purpose, or too long ago.

    """
    return signing.loads(request.POST.get(FIELD, ""), salt=_salt(request, purpose), max_age=_LASTS)


def _salt(request: HttpRequest, purpose: str) -> str:
    return f"lotrinh.{purpose}.{actor_of(request).user_id}"
