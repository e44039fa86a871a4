"""Damaged letters come back by the language; what is sound, and every number, stays."""

from __future__ import annotations

import unicodedata

import pytest

from vanban.language.quality import Damage
from vanban.readers.blocks import Block, BlockKind, Reading
from vanban.restore import examine, mend, restored
from vanban.restore.candidates import bare
from vanban.restore.repair import repair

SOUND = (
    "Ủy ban nhân dân tỉnh giao Sở Khoa học và Công nghệ chủ trì, phối hợp với các sở, ban, ngành và Ủy ban nhân dân "
    "các huyện, thành phố tổ chức triển khai thực hiện Kế hoạch này; định kỳ báo cáo kết quả trước ngày 15 tháng 12 "
    "hằng năm."
)
#: the same words as a recogniser of English reads them
READ = (
    "Uy ban nhan dan tinh giao Sé Khoa hoc va Céng nghé chu tri, phéi hop véi cac sé, ban, nganh va Uy ban nhan dan\n"
    "cac huyén, thanh phé t6 chirc trién khai thuc hién Ké hoach nay; dinh ky bao cao két qua truéc ngay 15 thang 12\n"
    "hang nam."
)
ENGLISH = (
    "The committee shall review the implementation of the programme every year and report to the ministry on the "
    "results that were reached, the difficulties that were met and the measures that have been taken by all of the "
    "agencies."
)


def glyphs(text: str, offset: int) -> str:
    """The words with a Vietnamese letter as glyph numbers, in a font that keeps the order of the Vietnamese block."""
    macintosh = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü"

    def number(letter: str) -> str:
        if letter in macintosh[:29]:
            return chr(98 + macintosh.index(letter))
        if letter.isascii():
            return chr(ord(letter) - 29)
        return chr(0x1F4 + "đĐơƠưƯăĂũŨĩĨôÔùû".index(letter)) if ord(letter) < 0x1E00 else chr(ord(letter) - offset)

    def word(token: str) -> str:
        return token if token.isascii() else "".join(map(number, token))

    return " ".join(map(word, text.split(" ")))


def close(got: str, truth: str) -> float:
    """The share of words that are right; the two texts have the same words."""
    pairs = list(zip(got.split(), truth.split(), strict=True))
    return sum(one == two for one, two in pairs) / len(pairs)


def test_text_that_an_english_reader_guessed() -> None:
    done = restored(READ)
    assert close(done.text, SOUND) >= 0.97
    assert done.undone() == READ


def test_lines_and_numbers_stay_where_they_are() -> None:
    done = restored(READ)
    assert [line.count(" ") for line in done.text.split("\n")] == [line.count(" ") for line in READ.split("\n")]
    assert "ngày 15 tháng 12" in done.text


def test_every_change_says_what_was_read() -> None:
    done = restored(READ)
    assert done.changes
    for change in done.changes:
        assert done.text[slice(*change.span)] == change.restored != change.read
        assert 0 < change.confidence <= 1
    assert {change.restored: change.read for change in done.changes}["triển"] == "trién"


def test_lost_marks() -> None:
    done = restored(bare(SOUND))
    assert close(done.text, SOUND) >= 0.97
    assert done.undone() == bare(SOUND)


@pytest.mark.parametrize("offset", [0x1E00 - 0x404, 0x1E00 - 0x380, 0x1E00 - 0x300])
def test_numbers_of_glyphs_in_fonts_of_several_orders(offset: int) -> None:
    text = " ".join([SOUND] * 3)
    done = restored(glyphs(text, offset))
    assert close(done.text, text) >= 0.98
    assert done.undone() == glyphs(text, offset)


@pytest.mark.parametrize(
    "text",
    [
        SOUND,
        SOUND.upper(),
        unicodedata.normalize("NFD", SOUND),
        ENGLISH,
        "",
        "15/12/2025",
        "Ke hoach",
        "a b c d e f g h i j k l m n o p",
        "GRDP, TFP, UBND, HĐND, KH&CN",
        "x" * 500,
    ],
)
def test_sound_foreign_and_tiny_texts_are_left_to_the_letter(text: str) -> None:
    assert restored(text).text == text
    assert not restored(text).changes


@pytest.mark.parametrize(
    "number",
    ["37,6%", "05/2024/TT", "1.234.567", "2026-2030", "15/12/2025", "(2)", "10", "0,5", "16", "1", "100%", "24/7"],
)
def test_no_number_is_changed(number: str) -> None:
    text = READ.replace("15 thang 12", f"{number} thang {number}")
    done = restored(text)
    assert done.text.split().count(number) == text.split().count(number) == 2


def test_the_grammar_of_a_number_tells_its_letter() -> None:
    done = repair("Thuc hién Quyét dinh sé 569/QD-TTg va Nghi dinh sé 17/2024/ND-CP, theo dé nghi cua HDND tinh")
    assert "569/QĐ-TTg" in done.text
    assert "17/2024/NĐ-CP" in done.text
    assert "HĐND" in done.text
    read = {change.restored: change for change in done.changes}["569/QĐ-TTg"]
    assert read.read == "569/QD-TTg"
    assert read.confidence < 0.9


def test_a_digit_inside_a_word_is_a_misread_letter() -> None:
    done = repair("d6i m6i sang tao, chuyén d6i s6, xa h6i s6; mang 5G va bao cao 1a")
    assert done.text.startswith("đổi mới sáng tạo, chuyển đổi số, xã hội số; mạng 5G")


def test_addresses_stay() -> None:
    text = f"{READ} Thu dién tu: vanthu@tinh.gov.vn, https://tinh.gov.vn/ke-hoach"
    assert restored(text).text.endswith("vanthu@tinh.gov.vn, https://tinh.gov.vn/ke-hoach")


def test_only_the_damaged_passage_of_a_mixed_text_changes() -> None:
    text = f"{SOUND}\n\n{READ}\n\n{SOUND}"
    passages = examine(text)
    assert [one.damage for one in passages] == [Damage.NONE, Damage.OCR, Damage.NONE]
    assert passages[1].quality < 0.5 < passages[0].quality
    done = restored(text)
    assert done.text.startswith(f"{SOUND}\n\n")
    assert done.text.endswith(f"\n\n{SOUND}")
    assert close(done.text, "\n\n".join([SOUND] * 3)) >= 0.98


def block(text: str, **more: object) -> Block:
    return Block(kind=BlockKind.LINE, text=text, **more)  # type: ignore[arg-type]


def test_a_reading_is_repaired_block_by_block() -> None:
    first, second, _ = READ.split("\n")
    row = Block(kind=BlockKind.ROW, text="Nhiém vu | Co quan chu tri", cells=("Nhiém vu", "Co quan chu tri"))
    called = block(second, notes_called=(("1", second.index(" nay;") + 4),))
    reading = Reading(media_type="text/plain", pages=None, blocks=(block(first), called, row))
    mended, done = mend(reading)
    assert done.restored
    assert len(done.warnings) == 1
    assert "phục hồi" in done.warnings[0]
    assert mended.blocks[2].cells == ("Nhiệm vụ", "Cơ quan chủ trì")
    assert mended.blocks[2].text == "Nhiệm vụ | Cơ quan chủ trì"
    assert mended.blocks[1].text[: mended.blocks[1].notes_called[0][1]].endswith(" này")
    for place, changes in done.changes.items():
        for change in changes:
            assert mended.blocks[place].text[slice(*change.span)] == change.restored


def test_nonsense_is_named_and_left() -> None:
    text = "qwxzj kfwpq zzjwx vbnkq wjfzp " * 8
    mended, done = mend(Reading(media_type="text/plain", pages=None, blocks=(block(text),)))
    assert mended.blocks[0].text == text
    assert not done.restored
    assert done.warnings


def test_the_name_below_a_signature_keeps_its_capitals() -> None:
    done = repair("TM. UY BAN NHAN DAN\n\nPHO Bi THU\n\nHoang Phu Hién")
    assert "PHÓ BÍ THƯ" in done.text
    assert done.text.split("\n")[-1].istitle()


@pytest.mark.parametrize(
    ("read", "meant"), [("Tran Thi Budi", "Trần Thị"), ("Lé Van Luong", "Lê Văn"), ("Toéng Quang Hai", "Tống Quang")]
)
def test_a_name_below_a_signature_begins_with_a_surname(read: str, meant: str) -> None:
    done = repair(f"KT. CHU TICH\nPHO CHU TICH\n\n{read}")
    assert done.text.split("\n")[-1].startswith(meant)
    assert done.undone().endswith(read)


def test_abbreviations_of_other_languages_are_no_vietnamese_ones() -> None:
    assert "2% GDP" in restored("Phan dau tang tong dau tu xa hoi cho khoa hoc va cong nghe cua tinh dat 2% GDP").text
