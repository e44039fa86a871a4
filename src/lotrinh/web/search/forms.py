"""The box and its filters. What can be chosen follows from what was found, so it is checked against nothing here."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from lotrinh.core.vocab import EntryKind
from lotrinh.documents.vocab import Standing

_LONGEST_NAME: Final = 200
_NO_CHOICE: Final = {"invalid_choice": _("Không có lựa chọn này; hãy chọn lại trong danh sách.")}


class _Words(forms.CharField):
    """Any text; no database keeps NUL."""

    def to_python(self, value: Any) -> str:
        """The text, with a blank where NUL was."""
        return str(super().to_python(value)).replace("\x00", " ").strip()


class SearchForm(forms.Form):
    """A value that cannot be is said beside its field; the others still hold."""

    q = _Words(required=False, label=_("Từ cần tìm"))
    kind = forms.ChoiceField(
        required=False, choices=[("", ""), *EntryKind.choices], label=_("Nhóm kết quả"), error_messages=_NO_CHOICE
    )
    unit = forms.CharField(
        required=False,
        max_length=_LONGEST_NAME,
        label=_("Cơ quan"),
        error_messages={"max_length": _("Tên dài quá 200 ký tự; hãy rút ngắn.")},
    )
    doc_kind = forms.CharField(
        required=False,
        max_length=10,
        label=_("Loại văn bản"),
        error_messages={"max_length": _NO_CHOICE["invalid_choice"]},
    )
    year = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=9999,
        label=_("Năm"),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("Năm viết bằng bốn chữ số, ví dụ 2026.")),
    )
    standing = forms.ChoiceField(
        required=False, choices=[("", ""), *Standing.choices], label=_("Hiệu lực"), error_messages=_NO_CHOICE
    )

    @property
    def given(self) -> dict[str, Any]:
        """The values that hold."""
        values: dict[str, Any] = getattr(self, "cleaned_data", {})
        return {name: value for name, value in values.items() if value}
