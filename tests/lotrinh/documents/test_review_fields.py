"""What a person types into the fields of an item: the forms that are understood, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotrinh.documents.review.fields import FIELDS, checked, incoherent
from lotrinh.documents.review.items import Invalid
from lotrinh.documents.vocab import Part


@pytest.mark.parametrize(
    ("part", "name", "typed", "kept"),
    [
        (Part.TASKS, "deadline", "05/06/2026", "2026-06-05"),
        (Part.TASKS, "deadline", " 6/2026 ", "2026-06"),
        (Part.TASKS, "deadline", "Quý III/2026", "2026-Q3"),
        (Part.TASKS, "deadline", "2026", "2026"),
        (Part.TASKS, "deadline", "2026-06-30", "2026-06-30"),
        (Part.TASKS, "deadline", "", None),
        (Part.TASKS, "budget", "1,5 tỷ đồng", 1_500_000_000),
        (Part.TASKS, "budget", "226.000.000.000", 226_000_000_000),
        (Part.TASKS, "lead", "Sở Tài chính\n Sở Y tế ;Sở Tài chính\n", ["Sở Tài chính", "Sở Y tế"]),
        (Part.TASKS, "every", "annual", "annual"),
        (Part.TARGETS, "value", "1.234,5", 1234.5),
        (Part.TARGETS, "value", "1.234", 1234.0),
        (Part.TARGETS, "year", "2030", 2030),
        (Part.REPORTING, "frequency", ["annual", "ad_hoc"], "annual+ad_hoc"),
        (Part.DOCUMENT, "draft", "on", True),
        (Part.DOCUMENT, "title", "Phát\x00 triển\n khoa học", "Phát triển khoa học"),
    ],
)
def test_what_is_typed_is_kept_in_the_form_of_the_record(part: str, name: str, typed: object, kept: object) -> None:
    assert checked(part, {name: typed}) == {name: kept}
    assert checked(part, {name: kept}) == {name: kept}


@pytest.mark.parametrize(
    ("part", "name", "typed", "code"),
    [
        (Part.TASKS, "deadline", "30/02/2026", "not-a-date"),
        (Part.TASKS, "deadline", "sớm", "not-a-date"),
        (Part.DOCUMENT, "date", "Quý III/2026", "not-a-date"),
        (Part.TARGETS, "value", "nhiều", "not-a-number"),
        (Part.TARGETS, "value", float("nan"), "out-of-range"),
        (Part.TARGETS, "value", True, "not-a-number"),
        (Part.TARGETS, "year", "30", "not-a-year"),
        (Part.TARGETS, "year", "9999", "not-a-year"),
        (Part.TASKS, "budget", "năm triệu", "not-money"),
        (Part.TASKS, "budget", "5 tỷ/năm", "not-money"),
        (Part.TASKS, "budget", -1, "out-of-range"),
        (Part.TASKS, "every", "sometimes", "not-a-choice"),
        (Part.TASKS, "every", ["annual"], "not-a-choice"),
        (Part.REPORTING, "frequency", True, "not-a-choice"),
        (Part.TASKS, "text", "x" * 100_000, "too-long"),
        (Part.TASKS, "text", 7, "not-text"),
        (Part.TASKS, "lead", ["Sở"] * 101, "too-many"),
        (Part.DOCUMENT, "draft", "có lẽ", "not-a-choice"),
    ],
)
def test_what_cannot_be_is_named_with_its_field(part: str, name: str, typed: object, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        checked(part, {name: typed})
    assert caught.value.fields == {name: code}


def test_a_field_of_another_part_is_refused() -> None:
    with pytest.raises(Invalid, match="unknown-field"):
        checked(Part.TASKS, {"amount": "5"})


def test_an_end_before_its_beginning_is_named() -> None:
    assert incoherent(Part.TASKS, {"start": "2026-07", "deadline": "2026-06-30"}) == {"deadline": "before-start"}
    assert incoherent(Part.TASKS, {"start": "2026", "deadline": "2026-06-30"}) == {}
    assert incoherent(Part.TARGETS, {"year_from": 2030, "year": 2025}) == {"year": "before-start"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=60),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from([(part, field.name) for part, fields in FIELDS.items() for field in fields]), JSON)
def test_anything_at_all_is_refused_or_kept_in_a_stable_form(place: tuple[str, str], value: object) -> None:
    part, name = place
    try:
        kept = checked(part, {name: value})
    except Invalid:
        return
    assert checked(part, kept) == kept
