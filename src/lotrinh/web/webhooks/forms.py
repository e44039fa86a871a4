"""The form of an address that is told of events."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lotrinh.core.webhooks.registry import events

_REQUIRED = {"required": _("Hãy điền mục này.")}


class WebhookForm(forms.Form):
    """Name, address, events."""

    name = forms.CharField(
        label=_("Tên"),
        max_length=80,
        help_text=_("Phần mềm nào nhận, ví dụ “Trục liên thông của tỉnh”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={**_REQUIRED, "max_length": _("Tên dài quá 80 ký tự.")},
    )
    url = forms.CharField(
        label=_("Địa chỉ nhận"),
        max_length=500,
        help_text=_("Địa chỉ https mà phần mềm nhận mở ra, ví dụ https://truc.tinh.vn/nhan."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url", "spellcheck": "false"}),
        error_messages={**_REQUIRED, "max_length": _("Địa chỉ dài quá 500 ký tự.")},
    )
    events = forms.MultipleChoiceField(
        label=_("Sự kiện"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Hãy chọn ít nhất một sự kiện.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["events"]
        chosen.choices = [(code, event.label) for code, event in events().items()]  # type: ignore[attr-defined]  # a choice field
