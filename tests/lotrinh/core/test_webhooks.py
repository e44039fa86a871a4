"""Webhooks: who has them, what is told, to whom, signed by what, and what follows from each answer."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from lotrinh.accounts.models import User
from lotrinh.accounts.vocab import Role
from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.outbox.models import OutboxEntry
from lotrinh.core.outbox.services import LOST_AFTER, send_due, sweep
from lotrinh.core.problems import Missing, NotAllowed, Refused
from lotrinh.core.vocab import OutboxState, WebhookOff
from lotrinh.core.webhooks import emitting, policies, selectors, sending, services, signing
from lotrinh.core.webhooks.models import Delivery, Webhook
from lotrinh.core.webhooks.policies import Action
from lotrinh.core.webhooks.registry import Event, event_of, events, register
from lotrinh.core.writes import service
from lotrinh.documents.models import Document
from lotrinh.documents.services import audience
from lotrinh.documents.vocab import Audience
from lotrinh.organisations.models import Post
from lotrinh.settings.environment import Profile
from tests.factories.papers import uploaded
from tests.factories.receiver import Receiver
from tests.factories.webhooks import state_of, tried, webhook
from tests.factories.world import World

pytestmark = pytest.mark.django_db


@service
def said(event: str, kind: str, *ids: object) -> None:
    emitting.emit_many(event, kind, ids)


# --- who has them ----------------------------------------------------------------------------------------------------
def test_the_roles_are_those_of_accounts() -> None:
    assert set(policies.MAKERS) == {Role.OPERATOR, Role.COORDINATOR}


@pytest.mark.parametrize("role", Role.values)
def test_coordinators_and_operators_have_webhooks_and_nobody_else(world: World, role: str) -> None:
    actor = world.actor(role)
    if role in {Role.OPERATOR, Role.COORDINATOR}:
        assert webhook(actor).webhook.owner_id == actor.user_id
    else:
        with pytest.raises(NotAllowed):
            webhook(actor)


def test_the_rule_is_the_same_for_one_and_for_all(world: World) -> None:
    people = [
        world.coordinator,
        world.actor(Role.COORDINATOR, world.finance),
        world.actor(Role.OPERATOR),
        world.actor(Role.OPERATOR, world.province),
        world.actor(Role.SPECIALIST),
        Actor(user_id=None, name=""),
    ]
    made = [webhook(person).webhook for person in people[:4]]
    demoted = people[1]
    people.append(Actor(user_id=demoted.user_id, name=demoted.name))
    for person in people:
        for action in Action:
            some = {row.pk for row in made if policies.allowed(person, action, row)}
            assert set(policies.visible(person, action).values_list("pk", flat=True)) == some, (person.name, action)


def test_what_is_of_others_does_not_exist_save_for_who_runs_all(world: World) -> None:
    made = webhook(world.coordinator).webhook
    other, top = world.actor(Role.COORDINATOR, world.finance), world.actor(Role.OPERATOR, world.province)
    with pytest.raises(Missing):
        selectors.get(other, made.pk)
    with pytest.raises(Missing):
        services.remove(other, webhook_id=made.pk)
    with pytest.raises(NotAllowed):
        services.try_out(top, webhook_id=made.pk)
    with pytest.raises(NotAllowed):
        services.switch(top, webhook_id=made.pk, active=True)
    services.switch(top, webhook_id=made.pk, active=False)
    services.remove(top, webhook_id=made.pk)
    assert not Webhook.objects.exists()


def test_every_write_leaves_a_row_and_none_of_them_the_secret(world: World) -> None:
    made = webhook(world.coordinator, "http://127.0.0.1/khoa-kin")
    pk = made.webhook.pk
    services.change(world.coordinator, webhook_id=pk, name="Khác", url="https://a.vn/", events=["plan.adopted"])
    renewed = services.renew_secret(world.coordinator, webhook_id=pk)
    services.try_out(world.coordinator, webhook_id=pk)
    services.switch(world.coordinator, webhook_id=pk, active=False)
    services.switch(world.coordinator, webhook_id=pk, active=True)
    services.remove(world.coordinator, webhook_id=pk)
    rows = AuditEntry.objects.filter(thing_kind="webhook").order_by("pk")
    acts = ["made", "changed", "secret_renewed", "tried", "switched_off", "switched_on", "removed"]
    assert [row.action for row in rows] == [f"webhook.{act}" for act in acts]
    kept = json.dumps([[row.before, row.after, row.thing_label] for row in rows])
    assert made.secret not in kept
    assert "khoa-kin" not in kept
    assert renewed.secret not in kept
    assert made.secret != renewed.secret


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"url": ""}, "url"),
        ({"url": "http://nhan.vn/"}, None),
        ({"url": "https://10.0.0.1/"}, "url"),
        ({"url": "https://a.vn/" + "x" * 500}, "url"),
        ({"events": []}, "events"),
        ({"events": ["plan.adopted", "khong-co"]}, "events"),
        ({"events": ["ping"]}, "events"),
    ],
)
def test_what_is_typed_wrong_is_said_beside_its_field(
    world: World, fields: dict[str, object], wrong: str | None
) -> None:
    given = {"name": "Trục", "url": "https://a.vn/", "events": ["plan.adopted"], **fields}
    if wrong is None:
        assert services.make(world.coordinator, **given).webhook.pk  # type: ignore[arg-type]
        return
    with pytest.raises(Refused) as raised:
        services.make(world.coordinator, **given)  # type: ignore[arg-type]
    assert set(raised.value.fields) == {wrong}
    assert not Webhook.objects.exists()


def test_one_person_answers_for_so_many_only(world: World) -> None:
    for _number in range(services.MOST):
        webhook(world.coordinator)
    with pytest.raises(Refused) as raised:
        webhook(world.coordinator)
    assert raised.value.code == "webhook-too-many"


def test_the_database_alone_does_not_give_the_secret(world: World) -> None:
    made = webhook(world.coordinator)
    assert made.secret not in json.dumps([str(value) for value in Webhook.objects.values_list().get()])
    assert signing.is_intact(made.webhook)
    with override_settings(SECRET_KEY="x" * 60):
        assert not signing.is_intact(made.webhook)


# --- what is entered -------------------------------------------------------------------------------------------------
def test_nobody_listening_costs_one_query(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(3):
        # the transaction of the service takes two
        said("plan.adopted", "plan", *range(300))
    assert not Delivery.objects.exists()


def test_three_hundred_things_take_a_few_statements(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    webhook(world.coordinator)
    for count, most in ((3, 5), (300, 15)):
        with django_assert_max_num_queries(most):
            said("task.changed", "task", *(uuid.uuid4() for _number in range(count)))


def test_an_event_said_twice_of_one_thing_is_told_once_and_only_to_who_listens(world: World) -> None:
    webhook(world.coordinator, codes=["plan.adopted"])
    webhook(world.coordinator, codes=["task.changed"])
    off = webhook(world.coordinator, codes=["plan.adopted"]).webhook
    services.switch(world.coordinator, webhook_id=off.pk, active=False)
    said("plan.adopted", "plan", 1, 1, "1")
    assert Delivery.objects.count() == OutboxEntry.objects.count() == 1


def test_an_event_that_nobody_entered_or_outside_a_service_is_an_error_of_the_program() -> None:
    with pytest.raises(ValueError, match="khong-co"):
        said("khong-co", "plan", 1)
    with pytest.raises(RuntimeError):
        emitting.emit("plan.adopted", "plan", 1)
    with pytest.raises(ValueError, match="two events"):
        register(Event(code="ping", label="", thing_kind="", path="", visible=lambda _actor, _id: True))


def test_what_a_service_does_not_do_is_not_told(world: World) -> None:
    webhook(world.coordinator)

    @service
    def breaks() -> None:
        emitting.emit("plan.adopted", "plan", 1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breaks()
    assert not OutboxEntry.objects.exists()


# --- what is sent ----------------------------------------------------------------------------------------------------
@pytest.mark.network
def test_the_request_is_signed_and_says_which_thing_and_nothing_of_it(world: World, receiver: Receiver) -> None:
    made = webhook(world.coordinator, receiver.url, ["document.created"])
    document = uploaded(world.coordinator).document
    assert send_due() == 1
    ((headers, body),) = receiver.got
    delivery = Delivery.objects.get()
    content = json.loads(body)
    assert content == {
        "delivery": str(delivery.key),
        "event": "document.created",
        "kind": "document",
        "id": document.pk,
        "url": f"/api/v1/documents/{document.pk}",
        "at": delivery.occurred_at.isoformat(),
    }
    assert document.title not in body.decode()
    match = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", headers["Lotrinh-Signature"])
    assert match is not None
    signed = hmac.new(made.secret.encode(), f"{match[1]}.".encode() + body, hashlib.sha256).hexdigest()
    assert (match[2], abs(int(match[1]) - time.time()) < 60) == (signed, True)
    assert headers["Lotrinh-Delivery"] == headers["Idempotency-Key"] == str(delivery.key)
    assert headers["Content-Type"].startswith("application/json")
    assert state_of(delivery) == (OutboxState.SENT, "")
    assert (delivery.status, delivery.shown) == (204, True)


def test_in_production_the_address_of_the_thing_is_whole(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = [".tinh.vn", "lotrinh.tinh.vn"]
    assert sending._origin() == ""
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, profile=Profile.PRODUCTION)
    assert sending._origin() == "https://lotrinh.tinh.vn"


def test_the_documented_way_to_check_a_signature_works(root: Path) -> None:
    page = (root / "docs/how-to/webhooks.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    exec(page.partition("```python\n")[2].partition("```")[0], names)  # noqa: S102 - our own page
    is_genuine, now = names["is_genuine"], int(time.time())
    signed = signing.signature("lth_x", now, b"{}")
    assert is_genuine("lth_x", signed, b"{}")
    assert not is_genuine("lth_y", signed, b"{}")
    assert not is_genuine("lth_x", signed, b"{} ")
    assert not is_genuine("lth_x", signing.signature("lth_x", now - 600, b"{}"), b"{}")
    for odd in ("", "t=,v1=", f"t={now}", "v1=00", "t=x,v1=00", f"t={now},v1=é", f"t={'9' * 5000},v1=00", ",=,"):
        assert not is_genuine("lth_x", odd, b"{}"), odd


@pytest.mark.network
def test_what_the_owner_may_not_see_when_it_goes_out_is_not_told_and_not_shown(
    world: World, receiver: Receiver
) -> None:
    foreign = world.actor(Role.COORDINATOR, world.finance)
    mine, theirs = (
        webhook(actor, receiver.url, ["document.created"]).webhook for actor in (world.coordinator, foreign)
    )
    uploaded(world.coordinator)
    assert send_due() == 2
    assert len(receiver.got) == 1
    (hidden,) = theirs.deliveries.all()
    assert state_of(hidden) == (OutboxState.DROPPED, "not-visible")
    assert list(selectors.deliveries(foreign, theirs)) == []
    assert len(selectors.deliveries(world.coordinator, mine)) == 1


def test_what_a_dying_worker_left_is_shown_to_an_owner_who_may_know_of_it_and_to_no_other(world: World) -> None:
    foreign = world.actor(Role.COORDINATOR, world.finance)
    mine, theirs = (webhook(actor, codes=["document.created"]).webhook for actor in (world.coordinator, foreign))
    uploaded(world.coordinator)
    OutboxEntry.objects.update(state=OutboxState.SENDING, claimed_at=clock.now() - LOST_AFTER * 2)
    assert sweep() == 2
    (row,) = selectors.told(list(selectors.deliveries(world.coordinator, mine)))
    assert (row.state, row.code, row.again) == (OutboxState.UNKNOWN, "worker-died", True)
    assert list(selectors.deliveries(foreign, theirs)) == []


@pytest.mark.network
def test_publication_is_told_to_all_who_listen(world: World, receiver: Receiver) -> None:
    foreign = world.actor(Role.COORDINATOR, world.finance)
    webhook(foreign, receiver.url, ["document.published"])
    document = uploaded(world.coordinator).document
    Document.objects.filter(pk=document.pk).update(audience=Audience.RECIPIENTS)
    head = world.actor(Role.HEAD_OF_AGENCY)
    audience.decide(head, document_id=document.pk, seen="recipients", audience="public", sure=True)
    send_due()
    assert [json.loads(body)["event"] for _headers, body in receiver.got] == ["document.published"]


@pytest.mark.network
def test_an_owner_who_left_or_lost_the_role_is_told_nothing_and_the_address_ends(
    world: World, receiver: Receiver
) -> None:
    owner = world.coordinator.user_id or 0
    for leave in (
        lambda: User.objects.filter(pk=owner).update(is_active=False),
        lambda: Post.objects.filter(user_id=owner).delete(),
    ):
        made = webhook(world.coordinator, receiver.url).webhook
        services.try_out(world.coordinator, webhook_id=made.pk)
        leave()
        send_due()
        User.objects.filter(pk=owner).update(is_active=True)
        made.refresh_from_db()
        assert (made.active, made.off_reason) == (False, WebhookOff.OWNER)
    assert receiver.got == []


@pytest.mark.network
def test_a_changed_key_of_the_installation_signs_nothing_wrongly(world: World, receiver: Receiver) -> None:
    made = webhook(world.coordinator, receiver.url).webhook
    with override_settings(SECRET_KEY="x" * 60):
        assert tried(world.coordinator, made) == (OutboxState.DROPPED, "secret-changed")
        made.refresh_from_db()
        assert (made.active, made.off_reason, receiver.got) == (False, WebhookOff.SECRET, [])
        services.renew_secret(world.coordinator, webhook_id=made.pk)
        services.switch(world.coordinator, webhook_id=made.pk, active=True)
        assert tried(world.coordinator, made)[0] == OutboxState.SENT


def test_every_event_has_words_and_a_way_to_ask(world: World) -> None:
    assert len(events()) == 10
    for event in events().values():
        assert str(event.label)
        assert event.path.startswith("/api/v1/")
        assert event.visible(world.coordinator, str(uuid.UUID(int=0)) if event.thing_kind == "task" else "0") is False
    assert event_of("khong-co") is None


def test_old_deliveries_go(world: World) -> None:
    made = webhook(world.coordinator).webhook
    delivery = services.try_out(world.coordinator, webhook_id=made.pk)
    assert services.tidy() == 0
    Delivery.objects.filter(pk=delivery.pk).update(occurred_at="2020-01-01T00:00:00Z")
    assert services.tidy() > 0
