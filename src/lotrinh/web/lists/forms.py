"""The form above a list."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor
from lotrinh.web.lists.address import SEARCH
from lotrinh.web.lists.filters import Filter


class FilterForm(forms.Form):
    """Search and filters; a value that cannot be is said beside its field, the others still hold."""

    q = forms.CharField(
        label=_("Tìm"),
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("Tìm, có dấu hoặc không dấu"), "data-search": ""}
        ),
        error_messages={"max_length": _("Từ tìm kiếm dài quá 200 ký tự; hãy rút ngắn.")},
    )

    def __init__(self, data: QueryDict, filters: Sequence[Filter], actor: Actor) -> None:
        super().__init__(data, auto_id="loc-%s")
        for item in filters:
            self.fields[item.name] = item.field(actor)

    @property
    def search_box(self) -> forms.BoundField:
        """The field for words."""
        return self[SEARCH]

    @property
    def filter_boxes(self) -> list[forms.BoundField]:
        """The fields of the filters."""
        return [self[name] for name in self.fields if name != SEARCH]


class SaveViewForm(forms.Form):
    """A name for the list as it stands."""

    name = forms.CharField(
        label=_("Tên của danh sách"),
        max_length=80,
        error_messages={"required": _("Hãy đặt tên để tìm lại danh sách."), "max_length": _("Tên dài quá 80 ký tự.")},
    )
    query = forms.CharField(required=False, max_length=1000)
    back = forms.CharField(max_length=300)
