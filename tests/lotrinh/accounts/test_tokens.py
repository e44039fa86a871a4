"""Access tokens: made by a person, kept as a digest, ended by the person, the operator or with the account."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from lotrinh.accounts import selectors, services
from lotrinh.accounts.models import AccessToken
from lotrinh.accounts.vocab import Role, Scope
from lotrinh.core import clock
from lotrinh.core.actor import system
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.problems import Missing, NotAllowed, Refused
from lotrinh.organisations.services import people

if TYPE_CHECKING:
    from tests.factories.world import World

pytestmark = pytest.mark.django_db


def test_the_key_is_kept_nowhere_and_has_nothing_of_the_person(world: World) -> None:
    made = services.make_token(world.coordinator, name="Trục liên thông", scopes=[Scope.READ], days=90)
    row = AccessToken.objects.get()
    kept = " ".join(str(value) for value in vars(row).values())
    assert made.key not in kept
    assert made.key.startswith(row.prefix)
    assert len(made.key) > 43
    assert world.coordinator.name not in made.key
    found = selectors.held_token(made.key)
    assert found is not None
    assert found.user.pk == world.coordinator.user_id
    assert found.scopes == frozenset({"read"})


def test_making_and_ending_leave_a_row_each(world: World) -> None:
    made = services.make_token(world.coordinator, name="Trục liên thông", scopes=["review", "read"], days=1)
    services.revoke_token(world.coordinator, token_id=made.token.pk)
    rows = AuditEntry.objects.filter(action__startswith="token.").order_by("id")
    assert [row.action for row in rows] == ["token.made", "token.revoked"]
    assert (rows[0].after or {})["scopes"] == ["read", "review"]
    assert made.key not in str([(row.before, row.after) for row in rows])
    assert selectors.held_token(made.key) is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"scopes": []}, "token-scopes"),
        ({"scopes": ["read", "all"]}, "token-scopes"),
        ({"days": 0}, "token-days"),
        ({"days": 366}, "token-days"),
        ({"name": "  "}, "invalid"),
        ({"name": "a" * 81}, "invalid"),
        ({"name": "a\x00b"}, "invalid"),
    ],
)
def test_a_wrong_token_is_refused(world: World, changes: dict[str, object], code: str) -> None:
    given: dict[str, object] = {"name": "Trục liên thông", "scopes": ["read"], "days": 30, **changes}
    with pytest.raises(Refused) as problem:
        services.make_token(world.coordinator, **given)  # type: ignore[arg-type]  # what people may send
    assert problem.value.code == code
    assert not AccessToken.objects.exists()


def test_nobody_holds_more_tokens_than_they_can_answer_for(world: World) -> None:
    for _ in range(20):
        services.make_token(world.coordinator, name="Trục liên thông", scopes=["read"], days=30)
    with pytest.raises(Refused, match="20"):
        services.make_token(world.coordinator, name="Trục liên thông", scopes=["read"], days=30)


def test_the_platform_itself_makes_none() -> None:
    with pytest.raises(NotAllowed):
        services.make_token(system("worker"), name="Trục liên thông", scopes=["read"], days=30)


def test_a_token_ends_with_its_day(world: World) -> None:
    made = services.make_token(world.coordinator, name="Trục liên thông", scopes=["read"], days=1)
    AccessToken.objects.update(expires_at=clock.now() - dt.timedelta(seconds=1))
    assert selectors.held_token(made.key) is None
    (shown,) = selectors.tokens_of(world.coordinator.user_id or 0)
    assert shown.ended


def test_a_token_ends_with_the_account_and_does_not_come_back_with_it(world: World) -> None:
    operator = world.actor(Role.OPERATOR, world.province)
    made = services.make_token(world.coordinator, name="Trục liên thông", scopes=["read"], days=30)
    person = world.coordinator.user_id or 0
    people.deactivate_person(operator, person_id=person)
    assert selectors.held_token(made.key) is None
    people.activate_person(operator, person_id=person)
    assert selectors.held_token(made.key) is None
    row = AuditEntry.objects.get(action="person.deactivated")
    assert (row.after or {})["tokens_revoked"] == 1


def test_a_new_first_login_link_ends_the_tokens_and_an_own_new_password_does_not(world: World) -> None:
    operator = world.actor(Role.OPERATOR, world.province)
    made = services.make_token(world.coordinator, name="Trục liên thông", scopes=["read"], days=30)
    held = selectors.held_token(made.key)
    assert held is not None
    services.password_chosen(held.user, address="")
    assert selectors.held_token(made.key) is not None
    people.make_link(operator, person_id=held.user.pk)
    assert selectors.held_token(made.key) is None


def test_only_the_owner_and_their_operator_end_a_token(world: World) -> None:
    made = services.make_token(world.coordinator, name="Trục liên thông", scopes=["read"], days=30)
    person, number = world.coordinator.user_id or 0, made.token.pk
    with pytest.raises(Missing):
        services.revoke_token(world.actor(Role.SPECIALIST), token_id=number)
    with pytest.raises(NotAllowed):
        people.revoke_token(world.actor(Role.LEADER, world.province), person_id=person, token_id=number)
    with pytest.raises(Missing):
        people.revoke_token(world.actor(Role.OPERATOR, world.commune), person_id=person, token_id=number)
    people.revoke_token(world.actor(Role.OPERATOR), person_id=person, token_id=number)
    assert selectors.held_token(made.key) is None
    row = AuditEntry.objects.get(action="token.revoked")
    assert (row.thing_id, (row.before or {})["prefix"]) == (str(person), made.token.prefix)


def test_use_is_noted_to_the_minute_and_seldom(world: World) -> None:
    made = services.make_token(world.coordinator, name="Trục liên thông", scopes=["read"], days=30)
    services.note_use(made.token.pk, None)
    first = AccessToken.objects.get().last_used_at
    assert first is not None
    assert (first.second, first.microsecond) == (0, 0)
    services.note_use(made.token.pk, clock.now() - dt.timedelta(minutes=9))
    AccessToken.objects.update(last_used_at=first - dt.timedelta(hours=1))
    services.note_use(made.token.pk, first - dt.timedelta(hours=1))
    assert AccessToken.objects.filter(last_used_at__gte=first).exists()


@pytest.mark.parametrize("key", ["", "lotrinh_", "lotrinh_\x00", "lotrinh_ă", "lotrinh_\ud800", "x" * 10_000])
def test_no_other_text_is_a_key(world: World, key: str) -> None:
    services.make_token(world.coordinator, name="Trục liên thông", scopes=["read"], days=30)
    assert selectors.held_token(key) is None
