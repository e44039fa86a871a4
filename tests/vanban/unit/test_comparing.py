"""The text measure: what counts as the same word, what weighs, what is copied; long and hostile texts."""

from __future__ import annotations

import time

import pytest

from vanban.comparing import Ranking, Rarity, Shingles, explained, likeness, topic_label, worded
from vanban.language import lexicon


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Xây dựng kho dữ liệu", "XÂY DỰNG KHO DỮ LIỆU."),
        ("ủy ban nhân dân", "uỷ ban nhân dân"),
        ("kỹ thuật, tỷ lệ", "kĩ thuật, tỉ lệ"),
        ("hoạt động KH&CN", "hoạt động khoa học công nghệ"),
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh"),
    ],
)
def test_spellings_of_one_word_are_one_word(one: str, other: str) -> None:
    assert likeness(worded(one), worded(other), Rarity([worded(one)])) == 1.0


def test_codes_that_only_their_marks_tell_apart_are_two_words() -> None:
    assert not worded("ĐA").own & worded("DA").own


def test_a_rare_word_weighs_more_than_one_that_every_duty_has() -> None:
    duties = ["phát triển kho dữ liệu", "phát triển mạng lưới", "phát triển dược liệu"]
    rarity = Rarity(map(worded, duties))
    assert rarity.weight("dược liệu") > rarity.weight("phát triển")


def test_words_that_follow_each_other_are_shown_together_with_their_part_of_the_score() -> None:
    parent, child = worded("Hoàn thiện kho dữ liệu dùng chung"), worded("Sở Y tế mở kho dữ liệu dùng chung")
    found = explained(parent, child, Rarity([parent]))
    words = {item.words: item for item in found.shared if not item.topic}
    assert list(words) == ["kho dữ liệu dùng chung"]
    start, end = words["kho dữ liệu dùng chung"].left[0]
    assert parent.text[start:end] == "kho dữ liệu dùng chung"


def test_a_topic_is_shared_by_texts_without_a_common_word() -> None:
    parent, child = worded("Phát triển nguồn nhân lực"), worded("Mời chuyên gia về làm việc")
    found = explained(parent, child, Rarity([parent]))
    assert [(topic_label(item.topic), item.words) for item in found.shared if item.topic] == [
        ("nhân lực", "chuyên gia")
    ]


def test_the_heading_above_counts_less_than_the_text() -> None:
    parents = [worded("Hoàn thiện quy chế", "Phát triển dữ liệu"), worded("Mở kho dữ liệu", "Quy chế")]
    best = Ranking(parents, Rarity(parents)).best(worded("Xây dựng kho dữ liệu"))
    assert [item.index for item in best] == [1, 0]


def test_every_topic_has_a_name_and_no_cue_twice() -> None:
    topics = lexicon.load("comparing")["topics"]
    assert all(topic_label(topic) for topic in topics)
    assert all(len(set(table["cues"])) == len(table["cues"]) for table in topics.values())


def test_runs_of_eight_words_are_copied_shorter_ones_are_not() -> None:
    source = "một hai ba bốn năm sáu bảy tám chín mười"
    assert Shingles([source]).copied("Không, một hai ba bốn năm sáu bảy tám, không").copied == 8
    assert Shingles([source]).copied("Không, một hai ba bốn năm sáu bảy, không").copied == 0
    assert Shingles([source]).copied("hai ba bốn").copied == 3


def test_a_run_does_not_go_on_in_the_next_line_of_the_source() -> None:
    text = "một hai ba bốn năm sáu bảy tám"
    assert Shingles(["một hai ba bốn\nnăm sáu bảy tám"]).copied(text).copied == 0


def test_nothing_is_like_nothing() -> None:
    empty = worded("")
    assert likeness(empty, empty, Rarity([empty])) == 0.0
    assert Ranking([empty], Rarity([empty])).best(worded("dữ liệu")) == ()
    assert Shingles([""]).copied("").share == 0.0


@pytest.mark.slow
def test_a_huge_duty_and_many_duties_take_linear_time() -> None:
    began = time.process_time()
    huge = worded("Xây dựng kho dữ liệu số 12, đào tạo cán bộ kỹ thuật. " * 4000)
    many = [worded(f"Sở số {n} xây dựng cơ sở dữ liệu đợt {n % 97} và đào tạo {n % 13} cán bộ") for n in range(5000)]
    rarity = Rarity(many)
    ranking = Ranking(many, rarity)
    assert len(ranking.best(huge)) == 3
    assert all(ranking.best(item)[0].score > 0.99 for item in many[::50])
    assert Shingles([huge.text]).copied(huge.text).share == 1.0
    assert time.process_time() - began < 30
