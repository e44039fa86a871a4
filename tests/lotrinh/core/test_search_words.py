"""What becomes of texts in the search index, and of what people type."""

from __future__ import annotations

import re
import unicodedata

import pytest
from django.db import connection
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from lotrinh.core.search import marking, matching
from lotrinh.core.search.tokens import LONGEST_WORD, UNPAIRED, exact, of_code, pairs, tokens
from lotrinh.core.search.typed import LONGEST, MOST_WORDS, understand

HOSTILE = (
    "",
    " ",
    "\x00",
    "a\x00b",
    '"',
    '"""',
    "“”",
    '"a',
    "!!! ... ???",
    "( OR ) AND NOT NEAR(a b) a* ^b -c {x y}: z",
    "title : word",
    "' OR 1=1 --",
    "a & | ! <-> b:*",
    "\\'\\",
    "😀 🇻🇳",
    "đ" * 10_000,
    "kế hoạch " * 2000,
    "\ud800",
    "ẶẶẶ ﬁ ß İ",
    "1e5 0x1f 12e3b 007 2e",
    "一二三 привет",
    '"' + "a " * 600 + '"',
)


@pytest.mark.parametrize(
    "same", ["hoà bình", "HÒA BÌNH", "hoa binh", unicodedata.normalize("NFD", "Hoà Bình"), "hòa-bình"]
)
def test_words_are_the_same_with_and_without_diacritics_in_either_tone_placement(same: str) -> None:
    assert tokens(same) == ["hoa", "binh"]


def test_d_with_its_bar_is_found_by_d() -> None:
    assert tokens("Đường đê ĐẠI") == ["duong", "de", "dai"]
    # Old fonts have another letter that looks the same.
    assert tokens("\u00d0ại học, \u0189ê") == ["dai", "hoc", "de"]


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("20-NQ/TW", ["20 NQ/TW", "20-nq/tw", "20 - NQ/TW", "20/NQ-TW", "20NQ/TW", "20 nq tw", "20\u2011NQ/TW"]),
        ("3631/KH-UBND", ["3631/kh-ubnd", "3631 / KH – UBND", "03631/KH-UBND", "3631 kh ubnd"]),
        ("02/2024/TT-BKHCN", ["2/2024/tt-bkhcn", "02/2024/TT – BKHCN"]),
        ("1131/QĐ-TTg", ["1131/qđ-ttg", "1131/QĐ-TTG"]),
        ("93/2025/QH15", ["93/2025/qh15"]),
    ],
)
def test_a_number_is_the_same_however_it_is_written(printed: str, written: list[str]) -> None:
    for other in written:
        assert tokens(other, typed=True) == tokens(printed), other
        assert understand(other).exact == exact(tokens(printed)), other


@pytest.mark.parametrize(
    "text", ["số 20-NQ/TW", "Số: 20-NQ/TW", "so 20 nq tw", "so\u0302\u0301 20/NQ-TW", "số 20\u2011NQ/TW"]
)
def test_the_word_for_number_is_not_looked_for_beside_one(text: str) -> None:
    assert understand(text).words == tuple(tokens("20-NQ/TW"))
    assert {understand(text).number, understand(text).exact} & {exact(tokens("20-NQ/TW"))}


def test_the_word_for_number_stays_where_it_means_something_else() -> None:
    assert understand("chuyển đổi số 2026").words == ("chuyen", "doi", "so", "2026")
    assert understand('"nghị quyết số 20-NQ/TW"').terms == (tuple(tokens("nghị quyết số 20-NQ/TW")),)
    assert understand("41/KH-UBND và 42/KH-UBND").number == ""


@pytest.mark.parametrize(
    ("one", "other"), [("tỷ lệ", "tỉ lệ"), ("kỹ thuật", "kĩ thuật"), ("quý", "quí"), ("09/3/2026", "9/03/2026")]
)
def test_i_and_y_and_zeros_in_front_are_written_either_way(one: str, other: str) -> None:
    for typed, text in ((one, other), (other, one), (f'"{one}"', other), (f'"{other}"', one)):
        assert "[" in marked(text, typed), (typed, text)
        node = matching.fts5(matching.all_words(understand(typed)))
        assert all(f'"{word}' in node or f" {word}" in node for word in tokens(text)), node


def test_very_many_words_that_vary_make_no_endless_question() -> None:
    assert len(matching.fts5(matching.all_words(understand(f'"{"kỹ lý " * 8}"')))) < 1000


@pytest.mark.parametrize(("one", "other"), [("15/ĐA-UBND", "15/DA-UBND"), ("15/HĐ-UBND", "15/HD-UBND"), ("ĐA", "DA")])
def test_codes_with_and_without_a_bar_are_never_one(one: str, other: str) -> None:
    assert of_code(one) != of_code(other)
    if one[0].isdigit():
        for written in (one, one.lower()):
            assert not set(tokens(written, typed=True)) <= set(tokens(other))


def test_a_number_in_a_text_is_found_by_its_pieces_too() -> None:
    text = tokens("Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024")
    for said in ("nghị quyết 57", "NQ 57", "57-nq/tw", "22/12/2024"):
        assert set(tokens(said, typed=True)) <= set(text), said


def test_small_letters_that_only_look_like_a_number_are_words() -> None:
    assert tokens("20/ngày", typed=True) == ["20", "ngay"]


@given(st.text(max_size=300))
@example("12e3b 1e5a ﬁ")
def test_words_of_any_text_are_plain_and_stay_what_they_are(text: str) -> None:
    found = tokens(text)
    assert all(re.fullmatch(rf"[a-z0-9]{{1,{LONGEST_WORD}}}", word) for word in found)
    assert tokens(unicodedata.normalize("NFD", text)) == tokens(unicodedata.normalize("NFC", text))


@given(st.text(max_size=LONGEST + 50))
def test_whatever_is_typed_asks_for_a_few_words_or_nothing(text: str) -> None:
    typed = understand(text)
    assert sum(map(len, typed.terms)) <= MOST_WORDS
    assert bool(typed) == bool(typed.terms)
    pieces = marking.snippet(text, marking.pattern(typed), longest=10_000)
    assert "".join(piece.text for piece in pieces) == text


def test_quotes_make_phrases_and_one_alone_does_not() -> None:
    assert understand('kế "chuyển đổi số" “hạ tầng”').terms == (("ke",), ("chuyen", "doi", "so"), ("ha", "tang"))
    assert understand('kế "chuyển đổi').terms == (("ke",), ("chuyen",), ("doi",))
    assert understand("một hai một").terms == (("mot",), ("hai",))


def test_more_than_anybody_means_is_cut_and_said() -> None:
    assert not understand("một hai").cut
    assert understand("từ " * 500).cut
    many = understand(" ".join(f"a{number}" for number in range(20)))
    assert many.cut
    assert len(many.terms) == MOST_WORDS


def test_each_pair_of_words_is_known_once_or_none_where_they_are_too_many() -> None:
    assert pairs([]) == pairs(["mot"]) == []
    assert pairs(["mot", "hai", "mot", "hai"]) == ["mot_hai", "hai_mot"]
    assert pairs([f"{number:05}" for number in range(30_000)]) == [UNPAIRED]


def marked(text: str, typed: str, longest: int = 260) -> str:
    pieces = marking.snippet(text, marking.pattern(understand(typed)), longest=longest)
    return "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in pieces)


def test_words_are_marked_as_the_text_writes_them() -> None:
    assert marked("Tỉnh Hoà Bình, hòa bình; hoành", "hoa binh") == "Tỉnh [Hoà Bình], [hòa bình]; hoành"
    assert marked("Nghị quyết số 57-NQ/TW và số 57", "57 nq/tw") == "Nghị quyết số [57-NQ/TW] và số [57]"
    assert marked("khoa thi, khoa  học", '"khoa học"') == "khoa thi, [khoa  học]"
    assert marked("<b>đê</b>", "de") == "<b>[đê]</b>"


def test_a_long_text_is_cut_around_the_words() -> None:
    text = "mở đầu " * 300 + "chuyển đổi số toàn diện " + "kết thúc " * 300
    shown = marked(text, "chuyen doi so", longest=120)
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "[chuyển đổi số]" in shown
    assert len(shown) < 140
    assert marked(text, "không có", longest=120).startswith("mở đầu")


class OnTheDatabase(TestCase):
    """The database reads the words as they are meant."""

    @given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=8))
    @example(["1e5", "12e3b", "0x1f", "20a", "3.5", "-4", "a@b.vn", "http://x/y"])
    def test_postgresql_splits_and_drops_no_word(self, texts: list[str]) -> None:
        if connection.vendor != "postgresql":
            self.skipTest("of PostgreSQL")
        words = tokens(" ".join(texts))
        with connection.cursor() as cursor:
            cursor.execute("SELECT tsvector_to_array(to_tsvector('simple', %s))", (" ".join(words),))
            assert set(cursor.fetchone()[0]) == set(words)

    def test_any_question_is_one_that_the_database_understands(self) -> None:
        from lotrinh.core.search.models import SearchEntry

        for text in HOSTILE:
            typed = understand(text)
            if not typed:
                continue
            for node in (matching.all_words(typed), matching.in_title(typed, begins=True), matching.exactly(typed)):
                both = matching.Without(node, matching.Some((node, matching.Word("zkunit"))))
                assert list(SearchEntry.objects.filter(matching.Matches(both))) == []
