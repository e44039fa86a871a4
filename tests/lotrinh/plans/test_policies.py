"""Who may do what with a plan: the rule for one plan and the rule for all, over any province."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from lotrinh.accounts.models import User
from lotrinh.accounts.vocab import Role
from lotrinh.core import clock
from lotrinh.core.actor import Actor, Grant
from lotrinh.core.problems import Missing, NotAllowed
from lotrinh.documents.models import Document, Recipient
from lotrinh.documents.vocab import Audience
from lotrinh.organisations.models import Unit
from lotrinh.organisations.vocab import UnitKind
from lotrinh.plans import policies
from lotrinh.plans.models import Plan
from lotrinh.plans.policies import Action
from tests.factories.absence import WAYS, by_many_ways
from tests.factories.world import World

_PLACES = st.integers(0, 6)
POSTS = st.lists(st.tuples(st.sampled_from(Role.values), _PLACES), max_size=4)
PLANS = st.lists(
    st.tuples(_PLACES, st.sampled_from(Audience.values), st.sets(_PLACES, max_size=3)), min_size=1, max_size=5
)


def make_units() -> list[Unit]:
    world = World()
    other = Unit.objects.create(name="Ủy ban nhân dân tỉnh Núi Ngự", kind=UnitKind.PROVINCE)
    return [
        world.province,
        world.science,
        world.division,
        world.finance,
        world.commune,
        other,
        Unit.objects.create(name="Sở Nội vụ", kind=UnitKind.DEPARTMENT, parent=other),
    ]


class AllowedIsVisible(TestCase):
    """`allowed`, `visible` and `require` are one rule."""

    @settings(max_examples=40)
    @given(POSTS, PLANS)
    def test_what_is_allowed_for_one_is_what_is_visible_among_all(
        self, posts: list[tuple[str, int]], papers: list[tuple[int, str, set[int]]]
    ) -> None:
        units = make_units()
        writer = User.objects.create_user("nguoi-viet", full_name="Nguyễn Văn An")
        plans = []
        for owner, audience, recipients in papers:
            document = Document.objects.create(owner_id=units[owner].agency_id, created_by=writer, audience=audience)
            Recipient.objects.bulk_create(Recipient(document=document, unit=units[place]) for place in recipients)
            plans.append(
                Plan.objects.create(owner=document.owner, document=document, title="Kế hoạch", adopted_at=clock.now())
            )
        actor = Actor(
            user_id=writer.pk,
            name="An",
            grants=tuple(
                Grant(role, units[place].pk, units[place].agency_id, units[place].path) for role, place in posts
            ),
        )
        for action in Action:
            one_by_one = {plan.pk for plan in plans if policies.allowed(actor, action, plan)}
            assert one_by_one == set(policies.visible(actor, action).values_list("pk", flat=True)), action
            for plan in plans:
                self._agrees(actor, action, plan, expected=plan.pk in one_by_one)

    @settings(max_examples=40)
    @given(WAYS, PLANS)
    def test_so_it_is_for_whoever_stands_in_for_others_or_took_over_from_agencies_that_ended(
        self, ways: dict[str, list[tuple[str, int]]], papers: list[tuple[int, str, set[int]]]
    ) -> None:
        units = make_units()
        person = User.objects.create_user("nguoi-viet", full_name="Nguyễn Văn An")
        plans = []
        for owner, audience, recipients in papers:
            document = Document.objects.create(owner_id=units[owner].agency_id, created_by=person, audience=audience)
            Recipient.objects.bulk_create(Recipient(document=document, unit=units[place]) for place in recipients)
            plans.append(
                Plan.objects.create(owner=document.owner, document=document, title="Kế hoạch", adopted_at=clock.now())
            )
        actor = by_many_ways(person, units, ways)
        for action in Action:
            one_by_one = {plan.pk for plan in plans if policies.allowed(actor, action, plan)}
            assert one_by_one == set(policies.visible(actor, action).values_list("pk", flat=True)), action
            for plan in plans:
                self._agrees(actor, action, plan, expected=plan.pk in one_by_one)

    def _agrees(self, actor: Actor, action: Action, plan: Plan, *, expected: bool) -> None:
        try:
            policies.require(actor, action, plan)
        except Missing:
            assert not policies.allowed(actor, Action.READ, plan)
        except NotAllowed:
            assert policies.allowed(actor, Action.READ, plan)
            assert not expected
        else:
            assert expected
