"""The outbox: what is entered goes out once, again only where it surely had no effect, and never silently twice."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection, transaction

from lotrinh.core import clock
from lotrinh.core.backup.tables import saved
from lotrinh.core.outbox import registry, services
from lotrinh.core.outbox.models import OutboxEntry
from lotrinh.core.outbox.registry import Outcome
from lotrinh.core.outbox.sending import keep_sending
from lotrinh.core.outbox.services import DELAYS, Effect, put, put_again, send_due, sweep
from lotrinh.core.vocab import OutboxState

pytestmark = pytest.mark.django_db
SENT = Outcome(OutboxState.SENT)
AGAIN = Outcome(OutboxState.WAITING, "refused")
LOST = Outcome(OutboxState.UNKNOWN, "timeout")


class Sender:
    """Answers in turn, the last answer for good."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome | Exception] = [SENT]
        self.sent: list[Mapping[str, Any]] = []

    def __call__(self, payload: Mapping[str, Any]) -> Outcome:
        self.sent.append(payload)
        outcome = self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


@pytest.fixture
def sender() -> Iterator[Sender]:
    made = Sender()
    registry.register("test")(made)
    yield made
    registry._SENDERS.pop("test")


def enter(key: str = "test:1") -> OutboxEntry:
    put([Effect(key=key, kind="test", payload={"n": 1})])
    return OutboxEntry.objects.get(key=key)


def later(entry: OutboxEntry) -> None:
    """Let the time of the next attempt come."""
    OutboxEntry.objects.filter(pk=entry.pk).update(next_at=clock.now())


def test_what_is_entered_goes_out_once(sender: Sender) -> None:
    entry = enter()
    assert (send_due(), send_due()) == (1, 0)
    entry.refresh_from_db()
    assert (entry.state, entry.attempts, sender.sent) == (OutboxState.SENT, 1, [{"n": 1}])
    assert entry.finished_at is not None


def test_a_key_is_entered_once(sender: Sender) -> None:
    enter()
    enter()
    send_due()
    enter()
    assert (send_due(), len(sender.sent)) == (0, 1)


def test_what_is_rolled_back_is_never_sent(sender: Sender) -> None:
    with transaction.atomic():
        enter()
        transaction.set_rollback(True)
    assert send_due() == 0


def test_an_attempt_without_effect_is_repeated_with_growing_pauses_and_given_up_in_the_end(sender: Sender) -> None:
    entry = enter()
    sender.outcomes = [AGAIN]
    for delay in DELAYS:
        before = clock.now()
        assert send_due() == 1
        entry.refresh_from_db()
        assert (entry.state, entry.error_code) == (OutboxState.WAITING, "refused")
        assert delay <= entry.next_at - before < delay + dt.timedelta(seconds=30)
        assert send_due() == 0
        later(entry)
    assert send_due() == 1
    entry.refresh_from_db()
    assert (entry.state, entry.attempts) == (OutboxState.FAILED, len(DELAYS) + 1)


@pytest.mark.parametrize("outcome", [LOST, ZeroDivisionError()])
def test_what_may_have_arrived_is_not_sent_again_by_itself(sender: Sender, outcome: Outcome | Exception) -> None:
    entry = enter()
    sender.outcomes = [outcome]
    send_due()
    later(entry)
    entry.refresh_from_db()
    assert (entry.state, send_due(), len(sender.sent)) == (OutboxState.UNKNOWN, 0, 1)


def test_the_entry_of_a_dead_worker_is_of_unknown_outcome_and_stays_so(sender: Sender) -> None:
    entry = enter()
    claimed = services._claim()
    assert claimed is not None
    assert (sweep(), send_due()) == (0, 0)
    long_ago = clock.now() - services.LOST_AFTER - dt.timedelta(seconds=1)
    OutboxEntry.objects.filter(pk=entry.pk).update(claimed_at=long_ago)
    assert (sweep(), send_due(), len(sender.sent)) == (1, 0, 0)
    entry.refresh_from_db()
    assert (entry.state, entry.error_code) == (OutboxState.UNKNOWN, "worker-died")


def test_whoever_entered_a_kind_is_told_what_was_lost_on_its_way(sender: Sender) -> None:
    told: list[Mapping[str, Any]] = []
    registry.register("test", lost=told.append)(sender)
    try:
        enter("test:died")
        assert services._claim() is not None
        OutboxEntry.objects.update(claimed_at=clock.now() - services.LOST_AFTER - dt.timedelta(seconds=1))
        assert (sweep(), told) == (1, [{"n": 1}])
        sender.outcomes = [ZeroDivisionError()]
        enter("test:broke")
        assert (send_due(), told) == (1, [{"n": 1}] * 2)
    finally:
        registry._LOST.pop("test")


def test_what_was_not_even_tried_waits_as_long_as_it_is_told_and_costs_no_attempt(sender: Sender) -> None:
    entry = enter()
    until = clock.now() + dt.timedelta(hours=3)
    sender.outcomes = [Outcome(OutboxState.WAITING, "resting", until=until), SENT]
    assert (send_due(), send_due()) == (1, 0)
    entry.refresh_from_db()
    assert (entry.state, entry.attempts, entry.next_at) == (OutboxState.WAITING, 0, until)
    services.go_on("test", "resting", n=2)
    assert send_due() == 0
    services.go_on("test", "resting", n=1)
    assert send_due() == 1


def test_what_waits_about_one_thing_is_put_off_together(sender: Sender) -> None:
    put([Effect(key=f"test:{number}", kind="test", payload={"n": number % 2}) for number in range(6)])
    services.put_off("test", clock.now() + dt.timedelta(hours=1), "resting", n=1)
    assert (send_due(), [payload["n"] for payload in sender.sent]) == (3, [0, 0, 0])


def test_a_worker_that_comes_back_late_does_not_change_what_the_sweep_said(sender: Sender) -> None:
    enter()
    claimed = services._claim()
    assert claimed is not None
    OutboxEntry.objects.update(claimed_at=clock.now() - services.LOST_AFTER - dt.timedelta(seconds=1))
    sweep()
    services._record(claimed, SENT)
    assert OutboxEntry.objects.get().state == OutboxState.UNKNOWN


def test_only_a_person_sends_again_and_only_what_is_not_under_way(sender: Sender) -> None:
    effect = Effect(key="test:1", kind="test", payload={"n": 1})
    enter()
    assert not put_again(effect)
    sender.outcomes = [LOST, SENT]
    send_due()
    assert put_again(effect)
    assert (send_due(), len(sender.sent)) == (1, 2)
    assert not put_again(effect)


def test_what_the_table_no_longer_has_can_be_entered_anew(sender: Sender) -> None:
    assert put_again(Effect(key="test:2", kind="test"))
    assert send_due() == 1


def test_a_kind_without_sender_is_dropped() -> None:
    put([Effect(key="gone:1", kind="gone")])
    send_due()
    assert OutboxEntry.objects.get().state == OutboxState.DROPPED


def test_two_senders_for_one_kind_are_refused(sender: Sender) -> None:
    with pytest.raises(ValueError, match="two senders"):
        registry.register("test")(Sender())


def test_old_entries_go_and_waiting_ones_stay(sender: Sender) -> None:
    enter("test:old")
    send_due()
    OutboxEntry.objects.update(finished_at=clock.now() - services.KEPT - dt.timedelta(days=1))
    enter("test:new")
    assert services.tidy() == 1
    assert OutboxEntry.objects.get().key == "test:new"


def test_no_backup_holds_what_waits_to_be_sent() -> None:
    labels = {model._meta.label_lower for model in saved(connection)}
    assert "core.outboxentry" not in labels
    assert {"core.webhook", "core.delivery"} <= labels


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_entry_once(sender: Sender) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("tests on SQLite share one database in memory between threads; PostgreSQL runs it")
    put([Effect(key=f"test:{number}", kind="test", payload={"n": number}) for number in range(40)])
    start = threading.Barrier(2)

    def work() -> None:
        try:
            start.wait()
            while send_due():
                pass
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(payload["n"] for payload in sender.sent) == list(range(40))
    assert set(OutboxEntry.objects.values_list("state", "attempts")) == {(OutboxState.SENT, 1)}


@pytest.mark.django_db(transaction=True)
def test_the_thread_of_a_worker_sends_until_it_is_told_to_stop(sender: Sender) -> None:
    enter()
    stop, done = threading.Event(), threading.Event()
    real = sender.outcomes

    def send(payload: Mapping[str, Any]) -> Outcome:
        done.set()
        return real[0] if isinstance(real[0], Outcome) else SENT

    registry._SENDERS["test"] = send
    thread = threading.Thread(target=keep_sending, args=(stop,))
    thread.start()
    assert done.wait(10)
    stop.set()
    thread.join(10)
    assert not thread.is_alive()
    assert OutboxEntry.objects.get().state == OutboxState.SENT


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("broken", [InterfaceError, OperationalError])
def test_the_thread_of_a_worker_outlives_a_connection_that_breaks(
    sender: Sender, broken: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls, stop = services.send_due, [], threading.Event()

    def send(most: int) -> int:
        calls.append(most)
        if len(calls) == 1:
            raise broken
        stop.set()
        return real(most)

    monkeypatch.setattr(services, "send_due", send)
    monkeypatch.setattr("lotrinh.core.outbox.sending.LOOK_EVERY", 0.01)
    enter()
    keep_sending(stop)
    assert OutboxEntry.objects.get().state == OutboxState.SENT


@pytest.mark.django_db(transaction=True)
def test_the_entries_of_dead_workers_are_seen_while_much_waits(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    sweeps: list[int] = []
    stop = threading.Event()

    def swept() -> int:
        sweeps.append(len(sender.sent))
        if len(sweeps) > 2:
            stop.set()
        return 0

    monkeypatch.setattr(services, "sweep", swept)
    monkeypatch.setattr("lotrinh.core.outbox.sending._SWEEP", 0.0)
    put([Effect(key=f"test:{number}", kind="test", payload={"n": number}) for number in range(5)])
    keep_sending(stop)
    assert sweeps == [0, 1, 2]
