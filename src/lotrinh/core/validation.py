"""Checking a row before it is saved, with the answer in the form's own words."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from lotrinh.core.problems import Refused


def clean(row: Model, *, as_field: Mapping[str, str] | None = None) -> None:
    """Run the row's `full_clean`; `as_field` says under which name the form knows a column.

    Raises:
        Refused: a value is wrong; `fields` has a sentence for each.

    """
    try:
        row.full_clean()
    except ValidationError as error:
        names = as_field or {}
        fields = {
            names.get(name, name): " ".join(messages)
            for name, messages in error.message_dict.items()
            if name != NON_FIELD_ERRORS
        }
        general = " ".join(error.message_dict.get(NON_FIELD_ERRORS, ()))
        raise Refused(general or _("Có mục chưa đúng; hãy xem lại."), code="invalid", fields=fields) from None
