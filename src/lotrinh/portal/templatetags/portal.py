"""Links of the public pages, which keep the language, and the way through the pages of a list."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context

from lotrinh.portal import addresses, asked

register = template.Library()


@register.simple_tag
def to(name: str, *args: Any, **query: Any) -> str:
    """`{% to "plan" plan.pk trang=2 %}`: the address of a public page."""
    return addresses.link(name, *args, **query)


@register.simple_tag
def row_link(kind: str, row: Any) -> str:
    """The lasting address of a target or task."""
    return addresses.link("row", kind, row.lineage)


@register.simple_tag(takes_context=True)
def other_language(context: Context) -> str:
    """The address of this page in the other language: only what pages know is kept."""
    request: HttpRequest = context["request"]
    known = (asked.TEXT, asked.PAGE, asked.YEAR, asked.UNIT, asked.PLAN, asked.SECTION, asked.ROLE, asked.KIND)
    query = {name: asked.text(request, name) for name in known}
    if not addresses.english():
        query[asked.LANGUAGE] = "en"
    return addresses.plain(request.path, query)


@register.inclusion_tag("portal/pages.html")
def pages(sheet: Any, path: str, **query: Any) -> dict[str, Any]:
    """How many there are (`total`, `number`, `pages`), and the pages around; `query`: what the list is narrowed to."""

    def at(number: int) -> str:
        return addresses.with_query(path, **query, trang=number if number > 1 else None)

    return {
        "sheet": sheet,
        "first": at(1) if sheet.number > 2 else "",
        "previous": at(sheet.number - 1) if sheet.number > 1 else "",
        "next": at(sheet.number + 1) if sheet.number < sheet.pages else "",
        "last": at(sheet.pages) if sheet.number < sheet.pages - 1 else "",
    }
