"""Forms: a field with its label, help and error; the list of what is wrong."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise

from lotrinh.web.templatetags.ui.library import register

_CHOICES: Final = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@register.inclusion_tag("web/components/field.html")
def field(bound: BoundField, label: str | Promise = "", css: str = "") -> dict[str, Any]:
    """A bound field of any kind: label, control, help, error, tied together for screen readers.

    A field that may stay empty says so; `css` adds classes such as `field--short`.
    """
    widget = bound.field.widget
    return {
        "field": bound,
        "label": label or bound.label,
        "css": css,
        "group": isinstance(widget, _CHOICES),
        "check": isinstance(widget, forms.CheckboxInput),
        "hidden": bound.is_hidden,
        "optional": not bound.field.required and not isinstance(widget, forms.CheckboxInput),
    }


@register.inclusion_tag("web/components/errors.html")
def form_errors(form: forms.BaseForm, *, focus: bool = True) -> dict[str, Any]:
    """Everything that is wrong with a form, each line a jump to its field; nothing where all is well.

    `focus`: the list takes the focus when the page opens.
    """
    wrong = [bound for bound in form if bound.errors] if form.is_bound else []
    return {"form": form, "fields": wrong, "focus": focus}
