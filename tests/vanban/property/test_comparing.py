"""What holds of the text measure for any texts."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from vanban.comparing import Ranking, Rarity, Shingles, explained, likeness, worded
from vanban.language.normal import nfc

#: Words that mean something, words that only join, shorthand, numbers, signs, topics; and any text at all.
WORDS = (
    "dữ liệu", "dùng chung", "của tỉnh", "và các", "KH&CN", "57-NQ/TW", "2030", "đào tạo", "hoà", "kỹ thuật", ",",
    ".", "\n",
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join), st.text(st.characters(codec="utf-8"), max_size=60)
)
CORPORA = st.lists(TEXTS, min_size=1, max_size=6)


@given(TEXTS, TEXTS, CORPORA)
def test_a_score_is_between_none_and_all_and_the_same_from_both_sides(one: str, other: str, corpus: list[str]) -> None:
    rarity = Rarity(map(worded, corpus))
    first, second = worded(one), worded(other)
    score = likeness(first, second, rarity)
    assert 0 <= score <= 1
    assert score == likeness(second, first, rarity)


@given(TEXTS, CORPORA)
def test_a_text_is_wholly_like_itself_however_it_is_written(text: str, corpus: list[str]) -> None:
    rarity = Rarity(map(worded, corpus))
    wording = worded(text)
    assert likeness(wording, wording, rarity) == (1.0 if wording.words else 0.0)
    assert worded(nfc(text)).strength == wording.strength


@given(TEXTS, TEXTS, CORPORA)
def test_the_shared_words_make_the_whole_score_and_stand_where_they_are_said_to(
    one: str, other: str, corpus: list[str]
) -> None:
    first, second = worded(one), worded(other)
    found = explained(first, second, Rarity(map(worded, corpus)))
    assert found.score == likeness(first, second, Rarity(map(worded, corpus)))
    if found.score:
        assert abs(sum(item.share for item in found.shared) - 1) < 1e-9
    for item in found.shared:
        assert 0 < item.share <= 1
        for text, spans in ((one, item.left), (other, item.right)):
            assert spans
            assert all(0 <= start < end <= len(text) for start, end in spans)


@given(CORPORA, TEXTS, st.randoms(use_true_random=False))
def test_the_order_of_a_corpus_changes_no_weight(corpus: list[str], text: str, chance: random.Random) -> None:
    turned = list(corpus)
    chance.shuffle(turned)
    asked = worded(text)
    scores = [
        sorted(item.score for item in Ranking(texts, Rarity(texts)).best(asked, len(texts)))
        for texts in ([worded(item) for item in corpus], [worded(item) for item in turned])
    ]
    assert scores[0] == scores[1]


@given(CORPORA, TEXTS)
def test_the_index_finds_what_looking_at_every_pair_finds(corpus: list[str], text: str) -> None:
    texts = [worded(item) for item in corpus]
    rarity, asked = Rarity(texts), worded(text)
    found = {item.index: item.score for item in Ranking(texts, rarity).best(asked, len(texts))}
    pairs = {index: likeness(asked, item, rarity) for index, item in enumerate(texts)}
    assert {index: round(score, 9) for index, score in found.items()} == {
        index: round(score, 9) for index, score in pairs.items() if score
    }


@given(TEXTS, CORPORA, TEXTS)
def test_the_copied_share_lies_between_none_and_all_and_grows_with_the_source(
    text: str, sources: list[str], more: str
) -> None:
    found = Shingles(sources).copied(text)
    assert 0 <= found.copied <= found.words
    assert 0 <= found.share <= 1
    assert Shingles([*sources, more]).copied(text).copied >= found.copied
    assert all(0 <= start < end <= len(text) for start, end in found.spans)
    assert list(found.spans) == sorted(found.spans)


@given(TEXTS, TEXTS)
def test_shorter_runs_never_make_less_of_a_text_copied(text: str, source: str) -> None:
    shares = [Shingles([source], run).copied(text).copied for run in (2, 4, 8)]
    assert shares == sorted(shares, reverse=True)


@given(st.lists(st.sampled_from(WORDS[:6]), min_size=1, max_size=30).map(" ".join))
def test_what_is_the_same_is_copied_whole(text: str) -> None:
    assert Shingles([text]).copied(text).share == 1.0
