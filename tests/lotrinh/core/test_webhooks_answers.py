"""What follows from each answer to a webhook, and from none."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

import pytest

from lotrinh.core import clock
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.outbox.models import OutboxEntry
from lotrinh.core.outbox.services import send_due
from lotrinh.core.problems import Conflict, Missing
from lotrinh.core.vocab import OutboxState, WebhookOff
from lotrinh.core.webhooks import emitting, guard, http, registry, selectors, sending, services
from lotrinh.core.webhooks.models import Delivery, Webhook
from lotrinh.core.webhooks.registry import event_of
from lotrinh.core.writes import service
from tests.factories.papers import uploaded
from tests.factories.receiver import Receiver, closed_port
from tests.factories.webhooks import state_of, tried, webhook
from tests.factories.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.network
@pytest.mark.parametrize(
    ("status", "state", "code"),
    [
        (200, "sent", ""),
        (299, "sent", ""),
        (301, "failed", "answered-redirect"),
        (307, "failed", "answered-redirect"),
        (400, "failed", "answered-refused"),
        (401, "failed", "answered-refused"),
        (404, "failed", "answered-refused"),
        (408, "waiting", "answered-later"),
        (409, "waiting", "answered-later"),
        (429, "waiting", "answered-later"),
        (500, "waiting", "answered-later"),
        (503, "waiting", "answered-later"),
    ],
)
def test_each_answer_has_its_meaning(world: World, receiver: Receiver, status: int, state: str, code: str) -> None:
    receiver.status = status
    receiver.headers = {"Location": "http://127.0.0.1:1/"} if status in {301, 307} else {}
    made = webhook(world.coordinator, receiver.url).webhook
    assert tried(world.coordinator, made) == (state, code)
    made.refresh_from_db()
    assert (made.failures, len(receiver.got), Delivery.objects.get().status) == (int(state != "sent"), 1, status)


@pytest.mark.network
def test_who_answers_gone_is_switched_off_at_once(world: World, receiver: Receiver) -> None:
    receiver.status = 410
    made = webhook(world.coordinator, receiver.url).webhook
    assert tried(world.coordinator, made) == (OutboxState.FAILED, "answered-gone")
    made.refresh_from_db()
    assert (made.active, made.off_reason) == (False, WebhookOff.GONE)


@pytest.mark.network
def test_a_closed_port_and_a_port_without_tls_are_tried_again_later(world: World, receiver: Receiver) -> None:
    made = webhook(world.coordinator, closed_port()).webhook
    assert tried(world.coordinator, made) == (OutboxState.WAITING, "refused")
    secured = webhook(world.coordinator, receiver.url.replace("http:", "https:")).webhook
    assert tried(world.coordinator, secured) == (OutboxState.WAITING, "tls")
    assert receiver.got == []


@pytest.mark.network
def test_who_hangs_up_or_is_too_slow_leaves_an_outcome_that_nobody_knows(
    world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = webhook(world.coordinator, receiver.url).webhook
    receiver.cut = True
    assert tried(world.coordinator, made) == (OutboxState.UNKNOWN, "no-answer")
    receiver.cut, receiver.delay = False, 30
    monkeypatch.setattr(http, "WAIT", 0.2)
    assert tried(world.coordinator, made) == (OutboxState.UNKNOWN, "timeout")
    monkeypatch.setattr(http, "WAIT", 30.0)
    monkeypatch.setattr(http, "WHOLE", 0.3)
    assert tried(world.coordinator, made) == (OutboxState.UNKNOWN, "timeout")
    assert (send_due(), len(receiver.got)) == (0, 3)


@pytest.mark.network
def test_a_long_answer_is_cut_and_odd_characters_do_no_harm(world: World, receiver: Receiver) -> None:
    receiver.status, receiver.text = 200, b"\x00\xff\x1b[31m" + "đã nhận ".encode() * 100_000
    made = webhook(world.coordinator, receiver.url).webhook
    assert tried(world.coordinator, made) == (OutboxState.SENT, "")
    answer = Delivery.objects.get().answer
    assert len(answer) <= 1024
    assert answer.isprintable()
    assert "đã nhận" in answer


@pytest.mark.network
def test_too_many_failures_in_a_row_switch_an_address_off_and_leave_a_row(
    world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "MOST_FAILURES", 3)
    receiver.status = 400
    made = webhook(world.coordinator, receiver.url, ["document.created"]).webhook
    tried(world.coordinator, made)
    tried(world.coordinator, made)
    receiver.status = 204
    tried(world.coordinator, made)
    made.refresh_from_db()
    assert made.failures == 0
    receiver.status = 400
    for _number in range(3):
        tried(world.coordinator, made)
    made.refresh_from_db()
    assert (made.active, made.off_reason) == (False, WebhookOff.FAILURES)
    assert AuditEntry.objects.filter(action="webhook.gave_up", actor_id=None).count() == 1
    uploaded(world.coordinator)
    assert send_due() == 0
    services.switch(world.coordinator, webhook_id=made.pk, active=True)
    made.refresh_from_db()
    assert (made.failures, made.off_reason) == (0, "")


@service
def said(*ids: int) -> None:
    emitting.emit_many("plan.adopted", "plan", ids)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks may know of every plan."""
    event = event_of("plan.adopted")
    assert event is not None
    monkeypatch.setitem(registry._EVENTS, "plan.adopted", replace(event, visible=lambda _actor, _id: True))


def states() -> set[tuple[str, str, int]]:
    return set(OutboxEntry.objects.values_list("state", "error_code", "attempts"))


@pytest.mark.network
@pytest.mark.usefixtures("seen")
@pytest.mark.parametrize("fault", ["later", "refused", "silent"])
def test_a_short_outage_while_much_waits_costs_one_attempt_and_no_address(
    world: World, receiver: Receiver, fault: str
) -> None:
    receiver.status, receiver.cut = {"later": 503, "refused": 403, "silent": 204}[fault], fault == "silent"
    made = webhook(world.coordinator, receiver.url).webhook
    said(*range(3 * sending.MOST_FAILURES))
    assert send_due() == 1
    # What comes in the meantime waits as well.
    said(100)
    assert send_due() == 1
    made.refresh_from_db()
    assert (made.active, made.failures, len(receiver.got)) == (True, 1, 1)
    assert ("waiting", "resting", 0) in states()
    receiver.status, receiver.cut = 204, False
    assert tried(world.coordinator, made) == (OutboxState.SENT, "")
    send_due()
    made.refresh_from_db()
    assert (made.failures, made.rests_until) == (0, None)
    assert {state for state, _code, _attempts in states()} <= {OutboxState.SENT, STATES[fault]}
    assert len(receiver.got) == 3 * sending.MOST_FAILURES + 2


STATES = {"later": OutboxState.WAITING, "refused": OutboxState.FAILED, "silent": OutboxState.UNKNOWN}


@pytest.mark.network
@pytest.mark.usefixtures("seen")
def test_pauses_grow_so_that_an_address_is_given_up_after_half_a_day_at_the_earliest(
    world: World, receiver: Receiver
) -> None:
    receiver.status = 503
    made = webhook(world.coordinator, receiver.url).webhook
    waited = dt.timedelta()
    said(*range(60))
    for _attempt in range(sending.MOST_FAILURES):
        before = clock.now()
        send_due()
        made.refresh_from_db()
        assert made.rests_until is not None
        waited += made.rests_until - before
        Webhook.objects.update(rests_until=before)
        OutboxEntry.objects.filter(state=OutboxState.WAITING, error_code="resting").update(next_at=before)
    assert (made.active, made.off_reason, len(receiver.got)) == (False, WebhookOff.FAILURES, sending.MOST_FAILURES)
    assert waited > dt.timedelta(hours=12)


@pytest.mark.network
@pytest.mark.usefixtures("seen")
def test_a_slow_address_lets_others_have_their_turn(
    world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_SLOW", dt.timedelta())
    monkeypatch.setattr(sending, "_rest", lambda made, _took: rest(made, dt.timedelta(hours=1)))
    slow = webhook(world.coordinator, receiver.url).webhook
    said(*range(5))
    assert (send_due(), len(receiver.got)) == (1, 1)
    slow.refresh_from_db()
    assert slow.failures == 0
    assert states() == {("sent", "", 1), ("waiting", "resting", 0)}


rest = sending._rest


@pytest.mark.network
@pytest.mark.usefixtures("seen")
@pytest.mark.parametrize("act", ["again", "changed", "switched"])
def test_a_person_who_says_that_an_address_may_be_reached_ends_its_rest(
    world: World, receiver: Receiver, act: str
) -> None:
    receiver.status = 403
    made = webhook(world.coordinator, receiver.url).webhook
    said(1, 2, 3)
    assert send_due() == 1
    receiver.status = 204
    match act:
        case "again":
            key = Delivery.objects.get(shown=True).key
            services.send_again(world.coordinator, webhook_id=made.pk, key=key)
        case "changed":
            events = ["plan.adopted"]
            url = receiver.url + "&khac=1"
            services.change(world.coordinator, webhook_id=made.pk, name=made.name, url=url, events=events)
        case "switched":
            for active in (False, True):
                services.switch(world.coordinator, webhook_id=made.pk, active=active)
    assert send_due() == (3 if act == "again" else 2)
    assert len(receiver.got) == (4 if act == "again" else 3)


def test_a_name_with_very_many_addresses_does_not_hold_the_sender(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0

    def connect(_address: object, timeout: float) -> None:
        nonlocal now
        now += timeout
        raise TimeoutError

    monkeypatch.setattr("socket.create_connection", connect)
    monkeypatch.setattr("time.monotonic", lambda: now)
    target = guard.target_of("https://nhan.example.vn/")
    with pytest.raises(http.UnreachableError):
        http.post(target, tuple(f"203.0.113.{number}" for number in range(200)), b"{}", {})
    assert now <= http.CONNECT_ALL


@pytest.mark.network
def test_what_waits_for_an_address_that_is_switched_off_is_not_told(world: World, receiver: Receiver) -> None:
    made = webhook(world.coordinator, receiver.url, ["document.created"]).webhook
    uploaded(world.coordinator)
    services.switch(world.coordinator, webhook_id=made.pk, active=False)
    assert send_due() == 1
    assert (receiver.got, state_of(Delivery.objects.get())) == ([], (OutboxState.DROPPED, "switched-off"))


@pytest.mark.network
def test_what_waits_for_an_address_that_was_removed_is_not_told(world: World, receiver: Receiver) -> None:
    made = webhook(world.coordinator, receiver.url).webhook
    services.try_out(world.coordinator, webhook_id=made.pk)
    services.remove(world.coordinator, webhook_id=made.pk)
    send_due()
    assert (receiver.got, OutboxEntry.objects.get().error_code) == ([], "webhook-gone")


@pytest.mark.network
def test_a_person_sends_again_what_was_not_taken_with_the_same_key(world: World, receiver: Receiver) -> None:
    receiver.status = 400
    made = webhook(world.coordinator, receiver.url).webhook
    tried(world.coordinator, made)
    key = Delivery.objects.get().key
    receiver.status = 204
    services.send_again(world.coordinator, webhook_id=made.pk, key=key)
    with pytest.raises(Conflict):
        services.send_again(world.coordinator, webhook_id=made.pk, key=key)
    send_due()
    assert [headers["Lotrinh-Delivery"] for headers, _body in receiver.got] == [str(key)] * 2
    with pytest.raises(Conflict):
        services.send_again(world.coordinator, webhook_id=made.pk, key=key)
    with pytest.raises(Missing):
        services.send_again(world.coordinator, webhook_id=made.pk, key=uuid.uuid4())


def test_what_is_in_the_outbox_no_longer_is_shown_as_unknown(world: World) -> None:
    made = webhook(world.coordinator).webhook
    delivery = services.try_out(world.coordinator, webhook_id=made.pk)
    Delivery.objects.update(shown=True)
    OutboxEntry.objects.all().delete()
    (row,) = selectors.told(list(selectors.deliveries(world.coordinator, made)))
    assert (row.delivery, row.state, row.again) == (delivery, OutboxState.UNKNOWN, True)


def test_a_name_without_address_is_tried_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(_host: str, _port: int) -> None:
        raise OSError(-2, "Name or service not known")

    monkeypatch.setattr(guard, "_resolved", nowhere)
    made = webhook(world.coordinator, "https://khong-co.example.vn/").webhook
    assert tried(world.coordinator, made) == (OutboxState.WAITING, "no-address")


def test_a_name_that_leads_inside_in_the_meantime_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_resolved", lambda _host, _port: ("10.0.0.1",))
    made = webhook(world.coordinator, "https://nhan.example.vn/").webhook
    assert tried(world.coordinator, made) == (OutboxState.FAILED, "url-inside")
