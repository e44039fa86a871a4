"""The form of what a province's list of units is to hold."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lotrinh.core.words import sort_key
from lotrinh.organisations.provinces import PROVINCES
from lotrinh.organisations.reference import bodies
from lotrinh.organisations.services.founding import Choice
from lotrinh.organisations.vocab import FoundingPart

_LISTED: Final = {
    "departments": FoundingPart.DEPARTMENTS,
    "parties": FoundingPart.PARTY,
    "fronts": FoundingPart.FRONTS,
}


def _bodies(part: FoundingPart, label: Any) -> forms.MultipleChoiceField:
    listed = sorted((body for body in bodies.today() if body.part == part), key=lambda body: not body.everywhere)
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=[(body.code, body.name) for body in listed],
        initial=[body.code for body in listed if body.everywhere],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Hãy chọn trong danh sách.")},
    )


class FoundingForm(forms.Form):
    """The province and the parts of its list."""

    province = forms.ChoiceField(
        label=_("Tỉnh, thành phố"),
        choices=[
            ("", _("Chọn tỉnh, thành phố")),
            *((item.code, item.name) for item in sorted(PROVINCES, key=lambda item: sort_key(item.name))),
        ],
        error_messages={
            "required": _("Hãy chọn một tỉnh, thành phố."),
            "invalid_choice": _("Hãy chọn trong danh sách."),
        },
    )
    departments = _bodies(FoundingPart.DEPARTMENTS, FoundingPart.DEPARTMENTS.label)
    parties = _bodies(FoundingPart.PARTY, FoundingPart.PARTY.label)
    fronts = _bodies(FoundingPart.FRONTS, FoundingPart.FRONTS.label)
    communes = forms.BooleanField(
        label=_("Ủy ban nhân dân các xã, phường, đặc khu"),
        required=False,
        initial=True,
        help_text=_("Theo danh mục địa danh đã nạp."),
    )
    former = forms.BooleanField(
        label=_("Cơ quan trước sắp xếp và cơ quan kế thừa"),
        required=False,
        initial=True,
        help_text=_(
            "Sở trước 01/03/2025, UBND cấp huyện, xã cũ, tỉnh cũ: nhờ đó tìm được cơ quan đang giữ nhiệm vụ của"
            " kế hoạch cũ. Cơ quan nhận nhiệm vụ được thêm nếu chưa có."
        ),
    )

    def choice(self) -> Choice:
        """What was chosen."""
        data = self.cleaned_data
        parts = {part for name, part in _LISTED.items() if data[name]}
        parts |= {FoundingPart.COMMUNES} if data["communes"] else set()
        parts |= {FoundingPart.FORMER} if data["former"] else set()
        return Choice(parts=frozenset(parts), bodies=frozenset(code for name in _LISTED for code in data[name]))

    def address(self) -> str:
        """What was chosen, as the query of an address."""
        sent = QueryDict(mutable=True)
        for name in self.fields:
            value = self.cleaned_data[name]
            if isinstance(value, list):
                sent.setlist(name, value)
            elif value:
                sent[name] = "on" if value is True else value
        return sent.urlencode()
