"""The form that takes a table."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class TableForm(forms.Form):
    """A table, XLSX or CSV, that somebody filled in."""

    table = forms.FileField(
        label=_("Tệp XLSX hoặc CSV"),
        max_length=255,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": _("Hãy chọn tệp đã điền theo mẫu."),
            "empty": _("Tệp rỗng."),
            "invalid": _("Tệp chưa được gửi trọn vẹn; hãy chọn lại."),
            "max_length": _("Tên tệp quá dài."),
        },
    )
