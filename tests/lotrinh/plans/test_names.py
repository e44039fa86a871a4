"""A reviewer says once what the names of a reading stand for; the plan and its later versions keep to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lotrinh.accounts.vocab import Role
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.problems import Missing, NotAllowed, Refused
from lotrinh.documents.models import Review
from lotrinh.documents.vocab import Audience, ReviewState
from lotrinh.organisations.models import UnitName
from lotrinh.organisations.naming import Reason, resolve
from lotrinh.organisations.vocab import GroupKind, UnitKind
from lotrinh.plans import services
from lotrinh.plans.models import NameChoice, TaskParty
from lotrinh.plans.selectors.naming import NameLine, found_units, names_page
from lotrinh.plans.services.naming import NOBODY, Pick, StaleNames, choose_names
from lotrinh.plans.services.previewing import preview
from tests.factories import approved
from tests.factories.world import World, actor, unit

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db

BAD = "Sở Tài chánh"


def reading(world: World, **more: object) -> Review:
    edits = {("tasks", "1"): {"lead": [BAD]}, ("tasks", "3"): {"lead": ["Công ty Muối Trắng"]}}
    return approved.review(world, approved.read(approved.PLAN), edits=edits, **more)  # type: ignore[arg-type]


def line(world: World, review: Review, printed: str) -> NameLine:
    return next(item for item in names_page(world.coordinator, review.pk).lines if item.printed == printed)


def leads(world: World, review: Review) -> dict[str, tuple[object, str]]:
    plan = services.adopt(world.coordinator, review_id=review.pk)
    rows = TaskParty.objects.filter(task__version__plan=plan, task__current=True, role="lead").select_related("unit")
    return {row.printed: (row.unit, row.group) for row in rows}


def test_every_name_is_listed_with_how_it_is_used_and_the_unclear_ones_come_first(world: World) -> None:
    page = names_page(world.coordinator, reading(world).pk)
    assert {item.printed for item in page.lines[: page.unsure]} == {BAD, "Công ty Muối Trắng"} | {
        item.printed for item in page.lines if not item.sure
    }
    assert page.unsure == sum(1 for item in page.lines if not item.sure) >= 2
    science = next(item for item in page.lines if item.printed == "Sở Khoa học và Công nghệ")
    assert (science.uses.lead, science.uses.part, science.uses.key) == (2, "tasks", "0")
    assert science.resolution.unit == world.science
    misspelt = next(item for item in page.lines if item.printed == BAD)
    assert (misspelt.uses.lead, misspelt.uses.key) == (1, "1")
    assert [item.unit for item in misspelt.resolution.candidates] == [world.finance]
    assert (page.on, page.within) == (dt.date(2026, 2, 5), world.province)


def test_rejected_items_name_nobody(world: World) -> None:
    review = reading(world, rejected=[("tasks", "0")])
    page = names_page(world.coordinator, review.pk)
    assert next(item for item in page.lines if item.printed == "Sở Khoa học và Công nghệ").uses.lead == 1


def test_the_page_takes_few_queries_however_many_names(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    review = reading(world)
    with django_assert_num_queries(6):
        names_page(world.coordinator, review.pk)


def test_what_was_said_counts_when_the_plan_is_adopted(world: World) -> None:
    review = reading(world)
    before = preview(world.coordinator, review_id=review.pk).unsure
    done = choose_names(
        world.coordinator,
        review_id=review.pk,
        picks=[Pick(printed=BAD, unit_id=world.finance.pk), Pick(printed="Công ty Muối Trắng")],
    )
    assert (done.changed, done.remembered) == (2, 0)
    assert preview(world.coordinator, review_id=review.pk).unsure == before - 2
    found = leads(world, review)
    assert found[BAD] == (world.finance, "")
    assert found["Công ty Muối Trắng"] == (None, "")
    assert resolve(BAD).unit is None


def test_a_name_may_be_said_to_be_a_group(world: World) -> None:
    review = reading(world)
    choose_names(world.coordinator, review_id=review.pk, picks=[Pick(printed=BAD, group=GroupKind.COMMUNES)])
    assert leads(world, review)[BAD] == (None, GroupKind.COMMUNES)


def test_the_next_version_starts_from_what_was_said_before(world: World) -> None:
    first = reading(world)
    choose_names(world.coordinator, review_id=first.pk, picks=[Pick(printed=BAD, unit_id=world.finance.pk)])
    plan = services.adopt(world.coordinator, review_id=first.pk)
    again = reading(world)
    approved.relate(world, again.document, plan.document)
    found = line(world, again, BAD)
    assert (found.resolution.unit, found.resolution.reason, found.own) == (world.finance, Reason.CHOSEN, False)
    assert leads(world, again)[BAD] == (world.finance, "")


def test_what_is_said_of_the_document_itself_goes_before_what_was_said_of_an_earlier_one(world: World) -> None:
    first = reading(world)
    choose_names(world.coordinator, review_id=first.pk, picks=[Pick(printed=BAD, unit_id=world.finance.pk)])
    plan = services.adopt(world.coordinator, review_id=first.pk)
    again = reading(world)
    approved.relate(world, again.document, plan.document)
    choose_names(world.coordinator, review_id=again.pk, picks=[Pick(printed=BAD, unit_id=world.science.pk)])
    assert line(world, again, BAD).own
    assert leads(world, again)[BAD] == (world.science, "")


def test_saying_otherwise_undoes_it_and_both_stand_in_the_trail(world: World) -> None:
    review = reading(world)
    choose_names(world.coordinator, review_id=review.pk, picks=[Pick(printed=BAD, unit_id=world.finance.pk)])
    seen = f"u{world.finance.pk}"
    choose_names(world.coordinator, review_id=review.pk, picks=[Pick(printed=BAD, seen=seen)])
    assert line(world, review, BAD).resolution.unit is None
    first, second = AuditEntry.objects.filter(action="review.names_chosen").order_by("pk")
    assert (first.before, first.after) == ({"names": {}}, {"names": {BAD: "Sở Tài chính"}})
    assert second.before == {"names": {BAD: "Sở Tài chính"}}
    assert second.chain == review.document.owner_id


def test_saying_the_same_again_leaves_no_trace(world: World) -> None:
    review = reading(world)
    pick = Pick(printed=BAD, unit_id=world.finance.pk)
    choose_names(world.coordinator, review_id=review.pk, picks=[pick])
    assert choose_names(world.coordinator, review_id=review.pk, picks=[pick]).changed == 0
    assert AuditEntry.objects.filter(action="review.names_chosen").count() == 1


def test_of_two_who_say_different_things_the_second_is_told(world: World) -> None:
    review = reading(world)
    colleague = actor(Role.SPECIALIST, world.science)
    choose_names(world.coordinator, review_id=review.pk, picks=[Pick(printed=BAD, unit_id=world.finance.pk)])
    mine = [Pick(printed=BAD, unit_id=world.science.pk), Pick(printed="Công ty Muối Trắng")]
    with pytest.raises(StaleNames) as told:
        choose_names(colleague, review_id=review.pk, picks=mine)
    assert {name: choice.unit for name, choice in told.value.theirs.items()} == {BAD: world.finance}
    assert NameChoice.objects.count() == 1
    now = [Pick(printed=BAD, unit_id=world.science.pk, seen=f"u{world.finance.pk}")]
    assert choose_names(colleague, review_id=review.pk, picks=now).changed == 1
    with pytest.raises(StaleNames):
        choose_names(world.coordinator, review_id=review.pk, picks=[Pick(printed=BAD, seen=NOBODY)])


def test_a_name_is_remembered_only_by_whoever_runs_the_unit(world: World) -> None:
    review = reading(world)
    pick = Pick(printed=BAD, unit_id=world.finance.pk, remember=True)
    done = choose_names(world.coordinator, review_id=review.pk, picks=[pick])
    assert (done.changed, done.remembered, done.not_remembered) == (1, 0, 1)
    assert not UnitName.objects.exists()
    UnitName.objects.create(unit=world.finance, name="Sở Tài chính - Vật giá")
    from_top = world.actor(Role.SPECIALIST)
    runs = actor(Role.OPERATOR, world.province)
    both = replace(from_top, grants=(*from_top.grants, *runs.grants))
    assert choose_names(both, review_id=review.pk, picks=[pick]).remembered == 1
    assert set(world.finance.names.values_list("name", flat=True)) == {BAD, "Sở Tài chính - Vật giá"}
    assert resolve(BAD).unit == world.finance


@pytest.mark.parametrize(
    "pick",
    [
        Pick(printed="Sở Không Có"),
        Pick(printed=BAD, unit_id=10**9),
        Pick(printed=BAD, group="everybody"),
    ],
)
def test_what_does_not_exist_is_refused_beside_its_name(world: World, pick: Pick) -> None:
    review = reading(world)
    good = Pick(printed="Công ty Muối Trắng")
    with pytest.raises(Refused) as refused:
        choose_names(world.coordinator, review_id=review.pk, picks=[good, pick])
    assert list(refused.value.fields) == [pick.printed]
    assert not NameChoice.objects.exists()


def test_after_the_plan_is_adopted_the_names_of_its_review_rest(world: World) -> None:
    review = reading(world)
    services.adopt(world.coordinator, review_id=review.pk)
    assert not names_page(world.coordinator, review.pk).may_change
    with pytest.raises(Refused):
        choose_names(world.coordinator, review_id=review.pk, picks=[Pick(printed=BAD)])


def test_reviewers_say_those_inside_see_others_know_nothing(world: World) -> None:
    review = reading(world, state=ReviewState.OPEN)
    head = world.actor(Role.HEAD_OF_AGENCY)
    stranger = world.actor(Role.SPECIALIST, world.finance)
    assert names_page(head, review.pk).may_change is False
    with pytest.raises(NotAllowed):
        choose_names(head, review_id=review.pk, picks=[Pick(printed=BAD)])
    for refused in (
        lambda: names_page(stranger, review.pk),
        lambda: choose_names(stranger, review_id=review.pk, picks=[Pick(printed=BAD)]),
    ):
        with pytest.raises(Missing):
            refused()
    review.document.audience = Audience.PUBLIC
    review.document.save()
    with pytest.raises(NotAllowed):
        names_page(stranger, review.pk)


def test_any_unit_is_found_by_a_part_of_its_name(world: World) -> None:
    closed = unit("Ủy ban nhân dân xã Bình Ân", UnitKind.COMMUNE, parent=world.province)
    closed.ends_on = dt.date(2025, 6, 30)
    closed.save()
    directory = names_page(world.coordinator, reading(world).pk).directory
    assert [item.unit for item in found_units(directory, "binh an")] == [world.commune, closed]
    assert found_units(directory, "tai")[0].unit == world.finance
    assert found_units(directory, "không có ai") == ()


def test_a_plan_of_a_province_that_has_ended_means_its_own_bodies(world: World) -> None:
    """Kept today by the province that took over: the issuer says whose bodies are meant."""
    last = dt.date(2025, 6, 30)
    old = unit("Ủy ban nhân dân tỉnh Sông Cũ", UnitKind.PROVINCE)
    science = unit("Sở Khoa học và Công nghệ", parent=old)
    for ended in (old, science):
        ended.ends_on = last
        ended.save()
    text = approved.PLAN.replace("SÔNG TRÀ", "SÔNG CŨ").replace("Sông Trà", "Sông Cũ").replace("năm 2026", "năm 2024")
    review = approved.review(world, approved.read(text))
    page = names_page(world.coordinator, review.pk)
    assert (page.on, page.within) == (dt.date(2024, 2, 5), old)
    assert leads(world, review)["Sở Khoa học và Công nghệ"] == (science, "")
