"""Legacy encodings recognised and converted, and nothing else touched."""

from __future__ import annotations

import pytest

from vanban.readers.blocks import Block, BlockKind, Reading
from vanban.restore import Encoding, convert, looks_legacy, mend

TCVN3 = "Uû ban nh©n d©n tØnh ban hµnh KÕ ho¹ch ph¸t triÓn khoa häc vµ c«ng nghÖ trªn ®Þa bµn tØnh ®Õn n¨m 2030."
VNI = "UÛy ban nhaân daân tænh ban haønh Keá hoaïch phaùt trieån khoa hoïc vaø coâng ngheä treân ñòa baøn tænh."
UNICODE = "Ủy ban nhân dân tỉnh ban hành Kế hoạch phát triển khoa học và công nghệ trên địa bàn tỉnh."


def reading(*blocks: Block) -> Reading:
    return Reading(media_type="text/plain", pages=None, blocks=blocks)


def block(text: str, font: str | None = None) -> Block:
    return Block(kind=BlockKind.PARAGRAPH, text=text, font=font)


def test_tcvn3_is_recognised_and_converted() -> None:
    assert looks_legacy(TCVN3) is Encoding.TCVN3
    assert convert(TCVN3, Encoding.TCVN3) == (
        "Uỷ ban nhân dân tỉnh ban hành Kế hoạch phát triển khoa học và công nghệ trên địa bàn tỉnh đến năm 2030."
    )


def test_vni_is_recognised_and_converted() -> None:
    assert looks_legacy(VNI) is Encoding.VNI
    assert convert(VNI, Encoding.VNI) == UNICODE


def test_font_of_capitals() -> None:
    assert convert("céng hoµ x· héi chñ nghÜa viÖt nam", Encoding.TCVN3, upper_font=True) == (
        "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    )


def test_words_typed_in_capitals_without_their_font() -> None:
    assert convert("CéNG HOµ X· HéI CHñ NGHÜA VIÖT NAM", Encoding.TCVN3) == "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def test_name_with_one_capital_keeps_its_small_letters() -> None:
    assert convert("Bµ Vò ThÞ Mü, §µ N½ng", Encoding.TCVN3) == "Bà Vũ Thị Mỹ, Đà Nẵng"


@pytest.mark.parametrize(
    "text",
    [
        UNICODE,
        "Phú Thọ, Cà Mau, Hà Nam và Hoà Bình",
        "là có và đã",
        "L'été dernier, à côté de la forêt, le comité présentera où il était déjà le résultat.",
        "Die Prüfung der Qualität erfolgt gemäß § 5 über größere Flächen.",
        "El año pasado la comisión revisó la educación pública según la opinión técnica.",
        "Diện tích 25 m², nhiệt độ ±2°C, giá ½ © 2025 ® µg",
        "The committee met on 5 May.",
        "",
    ],
)
def test_sound_text_is_left_alone(text: str) -> None:
    assert looks_legacy(text) is None
    mended, done = mend(reading(block(text)))
    assert not done.restored
    assert mended.blocks[0].text == text


def test_a_guess_of_a_recogniser_is_no_legacy_text() -> None:
    text = "4. Mé réng mang lwéi thw vién, boi dwéng ky ning caa cac thi thw va céng tac vién tai truéng hoc"
    assert looks_legacy(text) is None


def test_reading_is_mended_with_a_warning() -> None:
    row = Block(kind=BlockKind.ROW, text="KÕ ho¹ch | n¨m", cells=("KÕ ho¹ch", "n¨m"))
    mended, done = mend(reading(block(TCVN3), row))
    assert done.restored
    assert mended.blocks[1].cells == ("Kế hoạch", "năm")
    assert mended.blocks[1].text == "Kế hoạch | năm"
    assert len(done.warnings) == 1
    assert "TCVN3" in done.warnings[0]


def test_fonts_decide_block_by_block() -> None:
    mended, done = mend(
        reading(
            block(UNICODE),
            block("kÕ ho¹ch", ".VnTimeH"),
            block("so lieu", ".VnTimeH"),
            block("Keá hoaïch", "VNI-Times"),
            block("Kế hoạch", ".VnTime"),
        )
    )
    assert done.restored
    assert [b.text for b in mended.blocks] == [UNICODE, "KẾ HOẠCH", "SO LIEU", "Kế hoạch", "Kế hoạch"]


def test_offsets_of_notes_follow_the_shorter_text() -> None:
    called = Block(kind=BlockKind.PARAGRAPH, text=VNI, notes_called=(("1", len(VNI)),))
    mended, _ = mend(reading(called))
    assert mended.blocks[0].notes_called == (("1", len(UNICODE)),)


def test_reading_without_blocks() -> None:
    mended, done = mend(reading())
    assert (mended.blocks, done.restored, done.warnings) == ((), False, ())
