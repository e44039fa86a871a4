"""The form of a decision on keeping."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from lotrinh.documents.services.keeping import Deciding
from lotrinh.web.people.forms import day_field

_REQUIRED: Final = {"required": _("Hãy điền mục này.")}


class KeepingForm(forms.Form):
    """Which documents, to which agency, by which document."""

    documents = forms.TypedMultipleChoiceField(
        label=_("Văn bản"),
        coerce=int,
        error_messages={
            "required": _("Hãy chọn ít nhất một văn bản."),
            "invalid_choice": _("Có văn bản đã được chuyển đi; hãy xem lại danh sách."),
        },
    )
    keeper = forms.TypedChoiceField(
        label=_("Cơ quan lưu giữ từ nay"),
        coerce=int,
        error_messages={**_REQUIRED, "invalid_choice": _("Hãy chọn một cơ quan trong danh sách.")},
    )
    number = forms.CharField(
        label=_("Số, ký hiệu văn bản quyết định"),
        max_length=60,
        error_messages={**_REQUIRED, "max_length": _("Số, ký hiệu dài quá 60 ký tự.")},
    )
    issued_on = day_field(_("Ngày ban hành"))
    issuer = forms.CharField(
        label=_("Cơ quan ban hành"),
        max_length=200,
        error_messages={**_REQUIRED, "max_length": _("Tên cơ quan dài quá 200 ký tự.")},
    )

    def __init__(self, *args: Any, papers: list[tuple[int, str]], groups: list[tuple[Any, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["documents"].choices = papers  # type: ignore[attr-defined]  # a field of choices
        self.fields["keeper"].choices = [("", _("Chọn cơ quan")), *groups]  # type: ignore[attr-defined]  # the same

    def decision(self) -> Deciding:
        """The deciding document."""
        values = self.cleaned_data
        return Deciding(number=values["number"], issued_on=values["issued_on"], issuer=values["issuer"])

    def chosen(self) -> frozenset[str]:
        """The keys that are marked: all at first, then those that were sent."""
        if not self.is_bound:
            return frozenset(str(key) for key, _label in self.fields["documents"].choices)  # type: ignore[attr-defined]
        return frozenset(map(str, self["documents"].value() or ()))
