"""Places and bodies with their validity."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from vanban.language import gazetteer
from vanban.language.normal import key
from vanban.language.patterns import trie

BEFORE = dt.date(2025, 2, 1)
AFTER = dt.date(2025, 7, 2)


def test_63_provinces_became_34() -> None:
    provinces = gazetteer.provinces()
    assert len(provinces) == 63
    assert sum(province.code is not None for province in provinces) == 34
    names = {province.name for province in provinces if province.code is not None}
    assert {province.merged_into for province in provinces if province.merged_into} <= names
    assert all((province.code is None) == (province.merged_into is not None) for province in provinces)


def test_codes_are_unique() -> None:
    codes = [body.code for body in gazetteer.bodies()]
    assert len(codes) == len(set(codes))
    assert len({province.code_2004 for province in gazetteer.provinces()}) == 63
    assert len({province.code for province in gazetteer.provinces() if province.code}) == 34


def test_whoever_ended_after_the_reform_has_successors_and_a_source() -> None:
    for body in gazetteer.bodies():
        assert body.source
        if body.valid_to is not None:
            assert body.successors, body.name
            assert body.valid_to > "2025", body.name


def test_every_name_of_a_body_is_listed_once() -> None:
    seen: dict[str, str] = {}
    for body in gazetteer.bodies():
        for name in body.names:
            assert seen.setdefault(key(name), body.code) == body.code, name


def test_duties_of_information_and_communications_were_divided_among_three() -> None:
    body = gazetteer.body("STTTT")
    assert body is not None
    assert {successor.code for successor in body.successors} == {"SKHCN", "SVHTTDL", "CAT"}
    assert all(successor.subject for successor in body.successors)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Sở KH&CN", "SKHCN"),
        ("Sở Khoa học và Công nghệ tỉnh Lai Châu", "SKHCN"),
        ("sở nông nghiệp và PTNT", "SNNPTNT"),
        ("Bộ TT&TT", "BTTTT"),
        ("Ủy ban nhân dân tỉnh Sơn La", "UBNDT"),
        ("Uỷ ban nhân dân cấp xã", "UBNDX"),
        ("Ban Tuyên giáo và Dân vận Tỉnh ủy", "BTGDV"),
        ("Ban Tuyên giáo Tỉnh ủy", "BTG"),
        ("Công ty Cổ phần Chè", None),
    ],
)
def test_a_printed_name_finds_its_body(name: str, code: str | None) -> None:
    body = gazetteer.body_of(name)
    assert (body.code if body else None) == code


def test_ended_bodies_are_found_with_their_place() -> None:
    text = "Giao Sở Kế hoạch và Đầu tư, Sở TT&TT và Ban Tuyên giáo Tỉnh ủy tỉnh Nam Định thực hiện."
    found = gazetteer.abolished_bodies(text, AFTER, offset=100)
    assert [body.code for _, body in found] == ["SKHĐT", "STTTT", "BTG", "T36"]
    for (start, end), body in found:
        assert key(text[start - 100 : end - 100]) in {key(name) for name in body.names}


def test_a_body_is_not_abolished_while_it_exists() -> None:
    assert gazetteer.abolished_bodies("Sở Kế hoạch và Đầu tư tỉnh Nam Định", BEFORE) == ()
    body = gazetteer.body("SKHĐT")
    assert body is not None
    assert body.existed(BEFORE)
    assert not body.existed(AFTER)


@pytest.mark.parametrize(
    "text",
    [
        "Bộ Nông nghiệp và PTNT (nay là Bộ Nông nghiệp và Môi trường)",
        "quy hoạch tỉnh Phú Yên (cũ)",
        "Ban Tuyên giáo và Dân vận Tỉnh ủy",
        "Ủy ban nhân dân các xã, phường",
        "Sở Khoa học và Công nghệ",
    ],
)
def test_old_names_that_the_text_knows_and_living_bodies_are_left_out(text: str) -> None:
    assert gazetteer.abolished_bodies(text, AFTER) == ()


def test_the_trie_takes_the_longest_phrase() -> None:
    pattern = re.compile(trie(["sở", "sở y tế", "sở y", "bộ", "a.b"]))
    assert pattern.fullmatch("sở y tế")
    match = pattern.match("sở y tá")
    assert match is not None
    assert match.group() == "sở y"
    assert pattern.fullmatch("axb") is None


def test_provinces_are_found_only_with_a_capital() -> None:
    found = gazetteer.find_provinces("tỉnh Hòa Bình yêu chuộng hòa bình, TP. Hồ Chí Minh, Hoà Bình")
    assert [province.name for _, province in found] == ["Hòa Bình", "Hồ Chí Minh", "Hòa Bình"]
