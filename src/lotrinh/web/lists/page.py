"""A list as an area declares it, and as a page shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from lotrinh.core import words
from lotrinh.core.actor import Actor
from lotrinh.web.asking import actor_of
from lotrinh.web.lists.address import COLUMNS, PAGE, PAPER, SEARCH, SORT, Address
from lotrinh.web.lists.columns import Column, Label
from lotrinh.web.lists.filters import Filter
from lotrinh.web.lists.forms import FilterForm

#: Each word costs a comparison a row.
_MOST_WORDS: Final = 12
_LONGEST_PAGE_NUMBER: Final = 7
#: So many rows are put in order by themselves quickly.
_FEW: Final = 2000
#: Rows on the page that is printed; longer lists are files.
_MOST_ON_PAPER: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """Something to do with the chosen rows: a button that posts them to `url`."""

    label: Label
    url: str
    primary: bool = False


#: All rows, or what finds them for the values of the filters.
Source: TypeAlias = QuerySet[Any] | Callable[[Mapping[str, Any]], QuerySet[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """What an area declares.

    key: the list's name, that of its saved views too (letters and dashes). noun: what a row is, in lower case.
    order: the key of the column that orders the rows at first, `-` before it for backwards. url: the address of a row.
    searched: the field that holds the folded text; every word that is looked for must be in it. find: narrows the rows
    to those with all the words instead, where one field does not hold them. fetch: reads the rows
    of one page by their keys, in their order, with all that the columns need; without it they are read as they are.
    stream: the same for all rows of a file, one after the other.
    """

    key: str
    noun: Label
    columns: tuple[Column, ...]
    order: str
    url: Callable[[Any], str]
    filters: tuple[Filter, ...] = ()
    searched: str = "search"
    find: Callable[[QuerySet[Any], Sequence[str]], QuerySet[Any]] | None = None
    per_page: int = 50
    fetch: Callable[[list[Any]], Iterable[Any]] | None = None
    stream: Callable[[QuerySet[Any]], Iterable[Any]] | None = None

    def listing(self, request: HttpRequest, source: Source, *, path: str = "") -> Listing:
        """The list for this request.

        `source`: all rows that the person may see, or what gives them for the values of the filters, where the reader
        narrows them itself. `path`: the address of the page, where it is not that of the request.
        """
        actor = actor_of(request)
        return Listing(page=self, query=request.GET, path=path or request.path, actor=actor, source=source)

    def column(self, key: str) -> Column | None:
        """The column of this key that can order the rows."""
        return next((column for column in self.columns if column.key == key and column.sort), None)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: `aria` is the order in the words of ARIA, `url` orders by it or turns the order round."""

    column: Column
    aria: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the page shows it: `cells` are the elements of the table.

    `group` is the heading above it, empty where it stands under that of the row before.
    """

    key: str
    group: str
    cells: SafeString


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, and the address without it."""

    label: Label
    value: str
    url: str


@dataclass(kw_only=True)
class Listing:
    """A list as one address asks for it; two queries beside those of the filters' choices."""

    page: ListPage
    query: QueryDict
    path: str
    actor: Actor
    source: Source = field(repr=False)

    @cached_property
    def address(self) -> Address:
        """What the address says."""
        return Address(self.query, (item.name for item in self.page.filters))

    @cached_property
    def form(self) -> FilterForm:
        """Search and filters with what was typed."""
        form = FilterForm(self.query, self.page.filters, self.actor)
        form.is_valid()
        return form

    @property
    def status(self) -> int:
        """422 when a filter holds what cannot be."""
        return 422 if self.form.errors else 200

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """All rows that the filters leave, in order."""
        values = self.form.cleaned_data
        rows = self.source(values) if callable(self.source) else self.source
        wanted = words.fold(values.get(SEARCH, "")).split()[:_MOST_WORDS]
        if wanted and self.page.find is not None:
            rows = self.page.find(rows, wanted)
        else:
            for word in wanted:
                rows = rows.filter(**{f"{self.page.searched}__contains": word})
        for item in self.page.filters:
            if item.apply is not None and values.get(item.name):
                rows = item.apply(rows, values[item.name])
        column, descending = self._order
        return column.ordered(rows, descending=descending)

    @cached_property
    def _few(self) -> list[Any] | None:
        """Of a list that is read by keys, those of the rows with the words that are looked for; None: too many.

        Every row must be looked through for words: once here, where counting and ordering would each do it.
        """
        if self.page.fetch is None or not words.fold(self.form.cleaned_data.get(SEARCH, "")):
            return None
        keys = list(self.rows.order_by().values_list("pk", flat=True)[: _FEW + 1])
        return keys if len(keys) <= _FEW else None

    @cached_property
    def total(self) -> int:
        """How many rows the filters leave."""
        return self.rows.count() if self._few is None else len(self._few)

    @property
    def bare(self) -> bool:
        """Whether there is nothing to show and nothing was asked for: the place for an empty state that teaches."""
        return not self.total and not self.chips and not self.form.errors

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The chosen columns, in the order of the declaration."""
        chosen = set(self.address.values(COLUMNS))
        known = {column.key for column in self.page.columns}
        if not chosen & known:
            return tuple(column for column in self.page.columns if column.shown)
        return tuple(column for column in self.page.columns if column.head or column.key in chosen)

    @property
    def file_columns(self) -> tuple[Column, ...]:
        """The columns of a file: the chosen ones, else all there are."""
        return self.columns if self.address.chosen_columns else self.page.columns

    @property
    def heads(self) -> list[Head]:
        """The heads of the columns with links that order."""
        by, descending = self._order
        heads = []
        for column in self.columns:
            here = column is by
            turned = column.key if not here or descending else f"-{column.key}"
            url = f"?{self.address.turned(SORT, turned)}" if column.sort else ""
            aria = ("descending" if descending else "ascending") if here else ""
            heads.append(Head(column, aria, url))
        return heads

    @property
    def groupings(self) -> list[tuple[Column, str, bool]]:
        """The columns that group rows, the address with their order, and whether it is the present one."""
        return [
            (column, f"?{self.address.turned(SORT, column.key)}", column is self._order[0])
            for column in self.page.columns
            if column.group is not None
        ]

    @property
    def width(self) -> int:
        """How many cells a row has, the mark for choosing included."""
        return len(self.columns) + 1

    @property
    def column_choices(self) -> list[tuple[Column, bool]]:
        """Every column, and whether it is shown."""
        shown = self.columns
        return [(column, column in shown) for column in self.page.columns]

    @cached_property
    def shown(self) -> list[Row]:
        """The rows of this page."""
        # A page has hundreds of cells: what is the same in every row is made once, and no template runs for each.
        columns = [(column, *column.element()) for column in self.columns]
        grouped, above = self._order[0].group, ""
        made = []
        for key, thing in self._things():
            group = grouped(thing) if grouped is not None else ""
            link = format_html('<a href="{}" data-open>', self.page.url(thing))
            cells = [
                f"{opening}{link}{column.cell(thing)}</a>{closing}"
                if column.head
                else f"{opening}{column.cell(thing)}{closing}"
                for column, opening, closing in columns
            ]
            row = Row(str(key), group if group != above else "", mark_safe("".join(cells)))  # noqa: S308 - each is escaped
            made.append(row)
            above = group
        return made

    @property
    def per_page(self) -> int:
        """How many rows a page has."""
        return _MOST_ON_PAPER if self.address.get(PAPER) else self.page.per_page

    @property
    def paper_url(self) -> str:
        """The list on one page, to be printed; empty where it is."""
        return f"?{self.address.turned(PAPER, '1')}" if self.pages > 1 and not self.address.get(PAPER) else ""

    def _things(self) -> list[tuple[Any, Any]]:
        """The rows of this page as they were read, each with its key."""
        rows = self.rows
        if self._few is not None:
            column, descending = self._order
            few = rows.model._default_manager.filter(pk__in=self._few)  # noqa: SLF001 - Django's name for it
            rows = column.ordered(few, descending=descending)
        first = (self.number - 1) * self.per_page
        found = rows[first : first + self.per_page]
        if self.page.fetch is None:
            return [(thing.pk, thing) for thing in found]
        keys = list(found.values_list("pk", flat=True))
        return list(zip(keys, self.page.fetch(keys), strict=True))

    @cached_property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // self.per_page))

    @cached_property
    def number(self) -> int:
        """Which page this is, from 1; a number that cannot be gives the nearest page that is there."""
        asked = self.address.get(PAGE)
        plain = asked.isascii() and asked.isdecimal() and len(asked) <= _LONGEST_PAGE_NUMBER
        return min(max(int(asked), 1), self.pages) if plain else 1

    @property
    def first(self) -> int:
        """The number of the first row shown."""
        return (self.number - 1) * self.per_page + 1

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return min(self.number * self.per_page, self.total)

    @property
    def previous_url(self) -> str:
        """The page before, empty on the first."""
        return self._page_url(self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        """The page after, empty on the last."""
        return self._page_url(self.number + 1) if self.number < self.pages else ""

    @property
    def page_links(self) -> Iterator[tuple[int, str]]:
        """Pages to jump to: the ends and the neighbours; number 0 stands for a gap."""
        near = {1, self.number - 1, self.number, self.number + 1, self.pages}
        before = 0
        for number in sorted(near & set(range(1, self.pages + 1))):
            if number > before + 1:
                yield 0, ""
            yield number, self._page_url(number)
            before = number

    @cached_property
    def chips(self) -> list[Chip]:
        """The filters that are set."""
        chips = []
        for name, box in ((name, self.form[name]) for name in self.form.fields):
            value = self.form.cleaned_data.get(name)
            if value:
                chips.append(Chip(str(box.label), _said(box.field, value), f"?{self.address.without(name)}"))
        return chips

    @property
    def exports(self) -> list[tuple[str, str]]:
        """Names and addresses of the list as files."""
        query = self.address.lasting
        return [(name, f"{self.path}xuat.{name.lower()}?{query}") for name in ("XLSX", "CSV")]

    def chosen(self, posted: QueryDict) -> QuerySet[Any]:
        """The rows that were chosen for a bulk act: those with a mark, or (`all`) everything the filters leave."""
        if posted.get("all"):
            return self.rows
        return self.rows.filter(pk__in=_numbers(posted.getlist("ids")))

    @cached_property
    def _order(self) -> tuple[Column, bool]:
        asked = self.address.get(SORT)
        for term in (asked, self.page.order):
            column = self.page.column(term.removeprefix("-"))
            if column is not None:
                return column, term.startswith("-")
        raise LookupError(f"the list {self.page.key} has no column to be ordered by")

    def _page_url(self, number: int) -> str:
        return f"?{self.address.turned(PAGE, str(number))}"


def _said(box: Any, value: Any) -> str:
    """A cleaned value of a filter in words."""
    choices: Iterable[tuple[Any, Any]] | None = getattr(box, "choices", None)
    if choices is not None:
        return next((str(text) for key, text in choices if str(key) == value), str(value))
    if value is True:
        return ""
    return value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else str(value)


def _numbers(texts: Sequence[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 19]
