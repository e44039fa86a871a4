"""Whatever is done to the trail behind the platform's back is found and named."""

from __future__ import annotations

import datetime as dt
import json
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.audit.models import AuditEntry, AuditHead
from lotrinh.core.audit.verification import End, Verification, verify
from lotrinh.core.audit.vocab import Damage
from lotrinh.core.writes import service

ROWS = 6
CHAINS = (0, 7)
#: Columns that say something, with another value for each; the row's own number in the table says nothing.
CHANGES: dict[str, Any] = {
    "chain": 99,
    "seq": 77,
    "at": dt.datetime(2001, 1, 1, tzinfo=dt.UTC),
    "actor_id": 4711,
    "actor_name": "Người khác",
    "via": "api",
    "address": "10.9.8.7",
    "action": "other.thing",
    "thing_kind": "other",
    "thing_id": "other",
    "thing_label": "Khác",
    "before": json.dumps({"a": 3}),
    "after": json.dumps(None),
    "restricted": True,
    "search": "khac",
    "previous": "0" * 64,
    "hash": "1" * 64,
}


@service
def _write(chain: int, number: int) -> None:
    actor = Actor(user_id=number, name="Nguyễn Văn An", address="127.0.0.1")
    audit.note(
        actor, "thing.changed", kind="thing", id=number, label=f"Việc {number}", unit_id=chain or None,
        before={"a": number, "tên": "cũ"}, after={"a": number + 1, "tên": "mới", "số": 1.5},
    )  # fmt: skip


@pytest.fixture
def trail(db: None) -> None:
    for number in range(ROWS):
        for chain in CHAINS:
            _write(chain, number)


def _sql(text: str, *values: str | int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def _set(chain: int, seq: int, column: str, value: str | int) -> None:
    text = f"UPDATE core_auditentry SET {column} = %s WHERE chain = %s AND seq = %s"  # noqa: S608 - columns of the test
    _sql(text, value, chain, seq)


def _undone(function: Callable[[], Verification]) -> Verification:
    """Run in a transaction that is rolled back."""
    from django.db import transaction

    with transaction.atomic():
        result = function()
        transaction.set_rollback(True)
    return result


def test_every_column_is_either_checked_or_says_nothing() -> None:
    assert {field.column for field in AuditEntry._meta.fields} == set(CHANGES) | {"id"}


@pytest.mark.usefixtures("trail")
def test_a_trail_that_nobody_touched_is_whole_and_its_ends_are_given_out() -> None:
    result = verify()
    assert result.is_whole
    assert result.rows == ROWS * len(CHAINS)
    assert {chain: end.seq for chain, end in result.ends.items()} == dict.fromkeys(CHAINS, ROWS)
    assert verify(result.ends).is_whole


@pytest.mark.usefixtures("trail")
@given(
    chain=st.sampled_from(CHAINS),
    seq=st.integers(1, ROWS),
    column=st.sampled_from(sorted(CHANGES)),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_any_change_of_any_column_of_any_row_is_found(chain: int, seq: int, column: str) -> None:
    def tampered() -> Verification:
        _set(chain, seq, column, CHANGES[column])
        return verify()

    assert not _undone(tampered).is_whole
    assert verify().is_whole


@pytest.mark.usefixtures("trail")
@given(chain=st.sampled_from(CHAINS), first=st.integers(1, ROWS), count=st.integers(1, ROWS))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_any_deletion_is_found_and_the_rows_are_named(chain: int, first: int, count: int) -> None:
    last = min(first + count - 1, ROWS)

    def tampered() -> Verification:
        _sql("DELETE FROM core_auditentry WHERE chain = %s AND seq BETWEEN %s AND %s", chain, first, last)
        return verify()

    findings = _undone(tampered).findings
    kind = Damage.CUT if last == ROWS else Damage.REMOVED
    assert [(item.chain, item.damage, item.first, item.last) for item in findings] == [(chain, kind, first, last)]


@pytest.mark.usefixtures("trail")
@given(chain=st.sampled_from(CHAINS), pair=st.lists(st.integers(1, ROWS), min_size=2, max_size=2, unique=True))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_rows_that_changed_places_are_found_with_where_they_stood(chain: int, pair: list[int]) -> None:
    one, other = pair

    def tampered() -> Verification:
        _set(chain, one, "seq", 1000)
        _set(chain, other, "seq", one)
        _set(chain, 1000, "seq", other)
        return verify()

    moved = {(item.first, item.was) for item in _undone(tampered).findings if item.damage == Damage.MOVED}
    assert moved == {(one, other), (other, one)}


@pytest.mark.usefixtures("trail")
def test_a_row_that_was_put_in_at_the_end_is_found() -> None:
    last = AuditEntry.objects.get(chain=7, seq=ROWS)
    forged = AuditEntry(
        chain=7, seq=ROWS + 1, at=last.at, actor_name="X", via="web", action="x", thing_kind="x", thing_id="1",
        thing_label="x", previous=last.hash,
    )  # fmt: skip
    forged.search = audit.searched(forged)
    forged.hash = audit.digest(forged)
    forged.save()
    assert [(item.damage, item.first) for item in verify().findings] == [(Damage.INSERTED, ROWS + 1)]


@pytest.mark.usefixtures("trail")
def test_a_row_that_was_written_anew_with_a_fitting_hash_does_not_join_the_next() -> None:
    _set(7, 3, "thing_label", "Khác")
    row = AuditEntry.objects.get(chain=7, seq=3)
    _set(7, 3, "search", audit.searched(row))
    _set(7, 3, "hash", audit.digest(row))
    assert [(item.damage, item.first) for item in verify().findings] == [(Damage.BROKEN, 4)]


@pytest.mark.usefixtures("trail")
def test_a_chain_that_was_made_anew_to_its_head_differs_from_the_end_that_was_noted() -> None:
    noted = verify().ends
    previous = ""
    for row in AuditEntry.objects.filter(chain=7).order_by("seq"):
        row.previous = previous
        row.actor_name = "Người khác"
        previous = audit.digest(row)
        for column in ("previous", "actor_name"):
            _set(7, row.seq, column, getattr(row, column))
        _set(7, row.seq, "search", audit.searched(row))
        _set(7, row.seq, "hash", previous)
    AuditHead.objects.filter(chain=7).update(hash=previous)
    assert verify().is_whole
    assert [(item.chain, item.damage) for item in verify(noted).findings] == [(7, Damage.NOTED)]


@pytest.mark.usefixtures("trail")
def test_a_cut_that_took_the_head_along_differs_from_the_end_that_was_noted() -> None:
    noted = verify().ends
    AuditEntry.objects.filter(chain=7)._raw_delete("default")
    AuditHead.objects.filter(chain=7).delete()
    assert verify().is_whole
    assert [(item.chain, item.damage) for item in verify(noted).findings] == [(7, Damage.NOTED)]


@pytest.mark.usefixtures("trail")
def test_a_head_without_its_rows_and_rows_without_their_head_are_found() -> None:
    AuditEntry.objects.filter(chain=7)._raw_delete("default")
    AuditHead.objects.filter(chain=0).delete()
    found = {(item.chain, item.damage, item.first, item.last) for item in verify().findings}
    assert found == {(7, Damage.CUT, 1, ROWS), (0, Damage.HEAD, ROWS, ROWS)}


@pytest.mark.django_db
@pytest.mark.slow
def test_the_walk_keeps_few_rows_in_memory() -> None:
    previous = ""
    rows = []
    for seq in range(1, 6001):
        row = AuditEntry(
            chain=0, seq=seq, at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), actor_name="A", via="web", action="x",
            thing_kind="x", thing_id="1", thing_label="x" * 250, after={"t": "y" * 400}, previous=previous,
        )  # fmt: skip
        row.search = audit.searched(row)
        row.hash = previous = audit.digest(row)
        rows.append(row)
    AuditEntry.objects.bulk_create(rows)
    AuditHead.objects.create(chain=0, seq=6000, hash=previous)
    del rows
    assert verify(noted={0: End(6000, previous)}).is_whole
    tracemalloc.start()
    verify()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6_000_000
