"""Reviewing: every gesture is saved, nobody overwrites anybody, a new reading keeps what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest
from pytest_django import DjangoAssertNumQueries

from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import Actor, system
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.problems import Missing, NotAllowed, Problem, Refused
from lotrinh.documents.models import Decision, Review
from lotrinh.documents.review.items import Item
from lotrinh.documents.review.result import result_of
from lotrinh.documents.selectors import reviews
from lotrinh.documents.services import reviewing
from lotrinh.documents.services.reviewing import Outcome, StaleDecision
from lotrinh.documents.vocab import REVIEW_CYCLE, ItemState, Part, ReviewAction, ReviewState
from tests.factories import approved, readings
from tests.factories.world import World


@contextmanager
def refusal(kind: type[Problem], code: str) -> Iterator[pytest.ExceptionInfo[Problem]]:
    """The problem that is expected, by its code."""
    with pytest.raises(kind) as caught:
        yield caught
    assert caught.value.code == code


def opened(world: World) -> Review:
    return reviewing.open_review(world.coordinator, reading_id=readings.reading(world).pk)


def decide(
    actor: Actor,
    review: Review,
    action: str,
    *keys: str,
    part: str = Part.TASKS,
    seen: int | None = None,
    **data: Any,  # noqa: ANN401 - whatever a browser sends
) -> Outcome:
    seen_seq = Review.objects.get(pk=review.pk).seq if seen is None else seen
    return reviewing.decide(
        actor, review_id=review.pk, seen_seq=seen_seq, part=part, keys=keys, action=action, data=data
    )


def item(review: Review, key: str, part: str = Part.TASKS) -> Item:
    found = reviews.present(Review.objects.get(pk=review.pk)).folded.get(part, key)
    assert found is not None
    return found


def test_opening_twice_goes_on_with_the_same_review(world: World) -> None:
    reading = readings.reading(world)
    first = reviewing.open_review(world.coordinator, reading_id=reading.pk)
    assert reviewing.open_review(world.actor(Role.SPECIALIST), reading_id=reading.pk) == first
    assert (first.items, first.pending) == (len(reviews.present(first).folded.items),) * 2
    assert AuditEntry.objects.filter(action="review.opened", thing_id=str(first.pk)).count() == 1


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD_OF_AGENCY, Role.HEAD_OF_DIVISION, Role.INSPECTOR])
def test_who_may_read_but_not_review_is_told_so(world: World, role: str) -> None:
    review = opened(world)
    with pytest.raises(NotAllowed):
        decide(world.actor(role), review, "accept", "0")
    assert reviews.get(world.actor(role), review.pk) == review


def test_a_review_of_another_agency_is_not_there(world: World) -> None:
    review = opened(world)
    stranger = world.actor(Role.COORDINATOR, world.finance)
    for call in (
        lambda: decide(stranger, review, "accept", "0"),
        lambda: reviewing.undo(stranger, review_id=review.pk),
        lambda: reviewing.be_present(stranger, review_id=10**6),
        lambda: reviewing.open_review(stranger, reading_id=10**6),
    ):
        with pytest.raises((Missing, NotAllowed)):
            call()
    assert list(reviews.listed(stranger)) == []


def test_the_platform_itself_reviews_nothing(world: World) -> None:
    with pytest.raises(Missing):
        decide(system("job"), opened(world), "accept", "0")


def test_each_gesture_is_one_row_with_one_trace(world: World) -> None:
    review = opened(world)
    outcome = decide(world.coordinator, review, "edit", "1", fields={"deadline": "05/10/2026", "partners": "Sở Y tế"})
    assert outcome.touched == ((Part.TASKS, "1"),)
    row = Decision.objects.get(review=review)
    assert row.data == {"fields": {"deadline": "2026-10-05", "partners": ["Sở Y tế"]}}
    trace = AuditEntry.objects.get(action="review.decided")
    assert trace.after is not None
    assert trace.before == {"deadline": "2026-Q3", "partners": []}
    assert trace.after["fields"] == row.data["fields"]
    review.refresh_from_db()
    assert (review.seq, review.pending) == (1, review.items - 1)


def test_an_edit_that_changes_nothing_accepts(world: World) -> None:
    review = opened(world)
    decide(world.coordinator, review, "edit", "0", fields={"lead": "Sở Khoa học và Công nghệ"})
    assert item(review, "0").state == ItemState.ACCEPTED


def test_sending_back_what_the_form_showed_changes_nothing(world: World) -> None:
    spaced = approved.read(approved.PLAN)
    odd = msgspec.structs.replace(spaced.tasks[0], text=spaced.tasks[0].text.replace(" chủ trì", "  chủ trì"))
    record = msgspec.structs.replace(spaced, tasks=(odd, *spaced.tasks[1:]))
    review = reviewing.open_review(world.coordinator, reading_id=readings.reading(world, record).pk)
    decide(world.coordinator, review, "edit", "0", fields={"text": odd.text.replace("  ", " ")})
    assert item(review, "0").state == ItemState.ACCEPTED


def test_many_items_are_accepted_in_one_gesture_and_undone_together(world: World) -> None:
    review = opened(world)
    decide(world.coordinator, review, "accept", "0", "1", "2")
    assert Decision.objects.count() == 1
    assert [item(review, key).state for key in "012"] == ["accepted"] * 3
    reviewing.undo(world.coordinator, review_id=review.pk)
    assert [item(review, key).state for key in "012"] == ["pending"] * 3
    reviewing.redo(world.coordinator, review_id=review.pk)
    assert [item(review, key).state for key in "012"] == ["accepted"] * 3


def test_everything_above_a_threshold_is_accepted_but_what_somebody_decided(world: World) -> None:
    review = opened(world)
    decide(world.coordinator, review, "reject", "0")
    reviewing.accept_above(world.coordinator, review_id=review.pk, threshold=0.5, part=Part.TASKS)
    states = [one.state for one in reviews.present(review).folded.of(Part.TASKS)]
    assert states == ["rejected"] + ["accepted"] * (len(states) - 1)
    with pytest.raises(Refused):
        reviewing.accept_above(world.coordinator, review_id=review.pk, threshold=0.5, part=Part.TASKS)
    with pytest.raises(Refused):
        reviewing.accept_above(world.coordinator, review_id=review.pk, threshold=7)


def test_who_saw_an_older_state_of_an_item_gets_both_values_and_nothing_is_lost(world: World) -> None:
    review = opened(world)
    other = world.actor(Role.SPECIALIST)
    decide(other, review, "edit", "1", seen=0, fields={"deadline": "2026-11"})
    with pytest.raises(StaleDecision) as caught:
        decide(world.coordinator, review, "edit", "1", seen=0, fields={"deadline": "2026-12"})
    assert [one.fields["deadline"] for one in caught.value.theirs] == ["2026-11"]
    assert caught.value.mine == {"fields": {"deadline": "2026-12"}}
    assert item(review, "1").fields["deadline"] == "2026-11"
    decide(world.coordinator, review, "edit", "1", fields={"deadline": "2026-12"})
    assert item(review, "1").fields["deadline"] == "2026-12"


def test_decisions_about_different_items_never_conflict(world: World) -> None:
    review = opened(world)
    decide(world.actor(Role.SPECIALIST), review, "accept", "0", seen=0)
    decide(world.coordinator, review, "accept", "1", seen=0)
    assert [item(review, key).state for key in "01"] == ["accepted"] * 2


def test_an_item_that_somebody_undid_is_stale_as_well(world: World) -> None:
    review = opened(world)
    decide(world.coordinator, review, "accept", "0")
    reviewing.undo(world.coordinator, review_id=review.pk)
    with pytest.raises(StaleDecision):
        decide(world.actor(Role.SPECIALIST), review, "accept", "0", seen=1)


def test_nobody_undoes_what_another_did_or_built_upon(world: World) -> None:
    review = opened(world)
    other = world.actor(Role.SPECIALIST)
    decide(world.coordinator, review, "split", "0", at=10)
    with pytest.raises(Refused):
        reviewing.undo(other, review_id=review.pk)
    decide(other, review, "accept", "0.1")
    with pytest.raises(Refused) as caught:
        reviewing.undo(world.coordinator, review_id=review.pk)
    assert caught.value.code == "review-built-upon"


def test_a_merge_joins_the_item_before_it_that_is_not_rejected(world: World) -> None:
    review = opened(world)
    decide(world.coordinator, review, "reject", "1")
    decide(world.coordinator, review, "merge", "2")
    assert Decision.objects.get(action="merge").data == {"into": "0"}
    with pytest.raises(Refused):
        decide(world.coordinator, review, "merge", "0")


def test_words_of_the_source_become_an_item_by_selecting_them(world: World) -> None:
    review = opened(world)
    start = approved.PLAN.index("Trong quá trình")
    content = reviews.present(review).record.text.content
    start = content.index("Trong quá trình thực hiện")
    outcome = decide(world.coordinator, review, "add", part=Part.REPORTING, span=[start, start + 25])
    assert outcome.touched == ((Part.REPORTING, "+1"),)
    assert item(review, "+1", Part.REPORTING).text == "Trong quá trình thực hiện"


@pytest.mark.parametrize(
    ("action", "part", "keys", "data"),
    [
        ("accept", Part.TASKS, ("99",), {}),
        ("accept", Part.TASKS, (), {}),
        ("accept", "nothing", ("0",), {}),
        ("dance", Part.TASKS, ("0",), {}),
        ("undo", Part.TASKS, ("0",), {"batch": "x"}),
        ("accept", Part.TASKS, ("*",), {"items": [["tasks", "0"]]}),
        ("edit", Part.TASKS, ("0", "1"), {"fields": {"every": "annual"}}),
        ("edit", Part.TASKS, ("0",), {"fields": {"deadline": "mai"}}),
        ("edit", Part.TASKS, ("0",), {"fields": {"text": " "}}),
        ("edit", Part.TASKS, ("0",), {"fields": {"owner": "x"}}),
        ("split", Part.TASKS, ("0",), {"at": 0}),
        ("add", Part.TASKS, (), {"span": [5, 2]}),
        ("add", Part.DOCUMENT, (), {"span": [2, 5]}),
        ("reject", Part.DOCUMENT, ("0",), {}),
    ],
)
def test_what_cannot_be_decided_is_refused_and_nothing_is_saved(
    world: World, action: str, part: str, keys: tuple[str, ...], data: dict[str, Any]
) -> None:
    review = opened(world)
    with pytest.raises(Refused) as caught:
        decide(world.coordinator, review, action, *keys, part=part, **data)
    assert str(caught.value.message)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("state", [s for s in ReviewState.values if (s, ReviewAction.EDIT) not in REVIEW_CYCLE])
def test_a_review_that_is_not_open_is_not_changed(world: World, state: str) -> None:
    review = opened(world)
    Review.objects.filter(pk=review.pk).update(state=state)
    with refusal(Refused, "review-closed"):
        decide(world.coordinator, review, "accept", "0")
    with refusal(Refused, "review-closed"):
        reviewing.undo(world.coordinator, review_id=review.pk)
    with refusal(Refused, "review-closed"):
        reviewing.accept_above(world.coordinator, review_id=review.pk, threshold=0.1)


def test_a_new_reading_keeps_what_was_decided_about_the_same_words(world: World) -> None:
    first = readings.reading(world)
    review = reviewing.open_review(world.coordinator, reading_id=first.pk)
    decide(world.coordinator, review, "accept", "0")
    decide(world.coordinator, review, "edit", "1", fields={"deliverable": "Quyết định phân bổ"})
    decide(world.coordinator, review, "accept", "3")
    changed = approved.read(approved.PLAN.replace("Rà soát các quy định", "Rà soát mọi quy định"))
    again = reviewing.open_review(world.coordinator, reading_id=readings.reading(world, changed, of=review.document).pk)
    review.refresh_from_db()
    assert review.state == ReviewState.ABANDONED
    assert [item(again, key).state for key in "013"] == ["accepted", "edited", "pending"]
    assert item(again, "0").carried
    assert item(again, "1").fields["deliverable"] == "Quyết định phân bổ"
    assert set(Decision.objects.filter(review=again).values_list("carried", flat=True)) == {True}
    assert Review.objects.get(pk=again.pk).pending == again.items - 2


def test_a_review_that_waits_for_approval_is_not_given_up_for_a_new_reading(world: World) -> None:
    review = opened(world)
    Review.objects.filter(pk=review.pk).update(state=ReviewState.SUBMITTED, chain=["head_of_agency"])
    reading = readings.reading(world, of=review.document)
    with refusal(Refused, "review-under-approval"):
        reviewing.open_review(world.coordinator, reading_id=reading.pk)


def test_people_see_who_else_is_there_and_where(world: World) -> None:
    review = opened(world)
    other = world.actor(Role.SPECIALIST)
    reviewing.be_present(other, review_id=review.pk, item="tasks-1")
    reviewing.be_present(other, review_id=review.pk, item="tasks-2")
    seen = reviews.others_present(review, world.coordinator.user_id)
    assert [(row.user_id, row.item) for row in seen] == [(other.user_id, "tasks-2")]
    assert reviews.others_present(review, other.user_id) == ()


def test_nobody_is_told_of_those_who_only_read_the_review(world: World) -> None:
    review = opened(world)
    for reader in (world.actor(Role.HEAD_OF_AGENCY), world.actor(Role.INSPECTOR)):
        assert reviewing.be_present(reader, review_id=review.pk, item="tasks-1") == review
    assert reviews.others_present(review, world.coordinator.user_id) == ()


def test_the_result_counts_what_is_undecided(world: World) -> None:
    review = opened(world)
    assert result_of(review).pending > 1
    reviewing.accept_above(world.coordinator, review_id=review.pk, threshold=0)
    decide(world.coordinator, review, "accept", "0", part=Part.DOCUMENT)
    result = result_of(Review.objects.get(pk=review.pk))
    assert (len(result.tasks), result.pending) == (len(result.record.tasks), 0)


def test_reading_reviews_costs_few_queries(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    review = opened(world)
    with django_assert_num_queries(1):
        kept = reviews.get(world.coordinator, review.pk)
    with django_assert_num_queries(1):
        reviews.present(kept)
    with django_assert_num_queries(1):
        list(reviews.listed(world.coordinator))
    with django_assert_num_queries(1):
        list(reviews.to_do(world.coordinator))
    with django_assert_num_queries(1):
        reviews.awaiting(world.coordinator)
    with django_assert_num_queries(3):
        reviews.approval(kept)
