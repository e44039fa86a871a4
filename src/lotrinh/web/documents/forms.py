"""Forms about a document."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lotrinh.documents.vocab import Standing
from lotrinh.web.documents import words

_NO_CHOICE = _("Không có lựa chọn này; hãy chọn lại trong danh sách.")
_DAY = {"placeholder": "05/06/2026", "inputmode": "numeric", "autocomplete": "off"}
_DAY_ERRORS = {
    "invalid": _("Ngày viết dạng ngày/tháng/năm, ví dụ 05/06/2026."),
    "required": _("Hãy ghi ngày, ví dụ 05/06/2026."),
}


def _text(label: Any, longest: int, *, help_text: Any = "", rows: int = 0) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(
        label=label,
        required=False,
        max_length=longest,
        help_text=help_text,
        widget=widget,
        error_messages={
            "max_length": _("Dài quá %(limit_value)d ký tự (đang có %(show_value)d); hãy rút ngắn."),
            "null_characters_not_allowed": _("Có ký tự không hợp lệ; hãy xóa đi."),
        },
    )


class IdentityForm(forms.Form):
    """What identifies a document."""

    kind = forms.ChoiceField(label=_("Loại văn bản"), required=False, error_messages={"invalid_choice": _NO_CHOICE})
    number = _text(
        _("Số, ký hiệu"),
        60,
        help_text=_("Như 3631/KH-UBND; văn bản của Đảng như 50-CTr/TU. Dự thảo chưa có số thì để trống."),
    )
    issued_on = _text(
        _("Ngày ban hành"),
        40,
        help_text=_("Như 05/06/2026. Chưa rõ ngày thì ghi 06/2026 hoặc 2026; dự thảo thì để trống."),
    )
    issuer = _text(_("Cơ quan ban hành"), 200)
    title = _text(_("Trích yếu"), 600, rows=3)
    place = _text(_("Nơi ban hành"), 60)
    signer = _text(_("Người ký"), 120)
    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, present_kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type of a field declared above
        field.choices = words.kind_choices(present_kind)


class StandingForm(forms.Form):
    """Whether the document binds, said by hand."""

    seen_standing = forms.CharField(max_length=10, widget=forms.HiddenInput)
    standing = forms.ChoiceField(
        label=_("Hiệu lực"),
        choices=Standing.choices,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _NO_CHOICE, "required": _("Hãy chọn một trạng thái.")},
    )
    expires_on = forms.DateField(
        label=_("Hết hiệu lực từ ngày"),
        required=False,
        help_text=_("Ngày đầu tiên văn bản không còn hiệu lực, nếu đã biết. Có thể là ngày sắp tới."),
        widget=forms.DateInput(attrs=_DAY),
        error_messages=_DAY_ERRORS,
    )


class RelationForm(forms.Form):
    """What one document does to another."""

    SUFFERS = "suffers"
    DOES = "does"

    direction = forms.ChoiceField(
        label=_("Chiều tác động"),
        choices=(
            (SUFFERS, _("Văn bản khác tác động lên văn bản này")),
            (DOES, _("Văn bản này tác động lên văn bản khác")),
        ),
        initial=SUFFERS,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _NO_CHOICE, "required": _("Hãy chọn chiều tác động.")},
    )
    relation = forms.ChoiceField(
        label=_("Quan hệ"),
        choices=[(str(code), label) for code, label in words.DONE.items()],
        help_text=_("Chỉ bãi bỏ một phần thì chọn “Sửa đổi, bổ sung” và ghi rõ điều khoản ở ghi chú."),
        error_messages={"invalid_choice": _NO_CHOICE, "required": _("Hãy chọn quan hệ.")},
    )
    effective_on = forms.DateField(
        label=_("Có hiệu lực từ ngày"), widget=forms.DateInput(attrs=_DAY), error_messages=_DAY_ERRORS
    )
    find = _text(_("Tìm văn bản"), 200, help_text=_("Gõ số, ký hiệu hoặc trích yếu; có dấu hay không dấu đều được."))
    other = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=2**63 - 1,
        widget=forms.HiddenInput,
        error_messages={"invalid": _NO_CHOICE, "min_value": _NO_CHOICE, "max_value": _NO_CHOICE},
    )
    printed = _text(
        _("Hoặc tên văn bản chưa có ở đây"), 300, help_text=_("Như: Quyết định số 12/2026/QĐ-UBND ngày 05/02/2026.")
    )
    note = _text(_("Ghi chú"), 500, rows=2)


class AudienceForm(forms.Form):
    """One step of opening or closing."""

    seen = forms.CharField(max_length=12, widget=forms.HiddenInput)
    audience = forms.CharField(max_length=12, widget=forms.HiddenInput)
    note = _text(
        _("Căn cứ, lý do"), 500, rows=2, help_text=_("Ví dụ: theo ý kiến của Chủ tịch tại phiếu trình ngày 05/06/2026.")
    )
    sure = forms.BooleanField(
        label=_("Tôi hiểu: từ nay văn bản này và kế hoạch đọc từ nó là thông tin công khai."),
        required=False,
    )


class RecipientsForm(forms.Form):
    """The agencies to which a document is addressed."""

    seen_units = forms.CharField(required=False, max_length=20000, widget=forms.HiddenInput)
    units = forms.TypedMultipleChoiceField(
        label=_("Cơ quan nhận"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Có cơ quan không còn trong danh sách; hãy chọn lại.")},
    )

    def __init__(self, *args: Any, agencies: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["units"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 - narrows the type of a field declared above
        field.choices = agencies

    def seen(self) -> set[int]:
        """The recipients that the person saw."""
        return {int(part) for part in self.data.get("seen_units", "").split(",") if part.isdecimal() and len(part) < 19}


def show(form: forms.Form, problem: Any, *, names: dict[str, str] | None = None) -> None:
    """Put what a service refused beside the fields that it names (`names`: a service's word to the field's)."""
    placed = False
    for field, message in problem.fields.items():
        name = (names or {}).get(field, field)
        if name in form.fields and not form.fields[name].widget.is_hidden:
            form.add_error(name, str(message))
            placed = True
    if not placed:
        form.add_error(None, str(problem.message))
