"""Forms of handing over."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from lotrinh.plans.services.handing import Deciding
from lotrinh.web.plans.forms import Refusable

_WRONG_DAY: Final = _("Ngày viết dạng ngày/tháng/năm, ví dụ 05/06/2026.")
_MISSING: Final = _("Hãy điền mục này.")


def _day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"placeholder": "05/06/2026", "inputmode": "numeric", "autocomplete": "off"})
    return forms.DateField(
        label=label, widget=widget, error_messages={"required": _MISSING, "invalid": _WRONG_DAY}, **options
    )


class DayForm(forms.Form):
    """The day for which the page is made."""

    ngay = _day(_("Vào ngày"), required=False)


class DecisionForm(Refusable):
    """The document that decides who takes over."""

    number = forms.CharField(label=_("Số, ký hiệu văn bản"), max_length=60, error_messages={"required": _MISSING})
    issued_on = _day(_("Ngày ban hành"))
    issuer = forms.CharField(label=_("Cơ quan ban hành"), max_length=200, error_messages={"required": _MISSING})
    effective_on = _day(
        _("Có hiệu lực từ ngày"),
        help_text=_("Cơ quan cũ giữ nhiệm vụ đến hết ngày liền trước; cơ quan mới giữ từ ngày này."),
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False)
    #: what the person saw on the page that they confirm
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def decision(self) -> Deciding:
        """The document as the service takes it."""
        return Deciding(**{name: value for name, value in self.cleaned_data.items() if name != "seen"})
