"""A unit typed into a form by its name: the box, the names that it offers, what was meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lotrinh.core import clock
from lotrinh.organisations.selectors.typed import TypedUnits

#: The list of names that all boxes of a page share.
_LIST_ID: Final = "cac-co-quan"
_LONGEST: Final = 300


def unit_box(
    label: Any, *, required: bool = False, help_text: Any = "", errors: Mapping[str, Any] | None = None, **attrs: str
) -> forms.CharField:
    """The box: one list of names serves all of a page, however many units there are."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=_LONGEST,
        help_text=help_text,
        error_messages={"max_length": _("Dài quá %d ký tự.") % _LONGEST, **(errors or {})},
        widget=forms.TextInput(attrs={"list": _LIST_ID, "autocomplete": "off", **attrs}),
    )


def offered(units: TypedUnits) -> SafeString:
    """The list of names, to be written once on the page."""
    options = format_html_join("", '<option value="{}"></option>', ((label,) for label in units.labels))
    return format_html('<datalist id="{}">{}</datalist>', _LIST_ID, options)


def meant(units: TypedUnits, text: str) -> int | None:
    """The key of the unit that was typed, of namesakes that of today; None where nothing was.

    Raises:
        ValidationError: no unit is called so, or several are.

    """
    if not text:
        return None
    found = units.find(text, clock.today())
    if found.unit is None:
        raise forms.ValidationError(not_one(found.choices))
    return found.unit.pk


def not_one(choices: tuple[str, ...], *, or_new: bool = False) -> str:
    """Why what was typed is no unit: several are called so (`choices`), or none."""
    if choices:
        return gettext("Có nhiều cơ quan tên này; hãy ghi rõ một trong số: %s.") % "; ".join(choices)
    if or_new:
        return gettext(
            "Chưa có cơ quan tên này trong phạm vi quản trị của bạn. Nếu lập mới, hãy chọn loại ở ô bên cạnh."
        )
    return gettext("Không có cơ quan tên này trong phạm vi quản trị của bạn.")
