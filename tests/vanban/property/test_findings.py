"""The checker answers for any text, points into it, and says the same twice."""

from __future__ import annotations

import datetime as dt
import time

from hypothesis import given
from hypothesis import strategies as st

from vanban.findings import Context, check
from vanban.language.spelling import mistakes
from vanban.language.syllables import syllables
from vanban.record import Document
from vanban.structure.text import Label, LabelKind, Paragraph, ParagraphKind, Structure

FRAGMENTS = [
    "Kết luận số của Bộ Chính trị", "47/CTr-TU ngày 31/5/2024", "20 NQ/TW", "88/KH-UBND ngày 99 tháng 77 năm 2024",
    "(Có Phụ lục kèm theo)", "PHỤ LỤC", "Sở Kế hoạch và Đầu tư", "địa bản tỉnh", "của tính.", "Sở Sây dựng", "số ……",
    "\n", " ", "\t\t", "_", "İstanbul", "ﬁ", "𝕏", "1. ", "a) ", "D. ",
]  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=20)), max_size=30).map("".join)


def structure(text: str, kinds: list[LabelKind]) -> Structure:
    paragraphs = []
    start = 0
    for index, line in enumerate(text.split("\n")):
        label = None
        if kinds and line:
            value = line.split(".")[0].split(")")[0][:6]
            label = Label(kind=kinds[index % len(kinds)], value=value, end=min(len(line), len(value) + 1))
        paragraphs.append(Paragraph(index=index, start=start, text=line, kind=ParagraphKind.PARAGRAPH, label=label))
        start += len(line) + 1
    return Structure(content=text, blocks=(), paragraphs=tuple(paragraphs), outline=())


@given(texts, st.lists(st.sampled_from(list(LabelKind)), max_size=3), st.floats(0, 1), st.sampled_from(["vi", "en"]))
def test_findings_point_into_the_text_and_speak(text: str, kinds: list[LabelKind], quality: float, lang: str) -> None:
    context = Context(
        structure=structure(text, kinds),
        document=Document(kind="KH"),
        quality=quality,
        on=dt.date(2026, 1, 1),
        lang="en" if lang == "en" else "vi",
    )
    found = check(context)
    assert found == check(context)
    for finding in found:
        assert finding.message
        assert "{" not in finding.message or "{" in text
        if finding.span is not None:
            start, end = finding.span
            assert 0 <= start < end <= len(text)


@given(texts)
def test_misprints_stand_in_order_and_apart(text: str) -> None:
    end = 0
    for mistake in mistakes(text):
        assert end <= mistake.start < mistake.end <= len(text)
        assert mistake.suggestion != text[mistake.start : mistake.end]
        end = mistake.end


def test_long_lines_are_searched_in_linear_time() -> None:
    pieces = ("địa bản ", "(phụ lục kèm theo) ", "Kết luận số của ", "(", "1/", "số ")
    numbers = "".join(f"88/KH-UBND ngày {i % 28 + 1}/{i % 12 + 1}/{1900 + i % 300};" for i in range(6000))
    for text in (*(piece * (120_000 // len(piece)) for piece in pieces), numbers):
        context = Context(structure=structure(text, []), document=Document(kind="KH"), on=dt.date(2026, 1, 1))
        start = time.process_time()
        check(context)
        assert time.process_time() - start < 5


@given(st.lists(st.sampled_from(sorted(syllables())), max_size=60).map(" ".join))
def test_any_words_are_searched(text: str) -> None:
    list(mistakes(text))
