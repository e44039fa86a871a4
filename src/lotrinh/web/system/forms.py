"""The form that the page of components shows."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ExampleForm(forms.Form):
    """A field of each kind."""

    name = forms.CharField(label=_("Tên kế hoạch"), max_length=200, help_text=_("Như ghi ở đầu văn bản."))
    deadline = forms.DateField(label=_("Thời hạn"), help_text=_("Dạng 05/06/2026."))
    agency = forms.ChoiceField(
        label=_("Cơ quan chủ trì"),
        required=False,
        choices=[("", _("Chưa chọn")), ("1", _("Sở Khoa học và Công nghệ")), ("2", _("Sở Tài chính"))],
    )
    audience = forms.ChoiceField(
        label=_("Phạm vi xem"),
        choices=[("internal", _("Nội bộ cơ quan")), ("public", _("Công khai"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Lý do"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    sure = forms.BooleanField(label=_("Tôi đã đối chiếu với văn bản gốc"))
