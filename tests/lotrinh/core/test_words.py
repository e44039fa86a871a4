"""Searching and sorting Vietnamese words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotrinh.core import words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đổi mới  sáng tạo", "doi moi sang tao"),
        ("ĐỔI MỚI", "doi moi"),
        (unicodedata.normalize("NFD", "tổ chức"), "to chuc"),
        ("hoà bình", "hoa binh"),
        ("hòa bình", "hoa binh"),
        ("Sở KH&CN", "so kh&cn"),
    ],
)
def test_folding_makes_search_blind_for_diacritics(text: str, folded: str) -> None:
    assert words.fold(text) == folded


def test_the_alphabet_is_kept() -> None:
    in_order = [
        "An",
        "Ăn",
        "Ân",
        "Bình",
        "Chi",
        "Dũng",
        "Đạt",
        "Em",
        "Êm",
        "Giang",
        "Oanh",
        "Ôn",
        "Ơn",
        "Tư",
        "Ưng",
        "Vy",
    ]
    keys = [words.sort_key(word) for word in in_order]
    assert keys == sorted(set(keys))


def test_tones_decide_only_between_equal_letters() -> None:
    in_order = ["ma", "mà", "mả", "mã", "má", "mạ", "mab"]
    keys = [words.sort_key(word) for word in in_order]
    assert keys == sorted(set(keys))


def test_people_stand_by_given_name() -> None:
    in_order = ["Trần Thị An", "Nguyễn Văn Dũng", "Đặng Văn Đức", "Lê Văn Đức", "Bùi Thị Yến"]
    keys = [words.person_sort_key(name) for name in in_order]
    assert keys == sorted(set(keys))


@given(st.text())
def test_keys_are_plain_so_that_every_collation_orders_them_alike(text: str) -> None:
    key = words.sort_key(text)
    assert key.isascii()
    assert key == "" or key.isalnum()
    assert key == key.lower()


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert words.fold(words.fold(text)) == words.fold(text)
