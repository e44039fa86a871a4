"""The form of the first run."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from lotrinh.core.words import sort_key
from lotrinh.organisations.provinces import PROVINCES, Province, province
from lotrinh.organisations.reference import bodies
from lotrinh.organisations.vocab import FoundingPart
from lotrinh.web.people.forms import check_again, password_again_field, password_field

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
        choices=[
            (body.code, body.name)
            for body in sorted(bodies.today(), key=lambda body: body.code not in bodies.usual_departments())
            if body.part == FoundingPart.DEPARTMENTS
        ],
        initial=bodies.usual_departments(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Sửa, thêm, bớt được về sau. Cơ quan Đảng, đoàn thể, UBND cấp xã và cơ quan trước sắp xếp:"
            " lập ở trang Cơ quan sau khi đăng nhập."
        ),
    )
    full_name = forms.CharField(label=_("Họ và tên"), max_length=120, error_messages=_REQUIRED)
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=60,
        help_text=_("Chữ không dấu, số và các dấu . _ @ -"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages=_REQUIRED,
    )
    password = password_field(_("Từ 10 ký tự trở lên, không chỉ gồm chữ số, không giống tên của bạn."))
    again = password_again_field()

    def __init__(self, *args: Any, needs_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_code:
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        """The passwords are the same; another place has a name."""
        data = check_again(self, super().clean() or {})
        if data.get("province") == _OTHER and not data.get("other_name", "").strip():
            self.add_error("other_name", _("Hãy ghi tên cơ quan."))
        return data

    def place(self) -> tuple[str, Province | None]:
        """Name of the topmost unit and, where it is one of the 34, its province."""
        chosen = province(self.cleaned_data["province"])
        return (chosen.committee if chosen else self.cleaned_data["other_name"]), chosen
