"""The numbers that a database gives to rows: the last one, kept so that no number is ever given twice."""

from __future__ import annotations

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


def last(connection: BaseDatabaseWrapper, model: type[models.Model]) -> int | None:
    """The last number that was given to a row of the model; None where numbers are not given by the database."""
    key = model._meta.pk
    if not isinstance(key, models.AutoField | models.BigAutoField | models.SmallAutoField):
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
            row = cursor.fetchone()
            return int(row[0]) if row else 0
        table = connection.ops.quote_name(model._meta.db_table)
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, key.column])
        (sequence,) = cursor.fetchone()
        cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM {sequence}")  # noqa: S608 - a name from the catalogue
        return int(cursor.fetchone()[0])


def set_last(connection: BaseDatabaseWrapper, model: type[models.Model], number: int) -> None:
    """Make the database go on after `number`."""
    table = model._meta.db_table
    key = model._meta.pk
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            if number:
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])
            return
        assert key is not None  # noqa: S101 - a model without a key has no numbers
        quoted = connection.ops.quote_name(table)
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, %s), GREATEST(%s, 1), %s > 0)",
            [quoted, key.column, number, number],
        )
