"""The form of the first run."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from lotrinh.core.words import sort_key
from lotrinh.organisations.provinces import PROVINCES, USUAL_UNITS, province

_REQUIRED: Final = {"required": _("Hãy điền mục này.")}
_OTHER: Final = "other"


class BeginForm(forms.Form):
    """Everything that the platform needs to begin."""

    code = forms.CharField(
        label=_("Mã thiết lập"),
        max_length=60,
        help_text=_("In trên màn hình khi máy chủ khởi động và ghi trong tệp setup-code của thư mục dữ liệu."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages=_REQUIRED,
    )
    province = forms.ChoiceField(
        label=_("Tỉnh, thành phố"),
        choices=[
            ("", _("Chọn tỉnh, thành phố")),
            *((item.code, item.name) for item in sorted(PROVINCES, key=lambda item: sort_key(item.name))),
            (_OTHER, _("Nơi khác (ghi tên cơ quan)")),
        ],
        error_messages={**_REQUIRED, "invalid_choice": _("Hãy chọn trong danh sách.")},
    )
    other_name = forms.CharField(
        label=_("Tên cơ quan cao nhất"),
        max_length=200,
        required=False,
        help_text=_("Chỉ điền khi chọn “Nơi khác”."),
    )
    units = forms.MultipleChoiceField(
        label=_("Tạo sẵn các cơ quan"),
        required=False,
        choices=[(unit.key, unit.name) for unit in USUAL_UNITS],
        initial=[unit.key for unit in USUAL_UNITS if unit.usual],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Sửa, thêm, bớt được về sau."),
    )
    full_name = forms.CharField(label=_("Họ và tên"), max_length=120, error_messages=_REQUIRED)
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=60,
        help_text=_("Chữ không dấu, số và các dấu . _ @ -"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages=_REQUIRED,
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Từ 10 ký tự trở lên, không chỉ gồm chữ số, không giống tên của bạn."),
        error_messages=_REQUIRED,
    )
    again = forms.CharField(
        label=_("Nhập lại mật khẩu"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages=_REQUIRED,
    )

    def __init__(self, *args: Any, needs_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_code:
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        """The passwords are the same; another place has a name."""
        data = super().clean() or {}
        if "password" in data and "again" in data and data["password"] != data["again"]:
            self.add_error("again", _("Hai mật khẩu không giống nhau."))
        if data.get("province") == _OTHER and not data.get("other_name", "").strip():
            self.add_error("other_name", _("Hãy ghi tên cơ quan."))
        return data

    def place(self) -> tuple[str, str, bool]:
        """Name of the topmost unit, name of the province (empty elsewhere), whether it is a city."""
        chosen = province(self.cleaned_data["province"])
        if chosen is None:
            return self.cleaned_data["other_name"], "", False
        return chosen.committee, chosen.name, chosen.is_city
