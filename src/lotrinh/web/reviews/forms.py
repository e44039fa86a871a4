"""The form of an item, made from the fields that folding knows; what is wrong is said by the service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lotrinh.documents.review.fields import FIELDS, Field, Kind
from lotrinh.documents.review.items import Item
from lotrinh.web.reviews import labels

#: Before the names of fields, so that they never meet the names of what else the form sends.
PREFIX: Final = "f"
_PLACEHOLDERS: Final[dict[Kind, str | Promise]] = {
    Kind.DATE: _("30/06/2026"),
    Kind.NUMBER: _("1.234,5"),
    Kind.MONEY: _("1,5 tỷ đồng"),
    Kind.YEAR: "2030",
}
_ROW: Final = 60


class ItemForm(forms.Form):
    """The fields of one item as a person types them; every value passes here and is checked by folding."""

    use_required_attribute = False

    def __init__(self, item: Item, data: QueryDict | None = None) -> None:
        self.item = item
        initial = {field.name: labels.typed(field, item.fields[field.name]) for field in FIELDS[item.part]}
        super().__init__(data, initial=initial, prefix=PREFIX, auto_id=f"{labels.anchor_of(*item.address)}-%s")
        for field in FIELDS[item.part]:
            self.fields[field.name] = _form_field(item, field)

    def explain(self, problems: Mapping[str, Any]) -> None:
        """Put what a service says beside the fields."""
        self.is_valid()
        for name, sentence in problems.items():
            self.add_error(name if name in self.fields else None, str(sentence))


def typed_values(part: str, sent: QueryDict) -> dict[str, Any]:
    """What was typed, by the names of the fields of a part; a text that was not sent is not there."""
    values: dict[str, Any] = {}
    for field in FIELDS.get(part, ()):
        name = f"{PREFIX}-{field.name}"
        if field.kind is Kind.FLAG:
            values[field.name] = name in sent
        elif field.kind is Kind.CHOICES:
            values[field.name] = sent.getlist(name)
        elif name in sent:
            values[field.name] = sent[name]
    return values


class _Anything(forms.MultipleChoiceField):
    def valid_value(self, value: Any) -> bool:
        return True


def _form_field(item: Item, field: Field) -> forms.Field:
    label = str(labels.field_name(item.part, field.name))
    if field.kind is Kind.FLAG:
        return forms.BooleanField(label=label, required=False)
    if field.kind is Kind.CHOICES:
        return _Anything(
            label=label,
            required=False,
            choices=labels.choices(item.part, field),
            widget=forms.CheckboxSelectMultiple,
        )
    return forms.CharField(
        label=label,
        required=False,
        strip=False,
        widget=_widget(item, field),
        help_text=_("Mỗi cơ quan một dòng.") if field.kind is Kind.NAMES else "",
    )


def _widget(item: Item, field: Field) -> forms.Widget:
    value = labels.typed(field, item.fields[field.name])
    if field.kind is Kind.CHOICE:
        return forms.Select(choices=[("", "—"), *labels.choices(item.part, field)])
    if field.kind is Kind.LONG:
        return forms.Textarea(attrs={"rows": min(8, 1 + len(str(value)) // _ROW)})
    if field.kind is Kind.NAMES:
        return forms.Textarea(attrs={"rows": max(1, len(item.fields[field.name]))})
    attrs = {"placeholder": str(_PLACEHOLDERS[field.kind])} if field.kind in _PLACEHOLDERS else {}
    if field.kind in {Kind.NUMBER, Kind.YEAR, Kind.MONEY}:
        attrs["inputmode"] = "decimal"
    return forms.TextInput(attrs={**attrs, "autocomplete": "off"})
