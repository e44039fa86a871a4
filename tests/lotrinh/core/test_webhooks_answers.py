"""What follows from each answer to a webhook, and from none."""

from __future__ import annotations

import uuid

import pytest

from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.outbox.models import OutboxEntry
from lotrinh.core.outbox.services import send_due
from lotrinh.core.problems import Conflict, Missing
from lotrinh.core.vocab import OutboxState, WebhookOff
from lotrinh.core.webhooks import guard, http, selectors, sending, services
from lotrinh.core.webhooks.models import Delivery
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
