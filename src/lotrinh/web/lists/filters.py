"""Filters: a field of a form and what its value does to the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from typing import Any, Final, TypeAlias

from django import forms
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor
from lotrinh.web.lists.columns import Label

Apply: TypeAlias = Callable[[QuerySet[Any], Any], QuerySet[Any]]
#: What can be chosen: pairs of value and label, for this person.
Choices: TypeAlias = Callable[[Actor], Iterable[tuple[Any, Label]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One filter.

    `field` makes its form field; `apply` gets the cleaned value and is not called when it is empty; None where the
    source of the list's rows does it.
    """

    name: str
    field: Callable[[Actor], forms.Field]
    apply: Apply | None = None


class PlainSelect(forms.Select):
    """A select box whose options are written at once: Django renders a template for each."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The box with its options."""
        chosen = str(value or "")
        marks = {True: " selected", False: ""}
        options = (
            f'<option value="{escape(str(key))}"{marks[str(key) == chosen]}>{escape(str(text))}</option>'
            for key, text in self.choices
        )
        given = self.build_attrs(self.attrs, attrs)
        every = mark_safe("\n".join(options))  # noqa: S308 - keys and texts are escaped
        return format_html('<select name="{}"{}>{}</select>', name, flatatt(given), every)


#: The choice that narrows nothing.
ALL: Final = _("Tất cả")


def choice(name: str, label: Label, choices: Choices, apply: Apply | None = None, *, anything: Label = ALL) -> Filter:
    """Choose one of a list."""

    def field(actor: Actor) -> forms.Field:
        return forms.ChoiceField(
            label=str(label),
            required=False,
            widget=PlainSelect,
            choices=[("", anything), *((str(value), text) for value, text in choices(actor))],
            error_messages={"invalid_choice": _("Không có lựa chọn này; hãy chọn lại trong danh sách.")},
        )

    return Filter(name=name, field=field, apply=apply)


def flag(name: str, label: Label, apply: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None) -> Filter:
    """Only rows of one kind, or all."""

    def field(actor: Actor) -> forms.Field:
        return forms.BooleanField(label=str(label), required=False)

    return Filter(name=name, field=field, apply=None if apply is None else lambda rows, _: apply(rows))


def date_from(name: str, label: Label, column: str = "") -> Filter:
    """Only rows whose date is this day or later."""
    return _day(name, label, column and f"{column}__gte")


def date_to(name: str, label: Label, column: str = "") -> Filter:
    """Only rows whose date is this day or earlier."""
    return _day(name, label, column and f"{column}__lte")


def _day(name: str, label: Label, condition: str) -> Filter:
    def field(actor: Actor) -> forms.Field:
        return forms.DateField(
            label=str(label),
            required=False,
            widget=forms.DateInput(
                attrs={"placeholder": _("ngày/tháng/năm"), "inputmode": "numeric", "autocomplete": "off"}
            ),
            error_messages={"invalid": _("Ngày viết dạng ngày/tháng/năm, ví dụ 05/06/2026.")},
        )

    if not condition:
        return Filter(name=name, field=field)
    return Filter(name=name, field=field, apply=lambda rows, day: rows.filter(**{condition: day}))
