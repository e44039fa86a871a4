"""A damaged document gives a record like a sound one, and says which words were restored."""

from __future__ import annotations

import vanban
from vanban.restore import Change, placed

LINES = (
    "Uy ban nhan dan tinh ban hanh Ké hoach trién khai thuc hién Nghi quyét vé phat trién khoa hoc va céng nghé",
    "trén dia ban tinh dén nam 2030, nhu sau: cac sé, ban, nganh va Uy ban nhan dan cac huyén, thanh phé phéi hop",
    "t6 chirc thuc hién va bao cao két qua vé Sé Khoa hoc va Céng nghé truéc ngay 15 thang 12 hang nam.",
)


def test_restored_words_lead_back_to_what_the_file_had() -> None:
    record = vanban.read("\n".join(LINES).encode(), "a.txt")
    text = record.text
    assert text.restored
    assert text.quality > 0.9
    words = {text.content[slice(*word.span)]: word.read for word in text.changes}
    assert words["triển"] == "trién"
    assert words["huyện"] == "huyén"
    assert [word.span for word in text.changes] == sorted(word.span for word in text.changes)


def test_digits_and_signs_that_a_font_numbered_survive_the_reading_of_the_file() -> None:
    # one sentence a line; words with Vietnamese letters are glyph numbers, 29 below ASCII
    glyphs = str.maketrans({letter: chr(0x4A4 + ord(letter) - 0x1EA0) for letter in map(chr, range(0x1EA0, 0x1EFA))})
    glyphs |= {code: chr(code - 29) for code in range(0x20, 0x7F)} | {ord("đ"): "ÿ", ord("ư"): "ѭ", ord("ơ"): "ѫ"}
    sentence = (
        "Ủy ban nhân dân tỉnh tổ chức triển khai thực hiện Kế hoạch, báo cáo kết quả đến ngày 15/12/2025; số 7/QĐ"
    )
    words = [word.translate(glyphs) if any(ord(c) > 0x1E9F for c in word) else word for word in sentence.split()]
    damaged = "\n".join([" ".join(words)] * 4)
    assert any(ord(c) < 0x20 for c in damaged.replace("\n", ""))
    record = vanban.read(damaged.encode(), "a.txt")
    assert record.text.content.count("Kế hoạch, báo cáo kết quả đến ngày 15/12/2025") == 4


def test_control_characters_of_other_texts_are_dropped() -> None:
    text = "Ủy ban nhân dân tỉnh ban hành Kế hoạch phát triển khoa học và công nghệ trên địa bàn tỉnh năm 2026"
    assert vanban.read(text.replace("hoạch", "hoạch\x0f").encode(), "a.txt").text.content == text


def test_a_sound_document_has_no_changes() -> None:
    record = vanban.read("Ủy ban nhân dân tỉnh ban hành Kế hoạch phát triển khoa học.".encode(), "a.txt")
    assert not record.text.restored
    assert record.text.changes == ()


def test_words_are_found_behind_a_running_head_and_in_joined_tokens() -> None:
    def change(start: int, read: str, new: str) -> Change:
        return Change(span=(start, start + len(new)), read=read, restored=new, confidence=0.9)

    texts = ["Trang 2 của văn bản", "theo số 12/QĐ-", "TTg ngày hôm nay đã ký"]
    changes = {0: [change(8, "cua", "của")], 1: [change(8, "12/QD-", "12/QĐ-")], 2: [change(4, "ngay", "ngày")]}
    found = placed(texts, changes, "theo số 12/QĐ-TTg ngày hôm nay đã ký")
    assert [(word.span, word.read) for word in found] == [((8, 14), "12/QD-"), ((18, 22), "ngay")]
