"""Texts in other encodings are converted, and every word keeps what was read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import vanban
from vanban.language.foreign import is_foreign
from vanban.language.lexicon import load
from vanban.readers.blocks import Block, BlockKind, Reading
from vanban.restore import Encoding, Restoration, convert, looks_legacy, mend
from vanban.restore.conversion import conversion

UNICODE = "Ủy ban nhân dân tỉnh giao Sở Tài chính chủ trì, phối hợp với các sở; báo cáo kết quả trước ngày 15/12/2025."
TCVN3 = "Uû ban nh©n d©n tØnh ban hµnh KÕ ho¹ch ph¸t triÓn khoa häc vµ c«ng nghÖ trªn ®Þa bµn tØnh ®Õn n¨m 2030."
VNI = "UÛy ban nhaân daân tænh ban haønh Keá hoaïch phaùt trieån khoa hoïc vaø coâng ngheä treân ñòa baøn tænh."


def shown(text: str) -> str:
    """UTF-8 as Windows-1252 shows it, bytes that it leaves undefined by their number."""
    return "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


def reading(*texts: str) -> Reading:
    return Reading(
        media_type="text/plain", pages=None, blocks=tuple(Block(kind=BlockKind.LINE, text=text) for text in texts)
    )


@pytest.mark.parametrize("text", [TCVN3, VNI, shown(UNICODE)])
def test_conversions_can_be_undone(text: str) -> None:
    mended, done = mend(reading(text, "", f"{text} {text}"))
    assert done.restored
    assert done.changes.keys() == {0, 2}
    for place, changes in done.changes.items():
        restoration = Restoration(text=mended.blocks[place].text, changes=changes)
        assert restoration.undone() == reading(text, "", f"{text} {text}").blocks[place].text
        assert len(changes) < len(text.split())
    assert len(done.warnings) == 1


def test_a_record_keeps_what_a_converted_text_was() -> None:
    text = vanban.read(f"{TCVN3}\n{TCVN3}".encode("cp1252"), "a.txt").text
    read = {text.content[slice(*word.span)]: word.read for word in text.changes}
    assert read["nhân dân tỉnh"] == "nh©n d©n tØnh"


@given(st.text(alphabet=sorted({*"abc \n.|", *load("legacy")["tcvn3"]["letters"]}), max_size=80))
def test_any_conversion_can_be_undone(text: str) -> None:
    for encoding in Encoding:
        for capitals in (False, True):
            done = Restoration(
                text=convert(text, encoding, upper_font=capitals), changes=conversion(text, (encoding, capitals))
            )
            assert done.undone() == text


def test_utf_8_that_was_read_byte_by_byte() -> None:
    assert looks_legacy(shown(UNICODE)) is Encoding.UTF8
    assert convert(shown(UNICODE), Encoding.UTF8) == UNICODE
    assert convert(UNICODE.encode().decode("latin-1"), Encoding.UTF8) == UNICODE
    _, done = mend(reading(shown(UNICODE)))
    assert "UTF-8" in done.warnings[0]


@pytest.mark.parametrize("text", [UNICODE, TCVN3, VNI, "à côté de la forêt, où il était", "São Paulo, Ã quelle heure"])
def test_other_texts_are_no_misread_utf_8(text: str) -> None:
    assert looks_legacy(text) is not Encoding.UTF8


FOREIGN = {
    "Russian": "Правительство области утверждает план развития науки и техники и поручает министерству его выполнить.",
    "Chinese": "省人民政府批准科学技术发展计划并责成各部门认真组织实施每年向省政府报告执行情况。",
    "Lao": "ແຜນການພັດທະນາວິທະຍາສາດ ແລະ ເຕັກໂນໂລຊີ ຂອງແຂວງ ໃຫ້ທຸກພາກສ່ວນ ຈັດຕັ້ງປະຕິບັດ",
    "German": "Das Ministerium legt den Plan für die Entwicklung der Wissenschaft vor, und die Behörden werden ihn mit "
    "den Mitteln des Haushalts bis zum Ende der Periode umsetzen.",
    "Spanish": "El ministerio presenta el plan para el desarrollo de la ciencia, que las provincias ejecutarán con los "
    "recursos del presupuesto, y se informará al gobierno cada seis meses.",
    "English": "The committee shall review the programme every year and report to the ministry on the results that "
    "were reached and on the measures that have been taken by all of the agencies.",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_a_text_in_another_language_is_left_and_called_so(language: str) -> None:
    mended, done = mend(reading(FOREIGN[language]))
    assert mended.blocks[0].text == FOREIGN[language]
    assert not done.restored
    assert done.warnings == ("Văn bản không phải tiếng Việt; nội dung được giữ nguyên và có thể không được hiểu đúng.",)


@pytest.mark.parametrize(
    "text",
    [
        UNICODE,
        "Uy ban nhan dan tinh giao So Tai chinh chu tri, phoi hop voi cac so; bao cao ket qua truoc ngay 15/12/2025.",
        "Uy ban nhan dan tinh giao S6 Tai chinh chi tri, phéi hop véi cac s6; bao cao két qua truéc ngay 15/12/2025.",
        TCVN3,
        VNI,
        "",
        "El plan para la ciencia",
    ],
)
def test_vietnamese_is_never_called_foreign(text: str) -> None:
    assert not is_foreign(text)


@pytest.mark.parametrize(
    ("legacy", "text"),
    [
        ("4.1. øng dông b¶n ®å", "4.1. Ứng dụng bản đồ"),
        ("- ¸p dông GIS ®Ó qu¶n lý. øng dông KCN ®· cã", "- Áp dụng GIS để quản lý. Ứng dụng KCN đã có"),
        ("Sè: 12/KH-UBND", "Số: 12/KH-UBND"),
        ("KINH PHÝ THùC HIÖN §Ò ¸N |", "KINH PHÍ THỰC HIỆN ĐỀ ÁN |"),
        ("theo ®ã øng dông", "theo đó ứng dụng"),
    ],
)
def test_capitals_that_tcvn3_lacks(legacy: str, text: str) -> None:
    assert convert(legacy, Encoding.TCVN3) == text


def test_two_wrong_encodings_in_one_document() -> None:
    blocks = [Block(kind=BlockKind.LINE, text=UNICODE)] * 8
    blocks += [Block(kind=BlockKind.LINE, text=TCVN3, font=".VnTime"), Block(kind=BlockKind.LINE, text=shown(UNICODE))]
    mended, done = mend(Reading(media_type="text/plain", pages=None, blocks=tuple(blocks)))
    assert [block.text for block in mended.blocks] == [*[UNICODE] * 8, convert(TCVN3, Encoding.TCVN3), UNICODE]
    assert len(done.warnings) == 2


def test_the_call_of_a_note_stays_in_its_text() -> None:
    text = f"{shown(UNICODE)} {shown('tế')}"
    block = Block(kind=BlockKind.PARAGRAPH, text=text, notes_called=(("1", len(text) - 1),))
    mended = mend(Reading(media_type="text/plain", pages=None, blocks=(block,)))[0].blocks[0]
    assert mended.notes_called == (("1", len(mended.text)),)
