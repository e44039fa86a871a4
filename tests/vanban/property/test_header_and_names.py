"""Any text gives a header, citations and agencies, with places inside the text."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from vanban.extract.agencies import agency_heading, find_agencies, read_roles, split_agencies
from vanban.extract.citations import parse_number, read_citations
from vanban.extract.header import read_header
from vanban.structure.text import Paragraph, ParagraphKind, Structure

WORDS = st.sampled_from(
    [
        "Sở", "Bộ", "UBND", "tỉnh", "các", "sở", "ban", "ngành", "Tài chính", "Khoa học và Công nghệ",
        "Lai Châu", ",", ";", "và", ":", "-", "Số", "Số:", "/KH-UBND", "12/KH-UBND", "20-NQ/TW", "ngày",
        "tháng", "năm", "2024", "05", "Hà Nội,", "KẾ HOẠCH", "QUYẾT ĐỊNH", "Căn cứ", "Luật", "số",
        "Nghị quyết", "TM.", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn A", "Nơi nhận:", "chủ trì",
        "phối hợp với", "Giao", "của", "Kèm theo Quyết định số", "Cục", "Viện", "Trường", "(", ")", "MẬT",
        "V/v", "DỰ THẢO", "ỦY BAN NHÂN DÂN", "TỈNH", "Thủ trưởng", "xã, phường", "\n",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=40).map(" ".join))


def structure(text: str) -> Structure:
    """One paragraph a line."""
    paragraphs, start = [], 0
    for index, line in enumerate(text.split("\n")):
        paragraphs.append(Paragraph(index=index, start=start, text=line, kind=ParagraphKind.PARAGRAPH))
        start += len(line) + 1
    return Structure(content=text, blocks=(), paragraphs=tuple(paragraphs), outline=())


@given(TEXTS)
def test_agencies_stand_where_they_are_said_to_stand(text: str) -> None:
    last = 0
    for mention in find_agencies(text):
        start, end = mention.span
        assert last <= start < end <= len(text)
        last = end
    read_roles(text)
    agency_heading(text)
    assert all(name.strip() for name in split_agencies(text))


@given(TEXTS)
def test_any_text_has_a_header_and_citations_inside_it(text: str) -> None:
    document = read_header(structure(text))
    for citation in read_citations(structure(text), document):
        assert citation.printed
        for start, end in citation.spans:
            assert 0 <= start < end <= len(text)
    parse_number(text)


@settings(deadline=None, max_examples=15)
@given(
    st.sampled_from(
        [
            "Sở ",
            "các sở, ",
            "Cục A và ",
            "Số: ",
            "ngày ",
            "/KH-",
            "KT. ",
            "Căn cứ Luật ",
            "1/QĐ-",
            "Giám đốc ",
            "Văn phòng ",
            " ",
            "A",
            "- ",
        ]
    )
)
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        began = time.process_time()
        find_agencies(text)
        read_roles(text)
        split_agencies(text)
        read_citations(structure(text), read_header(structure(text)))
        return time.process_time() - began

    seconds(1000)
    small, large = seconds(10_000), seconds(80_000)
    assert large < 0.2 + 30 * small
