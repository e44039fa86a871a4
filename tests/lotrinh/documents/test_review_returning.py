"""A word that the repair restored is given back as it was read: in the items that hold it, with undo, by who may."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import Actor
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.problems import Missing, NotAllowed, Refused
from lotrinh.documents.models import Decision, Reading, Review
from lotrinh.documents.review.folding import fold
from lotrinh.documents.review.items import MANY, Made
from lotrinh.documents.review.result import result_of
from lotrinh.documents.review.returning import holding
from lotrinh.documents.selectors import reviews
from lotrinh.documents.services import reviewing
from lotrinh.documents.services.reviewing import Outcome, StaleDecision
from lotrinh.documents.vocab import DecisionAction, ItemState, Part
from tests.factories import approved, readings
from tests.factories.restored import with_restored
from tests.factories.world import World
from vanban.record import PlanRecord

WORDS = (
    ("2. Sở Tài chính ", "bố", "bó", 0.6),
    ("cho hoạt động khoa ", "học", "hoc", 0.9),
    ("1. Sở Khoa ", "học", "hoc", 0.95),
    ("Nơi ", "nhận", "nhan", 0.9),
    ("Phát triển khoa học và công ", "nghệ", "nghé", 0.8),
)


def damaged() -> PlanRecord:
    return with_restored(approved.read(approved.PLAN), WORDS)


@pytest.fixture
def review(world: World) -> Review:
    return reviewing.open_review(world.coordinator, reading_id=readings.reading(world, damaged()).pk)


def place(read: str, number: int = 0) -> list[int]:
    return [list(word.span) for word in damaged().text.changes if word.read == read][number]


def give_back(actor: Actor, review: Review, span: list[int], seen: int | None = None) -> Outcome:
    seen_seq = Review.objects.get(pk=review.pk).seq if seen is None else seen
    return reviewing.decide(
        actor, review_id=review.pk, seen_seq=seen_seq, part="", keys=(), action="as_read", data={"span": span}
    )


def fields(review: Review, key: str, part: str = Part.TASKS) -> Any:  # noqa: ANN401 - values of fields
    item = reviews.present(Review.objects.get(pk=review.pk)).folded.get(part, key)
    assert item is not None
    return item


def test_the_item_that_holds_the_word_has_it_as_it_was_read(world: World, review: Review) -> None:
    before = fields(review, "1").text
    outcome = give_back(world.coordinator, review, place("bó"))
    assert outcome.touched == ((Part.TASKS, "1"),)
    assert fields(review, "1").text == before.replace("bố trí", "bó trí")
    assert fields(review, "1").state == ItemState.PENDING
    assert outcome.present.folded.returned == (place("bó")[0],)


def test_only_the_word_at_this_place_changes(world: World, review: Review) -> None:
    """`học` stands in several items and twice in one field of another."""
    give_back(world.coordinator, review, place("hoc", 1))
    assert "khoa hoc, hoàn thành" in fields(review, "1").text
    assert "hoc" not in fields(review, "0").text
    assert fields(review, "0").fields["lead"] == ["Sở Khoa học và Công nghệ"]
    give_back(world.coordinator, review, place("hoc", 0))
    assert fields(review, "0").fields["lead"] == ["Sở Khoa hoc và Công nghệ"]
    assert "quỹ khoa học" in fields(review, "0").text


def test_two_words_of_one_item_are_given_back_one_after_the_other(world: World, review: Review) -> None:
    for span in (place("hoc", 1), place("bó")):
        give_back(world.coordinator, review, span)
    assert "bó trí kinh phí cho hoạt động khoa hoc," in fields(review, "1").text


def test_the_header_changes_where_it_holds_the_word(world: World, review: Review) -> None:
    give_back(world.coordinator, review, place("nghé"))
    assert fields(review, "0", Part.DOCUMENT).fields["title"].startswith("Phát triển khoa học và công nghé")


def test_a_word_in_no_item_is_only_marked(world: World, review: Review) -> None:
    outcome = give_back(world.coordinator, review, place("nhan"))
    assert outcome.touched == ()
    assert outcome.present.folded.returned == (place("nhan")[0],)


def test_what_was_accepted_is_then_edited_and_adopted_so(world: World, review: Review) -> None:
    reviewing.decide(world.coordinator, review_id=review.pk, seen_seq=0, part=Part.TASKS, keys=["1"], action="accept")
    give_back(world.coordinator, review, place("bó"))
    assert fields(review, "1").state == ItemState.EDITED
    adopted = {one.key: one for one in result_of(Review.objects.get(pk=review.pk)).tasks}
    assert "bó trí" in adopted["1"].value.text
    assert adopted["1"].edited


def test_undo_brings_the_repair_back(world: World, review: Review) -> None:
    before = fields(review, "1")
    give_back(world.coordinator, review, place("bó"))
    outcome = reviewing.undo(world.coordinator, review_id=review.pk)
    assert fields(review, "1") == before
    assert outcome.present.folded.returned == ()
    reviewing.redo(world.coordinator, review_id=review.pk)
    assert "bó trí" in fields(review, "1").text


def test_what_a_person_wrote_stays(world: World, review: Review) -> None:
    written = {"fields": {"text": "Sở Tài chính cấp đủ kinh phí trong quý III."}}
    reviewing.decide(
        world.coordinator, review_id=review.pk, seen_seq=0, part=Part.TASKS, keys=["1"], action="edit", data=written
    )
    give_back(world.coordinator, review, place("bó"))
    assert fields(review, "1").text == written["fields"]["text"]


def test_it_leaves_one_row_and_one_trace_with_both_words(world: World, review: Review) -> None:
    give_back(world.coordinator, review, place("bó"))
    row = Decision.objects.get(review=review)
    assert (row.item, row.action, row.data) == (MANY, "as_read", {"span": place("bó"), "items": [["tasks", "1"]]})
    trace = AuditEntry.objects.get(action="review.decided")
    assert trace.after == {"seq": 1, "action": "as_read", "span": place("bó"), "items": 1, "read": "bó"}


def test_a_word_is_given_back_once(world: World, review: Review) -> None:
    give_back(world.coordinator, review, place("bó"))
    with pytest.raises(Refused) as caught:
        give_back(world.coordinator, review, place("bó"))
    assert caught.value.code == "review-word-given-back"
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("span", [[0, 3], [10**9, 10**9 + 1], [-5, 2], [1], "x", None, [True, 4]])
def test_where_nothing_was_restored_nothing_is_given_back(world: World, review: Review, span: Any) -> None:  # noqa: ANN401
    with pytest.raises(Refused) as caught:
        give_back(world.coordinator, review, span)
    assert caught.value.code == "review-no-such-word"


def test_who_has_not_seen_the_last_decision_about_the_item_is_shown_it(world: World, review: Review) -> None:
    reviewing.decide(world.coordinator, review_id=review.pk, seen_seq=0, part=Part.TASKS, keys=["1"], action="accept")
    with pytest.raises(StaleDecision):
        give_back(world.actor(Role.SPECIALIST), review, place("bó"), seen=0)
    give_back(world.actor(Role.SPECIALIST), review, place("nhan"), seen=0)


def test_who_may_not_review_gives_nothing_back(world: World, review: Review) -> None:
    for role in (Role.CLERK, Role.HEAD_OF_AGENCY, Role.INSPECTOR):
        with pytest.raises(NotAllowed):
            give_back(world.actor(role), review, place("bó"))
    with pytest.raises(Missing):
        give_back(world.actor(Role.COORDINATOR, world.finance), review, place("bó"))


def test_what_is_added_from_the_source_holds_words_that_were_given_back(world: World, review: Review) -> None:
    give_back(world.coordinator, review, place("bó"))
    start = damaged().text.content.index("Sở Tài chính bố trí")
    end = damaged().text.content.index(",", start)
    added = reviewing.decide(
        world.coordinator,
        review_id=review.pk,
        seen_seq=1,
        part=Part.TASKS,
        keys=(),
        action="add",
        data={"span": [start, end]},
    )
    assert added.touched == ((Part.TASKS, "+2"),)
    assert fields(review, "+2").text.startswith("Sở Tài chính bó trí")
    target = reviewing.decide(
        world.coordinator,
        review_id=review.pk,
        seen_seq=2,
        part=Part.TARGETS,
        keys=(),
        action="add",
        data={"span": [start, end]},
    )
    assert fields(review, target.touched[0][1], Part.TARGETS).fields["name"].startswith("Sở Tài chính bó trí")


def test_an_addition_with_a_word_given_back_goes_to_a_new_reading(world: World, review: Review) -> None:
    content = damaged().text.content
    start = content.index("Sở Tài chính bố trí")
    span = [start, content.index(",", start)]
    add = {"part": Part.TASKS, "keys": (), "action": "add", "data": {"span": span}}
    reviewing.decide(world.coordinator, review_id=review.pk, seen_seq=0, **add)  # type: ignore[arg-type]
    give_back(world.coordinator, review, place("bó"))
    reviewing.decide(world.coordinator, review_id=review.pk, seen_seq=2, part=Part.TASKS, keys=["+1"], action="accept")
    again = Reading.objects.create(
        file=review.reading.file,
        engine="0.2.0",
        record=damaged().to_json(),
        read_at=review.reading.read_at,
        seconds=0.1,
    )
    fresh = reviewing.open_review(world.coordinator, reading_id=again.pk)
    carried = [item for item in reviews.present(fresh).folded.items if item.key.startswith("+")]
    assert [(item.text.split(" kinh phí")[0], item.span) for item in carried] == [("Sở Tài chính bó trí", tuple(span))]


@given(st.permutations(range(len(WORDS))), st.integers(0, len(WORDS)))
def test_the_order_in_which_words_are_given_back_does_not_matter(order: list[int], count: int) -> None:
    """And nothing but the words changes: put back, every field is as it was."""
    record = damaged()
    chosen = [record.text.changes[index] for index in order[:count]]

    def folded(words: list[Any]) -> Any:  # noqa: ANN401
        decisions: list[Made] = []
        for seq, word in enumerate(words, 1):
            held = holding(fold(record, decisions), record, word)
            data = {"span": list(word.span), "items": [list(address) for address in held]}
            decisions.append(
                Made(seq=seq, part="document", item=MANY, action=DecisionAction.AS_READ, data=data, batch=uuid.uuid4())
            )
        return fold(record, decisions)

    assert folded(chosen).items == folded(sorted(chosen, key=lambda word: word.span)).items
    assert folded(chosen).returned == tuple(sorted(word.span[0] for word in chosen))
