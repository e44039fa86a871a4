"""Forms of units."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import Actor
from lotrinh.organisations import policies
from lotrinh.organisations.services.units import UnitData
from lotrinh.organisations.vocab import APPROVERS, UnitKind
from lotrinh.web.people.forms import check_days, day_field, unit_choices

_REQUIRED: Final = {"required": _("Hãy điền mục này.")}
_MOST_NAMES: Final = 50


class UnitForm(forms.Form):
    """What a unit is."""

    name = forms.CharField(
        label=_("Tên đầy đủ"), max_length=200, error_messages={**_REQUIRED, "max_length": _("Tên dài quá 200 ký tự.")}
    )
    short_name = forms.CharField(label=_("Tên viết tắt"), max_length=60, required=False)
    kind = forms.ChoiceField(
        label=_("Loại"),
        choices=[("", _("Chọn loại")), *UnitKind.choices],
        error_messages={**_REQUIRED, "invalid_choice": _("Hãy chọn một loại trong danh sách.")},
    )
    parent = forms.TypedChoiceField(
        label=_("Cấp trên trực tiếp"),
        coerce=int,
        empty_value=None,
        error_messages={**_REQUIRED, "invalid_choice": _("Hãy chọn một cơ quan trong danh sách.")},
    )
    province = forms.CharField(label=_("Tỉnh, thành phố"), max_length=60, required=False)
    starts_on = day_field(_("Hoạt động từ"), required=False)
    ends_on = day_field(_("Đến hết ngày"), required=False, help_text=_("Điền khi cơ quan giải thể hoặc sáp nhập."))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = unit_choices(actor)
        top = policies.manages_all(actor)
        if top:
            choices[0] = ("", _("Không có (cấp cao nhất)"))
        self.fields["parent"].choices = choices  # type: ignore[attr-defined]  # a field of choices
        self.fields["parent"].required = not top

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        return check_days(self, super().clean() or {})

    def data_of(self) -> UnitData:
        """What was typed."""
        data = dict(self.cleaned_data)
        return UnitData(parent_id=data.pop("parent"), **data)


class NamesForm(forms.Form):
    """Other names of a unit, one a line."""

    names = forms.CharField(
        label=_("Tên gọi khác"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Mỗi dòng một tên: tên viết tắt, tên cũ, cách gọi trong văn bản. Nhờ đó hệ thống nhận ra cơ quan."),
    )

    def clean_names(self) -> list[str]:
        """The lines that are not empty."""
        names = [" ".join(line.split()) for line in self.cleaned_data["names"].splitlines()]
        names = [name for name in names if name]
        if len(names) > _MOST_NAMES:
            raise forms.ValidationError(_("Nhiều nhất 50 tên."))
        if any(len(name) > 200 for name in names):
            raise forms.ValidationError(_("Có tên dài quá 200 ký tự."))
        return names


class ChainForm(forms.Form):
    """The steps of approval, in order."""

    def __init__(self, *args: Any, roles: tuple[Role, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Không có bước này")), *((role.value, role.label) for role in APPROVERS)]
        for number in range(1, len(APPROVERS) + 1):
            self.fields[f"step{number}"] = forms.ChoiceField(
                label=_("Bước %(number)d") % {"number": number},
                required=number == 1,
                choices=choices,
                initial=roles[number - 1] if number <= len(roles) else "",
                error_messages={
                    "required": _("Cần ít nhất một bước duyệt."),
                    "invalid_choice": _("Hãy chọn một vai trò trong danh sách."),
                },
            )

    def roles(self) -> list[str]:
        """The chosen roles; steps left out are closed up."""
        return [role for name in self.fields if (role := self.cleaned_data.get(name))]
