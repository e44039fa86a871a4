"""Columns: what a list shows of a row and what its export holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

Label: TypeAlias = str | Promise


def printed(words: str) -> SafeString:
    """The words of a document, marked as Vietnamese for readers of pages in other languages."""
    return format_html('<span lang="vi">{}</span>', words) if words else SafeString("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a list.

    key: its name in the address. value: what the export holds (text, number, date or None). html: what the page shows,
    by default the value; must be built with `format_html`. sort: fields of the model that order by this column, none:
    cannot be ordered; `empty_last` keeps rows without a value at the end in both directions. head: the column that
    names the row and carries its link. group: the heading under which rows stand while the list is in the order of this
    column. shown: whether it is there before anybody chose columns. from_document: a value without `html` is in the
    words of a document, Vietnamese whatever the language of the page.
    """

    key: str
    label: Label
    value: Callable[[Any], Any]
    html: Callable[[Any], str] | None = None
    sort: tuple[str, ...] = ()
    empty_last: bool = False
    numeric: bool = False
    head: bool = False
    from_document: bool = False
    group: Callable[[Any], str] | None = None
    shown: bool = True
    #: width in the exported sheet, in characters
    width: int = 20

    def cell(self, row: Any) -> SafeString:
        """What the page shows of the row, escaped."""
        shown = self.html(row) if self.html is not None else self.value(row)
        if self.from_document and self.html is None:
            return printed(shown)
        return conditional_escape("" if shown is None else shown)

    def element(self) -> tuple[str, str]:
        """The tags around a cell of this column."""
        if self.head:
            return format_html('<th scope="row" class="col-{}">', self.key), "</th>"
        kind = " num" if self.numeric else ""
        return format_html('<td class="col-{}{}" data-label="{}">', self.key, kind, self.label), "</td>"

    def ordered(self, rows: QuerySet[Any], *, descending: bool) -> QuerySet[Any]:
        """The rows in the order of this column; rows that are equal in it in the order they were entered."""
        return rows.order_by(*(self._term(name, descending=descending) for name in self.sort), "pk")

    def _term(self, name: str, *, descending: bool) -> OrderBy:
        backwards = name.startswith("-") != descending
        field = F(name.removeprefix("-"))
        last = True if self.empty_last else None
        return field.desc(nulls_last=last) if backwards else field.asc(nulls_last=last)
