"""What the address asks for: every value is cut to what it can be, and whatever it is not means nothing."""

from __future__ import annotations

import re
from typing import Final

from django.http import HttpRequest

#: Names in addresses.
LANGUAGE: Final = "ngon-ngu"
TEXT: Final = "q"
PAGE: Final = "trang"
YEAR: Final = "nam"
UNIT: Final = "co-quan"
PLAN: Final = "ke-hoach"
SECTION: Final = "muc"
ROLE: Final = "vai"
KIND: Final = "loai"

LONGEST_TEXT: Final = 200
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f]+")
_YEARS: Final = range(1945, 2201)
_MOST: Final = 10**9


def text(request: HttpRequest, name: str = TEXT) -> str:
    """Words, on one line and not endless."""
    return " ".join(_CONTROLS.sub(" ", request.GET.get(name, "")[: 2 * LONGEST_TEXT]).split())[:LONGEST_TEXT]


def whole(request: HttpRequest, name: str) -> int | None:
    """A number from 1 up to a thousand million."""
    typed = request.GET.get(name, "")
    if not typed.isascii() or not typed.isdecimal() or len(typed) > len(str(_MOST)):
        return None
    number = int(typed)
    return number if 0 < number <= _MOST else None


def page(request: HttpRequest) -> int:
    """The number of the page of a list; the first where none is named."""
    return whole(request, PAGE) or 1


def year(request: HttpRequest) -> int | None:
    """A year that a plan may name."""
    number = whole(request, YEAR)
    return number if number in _YEARS else None
