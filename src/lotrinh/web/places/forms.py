"""The form of a place."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from lotrinh.organisations.reference.places import KIND_LEVELS
from lotrinh.organisations.services.places import PlaceData
from lotrinh.organisations.vocab import PlaceKind
from lotrinh.web.people.forms import check_days, day_field

_REQUIRED: Final = {"required": _("Hãy điền mục này.")}


class PlaceForm(forms.Form):
    """What may be corrected of a place of one level."""

    kind = forms.ChoiceField(
        label=_("Loại"),
        error_messages={**_REQUIRED, "invalid_choice": _("Hãy chọn một loại trong danh sách.")},
    )
    name = forms.CharField(
        label=_("Tên"),
        max_length=100,
        help_text=_("Không kèm loại: “Bình An”, không phải “xã Bình An”."),
        error_messages={**_REQUIRED, "max_length": _("Tên dài quá 100 ký tự.")},
    )
    code = forms.CharField(
        label=_("Mã số"),
        max_length=5,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={**_REQUIRED, "max_length": _("Mã nhiều nhất 5 chữ số.")},
    )
    starts_on = day_field(_("Từ ngày"), required=False)
    ends_on = day_field(_("Đến hết ngày"), required=False)
    source = forms.CharField(
        label=_("Căn cứ"),
        max_length=300,
        required=False,
        help_text=_("Số, ký hiệu văn bản cho biết vì sao sửa."),
        error_messages={"max_length": _("Căn cứ dài quá 300 ký tự.")},
    )

    def __init__(self, *args: Any, level: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, kind.label) for kind in PlaceKind if KIND_LEVELS[kind] == level]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]  # a field of choices

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        return check_days(self, super().clean() or {})

    def data_of(self) -> PlaceData:
        """What was typed."""
        return PlaceData(**self.cleaned_data)
