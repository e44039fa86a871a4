"""Repairs one after the other are one repair, that is undone in one step."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vanban.restore.changes import Change, Edits, Restoration, composed


@st.composite
def edited(draw: st.DrawFn, text: str) -> Restoration:
    """A text with some of its pieces replaced."""
    places = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    edits = Edits(text)
    for start, end in zip(places[::2], places[1::2], strict=False):
        edits.put(start, end, draw(st.text("xyz", min_size=1, max_size=3)), 0.5)
    return edits.done()


@given(st.data(), st.text("abc ", max_size=30))
def test_two_repairs_are_undone_as_one(data: st.DataObject, text: str) -> None:
    first = data.draw(edited(text))
    second = data.draw(edited(first.text))
    done = composed(first, second)
    assert done.text == second.text
    assert done.undone() == text
    assert all(done.text[slice(*change.span)] == change.restored for change in done.changes)
    assert [change.span for change in done.changes] == sorted(change.span for change in done.changes)


def test_letters_that_both_changed_are_one_change_with_the_lower_confidence() -> None:
    first = Restoration("ab KHCN cd", (Change((3, 7), "KH CN", "KHCN", 0.8),))
    second = Restoration("ab KHCN& cd", (Change((3, 8), "KHCN", "KHCN&", 0.6),))
    assert composed(first, second).changes == (Change((3, 8), "KH CN", "KHCN&", 0.6),)
