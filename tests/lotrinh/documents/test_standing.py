"""Standing: set by hand, ended by other documents from a day on, taken back."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest

from lotrinh.accounts.vocab import Role
from lotrinh.core import clock
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.problems import Conflict, Missing, NotAllowed, Refused
from lotrinh.documents.models import Document, DocumentRelation
from lotrinh.documents.selectors import documents
from lotrinh.documents.selectors.standing import standing_on
from lotrinh.documents.services import standing
from lotrinh.documents.vocab import ENDING, Relation, Standing
from tests.factories.papers import document
from tests.factories.world import World

DAY = dt.timedelta(days=1)


def listed_as(world: World, row: Document) -> str:
    """The standing that the list shows."""
    shown: Any = documents.listed(world.coordinator).get(pk=row.pk)
    return str(shown.standing_now)


def test_a_document_ends_on_the_day_of_what_ends_it_and_not_before(world: World) -> None:
    source = document(world.science, world.coordinator)
    for relation, ahead in itertools.product(Relation.values, (-1, 0, 1)):
        target = document(world.science, world.coordinator, standing=Standing.IN_FORCE)
        day = clock.today() + ahead * DAY
        standing.relate(
            world.coordinator, target_id=target.pk, source_id=source.pk, relation=relation, effective_on=day
        )
        ends = relation in ENDING
        expected = Standing.EXPIRED if ends and ahead <= 0 else Standing.IN_FORCE
        page = documents.page_of(world.coordinator, target.pk)
        assert page.standing.standing == expected
        assert page.standing.ends_on == (day if ends else None)
        assert page.standing.ends_later == (ends and ahead > 0)
        assert listed_as(world, target) == expected


def test_the_list_and_the_page_say_the_same(world: World) -> None:
    today = clock.today()
    ahead = (None, -1, 0, 1)
    for by_hand, expires, ended in itertools.product(Standing.values, ahead, ahead):
        row = document(
            world.science,
            world.coordinator,
            standing=by_hand,
            expires_on=None if expires is None else today + expires * DAY,
        )
        if ended is not None:
            standing.relate(
                world.coordinator,
                target_id=row.pk,
                source_printed="Quyết định số 1/QĐ-UBND",
                relation=Relation.REPEALS,
                effective_on=today + ended * DAY,
            )
        relations = list(row.acted_on_by.all())
        assert listed_as(world, row) == standing_on(row, relations).standing


def test_a_document_that_is_not_here_acts_by_its_name(world: World) -> None:
    target = document(world.science, world.coordinator, standing=Standing.IN_FORCE)
    standing.relate(
        world.coordinator,
        target_id=target.pk,
        source_printed="  Quyết định số 9/QĐ-UBND ",
        relation=Relation.REPLACES,
        effective_on=clock.today(),
    )
    assert DocumentRelation.objects.get().source_printed == "Quyết định số 9/QĐ-UBND"


def test_a_wrong_relation_is_taken_back_and_the_trail_keeps_it(world: World) -> None:
    target = document(world.science, world.coordinator, standing=Standing.IN_FORCE)
    row = standing.relate(
        world.coordinator, target_id=target.pk, source_printed="A", relation="repeals", effective_on=clock.today()
    )
    assert standing.undo_relation(world.coordinator, relation_id=row.pk) == target.pk
    assert documents.page_of(world.coordinator, target.pk).standing.standing == Standing.IN_FORCE
    entry = AuditEntry.objects.get(action="document.relation_undone")
    assert (entry.before or {})["source_printed"] == "A"
    with pytest.raises(Missing):
        standing.undo_relation(world.coordinator, relation_id=row.pk)


def test_what_makes_no_relation_is_refused_with_its_field(world: World) -> None:
    target = document(world.science, world.coordinator)
    today = clock.today()

    def relate(**parts: str | int | dt.date) -> str:
        given: dict[str, Any] = {
            "target_id": target.pk,
            "relation": "repeals",
            "effective_on": today,
            "source_printed": "A",
            **parts,
        }
        with pytest.raises(Refused) as caught:
            standing.relate(world.coordinator, **given)
        return "".join(caught.value.fields)

    assert relate(relation="eats") == "relation"
    assert relate(source_printed=" ") == "source"
    assert relate(source_id=target.pk) == "source"
    assert relate(effective_on=dt.date(226, 1, 1)) == "effective_on"
    standing.relate(world.coordinator, target_id=target.pk, relation="repeals", effective_on=today, source_printed="A")
    assert relate() == "source"


def test_a_source_that_one_may_not_see_is_not_there(world: World) -> None:
    hidden = document(world.finance, world.coordinator)
    target = document(world.science, world.coordinator)
    with pytest.raises(Missing):
        standing.relate(
            world.coordinator,
            target_id=target.pk,
            source_id=hidden.pk,
            relation="repeals",
            effective_on=clock.today(),
        )


def test_what_hides_itself_is_not_named_on_the_page(world: World) -> None:
    target = document(world.science, world.coordinator, audience="public")
    source = document(world.science, world.coordinator, title="Chưa công bố")
    standing.relate(
        world.coordinator, target_id=target.pk, source_id=source.pk, relation="amends", effective_on=clock.today()
    )
    page = documents.page_of(world.actor(Role.SPECIALIST, world.finance), target.pk)
    assert (len(page.acted_on_by), page.readable) == (1, frozenset())


def test_standing_is_set_by_those_who_answer_for_it(world: World) -> None:
    row = document(world.science, world.coordinator)
    with pytest.raises(NotAllowed):
        standing.set_standing(world.actor(Role.SPECIALIST), document_id=row.pk, seen="draft", standing="in_force")
    standing.set_standing(world.actor(Role.HEAD_OF_AGENCY), document_id=row.pk, seen="draft", standing="in_force")
    row.refresh_from_db()
    assert row.standing == Standing.IN_FORCE
    with pytest.raises(Conflict):
        standing.set_standing(world.coordinator, document_id=row.pk, seen="draft", standing="expired")


def test_a_draft_has_no_last_day(world: World) -> None:
    row = document(world.science, world.coordinator)
    with pytest.raises(Refused) as caught:
        standing.set_standing(
            world.coordinator, document_id=row.pk, seen="draft", standing="draft", expires_on=clock.today()
        )
    assert set(caught.value.fields) == {"expires_on"}
