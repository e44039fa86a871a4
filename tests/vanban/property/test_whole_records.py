"""Reading from end to end: any input gives a record that keeps its promises, or one VanbanError."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from vanban import read
from vanban.errors import MESSAGES, VanbanError
from vanban.language import lexicon
from vanban.record import PlanRecord

Sound = Callable[[PlanRecord], None]

#: Lines of a plan in every part that is read, and lines that no plan has.
LINES = [
    "ỦY BAN NHÂN DÂN        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "TỈNH LAI CHÂU        Độc lập - Tự do - Hạnh phúc",
    "Số:      /KH-UBND",
    "Lai Châu, ngày 31 tháng 02 năm 2026",
    "KẾ HOẠCH",
    "(Ban hành kèm theo Quyết định số 12/QĐ-UBND ngày 05/6/2024 của UBND tỉnh)",
    "I. MỤC TIÊU",
    "II. NHIỆM VỤ, GIẢI PHÁP",
    "III. KINH PHÍ THỰC HIỆN",
    "IV. TỔ CHỨC THỰC HIỆN",
    "Phụ lục I",
    "1. Sở Khoa học và Công nghệ",
    "1.1.1.1.1. Hạ tầng số",
    "B. Nội dung khác",
    "đ) Chủ trì, phối hợp với Sở Tài chính và các sở, ban, ngành xây dựng 10 mô hình trước ngày 30/6/2026.",
    "- Phấn đấu đến năm 2030 đạt trên 40%, từ 20 - 30 doanh nghiệp.",
    "Tổng kinh phí là 226 tỷ đồng, trong đó:",
    "- Ngân sách tỉnh 24,5 tỷ đồng, bình quân 3 tỷ đồng/năm giai đoạn 2021 - 2025.",
    "Định kỳ 6 tháng, hằng năm báo cáo Ủy ban nhân dân tỉnh (qua Sở Tài chính) trước ngày 15/12.",
    "Căn cứ Luật Phòng bệnh năm 0000; Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị;",
    "TT | Nhiệm vụ | Chủ trì | Phối hợp | Thời gian | Sản phẩm",
    "1 | Xây dựng đề án | Sở Y tế | Sở Tài chính | Quý III/2026 | Quyết định",
    "I | NHÓM NHIỆM VỤ | | | |",
    " |  | | Sở Nội vụ | 2026 |",
    "TT | Chỉ tiêu | Đơn vị | Năm 2025 | Năm 2030",
    "2 | Tỷ lệ hộ nghèo | % | 5 | 2-3",
    "TT | Nội dung | Kinh phí (triệu đồng)",
    "Cơ quan chủ trì: Sở Y tế",
    "[1] Ghi chú cuối trang.",
    "Nơi nhận:",
    "- Như trên;",
    "TM. ỦY BAN NHÂN DÂN",
    "KT. CHỦ TỊCH",
    "Nguyễn Văn A",
    "MẬT",
    "DỰ THẢO",
    "-----",
    "|",
    "\u200b",
    "",
]
PIECES = [
    "\u200b", "\u202e", "\ufeff", "\x00", "\x0b", "\x1c", "\x85", "\u2028", "\u00ad", "\u0301", "\u0323\u0302", "😀",
    "计划", "“", "(", ")", "%", " tỷ đồng", "năm 2030", "/", "--", "ngày 31/02/2024", "Quý V/2026", "năm 0000", "1e400",
    f"{10**30} tỷ đồng", "số /QĐ-UBND", "İ", "ß", "ﬁ", "Ⅳ", "²", "１２", "٣", "ǆ", "a\u200b\u0301", " | ",
    "1. ", "a) ",
]  # fmt: skip
FORMS = ["utf-8", "utf-8", "utf-16", "utf-16-le", "utf-32", "cp1258", "latin-1"]


def outcome(data: bytes, name: str | None, sound: Sound, lang: str = "vi") -> PlanRecord | None:
    """The record, checked; None for an error, checked too."""
    try:
        record = read(data, name, lang="en" if lang == "en" else "vi")
    except VanbanError as error:
        refusal = error
    else:
        sound(record)
        return record
    assert refusal.code in MESSAGES
    assert refusal.vietnamese
    assert refusal.english
    return None


def needs_converter(data: bytes) -> bool:
    return data.startswith((b"{\\rtf", b"\xd0\xcf"))


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=400), name=st.sampled_from([None, "a.txt", "a.md"]))
@example(data=b"-----", name="a.md")
@example(data="\u200b".encode(), name=None)
def test_any_bytes(data: bytes, name: str | None, sound: Sound) -> None:
    if not needs_converter(data):
        outcome(data, name, sound)


@settings(max_examples=80, deadline=None)
@given(text=st.text(max_size=300), name=st.sampled_from([None, "a.md"]))
@example(text="a\u200b\u0301", name=None)
@example(text="x" + "\u0323\u0302" * 2000, name=None)
@example(text="x" + "\u0591\u0323" * 2000, name=None)
def test_any_text(text: str, name: str | None, sound: Sound) -> None:
    data = text.encode("utf-8", "ignore")
    if not needs_converter(data):
        outcome(data, name, sound)


@settings(max_examples=120, deadline=None)
@given(
    lines=st.lists(st.sampled_from(LINES), min_size=1, max_size=40),
    pieces=st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from(PIECES)), max_size=12),
    written=st.tuples(
        st.sampled_from(FORMS), st.sampled_from(["\n", "\r\n", "\r", "\n\n"]), st.sampled_from(["NFC", "NFD"])
    ),
)
def test_any_order_of_official_lines_with_any_marks(
    lines: list[str], pieces: list[tuple[int, str]], written: tuple[str, str, str], sound: Sound
) -> None:
    form, ending, composed = written
    text = ending.join(lines)
    for at, piece in pieces:
        place = at % (len(text) + 1)
        text = text[:place] + piece + text[place:]
    decomposed = unicodedata.normalize("NFD", text) if composed == "NFD" else text
    data = decomposed.encode(form, "ignore")
    assert not needs_converter(data)
    outcome(data, None, sound)


@pytest.mark.reference
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_real_plans_shuffled_cut_doubled_and_interleaved(reference: Path, seed: int, sound: Sound) -> None:
    random = Random(seed)  # noqa: S311 - no secret is made here
    paths = sorted(path for path in reference.glob("plans/*") if path.suffix in {".txt", ".md", ".html"})
    path, other = random.choice(paths), random.choice(paths)
    lines = path.read_bytes().split(b"\n")
    start = random.randrange(len(lines))
    lines = lines[start : start + random.randrange(1, 120)]
    match random.randrange(5):
        case 0:
            random.shuffle(lines)
        case 1:
            lines = [line for line in lines for _ in range(random.randrange(1, 3))]
        case 2:
            strange = other.read_bytes().split(b"\n")
            lines = [item for line in lines for item in (line, random.choice(strange))]
        case 3:
            bars = [b"|", b"||", b"| ", b""]
            lines = [line.replace(b"|", random.choice(bars)) for line in lines]
    data = b"\n".join(lines)
    data = data[random.randrange(len(data) // 4 + 1) : len(data) - random.randrange(len(data) // 4 + 1)]
    if not needs_converter(data):
        outcome(data, path.name, sound, random.choice(["vi", "en"]))


@settings(max_examples=15, deadline=None)
@given(lines=st.lists(st.sampled_from(LINES), min_size=5, max_size=40))
def test_reading_twice_gives_one_record_and_the_language_changes_only_words(lines: list[str], sound: Sound) -> None:
    data = "\n".join(lines).encode()
    first, again, english = (outcome(data, "a.txt", sound, lang) for lang in ("vi", "vi", "en"))
    assert first == again
    if first is not None and english is not None:
        said = [[(f.code, f.severity, f.span) for f in record.findings] for record in (first, english)]
        assert said[0] == said[1]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=st.lists(st.sampled_from(LINES), min_size=1, max_size=12),
    noise=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="<&>"), max_size=30),
)
def test_any_text_in_a_word_file(lines: list[str], noise: str, docx_file: Callable[..., bytes], sound: Sound) -> None:
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in [*lines, noise])
    row = "".join(f"<w:tc><w:p><w:r><w:t>{line}</w:t></w:r></w:p></w:tc>" for line in lines[:6])
    outcome(docx_file(f"{paragraphs}<w:tbl><w:tr>{row}</w:tr><w:tr>{row}</w:tr></w:tbl>"), "a.docx", sound)
    outcome(f"<html><body><p>{noise}</p><p>{'</p><p>'.join(lines)}</p></body></html>".encode(), None, sound)


def _sentences(table: object, lang: str) -> Iterator[str]:
    if isinstance(table, Mapping):
        for name, value in table.items():
            if name == lang or str(name).startswith(f"{lang}-"):
                yield str(value)
            else:
                yield from _sentences(value, lang)


def test_english_sentences_have_no_vietnamese_words() -> None:
    english = [*_sentences(lexicon.load("findings")["rules"], "en"), *(message[1] for message in MESSAGES.values())]
    assert len(english) > len(MESSAGES)
    foreign = [sentence for sentence in english if re.search(r"[à-ỹĐđ]", re.sub(r"\{\w+\}|“[^”]*”", "", sentence))]
    assert foreign == []
