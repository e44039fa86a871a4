"""Forms of people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from lotrinh.accounts.services import LONGEST_DAYS
from lotrinh.accounts.vocab import Role, Scope
from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.organisations.selectors import units as unit_selectors
from lotrinh.web.lists.filters import PlainSelect

_REQUIRED: Final = {"required": _("Hãy điền mục này.")}
_DAY: Final = {"invalid": _("Ngày viết dạng ngày/tháng/năm, ví dụ 05/06/2026."), **_REQUIRED}


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A day, typed."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"placeholder": "05/06/2026", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages=_DAY,
    )


def password_field(help_text: Any) -> forms.CharField:
    """A password that is chosen; its spaces count."""
    return forms.CharField(
        label=_("Mật khẩu"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=help_text,
        error_messages=_REQUIRED,
    )


def password_again_field() -> forms.CharField:
    """The same password once more."""
    return forms.CharField(
        label=_("Nhập lại mật khẩu"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages=_REQUIRED,
    )


class PersonForm(forms.Form):
    """Who a person is."""

    full_name = forms.CharField(
        label=_("Họ và tên"),
        max_length=120,
        error_messages={**_REQUIRED, "max_length": _("Họ và tên dài quá 120 ký tự.")},
    )
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=60,
        help_text=_("Chữ không dấu, số và các dấu . _ @ -; không đổi được về sau."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={**_REQUIRED, "max_length": _("Tên đăng nhập dài quá 60 ký tự.")},
    )
    email = forms.CharField(
        label=_("Thư điện tử"),
        max_length=254,
        required=False,
        help_text=_("Thư công vụ: nơi nhận liên kết đặt mật khẩu và để đăng nhập bằng hệ thống chung của tỉnh."),
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
    )


class ChangePersonForm(PersonForm):
    """The same of somebody who is known: the user name stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["username"]


class PostForm(forms.Form):
    """A role in a unit, from a day to a day."""

    unit = forms.TypedChoiceField(
        label=_("Cơ quan, đơn vị"),
        coerce=int,
        widget=PlainSelect,
        error_messages={**_REQUIRED, "invalid_choice": _("Hãy chọn một cơ quan trong danh sách.")},
    )
    role = forms.ChoiceField(
        label=_("Vai trò"),
        choices=[("", _("Chọn vai trò")), *Role.choices],
        error_messages={**_REQUIRED, "invalid_choice": _("Hãy chọn một vai trò trong danh sách.")},
    )
    starts_on = day_field(_("Từ ngày"))
    ends_on = day_field(_("Đến hết ngày"), required=False, help_text=_("Để trống nếu chưa có thời hạn."))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = unit_choices(actor)  # type: ignore[attr-defined]  # a field of choices
        self.fields["starts_on"].initial = clock.today()

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        data = super().clean() or {}
        return check_days(self, data)


class PostDaysForm(forms.Form):
    """From when to when a post holds."""

    starts_on = day_field(_("Từ ngày"))
    ends_on = day_field(_("Đến hết ngày"), required=False)

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        data = super().clean() or {}
        return check_days(self, data)


class DelegationForm(forms.Form):
    """Who stands in, from a day to a day, why."""

    deputy = forms.TypedChoiceField(
        label=_("Người thay"),
        coerce=int,
        help_text=_("Người đang giữ vai trò ở cùng cơ quan hoặc ở cơ quan cấp trên."),
        error_messages={**_REQUIRED, "invalid_choice": _("Hãy chọn một người trong danh sách.")},
    )
    starts_on = day_field(_("Từ ngày"))
    ends_on = day_field(_("Đến hết ngày"), help_text=_("Dài nhất một năm."))
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=300,
        help_text=_("Ví dụ: nghỉ phép, đi công tác, đi học."),
        error_messages={**_REQUIRED, "max_length": _("Lý do dài quá 300 ký tự.")},
    )

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].choices = [("", _("Chọn người thay")), *people]  # type: ignore[attr-defined]  # a field of choices
        self.fields["starts_on"].initial = clock.today()

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        return check_days(self, super().clean() or {})


class LinkForm(forms.Form):
    """Make a first-login link."""

    drop_second_factor = forms.BooleanField(
        label=_("Tắt cả xác thực hai lớp (khi người dùng mất điện thoại)"), required=False
    )


class FirstLoginForm(forms.Form):
    """Choose a password."""

    password = password_field(
        _("Từ 10 ký tự trở lên, không chỉ gồm chữ số, không giống tên của bạn. Một câu ngắn dễ nhớ là tốt nhất.")
    )
    again = password_again_field()

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        return check_again(self, super().clean() or {})


class TableForm(forms.Form):
    """The table of many accounts."""

    table = forms.FileField(
        label=_("Tệp XLSX"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": _("Hãy chọn tệp đã điền theo mẫu."),
            "empty": _("Tệp rỗng."),
            "invalid": _("Tệp chưa được gửi trọn vẹn; hãy chọn lại."),
        },
    )


class TokenForm(forms.Form):
    """A new access token."""

    name = forms.CharField(
        label=_("Tên"),
        max_length=80,
        help_text=_("Phần mềm nào dùng mã này, ví dụ “Trục liên thông của tỉnh”. Không ghi tên người."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={**_REQUIRED, "max_length": _("Tên dài quá 80 ký tự.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("Quyền của mã"),
        choices=Scope.choices,
        initial=[Scope.READ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Hãy chọn ít nhất một quyền.")},
    )
    days = forms.IntegerField(
        label=_("Có hiệu lực trong (ngày)"),
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=90,
        help_text=_("Nhiều nhất 365 ngày; hết hạn thì tạo mã mới."),
        error_messages={**_REQUIRED, "invalid": _("Hãy viết một số nguyên.")},
    )


def unit_choices(actor: Actor) -> list[tuple[Any, Any]]:
    """The units that the actor runs, those below indented; one query."""
    units = {unit.pk: unit for unit in unit_selectors.manageable_units(actor)}
    below: dict[int | None, list[Any]] = {}
    for unit in units.values():
        below.setdefault(unit.parent_id if unit.parent_id in units else None, []).append(unit)
    found: list[tuple[Any, Any]] = [("", _("Chọn cơ quan"))]

    def grow(parent: int | None, depth: int) -> None:
        for unit in below.get(parent, ()):
            found.append((unit.pk, f"{'— ' * depth}{unit.name}"))
            grow(unit.pk, depth + 1)

    grow(None, 0)
    return found


def check_again(form: forms.Form, data: dict[str, Any]) -> dict[str, Any]:
    """Say so beside the field where the password was not typed the same twice."""
    if "password" in data and "again" in data and data["password"] != data["again"]:
        form.add_error("again", _("Hai mật khẩu không giống nhau."))
    return data


def check_days(form: forms.Form, data: dict[str, Any]) -> dict[str, Any]:
    """Say so beside the field where the last day is before the first."""
    if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
        form.add_error("ends_on", _("Ngày kết thúc trước ngày bắt đầu."))
    return data
