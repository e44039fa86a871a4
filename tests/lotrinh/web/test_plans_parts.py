"""The source with its marks and the sums of money, for any text and any lines."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from lotrinh.web.plans.budget import checked
from lotrinh.web.plans.source import Mark, laid_out, line_at, quoted
from vanban.record import Text, TextBlock

LINES = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\n|"), min_size=1), min_size=1)


def text_of(lines: list[str], tables: list[bool]) -> Text:
    blocks, at = [], 0
    for number, line in enumerate(lines):
        cell = (0, number, None) if tables[number % len(tables)] else None
        blocks.append(TextBlock(span=(at, at + len(line)), page=1 + number // 3, cell=cell))
        at += len(line) + 1
    return Text(content="\n".join(lines) + "\n", blocks=tuple(blocks), quality=1.0, restored=False)


@given(lines=LINES, tables=st.lists(st.booleans(), min_size=1, max_size=3), data=st.data())
def test_every_character_stands_once_in_its_place_whatever_is_marked(
    lines: list[str], tables: list[bool], data: st.DataObject
) -> None:
    text = text_of(lines, tables)
    places = st.integers(0, len(text.content))
    spans = data.draw(st.lists(st.tuples(places, places).map(sorted), max_size=6))
    marks = [
        Mark(start=start, end=end, part="task", anchor=f"a{number}", url="/", label="")
        for number, (start, end) in enumerate(spans)
        if start < end
    ]
    shown = [line for stretch in laid_out(text, (), marks) for line in stretch.lines]
    assert [" | ".join("".join(piece.text for piece in cell) for cell in line.cells) for line in shown] == lines
    marked = sum(len(piece.text) for line in shown for cell in line.cells for piece in cell if piece.mark)
    inside = {at for start, end in spans for at in range(start, end) if text.content[at : at + 1] != "\n"}
    assert marked == len(inside)


@given(lines=LINES, data=st.data())
def test_a_quotation_is_cut_out_of_the_text_around_it(lines: list[str], data: st.DataObject) -> None:
    content = "\n".join(lines) + "\n"
    start = data.draw(st.integers(0, len(content) - 1))
    end = data.draw(st.integers(start + 1, len(content)))
    before, words, after = quoted(content, start, end)
    assert words == content[start:end]
    assert before + words + after in content
    assert before.count("\n") <= 3


def test_a_quotation_has_two_lines_on_either_side() -> None:
    content = "một\nhai\nba\nbốn\nnăm\nsáu\nbảy\n"
    start = content.index("bốn")
    assert quoted(content, start, start + 3) == ("hai\nba\n", "bốn", "\nnăm\nsáu")


def test_a_line_is_found_by_any_of_its_characters() -> None:
    text = text_of(["một", "hai", "ba"], [False])
    assert [line_at(text, at) for at in (0, 2, 4, 6, 8)] == [1, 1, 2, 2, 3]


@dataclass
class Line:
    amount: int
    parent_lineage: uuid.UUID | None = None
    kind: str = "part"
    lineage: uuid.UUID = field(default_factory=uuid.uuid4)


@given(st.lists(st.tuples(st.integers(0, 10**13), st.integers(-2, 9)), max_size=10))
def test_every_line_is_shown_once_even_where_parents_go_in_circles(given_lines: list[tuple[int, int]]) -> None:
    lines = [Line(amount) for amount, _ in given_lines]
    for line, (_, parent) in zip(lines, given_lines, strict=True):
        if 0 <= parent < len(lines):
            line.parent_lineage = lines[parent].lineage
    shown = [item.line.lineage for item in checked(lines)]
    assert sorted(shown) == sorted(line.lineage for line in lines)


def test_parts_are_added_up_averages_are_not() -> None:
    total = Line(100, kind="total")
    parts = [Line(60, total.lineage), Line(30, total.lineage), Line(25, total.lineage, kind="average")]
    sums = checked([total, *parts])
    assert (sums[0].parts, sums[0].missing) == (90, 10)
    assert [item.depth for item in sums] == [0, 1, 1, 1]
    parts[1].amount = 40
    assert checked([total, *parts])[0].missing is None
