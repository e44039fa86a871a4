"""Labels: what opens a paragraph and what merely looks like it."""

from __future__ import annotations

import pytest

from vanban.structure.labels import is_roman, ordinal, parse_label, roman_number
from vanban.structure.text import LabelKind


@pytest.mark.parametrize(
    ("text", "kind", "value", "rest"),
    [
        ("I- MỤC ĐÍCH", LabelKind.ROMAN, "I", "MỤC ĐÍCH"),
        ("IV. Tổ chức", LabelKind.ROMAN, "IV", "Tổ chức"),
        ("C. NỘI DUNG", LabelKind.LETTER, "C", "NỘI DUNG"),
        ("1. Sở Tài chính", LabelKind.NUMBER, "1", "Sở Tài chính"),
        ("1/ Sở Tài chính", LabelKind.NUMBER, "1", "Sở Tài chính"),
        ("2.10. Đề nghị", LabelKind.NUMBER, "2.10", "Đề nghị"),
        ("1.1 Hoàn thiện", LabelKind.NUMBER, "1.1", "Hoàn thiện"),
        ("đ) Lĩnh vực", LabelKind.POINT, "đ", "Lĩnh vực"),
        ("a. Thời gian", LabelKind.POINT, "a", "Thời gian"),
        ("(1) Thẩm định", LabelKind.POINT, "(1)", "Thẩm định"),
        ("- Đẩy mạnh", LabelKind.BULLET, "-", "Đẩy mạnh"),
        ("– Đẩy mạnh", LabelKind.BULLET, "-", "Đẩy mạnh"),
        ("+ 100% hồ sơ", LabelKind.BULLET, "+", "100% hồ sơ"),
        ("Điều 3. Hiệu lực", LabelKind.ARTICLE, "3", "Hiệu lực"),
        ("Chương II", LabelKind.CHAPTER, "II", ""),
        ("Phần thứ nhất", LabelKind.PART, "1", ""),
        ("Phụ lục I (Kèm theo)", LabelKind.APPENDIX, "I", "(Kèm theo)"),
        ("PHỤ LỤC", LabelKind.APPENDIX, "", ""),
    ],
)
def test_a_label_is_read_with_its_kind_and_value(text: str, kind: LabelKind, value: str, rest: str) -> None:
    label = parse_label(text)
    assert label is not None
    assert (label.kind, label.value, text[label.end :]) == (kind, value, rest)


@pytest.mark.parametrize(
    "text",
    [
        "02 doanh nghiệp được hỗ trợ",
        "1.500.000.000 đồng",
        "100% quy trình",
        "Điều 4 và Điều 5 của Quy chế này",
        "Phụ lục kèm theo nêu danh mục",
        "Mục tiêu cụ thể",
        "Chương trình hành động",
        "TM. ỦY BAN NHÂN DÂN",
        "112/QĐ-TTg ngày 22 tháng 01 năm 2021",
        "55/LĐTBXH-BTXH ngày 3 tháng 3 năm 2021",
        "",
    ],
)
def test_what_only_looks_like_a_label_is_none(text: str) -> None:
    assert parse_label(text) is None


@pytest.mark.parametrize(("roman", "number"), [("I", 1), ("IV", 4), ("IX", 9), ("XIV", 14), ("XXXIX", 39)])
def test_roman_numerals(roman: str, number: int) -> None:
    assert is_roman(roman)
    assert roman_number(roman) == number


@pytest.mark.parametrize("value", ["", "IIII", "VX", "ABC"])
def test_ill_formed_roman_numerals_are_refused(value: str) -> None:
    assert not is_roman(value)


@pytest.mark.parametrize(
    ("text", "position"),
    [("đ) Nội dung", 5), ("g) Nội dung", 7), ("1.3. Nội dung", 3), ("V. Nội dung", 5), ("- Nội dung", None)],
)
def test_the_position_that_a_label_claims(text: str, position: int | None) -> None:
    label = parse_label(text)
    assert label is not None
    assert ordinal(label) == position
