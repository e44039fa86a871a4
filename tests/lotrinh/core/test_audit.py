"""The audit trail: appended with the write, chained, nothing lost."""

from __future__ import annotations

import pytest

from lotrinh.core.actor import system
from lotrinh.core.audit import services as audit
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.immutable import ImmutableError
from lotrinh.core.writes import service


@service
def _write(label: str, *, fails: bool = False) -> None:
    audit.note(system("test"), "thing.changed", kind="thing", id=1, label=label, before={"a": 1}, after={"a": 2})
    if fails:
        raise ValueError(label)


@pytest.mark.django_db
def test_each_row_carries_the_hash_of_the_one_before() -> None:
    _write("một")
    _write("hai")
    second, first = AuditEntry.objects.all()
    assert second.previous == first.hash
    assert [audit.digest(row) for row in (first, second)] == [first.hash, second.hash]


@pytest.mark.django_db
def test_a_write_that_fails_leaves_no_row() -> None:
    with pytest.raises(ValueError, match="một"):
        _write("một", fails=True)
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_rows_are_written_once() -> None:
    _write("một")
    row = AuditEntry.objects.get()
    with pytest.raises(ImmutableError):
        row.save()
    with pytest.raises(ImmutableError):
        AuditEntry.objects.all().delete()


def test_a_note_outside_a_service_is_an_error() -> None:
    with pytest.raises(RuntimeError):
        audit.note(system("test"), "x", kind="thing", id=1, label="")
