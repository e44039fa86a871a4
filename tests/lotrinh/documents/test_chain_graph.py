"""Where the documents of a chain stand, without a database."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lotrinh.documents.chain.graph import ranks, rows
from lotrinh.documents.vocab import ChainLayer

KEYS = st.lists(st.sampled_from("abcdefgh"), unique=True)
EDGES = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), max_size=30)


def test_what_stands_above_comes_first_and_the_longest_way_counts() -> None:
    assert ranks("abc", [("a", "b"), ("b", "c"), ("a", "c")]) == {"c": 0, "b": 1, "a": 2}


def test_a_circle_is_cut_once() -> None:
    assert sorted(ranks("abc", [("a", "b"), ("b", "c"), ("c", "a")]).values()) == [0, 1, 2]


def test_a_chain_of_thousands_is_no_burden() -> None:
    keys = [str(n) for n in range(5000)]
    assert ranks(keys, [(str(n), str(n + 1)) for n in range(4999)])["0"] == 4999


@given(KEYS, EDGES)
def test_each_key_gets_a_rank_whatever_circles_there_are(keys: list[str], edges: list[tuple[str, str]]) -> None:
    found = ranks(keys, edges)
    assert set(found) == set(keys)
    assert all(0 <= rank < max(len(keys), 1) for rank in found.values())


@given(KEYS, EDGES)
def test_without_circles_what_cites_stands_lower(keys: list[str], edges: list[tuple[str, str]]) -> None:
    upward = [(max(pair), min(pair)) for pair in edges if pair[0] != pair[1]]
    found = ranks(keys, upward)
    assert all(found[low] > found[up] for low, up in upward if low in found and up in found)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(ChainLayer)), EDGES, st.integers(1, 4))
def test_rows_hold_each_document_once_from_the_top_level_down(
    layers: dict[str, ChainLayer], edges: list[tuple[str, str]], most: int
) -> None:
    placed = rows(layers, edges, order={}, most=most)
    assert sorted(key for row in placed for key in row.keys) == sorted(layers)
    assert all(len(row.keys) <= most for row in placed)
    order = [list(ChainLayer).index(row.layer) for row in placed]
    assert order == sorted(order)
    assert sum(row.first for row in placed) == len(set(layers.values()))
