"""Misread numbers come back by their grammar alone; a digit that was read stays, whatever stands around it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.restore import restored
from vanban.restore.numerals import with_numbers

_SEEN = st.sampled_from("0123456789OolI|QSBZ.,/-% ")


def mended(text: str) -> str:
    done = with_numbers(text, [(0, len(text))])
    assert done.undone() == text
    assert all(change.confidence <= 0.8 for change in done.changes)
    return done.text


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("dat 1OO% va l5 % so", "dat 100% va 15 % so"),
        ("37,S% tro lén", "37,5% tro lén"),
        ("ngay l1/5/2O22", "ngay 11/5/2022"),
        ("ngay 3O.6.2025", "ngay 30.6.2025"),
        ("ngay 45/1O/2025", "ngay 45/1O/2025"),
        ("giai doan 2O21-2O25", "giai doan 2021-2025"),
        ("ngay O5 thang l2 nam 20l5", "ngay 05 thang 12 nam 2015"),
        ("thang 1O va thang 4O", "thang 10 va thang 4O"),
        ("1.2OO.000 dong", "1.200.000 dong"),
        ("quy Il/2025 va quy 3/2025", "quy II/2025 va quy 3/2025"),
        ("4O nguoi, l6 trinh, 1a", "40 nguoi, l6 trinh, 1a"),
    ],
)
def test_a_number_is_read_by_its_form(read: str, meant: str) -> None:
    assert mended(read) == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("128/QD-TTg", "128/QĐ-TTg"),
        ("77/QDB-UBND", "77/QĐ-UBND"),
        ("3O/2O20/ND-CP", "30/2020/NĐ-CP"),
        ("O7/2024/TT-BKHCN", "07/2024/TT-BKHCN"),
        ("l5-KH/TU", "15-KH/TU"),
        ("12/NO-HDND", "12/NQ-HĐND"),
        ("61/BC-SKHCN", "61/BC-SKHCN"),
        ("12/XY-UBND", "12/XY-UBND"),
        ("9/TB-VPUBND", "9/TB-VPUBND"),
    ],
)
def test_a_number_of_a_document_has_a_kind_and_a_body_of_the_lists(read: str, meant: str) -> None:
    assert mended(f"theo van ban so {read}, ngay") == f"theo van ban so {meant}, ngay"


def test_roman_numerals_of_headings_follow_each_other() -> None:
    read = ["I. MUC DICH", "Il. YEU CAU", "I11. NOI DUNG", "1V. KINH PHI", "V. TO CHUC", "V1. PHU LUC"]
    meant = ["I. MUC DICH", "II. YEU CAU", "III. NOI DUNG", "IV. KINH PHI", "V. TO CHUC", "VI. PHU LUC"]
    assert mended("\n\n".join(read)) == "\n\n".join(meant)


def test_a_stroke_too_many_is_told_by_the_heading_behind() -> None:
    assert mended("I- MUC DICH\n\nIIl- NOI DUNG\n\nIlI- TO CHUC") == "I- MUC DICH\n\nII- NOI DUNG\n\nIII- TO CHUC"


def test_a_comma_between_labels_in_order_is_a_full_stop() -> None:
    read = "1. Sé Tai chinh\n\n2, Sé Noi vu\n\n3. Sé Xay dung\n\n7, 8 va 9"
    assert mended(read) == read.replace("2,", "2.")


@pytest.mark.parametrize("text", ["1. MUC DICH\n\n11. YEU CAU", "l. MUC DICH\n\n2. YEU CAU", "Il. noi dung trong cau"])
def test_numbers_of_other_headings_stay(text: str) -> None:
    assert mended(text) == text


def test_only_damaged_passages_are_looked_at() -> None:
    text = "nam 2O25\n\nnam 2O26"
    assert with_numbers(text, [(10, len(text))]).text == "nam 2O25\n\nnam 2026"


@given(st.lists(_SEEN, max_size=60).map("".join))
def test_no_digit_that_was_read_is_changed(text: str) -> None:
    done = with_numbers(text, [(0, len(text))])
    assert done.undone() == text
    assert len(done.text) == len(text)
    for read, now in zip(text, done.text, strict=True):
        assert now == read or (not read.isdigit() and now.isdigit())


def test_a_damaged_document_has_its_numbers_restored_and_says_so() -> None:
    text = (
        "Thuc hién Quyét dinh sé 77/QDB-UBND ngay l5/6/2O25 cta Uy ban nhan dan tinh vé phat trién khoa hoc céng nghé"
    )
    done = restored(text)
    assert "77/QĐ-UBND ngày 15/6/2025" in done.text
    assert {change.read for change in done.changes} >= {"77/QDB-UBND", "l5/6/2O25"}
    assert done.undone() == text


def test_a_number_behind_a_stroke_is_no_letter() -> None:
    done = restored(
        "Dén nam 2030 dat 10 can bé nghién ctu khoa hoc/1 van dan, gép phan phat trién kinh té xa héi cua tinh"
    )
    assert "khoa học/1 vạn dân" in done.text


@pytest.mark.parametrize("text", ["Năm 2O25, đạt 1OO% kế hoạch được giao tại Quyết định số 77/QDB-UBND của tỉnh."])
def test_sound_text_keeps_even_its_slips(text: str) -> None:
    assert restored(text).text == text
    assert re.search("2O25", text)
