"""Checking a row before it is saved, with the answer in the form's own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from lotrinh.core.problems import Refused

_WRONG: Final = _("Có mục chưa đúng; hãy xem lại.")


def clean(row: Model, *, as_field: Mapping[str, str] | None = None) -> None:
    """Run the row's `full_clean`; `as_field` says under which name the form knows a column.

    Raises:
        Refused: a value is wrong; `fields` has a sentence for each.

    """
    refuse_nulls(row, as_field=as_field)
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
        raise Refused(general or _WRONG, code="invalid", fields=fields) from None


def refuse_nulls(row: Model, *, as_field: Mapping[str, str] | None = None) -> None:
    """Refuse the character U+0000, as forms do: rows come from files and programs too.

    PostgreSQL keeps no such text and fails where it is looked up, so this comes before any query about the row.

    Raises:
        Refused: see `clean`.

    """
    names = as_field or {}
    words = ((field.name, getattr(row, field.attname)) for field in row._meta.concrete_fields)
    wrong = [names.get(name, name) for name, word in words if isinstance(word, str) and "\x00" in word]
    if wrong:
        raise Refused(_WRONG, code="invalid", fields=dict.fromkeys(wrong, ProhibitNullCharactersValidator.message))
