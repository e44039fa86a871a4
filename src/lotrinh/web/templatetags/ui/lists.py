"""Lists: the address holds search, filters, order and page, and every link keeps the rest."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.utils.functional import Promise

from lotrinh.web.templatetags.ui.library import register


def changed_query(request: HttpRequest, **changes: Any) -> str:
    """The query of the present address with `changes`: None or an empty text takes a key away. Begins with `?`."""
    query = request.GET.copy()
    for key, value in changes.items():
        if value is None or value == "":
            query.pop(key, None)
        elif isinstance(value, (list, tuple)):
            query.setlist(key, [str(item) for item in value])
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """`{% query_with page=2 %}`: the present query, changed; see `changed_query`."""
    request = context.get("request")
    if request is None:
        fresh = QueryDict(mutable=True)
        fresh.update({key: str(value) for key, value in changes.items() if value not in {None, ""}})
        return f"?{fresh.urlencode()}"
    return changed_query(request, **changes)


@register.inclusion_tag("web/components/sort_link.html", takes_context=True)
def sort_link(  # noqa: PLR0913, PLR0917 - the options of a tag
    context: Context,
    label: str | Promise,
    key: str,
    param: str = "sort",
    default: str = "",
    css: str = "",
    *,
    descending_first: bool = False,
) -> dict[str, Any]:
    """A head cell (`<th>`) that sorts the list by `key`; again, the other way (`-key`). Back to the first page.

    `default` is the order of the list when the address names none.
    """
    request: HttpRequest = context["request"]
    current = request.GET.get(param, "") or default
    up, down = key, f"-{key}"
    first, second = (down, up) if descending_first else (up, down)
    target = second if current == first else first
    return {
        "label": label,
        "css": css,
        "direction": {up: "ascending", down: "descending"}.get(current, ""),
        "url": changed_query(request, page=None, **{param: target}),
    }


@register.inclusion_tag("web/components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], param: str = "page") -> dict[str, Any]:
    """Where one is in a long list and the way to its other pages; nothing but the count where there is one page."""
    request: HttpRequest = context["request"]

    def url(number: int) -> str:
        return changed_query(request, **{param: None if number == 1 else number})

    paginator = page.paginator
    numbers = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "count": paginator.count,
        "first": page.start_index(),
        "last": page.end_index(),
        "pages": [(number, url(number) if isinstance(number, int) else "") for number in numbers],
        "several": paginator.num_pages > 1,
        "previous": url(page.previous_page_number()) if page.has_previous() else "",
        "next": url(page.next_page_number()) if page.has_next() else "",
    }
