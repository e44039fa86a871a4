"""Folding: the items are a function of the record and the decisions; nothing is lost, invented or shared."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lotrinh.documents.review import undoing
from lotrinh.documents.review.carrying import carried
from lotrinh.documents.review.folding import fitting, fold
from lotrinh.documents.review.items import HEADER, MANY, Folded, Invalid, Item, Made
from lotrinh.documents.review.result import build
from lotrinh.documents.vocab import DecisionAction, ItemState, Part
from tests.factories import approved
from vanban.record import PlanRecord

RECORD = approved.read(approved.PLAN)


def made(seq: int, part: str, item: str, action: str, by: int = 1, **data: object) -> Made:
    return Made(seq=seq, part=part, item=item, action=action, data=data, batch=uuid.UUID(int=seq), by=by)


def item_of(folded: Folded, part: str, key: str) -> Item:
    found = folded.get(part, key)
    assert found is not None
    return found


def refused(decisions: list[Made], record: PlanRecord = RECORD) -> str:
    with pytest.raises(Invalid) as caught:
        fold(record, decisions)
    return caught.value.code


def test_without_decisions_every_item_of_the_record_waits() -> None:
    folded = fold(RECORD, [])
    assert {item.state for item in folded.items} == {ItemState.PENDING}
    assert len(folded.of(Part.TASKS)) == len(RECORD.tasks)
    assert len(folded.items) == 1 + sum(
        len(part) for part in (RECORD.targets, RECORD.tasks, RECORD.assignments, RECORD.reporting, RECORD.budget)
    )


def test_accepting_editing_and_rejecting_decide() -> None:
    folded = fold(
        RECORD,
        [
            made(1, Part.TASKS, "0", "accept"),
            made(2, Part.TASKS, "1", "edit", fields={"deadline": "2026-06-30"}),
            made(3, Part.TASKS, "2", "reject"),
        ],
    )
    assert [item.state for item in folded.of(Part.TASKS)][:3] == ["accepted", "edited", "rejected"]
    assert item_of(folded, Part.TASKS, "1").fields["deadline"] == "2026-06-30"
    assert item_of(folded, Part.TASKS, "1").edited == ("deadline",)


def test_accepting_an_edited_item_keeps_what_was_edited() -> None:
    rows = [made(1, Part.TASKS, "1", "edit", fields={"every": "annual"}), made(2, Part.TASKS, "1", "accept")]
    item = item_of(fold(RECORD, rows), Part.TASKS, "1")
    assert (item.state, item.fields["every"]) == ("edited", "annual")


def test_one_row_accepts_many_items_of_several_parts() -> None:
    items = [(Part.TASKS, "0"), (Part.TARGETS, "0"), (Part.BUDGET, "0")]
    folded = fold(RECORD, [made(1, Part.TASKS, MANY, "accept", items=items)])
    assert [item_of(folded, part, key).state for part, key in items] == ["accepted"] * 3
    assert folded.touched == dict.fromkeys(items, 1)
    assert refused([made(1, Part.TASKS, MANY, "split", items=items, at=3)]) == "unknown-action"


def test_a_value_where_the_document_is_silent_is_a_proposal() -> None:
    item = item_of(
        fold(RECORD, [made(1, Part.TASKS, "3", "edit", fields={"lead": ["Sở Tư pháp"], "deadline": "2026-12"})]),
        Part.TASKS,
        "3",
    )
    assert item.proposed == ("lead", "deadline")


def test_a_value_that_stands_in_the_words_was_overlooked_and_is_no_proposal() -> None:
    silent = replace_task(RECORD, 1, lead=(), deadline=None)
    rows = [made(1, Part.TASKS, "1", "edit", fields={"lead": ["Sở Tài chính"], "deadline": "2026-Q3"})]
    assert item_of(fold(silent, rows), Part.TASKS, "1").proposed == ()


def test_a_changed_value_that_the_document_gives_is_no_proposal() -> None:
    rows = [made(1, Part.TASKS, "0", "edit", fields={"lead": ["Sở Y tế"]})]
    assert item_of(fold(RECORD, rows), Part.TASKS, "0").proposed == ()


def test_a_split_gives_two_waiting_pieces_with_the_fields_and_places_inside_the_original() -> None:
    whole = item_of(fold(RECORD, []), Part.TASKS, "0")
    folded = fold(RECORD, [made(1, Part.TASKS, "0", "split", at=whole.text.index("ban hành"))])
    first, second = folded.of(Part.TASKS)[:2]
    assert [first.key, second.key] == ["0.1", "0.2"]
    assert first.fields["lead"] == second.fields["lead"] == whole.fields["lead"]
    assert {first.state, second.state} == {ItemState.PENDING}
    assert whole.span is not None
    assert first.span is not None
    assert second.span is not None
    assert whole.span[0] <= first.span[0] < first.span[1] <= second.span[0] < second.span[1] <= whole.span[1]
    assert item_of(folded, Part.TASKS, "0").state == ItemState.GONE
    assert refused([made(1, Part.TASKS, "0", "split", at=5), made(2, Part.TASKS, "0", "accept")]) == "item-is-gone"


@pytest.mark.parametrize("at", [0, -3, 10_000, "x", None, True, 1.5])
def test_a_split_at_no_inner_place_is_refused(at: object) -> None:
    assert refused([made(1, Part.TASKS, "0", "split", at=at)]) == "bad-offset"


def test_a_split_into_two_texts_takes_the_words_as_they_are() -> None:
    text = item_of(fold(RECORD, []), Part.TASKS, "1").text
    first, second = text[:20], text[20:]
    folded = fold(RECORD, [made(1, Part.TASKS, "1", "split", first=f" {first}\n", second=second)])
    assert "".join("".join(item.text.split()) for item in folded.of(Part.TASKS)[1:3]) == "".join(text.split())
    assert refused([made(1, Part.TASKS, "1", "split", first=first, second=second + " thêm")]) == "words-differ"


def test_merging_joins_words_lists_and_places_with_the_item_before() -> None:
    before = fold(RECORD, [])
    first, second = before.of(Part.TASKS)[:2]
    folded = fold(RECORD, [made(1, Part.TASKS, "1", "merge", into="0")])
    joined = folded.of(Part.TASKS)[0]
    assert joined.text == f"{first.text} {second.text}"
    assert joined.fields["lead"] == ["Sở Khoa học và Công nghệ", "Sở Tài chính"]
    assert first.span is not None
    assert second.span is not None
    assert joined.span == (first.span[0], second.span[1])
    assert len(folded.of(Part.TASKS)) == len(RECORD.tasks) - 1


def test_merging_goes_backwards_and_stays_in_its_part() -> None:
    assert refused([made(1, Part.TASKS, "0", "merge", into="1")]) == "not-before"
    assert refused([made(1, Part.TASKS, "0", "merge", into="0")]) == "not-before"
    assert refused([made(1, Part.TARGETS, "0", "merge", into="7")]) == "no-such-item"


def test_an_addition_stands_in_the_order_of_the_source_and_waits() -> None:
    start = RECORD.text.content.index("Các sở, ban, ngành thường xuyên")
    folded = fold(RECORD, [made(1, Part.TARGETS, "+1", "add", span=[start, start + 30])])
    assert [item.key for item in folded.of(Part.TARGETS)][-1] == "+1"
    assert item_of(folded, Part.TARGETS, "+1").state == ItemState.PENDING
    assert item_of(folded, Part.TARGETS, "+1").confidence is None


@pytest.mark.parametrize(
    "span", [None, [], [5], [-1, 4], [4, 4], [9, 3], [0, 10**9], ["0", "4"], [0.0, 4.0], [True, 4], "ab"]
)
def test_an_addition_outside_the_text_is_refused(span: object) -> None:
    assert refused([made(1, Part.TASKS, "+1", "add", span=span)]) == "bad-span"


def test_an_added_sum_takes_the_amount_that_its_words_name_and_otherwise_must_be_given_one() -> None:
    content = RECORD.text.content
    start = content.index("226 tỷ đồng")
    folded = fold(RECORD, [made(1, Part.BUDGET, "+1", "add", span=[start, start + 11])])
    assert item_of(folded, Part.BUDGET, "+1").fields["amount"] == 226_000_000_000
    other = content.index("Rà soát")
    rows = [made(1, Part.BUDGET, "+1", "add", span=[other, other + 7]), made(2, Part.BUDGET, "+1", "accept")]
    with pytest.raises(Invalid) as caught:
        fold(RECORD, rows)
    assert caught.value.fields == {"amount": "required"}


@pytest.mark.parametrize("action", ["reject", "split", "merge", "add"])
def test_the_header_is_only_accepted_or_edited(action: str) -> None:
    assert refused([made(1, Part.DOCUMENT, HEADER, action, at=1, into="0")]) == "not-for-the-header"


def test_undo_takes_out_and_undoing_the_undo_brings_back() -> None:
    edit = made(1, Part.TASKS, "0", "edit", fields={"every": "annual"})
    undo = made(2, Part.DOCUMENT, "-", "undo", batch=str(edit.batch))
    redo = made(3, Part.DOCUMENT, "-", "undo", batch=str(undo.batch))
    assert fold(RECORD, [edit, undo]).items == fold(RECORD, []).items
    assert fold(RECORD, [edit, undo, redo]).items == fold(RECORD, [edit]).items
    assert fold(RECORD, [edit, undo]).touched == {(Part.TASKS, "0"): 2}


def test_the_next_undo_is_the_persons_own_and_the_next_redo_ends_with_a_new_decision() -> None:
    mine, yours = made(1, Part.TASKS, "0", "accept"), made(2, Part.TASKS, "1", "accept", by=2)
    assert undoing.latest([mine, yours], 1) == mine.batch
    undo = made(3, Part.DOCUMENT, "-", "undo", batch=str(mine.batch))
    assert undoing.latest([mine, yours, undo], 1) is None
    assert undoing.redoable([mine, yours, undo], 1) == undo.batch
    assert undoing.redoable([mine, yours, undo], 2) is None
    assert undoing.redoable([mine, yours, undo, made(4, Part.TASKS, "2", "accept")], 1) is None


def test_what_somebody_built_upon_is_not_undone() -> None:
    split = made(1, Part.TASKS, "0", "split", at=10)
    accept = made(2, Part.TASKS, "0.1", "accept", by=2)
    with pytest.raises(Invalid, match="built-upon"):
        undoing.require_undoable([split, accept], split.batch)
    undoing.require_undoable([split, made(2, Part.TASKS, "1", "accept", by=2)], split.batch)
    with pytest.raises(Invalid, match="nothing-to-undo"):
        undoing.require_undoable([split], uuid.uuid4())


def test_the_result_holds_what_was_accepted_and_points_to_totals_by_their_new_place() -> None:
    rows = [made(1, Part.TASKS, "0", "accept"), made(2, Part.TASKS, "1", "reject")]
    result = build(RECORD, fold(RECORD, rows))
    assert [item.key for item in result.tasks] == ["0"]
    assert result.tasks[0].value.deadline == "2026-06-30"
    assert result.tasks[0].section == RECORD.tasks[0].section
    assert result.pending == len(fold(RECORD, rows).pending)


def test_decisions_are_carried_where_the_words_are_the_same() -> None:
    rows = [
        made(1, Part.TASKS, "0", "accept"),
        made(2, Part.TASKS, "1", "edit", fields={"every": "annual"}),
        made(3, Part.TASKS, "2", "reject"),
        made(4, Part.TASKS, "3", "accept"),
    ]
    changed = approved.read(approved.PLAN.replace("Rà soát các quy định", "Rà soát mọi quy định"))
    found = list(carried(fold(RECORD, rows), changed, fold(changed, [])))
    assert [(one.item, one.action) for one in found] == [("0", "accept"), ("1", "edit"), ("2", "reject")]
    assert found[1].data == {"fields": {"every": "annual"}}


def test_what_a_person_accepted_stays_when_a_new_reading_has_another_value() -> None:
    again = replace_task(RECORD, 0, lead=("Sở Nội vụ",))
    found = list(carried(fold(RECORD, [made(1, Part.TASKS, "0", "accept")]), again, fold(again, [])))
    assert [(one.action, one.data) for one in found] == [("edit", {"fields": {"lead": ["Sở Khoa học và Công nghệ"]}})]


def test_an_addition_is_carried_to_where_its_words_stand_now() -> None:
    start = RECORD.text.content.index("Rà soát các quy định")
    rows = [made(1, Part.TARGETS, "+1", "add", span=[start, start + 20]), made(2, Part.TARGETS, "+1", "accept")]
    moved = approved.read(approved.PLAN.replace("I. MỤC TIÊU", "Thực hiện chủ trương chung.\nI. MỤC TIÊU"))
    found = [one for one in carried(fold(RECORD, rows), moved, fold(moved, [])) if one.action == "add"]
    begin, end = found[0].data["span"]
    assert moved.text.content[begin:end] == "Rà soát các quy định"


def test_what_cannot_be_made_is_left_out_and_the_rest_stays() -> None:
    rows = [made(1, Part.TASKS, "0", "accept"), made(2, Part.TASKS, "99", "accept"), made(3, Part.TASKS, "1", "accept")]
    assert fitting(RECORD, rows) == [True, False, True]


def replace_task(record: PlanRecord, index: int, **changes: object) -> PlanRecord:
    tasks = list(record.tasks)
    tasks[index] = msgspec.structs.replace(tasks[index], **changes)
    return msgspec.structs.replace(record, tasks=tuple(tasks))


def words(folded: Folded, part: str) -> Counter[str]:
    """The characters of all texts of a part, blanks aside."""
    return Counter("".join("".join(item.text.split()) for item in folded.of(part)))


@st.composite
def gestures(draw: st.DrawFn) -> list[Made]:
    """Valid gestures of two people in a row, undos among them."""
    rows: list[Made] = []
    for seq in range(1, draw(st.integers(1, 14)) + 1):
        candidate = _candidate(draw, seq, rows)
        try:
            if candidate.action == DecisionAction.UNDO:
                undoing.require_undoable(rows, undoing.undone_batch(candidate))
            fold(RECORD, [*rows, candidate])
        except Invalid:
            candidate = replace(made(seq, Part.TASKS, "3", "reject"), by=2)
            try:
                fold(RECORD, [*rows, candidate])
            except Invalid:
                break
        rows.append(candidate)
    return rows


def _candidate(draw: st.DrawFn, seq: int, rows: list[Made]) -> Made:
    folded = fold(RECORD, rows)
    by = draw(st.sampled_from((1, 2)))
    action = draw(st.sampled_from(list(DecisionAction.values)))
    part = draw(st.sampled_from([part for part in Part.values if part != Part.DOCUMENT]))
    items = folded.of(part)
    if action == DecisionAction.UNDO:
        batch = draw(st.sampled_from(rows)).batch if rows else uuid.uuid4()
        return made(seq, Part.DOCUMENT, "-", action, by, batch=str(batch))
    if action == DecisionAction.ADD:
        start = draw(st.integers(0, len(RECORD.text.content) - 2))
        end = draw(st.integers(start + 1, min(start + 90, len(RECORD.text.content))))
        return made(seq, part, f"+{seq}", action, by, span=[start, end])
    item = draw(st.sampled_from(items)) if items else folded.items[0]
    if action == DecisionAction.SPLIT:
        return made(seq, item.part, item.key, action, by, at=draw(st.integers(0, max(len(item.text), 1))))
    if action == DecisionAction.MERGE:
        before = folded.before(item.part, item.key)
        return made(seq, item.part, item.key, action, by, into=before.key if before else "none")
    if action == DecisionAction.EDIT:
        return made(seq, item.part, item.key, action, by, fields={"lead": ["Sở Y tế"]})
    return made(seq, item.part, item.key, action, by)


@given(gestures())
@settings(max_examples=60)
def test_any_row_of_valid_gestures_keeps_keys_apart_and_places_in_the_text(rows: list[Made]) -> None:
    folded = fold(RECORD, rows)
    assert folded == fold(RECORD, list(rows))
    assert len({item.address for item in (*folded.items, *folded.gone)}) == len(folded.items) + len(folded.gone)
    size = len(RECORD.text.content)
    for item in folded.items:
        assert item.span is None or 0 <= item.span[0] < item.span[1] <= size


@given(gestures())
@settings(max_examples=60)
def test_splits_and_merges_neither_lose_nor_invent_words(rows: list[Made]) -> None:
    folded = fold(RECORD, rows)
    for part in Part.values:
        expected = words(fold(RECORD, []), part)
        for row in undoing.in_force(rows):
            if row.action == DecisionAction.ADD and row.part == part:
                expected += Counter("".join(RECORD.text.content[slice(*row.data["span"])].split()))
        assert words(folded, part) == expected


@given(gestures())
@settings(max_examples=60)
def test_undoing_the_last_gesture_restores_exactly_what_was_before(rows: list[Made]) -> None:
    last = rows[-1]
    undo = made(last.seq + 1, Part.DOCUMENT, "-", DecisionAction.UNDO, batch=str(last.batch))
    try:
        undoing.require_undoable(rows, last.batch)
    except Invalid:
        return
    before, after = fold(RECORD, rows[:-1]), fold(RECORD, [*rows, undo])
    assert (before.items, before.gone) == (after.items, after.gone)
    redo = made(last.seq + 2, Part.DOCUMENT, "-", DecisionAction.UNDO, batch=str(undo.batch))
    assert fold(RECORD, [*rows, undo, redo]).items == fold(RECORD, rows).items
