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


def test_nobody_takes_over_before_it_exists_or_after_its_end() -> None:
    for body in gazetteer.bodies():
        for successor in body.successors:
            heir = gazetteer.body(successor.code)
            if heir is None:
                continue
            assert body.valid_to is not None
            assert heir.valid_from is None or heir.valid_from <= body.valid_to, (body.name, heir.name)
            assert heir.valid_to is None or heir.valid_to > body.valid_to, (body.name, heir.name)
            assert heir.valid_from is None or body.valid_from is None or heir.valid_from > body.valid_from


def test_a_cue_leads_to_one_successor_and_only_subjects_have_cues() -> None:
    for body in gazetteer.bodies():
        cues = [key(cue) for successor in body.successors for cue in successor.cues]
        assert len(cues) == len(set(cues)), body.name
        assert all(successor.subject for successor in body.successors if successor.cues)
    divided = gazetteer.body("STTTT")
    assert divided is not None
    to = {cue: successor.code for successor in divided.successors for cue in successor.cues}
    assert (to["chuyển đổi số"], to["tuyên truyền"], to["an ninh mạng"]) == ("SKHCN", "SVHTTDL", "CAT")
    assert all(len(", ".join(successor.cues)) <= 1000 for body in gazetteer.bodies() for successor in body.successors)


def test_a_province_s_own_bodies_have_names_of_their_own_and_a_document_by_which_they_ended() -> None:
    own = [(body, body.own) for body in gazetteer.bodies() if body.own is not None]
    assert len({facts.title for _, facts in own}) == len({facts.short for _, facts in own}) == len(own)
    for body, facts in own:
        assert body.level == "province"
        assert (body.act is None) == (body.valid_to is None), body.name
        assert len(facts.short) <= 60
        assert all(gazetteer.body(code) is not None for code in facts.in_place_of)
        if body.valid_to is not None:
            heirs = [gazetteer.body(successor.code) for successor in body.successors]
            assert all(heir is not None and heir.own is not None for heir in heirs)


def test_what_ended_on_another_day_in_each_province_is_no_finding() -> None:
    body = gazetteer.body_of("Đài Phát thanh - Truyền hình tỉnh Lai Châu")
    assert body is not None
    assert (body.code, body.uneven, [s.code for s in body.successors]) == ("ĐPTTH", True, ["BPTTH"])
    assert gazetteer.abolished_bodies("Đài Phát thanh - Truyền hình tỉnh Lai Châu", AFTER) == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Ủy ban MTTQ Việt Nam tỉnh", "MTTQ"),
        ("Hội LHPN tỉnh", "HLHPN"),
        ("Tỉnh đoàn Lai Châu", "TĐ"),
        ("Văn phòng Đoàn ĐBQH và HĐND tỉnh", "VPĐĐBQH"),
        ("VP UBND tỉnh", "VPUBND"),
        ("Báo và Đài PT-TH", "BPTTH"),
        ("UBKT Tỉnh ủy", "UBKTTU"),
    ],
)
def test_bodies_of_party_front_and_offices_are_known(name: str, code: str) -> None:
    body = gazetteer.body_of(name)
    assert (body.code if body else None) == code


def test_documents_by_which_bodies_ended_are_found_by_their_code() -> None:
    act = gazetteer.act("nd-45-2025")
    assert (act.number, act.issued_on, act.issuer) == ("Nghị định 45/2025/NĐ-CP", "2025-02-28", "Chính phủ")
    with pytest.raises(KeyError):
        gazetteer.act("khong-co")
