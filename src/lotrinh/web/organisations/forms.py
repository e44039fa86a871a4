"""Forms of units."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import Actor
from lotrinh.organisations import policies
from lotrinh.organisations.selectors.typed import TypedUnits
from lotrinh.organisations.selectors.units import place_words, places_like
from lotrinh.organisations.services.units import UnitData
from lotrinh.organisations.vocab import APPROVERS, Level, UnitKind
from lotrinh.web.organisations.unit_box import meant, offered, unit_box
from lotrinh.web.people.forms import check_days, day_field

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
    parent = unit_box(
        _("Cấp trên trực tiếp"), required=True, help_text=_("Gõ tên đầy đủ hoặc tên viết tắt."), errors=_REQUIRED
    )
    level = forms.ChoiceField(
        label=_("Cấp"),
        choices=[("", _("Theo loại")), *Level.choices],
        required=False,
        error_messages={"invalid_choice": _("Hãy chọn một cấp trong danh sách.")},
    )
    code = forms.CharField(
        label=_("Mã định danh"),
        max_length=40,
        required=False,
        help_text=_("Ký hiệu trên văn bản (SKHCN) hoặc mã định danh điện tử (H12.05)."),
        error_messages={"max_length": _("Mã dài quá 40 ký tự.")},
    )
    place = forms.CharField(
        label=_("Địa bàn"),
        max_length=120,
        required=False,
        help_text=_("Tỉnh, huyện hoặc xã mà cơ quan phụ trách: gõ tên (có dấu hoặc không dấu) hay mã số, rồi Lưu."),
        error_messages={"max_length": _("Hãy gõ ngắn hơn 120 ký tự.")},
    )
    place_chosen = forms.ChoiceField(
        label=_("Chọn địa bàn"), required=False, widget=forms.RadioSelect, choices=(),
        error_messages={"invalid_choice": _("Hãy chọn một địa bàn trong danh sách.")},
    )  # fmt: skip
    province = forms.CharField(
        label=_("Tỉnh, thành phố"),
        max_length=60,
        required=False,
        help_text=_("Chỉ cần ghi cho cơ quan cấp cao nhất."),
        error_messages={"max_length": _("Tên dài quá 60 ký tự.")},
    )
    starts_on = day_field(_("Hoạt động từ"), required=False)
    ends_on = day_field(
        _("Đến hết ngày"),
        required=False,
        help_text=_("Có văn bản sáp nhập, giải thể thì ghi ở “Sắp xếp cơ quan” để biết ai nhận nhiệm vụ."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._units = TypedUnits(actor)
        #: the unit above now: that of one's own highest unit is not one's own, and may stay
        self._above: int | None = self.initial.get("parent")
        above = self._units.label(self._above or 0) or self.initial.get("parent_name", "")
        self.initial = {**self.initial, "parent": above}
        if policies.manages_all(actor):
            self.fields["parent"].required = False
            self.fields["parent"].help_text = _(
                "Gõ tên đầy đủ hoặc tên viết tắt; để trống với cấp cao nhất, hoặc doanh nghiệp, ngân hàng."
            )
        self.fields["short_name"].error_messages["max_length"] = _("Tên viết tắt dài quá 60 ký tự.")
        #: the key of the place that was found; `offered`: whether several fit and one is to be chosen
        self.place_id: int | None = None
        self.offered = False
        if self.is_bound:
            self._offer(" ".join(str(self.data.get("place", "")).split()))

    def _offer(self, text: str) -> None:
        """Find the places that what was typed means: the one of before, the only one, or some to choose from."""
        # The field refuses the rest; PostgreSQL could not even look for U+0000.
        found = places_like(text) if text and len(text) <= 120 and "\x00" not in text else ()
        same = [place for place in self._known() if text == place_words(place)]
        if same or len(found) == 1:
            self.place_id = (same or found)[0].pk
            return
        self.offered = bool(found)
        self.fields["place_chosen"].choices = [  # type: ignore[attr-defined]  # a field of choices
            (str(place.pk), f"{place_words(place)}{f' – {place.parent.full_name}' if place.parent else ''}")
            for place in found
        ]

    @property
    def offered_above(self) -> SafeString:
        """The list of names that the box of the parent offers."""
        return offered(self._units)

    def clean_parent(self) -> int | None:
        """The unit above, None where there is none."""
        text = self.cleaned_data["parent"]
        return self._above if text and text == self.initial["parent"] else meant(self._units, text)

    def _known(self) -> tuple[Any, ...]:
        place = self.initial.get("place_now")
        return (place,) if place is not None else ()

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first; the place is one."""
        data = check_days(self, super().clean() or {})
        chosen = data.get("place_chosen")
        if chosen and self.offered:
            self.place_id = int(chosen)
        elif self.offered:
            self.add_error("place_chosen", _("Có nhiều địa bàn như vậy; hãy chọn một."))
        elif data.get("place") and self.place_id is None:
            self.add_error("place", _("Không tìm thấy địa bàn này. Hãy gõ tên hoặc mã số khác, hoặc để trống."))
        return data

    def data_of(self) -> UnitData:
        """What was typed."""
        data = dict(self.cleaned_data)
        del data["place"], data["place_chosen"]
        return UnitData(parent_id=data.pop("parent"), place_id=self.place_id, **data)


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
