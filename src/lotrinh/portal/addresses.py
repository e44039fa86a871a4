"""Addresses of the public pages; what is in them besides the thing itself stands in `asked`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.urls.converters import StringConverter
from django.utils.translation import get_language

from lotrinh.plans.vocab import RowKind
from lotrinh.portal import asked

_SLUGS: Final = {RowKind.TARGET: "chi-tieu", RowKind.TASK: "nhiem-vu"}
_KINDS: Final = {slug: kind for kind, slug in _SLUGS.items()}


class KindConverter:
    """`nhiem-vu` in an address is RowKind.TASK; only targets and tasks have pages outside."""

    regex = "|".join(_KINDS)

    def to_python(self, value: str) -> RowKind:
        """The kind of rows."""
        return _KINDS[value]

    def to_url(self, value: str) -> str:
        """The kind in the address."""
        return _SLUGS[RowKind(value)]


class NumberConverter:
    """The key of a plan or unit: no more digits than a key can have."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        """The key."""
        return int(value)

    def to_url(self, value: int) -> str:
        """The key in the address."""
        return str(value)


class RestConverter(StringConverter):
    """Whatever else may be typed; a page without its last slash is not among it, so that it is led to the page."""

    regex = r".*(?:/|\.[a-z]+)"


def english() -> bool:
    """Whether the page is in English."""
    return (get_language() or "").startswith("en")


def link(name: str, *args: Any, **query: Any) -> str:
    """The address `portal:name` in the language of the page; values that say nothing are left out."""
    return with_query(reverse(f"portal:{name}", args=args), **query)


def with_query(path: str, **query: Any) -> str:
    """The path with these values of its query, in the language of the page; `_` in a name stands for `-`."""
    said = {name.replace("_", "-"): value for name, value in query.items()}
    return plain(path, {**said, **({asked.LANGUAGE: "en"} if english() else {})})


def plain(path: str, query: Mapping[str, Any]) -> str:
    """The path with this query as it is; values that say nothing are left out."""
    said = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(said)}" if said else path


def absolute(request: HttpRequest, path: str) -> str:
    """The address with scheme and host."""
    return request.build_absolute_uri(path)
