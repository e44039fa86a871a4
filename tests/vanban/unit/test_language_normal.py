"""The normal form: one spelling for a word, and the way back to the source."""

from __future__ import annotations

import unicodedata

import pytest

from vanban.language.normal import fold, key, nfc, normalise, place_tones, slug


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("hoà bình", "hòa bình"),
        ("Uỷ ban", "Ủy ban"),
        ("UỶ BAN", "ỦY BAN"),
        ("khoẻ mạnh", "khỏe mạnh"),
        ("thuỷ lợi", "thủy lợi"),
        ("quý", "quý"),
        ("quỹ", "quỹ"),
        ("giòn", "giòn"),
        ("hoàn thành", "hoàn thành"),
        ("huỳnh", "huỳnh"),
    ],
)
def test_the_tone_of_an_open_rhyme_has_one_place(printed: str, normal: str) -> None:
    assert place_tones(printed) == normal


def test_a_decomposed_text_finds_the_way_back_to_its_source() -> None:
    source = unicodedata.normalize("NFD", "Uỷ ban hoà giải")
    normal = normalise(source)
    assert normal.text == "Ủy ban hòa giải"
    start, end = normal.span(7, 10)
    assert unicodedata.normalize("NFC", source[start:end]) == "hoà"


def test_cue_words_are_matched_in_lower_case_with_plain_blanks_and_hyphens() -> None:
    assert key("GIAI ĐOẠN\u00a02026\u20132030") == "giai đoạn 2026-2030"


def test_folding_takes_the_marks_and_keeps_the_places() -> None:
    assert fold("Đổi mới") == "doi moi"


def test_a_slug_writes_d_for_barred_d() -> None:
    assert slug("Đề án Đô thị 2026") == "de-an-do-thi-2026"


def test_codes_with_d_and_barred_d_stay_apart_where_words_are_compared() -> None:
    assert key("ĐA") != key("DA")


def test_a_long_run_of_marks_is_cut_into_pieces() -> None:
    assert len(nfc("a" + "\u0301\u0323" * 50_000)) > 0
