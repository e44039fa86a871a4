"""The page on which people search, and what is offered while they type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lotrinh.core import words
from lotrinh.core.actor import Actor
from lotrinh.core.search.marking import Piece
from lotrinh.core.vocab import EntryKind
from lotrinh.documents.vocab import Standing
from lotrinh.plans.selectors import finding
from lotrinh.plans.selectors.finding import Found, Hit, Query
from lotrinh.plans.vocab import RowKind
from lotrinh.web.documents.words import kind_name
from lotrinh.web.plans.addresses import part_url
from lotrinh.web.search.forms import SearchForm

_LONGEST_PAGE: Final = 4
_LONGEST_OFFER: Final = 150
#: So many units of one name are looked for together; so many names are said where several may be meant.
_MOST_NAMESAKES: Final = 200
_MOST_NAMES: Final = 8
_ICONS: Final[Mapping[str, str]] = {
    EntryKind.DOCUMENT: "document",
    EntryKind.TASK: "task",
    EntryKind.TARGET: "target",
    EntryKind.UNIT: "unit",
}
#: The kinds of results in the order of the tabs.
_TABS: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("", gettext_lazy("Tất cả")),
    *((kind.value, kind.label) for kind in EntryKind),
)


@dataclass(frozen=True, slots=True)
class Result:
    """A result as the page shows it."""

    url: str
    icon: str
    label: str | Promise
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    document: Any


@dataclass(frozen=True, slots=True)
class Tab:
    """A kind of results; `count` is None where it is not known."""

    value: str
    label: str | Promise
    count: int | None


@login_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The box, with results where something was asked for."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    form = SearchForm(request.GET)
    form.is_valid()
    given = form.given
    query = Query(
        text=given.get("q", ""),
        kind=given.get("kind", ""),
        unit_ids=_units(actor, form, given.get("unit", "")),
        year=given.get("year"),
        doc_kind=given.get("doc_kind", ""),
        standing=given.get("standing", ""),
    )
    found = finding.search(actor, query, _page_number(request.GET.get("page", "")))
    context = {
        "form": form,
        "query": query,
        "given": given,
        "found": found,
        "most": finding.MOST,
        "results": [_result(hit) for hit in found.hits],
        "paper": Paginator(range(found.total), finding.PAGE_SIZE).page(found.number),
        "tabs": list(_tabs(found, query)),
        "years": _options(sorted(found.years.items(), reverse=True), query.year),
        "doc_kinds": _options(_named(found.doc_kinds), query.doc_kind, kind_name(query.doc_kind)),
        "standings": _options(((value, None, label) for value, label in Standing.choices), query.standing),
    }
    return render(request, "web/search/page.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Titles that go on from what is typed, or names of units (`of=unit`): options of a list."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    if request.GET.get("of") == EntryKind.UNIT:
        offers = finding.units_called(actor, request.GET.get("unit", ""))
    else:
        offers = finding.suggest(actor, request.GET.get("q", ""))
    titles = dict.fromkeys(" ".join(offer.title.split())[:_LONGEST_OFFER] for offer in offers if offer.title)
    return render(request, "web/search/suggestions.html", {"titles": titles})


def _units(actor: Actor, form: SearchForm, name: str) -> tuple[int, ...]:
    """The units that were named; namesakes are looked for together. A name of today goes before one of former days."""
    if not name:
        return ()
    found = finding.units_called(actor, name, _MOST_NAMESAKES)
    found = tuple(unit for unit in found if words.fold(unit.title) == words.fold(name)) or found
    if len({unit.title for unit in found}) == 1:
        return tuple(unit.ref for unit in found)
    if found:
        names = "; ".join(islice(dict.fromkeys(unit.title for unit in found), _MOST_NAMES))
        form.add_error("unit", _("Có nhiều cơ quan như vậy; hãy ghi rõ một trong số: %s.") % names)
    else:
        form.add_error("unit", _("Không có cơ quan tên này."))
    return ()


def _result(hit: Hit) -> Result:
    match hit.kind:
        case EntryKind.DOCUMENT:
            url = reverse("documents:detail", args=(hit.ref,))
        case EntryKind.UNIT:
            url = reverse("organisations:detail", args=(hit.ref,))
        case _:
            url = f"{part_url(hit.plan_id or 0, RowKind(hit.kind))}{hit.key}/"
    return Result(
        url=url,
        icon=_ICONS[hit.kind],
        label=EntryKind(hit.kind).label,
        title=hit.title,
        text=hit.text,
        document=hit.document,
    )


def _tabs(found: Found, query: Query) -> Iterator[Tab]:
    for value, label in _TABS:
        total = found.total if not value else found.kinds.get(value, 0)
        yield Tab(value, label, total if not query.kind or value == query.kind else None)


def _options(counted: Iterable[tuple[Any, ...]], chosen: Any, name: str = "") -> list[tuple[str, str | Promise, bool]]:
    """Options of a select: value, words, whether it is chosen. `counted`: value, how many, and the words."""
    made: list[tuple[str, str | Promise, bool]] = []
    for value, number, *label in counted:
        words = label[0] if label else str(value)
        made.append((str(value), f"{words} ({number})" if number is not None else words, value == chosen))
    if chosen and not any(is_chosen for _, _, is_chosen in made):
        made.append((str(chosen), name or str(chosen), True))
    return made


def _named(counts: Mapping[str, int]) -> list[tuple[str, int, str]]:
    return sorted(((code, number, kind_name(code)) for code, number in counts.items()), key=lambda item: -item[1])


def _page_number(asked: str) -> int:
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= _LONGEST_PAGE else 1
