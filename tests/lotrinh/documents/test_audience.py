"""Audiences: one step at a time, each a named person's decision."""

from __future__ import annotations

import itertools

import pytest

from lotrinh.accounts.vocab import Role
from lotrinh.core.immutable import ImmutableError
from lotrinh.core.problems import Conflict, Missing, NotAllowed, Refused
from lotrinh.documents import policies
from lotrinh.documents.models import AudienceDecision, Document, Recipient
from lotrinh.documents.policies import Action
from lotrinh.documents.selectors import documents, readings
from lotrinh.documents.services import audience
from lotrinh.documents.services.audience import action_between, steps_from
from lotrinh.documents.vocab import AUDIENCES, Audience
from tests.factories.papers import document, uploaded
from tests.factories.world import World


def test_a_new_document_is_internal(world: World) -> None:
    assert uploaded(world.coordinator).document.audience == Audience.INTERNAL


def test_the_whole_table_of_steps_and_roles(world: World) -> None:
    people = [world.actor(role) for role in Role.values]
    for before, after, person in itertools.product(AUDIENCES, AUDIENCES, people):
        row = document(world.science, world.coordinator, audience=before)
        if after in steps_from(before) and policies.allowed(person, action_between(before, after), row):
            audience.decide(person, document_id=row.pk, seen=before, audience=after, note="Theo phiếu trình", sure=True)
            decision = AudienceDecision.objects.get(document=row)
            assert (decision.before, decision.after, decision.decided_by_id) == (before, after, person.user_id)
            assert Document.objects.get(pk=row.pk).audience == after
            continue
        with pytest.raises((Refused, NotAllowed, Missing)):
            audience.decide(person, document_id=row.pk, seen=before, audience=after, sure=True)
        assert Document.objects.get(pk=row.pk).audience == before


def test_widening_goes_one_step_and_closing_goes_anywhere() -> None:
    assert steps_from(Audience.DRAFTING) == ("internal",)
    assert steps_from(Audience.INTERNAL) == ("drafting", "recipients")
    assert steps_from(Audience.PUBLIC) == ("drafting", "internal", "recipients")


def test_publication_needs_a_confirmation(world: World) -> None:
    row = document(world.science, world.coordinator, audience=Audience.RECIPIENTS)
    head = world.actor(Role.HEAD_OF_AGENCY)
    with pytest.raises(Refused) as caught:
        audience.decide(head, document_id=row.pk, seen="recipients", audience="public")
    assert (caught.value.code, set(caught.value.fields)) == ("not-confirmed", {"sure"})


def test_only_who_may_open_to_the_public_closes_it_again(world: World) -> None:
    row = document(world.science, world.coordinator, audience=Audience.PUBLIC)
    with pytest.raises(NotAllowed):
        audience.decide(world.coordinator, document_id=row.pk, seen="public", audience="internal")
    audience.decide(world.actor(Role.HEAD_OF_AGENCY), document_id=row.pk, seen="public", audience="internal")
    assert not policies.allowed(world.actor(Role.SPECIALIST, world.finance), Action.READ, Document.objects.get())


def test_a_decision_on_an_old_page_is_no_decision(world: World) -> None:
    row = document(world.science, world.coordinator, audience=Audience.RECIPIENTS)
    with pytest.raises(Conflict):
        audience.decide(
            world.actor(Role.HEAD_OF_AGENCY), document_id=row.pk, seen="internal", audience="public", sure=True
        )


def test_a_decision_is_never_changed(world: World) -> None:
    row = document(world.science, world.coordinator)
    audience.decide(world.coordinator, document_id=row.pk, seen="internal", audience="drafting")
    with pytest.raises(ImmutableError):
        AudienceDecision.objects.get().delete()


def test_recipients_are_prepared_by_workers_and_changed_by_the_head_once_they_read(world: World) -> None:
    row = document(world.science, world.coordinator)
    audience.set_recipients(world.coordinator, document_id=row.pk, seen=(), unit_ids=(world.finance.pk,))
    assert not policies.allowed(world.actor(Role.SPECIALIST, world.finance), Action.READ, row)
    head = world.actor(Role.HEAD_OF_AGENCY)
    audience.decide(head, document_id=row.pk, seen="internal", audience="recipients")
    row.refresh_from_db()
    assert policies.allowed(world.actor(Role.SPECIALIST, world.finance), Action.READ, row)
    both = (world.finance.pk, world.commune.pk)
    with pytest.raises(NotAllowed):
        audience.set_recipients(world.coordinator, document_id=row.pk, seen=(world.finance.pk,), unit_ids=both)
    with pytest.raises(Conflict):
        audience.set_recipients(head, document_id=row.pk, seen=(), unit_ids=both)
    audience.set_recipients(head, document_id=row.pk, seen=(world.finance.pk,), unit_ids=both)
    assert Recipient.objects.count() == 2


@pytest.mark.parametrize("wrong", ["division", "nothing"])
def test_only_agencies_receive(world: World, wrong: str) -> None:
    row = document(world.science, world.coordinator)
    unit = world.division.pk if wrong == "division" else 10**9
    with pytest.raises(Refused):
        audience.set_recipients(world.coordinator, document_id=row.pk, seen=(), unit_ids=(unit,))


def test_agencies_named_under_noi_nhan_are_proposed(world: World) -> None:
    done = uploaded(world.coordinator)
    reading = readings.latest(done.document.pk)
    assert reading is not None
    printed = readings.record_of(reading).document.recipients
    assert documents.agencies_named(printed, documents.agencies()) == {world.finance.pk}
