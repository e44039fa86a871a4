"""The day as of which a page shows units."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lotrinh.core import clock
from lotrinh.web.people.forms import day_field

#: The name of the day in addresses.
DAY: Final = "ngay"


class DayForm(forms.Form):
    """A day to look at, today where nothing was typed."""

    ngay = day_field(_("Vào ngày"), required=False)

    def __init__(self, request: HttpRequest, *, shown: bool = False) -> None:
        """`shown`: the field shows today where no day was typed."""
        query = request.GET.copy()
        if shown and not query.get(DAY):
            query[DAY] = f"{clock.today():%d/%m/%Y}"
        super().__init__(query, auto_id="xem-%s")
        self.is_valid()

    @property
    def day(self) -> dt.date | None:
        """The day that was asked for, None where none was or what was typed is no day."""
        found: dt.date | None = self.cleaned_data.get(DAY)
        return found

    @property
    def day_or_today(self) -> dt.date:
        """The day that is shown."""
        return self.day or clock.today()

    @property
    def status(self) -> int:
        """422 where what was typed is no day."""
        return 422 if self.errors else 200
