"""Rows as lines of JSON that mean the same on every database."""

from __future__ import annotations

import base64
import datetime as dt
import json
import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import models

from lotrinh.core.backup.manifest import BackupError

AnyField = models.Field[Any, Any]


def fields_of(model: type[models.Model]) -> tuple[AnyField, ...]:
    """The fields that are columns, in the order of the model; computed columns are left to the database."""
    return tuple(field for field in model._meta.local_concrete_fields if not field.generated)


def encode(values: Sequence[Any]) -> bytes:
    """One line; the keys of JSON values in order, since PostgreSQL keeps none."""
    text = json.dumps(
        list(values), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_plain
    )
    return f"{text}\n".encode()


def decode(line: bytes, fields: Sequence[AnyField]) -> list[Any]:
    """The values of a line, one for each field.

    Raises:
        BackupError: the line does not fit the fields.

    """
    try:
        values = json.loads(line)
        if not isinstance(values, list) or len(values) != len(fields):
            raise BackupError("backup.damaged", part="rows")
        return [_value(value, field) for value, field in zip(values, fields, strict=True)]
    except (ValueError, TypeError, ArithmeticError, RecursionError) as error:
        raise BackupError("backup.damaged", part="rows") from error


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return value // dt.timedelta(microseconds=1)
    if isinstance(value, uuid.UUID | Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode("ascii")
    raise TypeError(f"no form for {type(value).__name__}")


def _value(value: Any, field: AnyField) -> Any:
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if value is None or isinstance(target, models.JSONField):
        return value
    if isinstance(target, models.BinaryField):
        return base64.b64decode(value, validate=True)
    if isinstance(target, models.DateTimeField):
        return dt.datetime.fromisoformat(value)
    if isinstance(target, models.DurationField):
        return dt.timedelta(microseconds=value)
    return target.to_python(value)
