"""Who may do what with a document: the rule for one thing and the rule for all are the same rule."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from lotrinh.accounts.models import User
from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import Actor, Grant
from lotrinh.core.problems import Missing, NotAllowed
from lotrinh.documents import policies
from lotrinh.documents.models import Document, Recipient
from lotrinh.documents.policies import Action
from lotrinh.documents.vocab import Audience
from lotrinh.organisations.models import Unit
from lotrinh.organisations.vocab import UnitKind
from tests.factories.absence import WAYS, by_many_ways
from tests.factories.papers import document
from tests.factories.world import World

#: (place of the parent in the list, kind): a province, two departments with divisions, a commune, another province.
SHAPES = st.lists(
    st.tuples(st.integers(0, 6), st.sampled_from([UnitKind.DEPARTMENT, UnitKind.DIVISION, UnitKind.COMMUNE])),
    min_size=1,
    max_size=6,
)
POSTS = st.lists(st.tuples(st.sampled_from(Role.values), st.integers(0, 7)), max_size=4)
PAPERS = st.lists(
    st.tuples(st.integers(0, 7), st.sampled_from(Audience.values), st.sets(st.integers(0, 7), max_size=3)),
    min_size=1,
    max_size=6,
)


def make_units(shape: Sequence[tuple[int, UnitKind]]) -> list[Unit]:
    units = [
        Unit.objects.create(name="Ủy ban nhân dân tỉnh Sông Trà", kind=UnitKind.PROVINCE),
        Unit.objects.create(name="Ủy ban nhân dân tỉnh Núi Ngự", kind=UnitKind.PROVINCE),
    ]
    for number, (parent, kind) in enumerate(shape):
        units.append(Unit.objects.create(name=f"Đơn vị {number}", kind=kind, parent=units[parent % len(units)]))
    return units


class AllowedIsVisible(TestCase):
    """`allowed` and `visible` over any province, posts, audiences and recipients, for every action."""

    @settings(max_examples=60)
    @given(SHAPES, POSTS, PAPERS)
    def test_what_is_allowed_for_one_is_what_is_visible_among_all(
        self,
        shape: list[tuple[int, UnitKind]],
        posts: list[tuple[str, int]],
        papers: list[tuple[int, str, set[int]]],
    ) -> None:
        units = make_units(shape)
        writer = User.objects.create_user("nguoi-viet", full_name="Nguyễn Văn An")
        rows = []
        for owner, audience, recipients in papers:
            row = Document.objects.create(
                owner_id=units[owner % len(units)].agency_id, created_by=writer, audience=audience
            )
            for place in {recipient % len(units) for recipient in recipients}:
                Recipient.objects.create(document=row, unit=units[place])
            rows.append(row)
        grants = []
        for role, place in posts:
            unit = units[place % len(units)]
            grants.append(Grant(role=role, unit_id=unit.pk, agency_id=unit.agency_id, path=unit.path))
        actor = Actor(user_id=writer.pk, name="An", grants=tuple(grants))
        for action in Action:
            one_by_one = [row.pk for row in rows if policies.allowed(actor, action, row)]
            assert sorted(one_by_one) == sorted(policies.visible(actor, action).values_list("pk", flat=True)), action

    @settings(max_examples=60)
    @given(SHAPES, WAYS, PAPERS)
    def test_so_it_is_for_whoever_stands_in_for_others_or_took_over_from_agencies_that_ended(
        self,
        shape: list[tuple[int, UnitKind]],
        ways: dict[str, list[tuple[str, int]]],
        papers: list[tuple[int, str, set[int]]],
    ) -> None:
        units = make_units(shape)
        person = User.objects.create_user("nguoi-viet", full_name="Nguyễn Văn An")
        rows = []
        for owner, audience, recipients in papers:
            keeper = units[owner % len(units)].agency_id
            row = Document.objects.create(owner_id=keeper, created_by=person, audience=audience)
            for place in {recipient % len(units) for recipient in recipients}:
                Recipient.objects.create(document=row, unit=units[place])
            rows.append(row)
        actor = by_many_ways(person, units, ways)
        for action in Action:
            one_by_one = [row.pk for row in rows if policies.allowed(actor, action, row)]
            assert sorted(one_by_one) == sorted(policies.visible(actor, action).values_list("pk", flat=True)), action

    @settings(max_examples=30)
    @given(POSTS, st.sampled_from(Audience.values))
    def test_whoever_may_do_anything_with_a_document_may_read_it(
        self, posts: list[tuple[str, int]], audience: str
    ) -> None:
        units = make_units([(0, UnitKind.DEPARTMENT), (2, UnitKind.DIVISION)])
        writer = User.objects.create_user("nguoi-viet", full_name="Nguyễn Văn An")
        row = Document.objects.create(owner=units[2], created_by=writer, audience=audience)
        grants = [
            Grant(role=role, unit_id=units[p % 4].pk, agency_id=units[p % 4].agency_id, path=units[p % 4].path)
            for role, p in posts
        ]
        actor = Actor(user_id=writer.pk, name="An", grants=tuple(grants))
        if any(policies.allowed(actor, action, row) for action in Action):
            assert policies.allowed(actor, Action.READ, row)


@pytest.mark.parametrize(
    ("role", "here", "audiences"),
    [
        (Role.COORDINATOR, True, set(Audience.values)),
        (Role.CLERK, True, set(Audience.values)),
        (Role.OPERATOR, True, {Audience.PUBLIC}),
        (Role.SPECIALIST, False, {Audience.RECIPIENTS, Audience.PUBLIC}),
        (Role.OPERATOR, False, {Audience.PUBLIC}),
    ],
)
def test_each_audience_is_read_by_its_own_people(
    world: World,
    role: str,
    here: bool,  # noqa: FBT001 - a column of the table above
    audiences: set[str],
) -> None:
    reader = world.actor(role, world.science if here else world.finance)
    rows = [document(world.science, world.coordinator, audience=audience) for audience in Audience.values]
    for row in rows:
        Recipient.objects.create(document=row, unit=world.finance)
    assert {row.audience for row in rows if policies.allowed(reader, Action.READ, row)} == audiences


@pytest.mark.parametrize("role", [Role.LEADER, Role.OFFICE])
def test_the_province_above_reads_all_but_what_is_still_drafted(world: World, role: str) -> None:
    reader = world.actor(role, world.province)
    drafted = document(world.science, world.coordinator, audience=Audience.DRAFTING)
    internal = document(world.science, world.coordinator)
    assert not policies.allowed(reader, Action.READ, drafted)
    assert policies.allowed(reader, Action.READ_FINDINGS, internal)


def test_an_inspector_reads_everything_in_scope_and_changes_nothing(world: World) -> None:
    inspector = world.actor(Role.INSPECTOR, world.province)
    for audience in Audience.values:
        row = document(world.commune, world.coordinator, audience=audience)
        allowed = {action for action in Action if policies.allowed(inspector, action, row)}
        assert allowed == {Action.READ, Action.READ_FINDINGS}


def test_what_one_may_not_read_is_missing_and_what_one_may_only_read_is_forbidden(world: World) -> None:
    row = document(world.science, world.coordinator)
    with pytest.raises(Missing):
        policies.require(world.actor(Role.COORDINATOR, world.finance), Action.EDIT, row)
    with pytest.raises(NotAllowed):
        policies.require(world.actor(Role.HEAD_OF_DIVISION), Action.EDIT, row)


def test_recipients_and_the_public_never_see_findings(world: World) -> None:
    row = document(world.science, world.coordinator, audience=Audience.PUBLIC)
    Recipient.objects.create(document=row, unit=world.finance)
    assert not policies.allowed(world.actor(Role.HEAD_OF_AGENCY, world.finance), Action.READ_FINDINGS, row)
