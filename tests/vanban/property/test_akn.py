"""Whatever a record holds, its Akoma Ntoso is valid XML of the schema with the whole text once and in order."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from vanban.record import (
    SCHEMA,
    Citation,
    CitationRole,
    Document,
    PlanRecord,
    Section,
    SectionRole,
    Signer,
    Source,
    Text,
    TextBlock,
)

Sound = Callable[[PlanRecord], etree._Element]

LINES = [
    "ỦY BAN NHÂN DÂN", "Số: 12/KH-UBND", "Hà Nội, ngày 05 tháng 6 năm 2024", "KẾ HOẠCH", "Về chuyển đổi số",
    "Căn cứ Luật Giao dịch điện tử;", "QUYẾT ĐỊNH:", "Điều 1. Ban hành kế hoạch", "PHẦN THỨ NHẤT", "Chương II",
    "Mục 1. Quy định chung", "A. MỤC TIÊU", "I. NHIỆM VỤ", "I. NHIỆM VỤ", "1. Hạ tầng số", "1.1. Mạng", "1.1.1. Sâu",
    "2. Dữ liệu số", "a) Xây dựng đề án.", "đ) Việc thứ năm.", "- Gạch đầu dòng", "+ Dấu cộng",
    "TT | Nhiệm vụ | Chủ trì", "1 | Xây dựng | Sở Y tế", " |  | ", "|", "Nơi nhận:", "- Như trên;",
    "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn A",
    "PHỤ LỤC I", "PHỤ LỤC", "(Ban hành kèm theo Quyết định số 5/QĐ-UBND)", "ĐỀ ÁN", "<&>]]>", "\x00\x0b\ufffe", " ", "",
]  # fmt: skip
OPTIONAL = st.one_of(st.none(), st.sampled_from([line for line in LINES if line]), st.text(max_size=30))


@st.composite
def records(draw: st.DrawFn) -> PlanRecord:
    """Records as no reader makes them: spans anywhere, parents in any order, rows of any table."""
    lines = draw(st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=40)), max_size=40))
    lines = [line.replace("\n", " ") for line in lines]
    content = "\n".join(lines)
    blocks, start = [], 0
    for line in lines:
        row = draw(st.booleans()) if "|" in line else False
        cell = (draw(st.integers(0, 2)), draw(st.integers(0, 3)), None) if row else None
        blocks.append(TextBlock(span=(start, start + len(line)), cell=cell))
        start += len(line) + 1
    ids = [f"s{number}" for number in range(draw(st.integers(0, 12)))]
    outline = []
    for index, key in enumerate(ids):
        block = draw(st.sampled_from(blocks)) if blocks else TextBlock(span=(0, 1))
        text = content[slice(*block.span)]
        outline.append(
            Section(
                id=key,
                path=key,
                label=draw(st.sampled_from(["I", "1", "PL", ""])),
                heading=draw(st.sampled_from([text, text[3:], "nhan đề khác", ""])),
                role=SectionRole.OTHER,
                instrument=draw(st.integers(0, 2)),
                parent=draw(st.sampled_from([None, *ids[: index + 1]])),
                span=block.span,
            )
        )
    spans = st.tuples(st.integers(0, len(content) + 2), st.integers(0, len(content) + 2))
    citations = tuple(
        Citation(
            kind=draw(st.sampled_from(["QĐ", "KH", "Luật", None])),
            number=draw(st.sampled_from(["5/QĐ-UBND", "02/2024/TT-BKHCN", "///", None])),
            printed="x",
            date=draw(st.sampled_from(["2024-06-05", "2024", None])),
            issuer=draw(OPTIONAL),
            subject=draw(OPTIONAL),
            role=CitationRole.BASIS,
            spans=tuple(draw(st.lists(spans, min_size=1, max_size=3))),
        )
        for _ in range(draw(st.integers(0, 4)))
    )
    signer = Signer(name=draw(OPTIONAL), position=draw(OPTIONAL), capacity=draw(OPTIONAL))
    return PlanRecord(
        schema=SCHEMA,
        source=Source(filename=None, media_type="text/plain", sha256="0" * 64, pages=None),
        text=Text(content=content, blocks=tuple(blocks), quality=1.0, restored=False),
        document=Document(
            kind=draw(st.sampled_from(["KH", "QĐ", "NQ", "TT", "??", None])),
            promulgates=draw(st.sampled_from(["KH", None])),
            number=draw(OPTIONAL),
            date=draw(st.one_of(st.sampled_from(["2024-06-05", "2024-06", "2024", "0000"]), OPTIONAL)),
            issuer=draw(OPTIONAL),
            title=draw(OPTIONAL),
            signer=draw(st.sampled_from([signer, None])),
        ),
        outline=tuple(outline),
        citations=citations,
    )


@settings(max_examples=150)
@given(record=records())
def test_any_record_is_valid_and_whole(record: PlanRecord, sound_akn: Sound) -> None:
    sound_akn(record)


@settings(max_examples=20)
@given(depth=st.integers(100, 400))
def test_headings_nested_without_end_stay_readable(depth: int, sound_akn: Sound) -> None:
    line = "1. Mục"
    content = "\n".join([line] * depth)
    spans = [(index * (len(line) + 1), index * (len(line) + 1) + len(line)) for index in range(depth)]
    base = Section(
        id="s0", path="1", label="1", heading="Mục", role=SectionRole.OTHER, instrument=0, parent=None, span=spans[0]
    )
    outline = tuple(
        msgspec.structs.replace(base, id=f"s{index}", parent=f"s{index - 1}" if index else None, span=span)
        for index, span in enumerate(spans)
    )
    sound_akn(
        PlanRecord(
            schema=SCHEMA,
            source=Source(filename=None, media_type="text/plain", sha256="0" * 64, pages=None),
            text=Text(
                content=content, blocks=tuple(TextBlock(span=span) for span in spans), quality=1.0, restored=False
            ),
            document=Document(),
            outline=outline,
        )
    )
