"""Which words are Vietnamese, how well a text reads, and what its damage is."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from vanban.language.quality import Damage, damage, quality
from vanban.language.syllables import is_syllable, syllables

CLEAN = (
    "Giao Sở Khoa học và Công nghệ chủ trì, phối hợp với các sở, ban, ngành liên quan hướng dẫn các đơn vị xây dựng kế "
    "hoạch chi tiết, bố trí nguồn lực và tổ chức thực hiện; định kỳ hằng quý tổng hợp, báo cáo UBND tỉnh theo quy định."
)
REFERENCE = Path(os.environ.get("LOTRINH_REFERENCE_DIR", Path(__file__).parents[4] / "shared"))


def unmarked(text: str) -> str:
    text = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in text if not unicodedata.combining(c))


@pytest.mark.parametrize(
    "word",
    [
        "khoa",
        "học",
        "và",
        "công",
        "nghệ",
        "nghiêng",
        "quyết",
        "giếng",
        "gìn",
        "giữ",
        "khuỷu",
        "nguyễn",
        "yêu",
        "quốc",
        "thuở",
        "khuya",
        "hòa",
        "hoà",
        "thúy",
        "thuý",
        "quỳ",
        "quý",
        "xoong",
        "ngoằn",
        "ghế",
        "kỹ",
        "y",
        "ươn",
        "oan",
        "uống",
        "Đắc",
        "ƯƠNG",
        "buýt",
    ],
)
def test_vietnamese_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["hocc", "phat", "trien", "ngế", "kà", "cêm", "tiếnn", "blog", "quyêt", "", "7", "wua"]
)
def test_what_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


def test_syllables_are_composed_lower_case_words() -> None:
    assert all(word == unicodedata.normalize("NFC", word).lower() for word in syllables())


def test_clean_text_reads_well() -> None:
    assert quality(CLEAN) >= 0.97
    assert damage(CLEAN) is Damage.NONE


def test_decomposed_letters_read_as_well() -> None:
    assert quality(unicodedata.normalize("NFD", CLEAN)) == quality(CLEAN)


def test_text_without_marks_is_recognised() -> None:
    assert quality(unmarked(CLEAN)) < 0.6
    assert damage(unmarked(CLEAN)) is Damage.UNMARKED


def test_guessed_letters_are_recognised() -> None:
    text = (
        "Giao S6 Khoa hoc va Céng nghé cht tri, phdi hop v6i cac so, ban, nganh lién quan hudng dan cac don vi "
        "ké hoach chi tiét, b6 tri ngudn luc va t6 chtrc thuc hién"
    )
    assert quality(text) < 0.6
    assert damage(text) is Damage.OCR


def test_glyph_codes_are_recognised() -> None:
    text = "ӪBAN 1+Æ1 DÂN 7ӌ1+ &Ӝ1* HÒA XÃ +Ӝ, &+Ӫ ĈӝF OұS 7ӵ do +ҥQK phúc ӪӜӌ ӝӵҥ ұSӪ ӌӜӪ ƬӪĈ ӵҥұ ĈӝF OұS"
    assert damage(text) is Damage.LEGACY


def test_half_damaged_text_is_mixed() -> None:
    assert damage("\n".join([CLEAN, CLEAN, unmarked(CLEAN)])) is Damage.MIXED


@pytest.mark.parametrize(
    "text",
    [
        "The committee shall report to the ministry on the results of the plan and send data for the system.",
        "Le comité présentera un rapport sur les résultats de la période, avec des données pour les équipes.",
        "",
        "123 456 | 7,8 %",
    ],
)
def test_other_languages_and_figures_are_not_called_damaged(text: str) -> None:
    assert quality(text) == 1.0
    assert damage(text) is Damage.NONE


def test_foreign_words_and_abbreviations_do_not_spoil_a_text() -> None:
    text = CLEAN + " Ứng dụng IoT, AI, Big Data, GIS, BIM, logistics; UBND, HĐND, BCH, QĐ-TTg."
    assert quality(text) >= 0.97


@pytest.mark.reference
@pytest.mark.skipif(not REFERENCE.is_dir(), reason=f"no reference documents in {REFERENCE}")
def test_real_plans_read_well_and_damaged_twins_do_not() -> None:
    plans = [path for kind in ("*.txt", "*.md") for path in (REFERENCE / "plans").glob(kind)]
    clean = {path.name: quality(path.read_text(encoding="utf-8")) for path in plans if "ocr" not in path.name}
    damaged = [*(REFERENCE / "gold" / "ocr").glob("*.txt"), REFERENCE / "plans" / "lai-chau-2023-ocr.txt"]
    broken = {path.name: quality(path.read_text(encoding="utf-8")) for path in damaged}
    assert {name: value for name, value in clean.items() if value < 0.97} == {}
    assert {name: value for name, value in broken.items() if value >= 0.6} == {}
