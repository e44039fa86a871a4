"""Puts the parts of the structure together: content, offsets, outline."""

from __future__ import annotations

from collections.abc import Sequence

from vanban.readers.blocks import BlockKind, Reading
from vanban.record import Span, TextBlock
from vanban.structure.outline import build_outline
from vanban.structure.places import pages_of
from vanban.structure.reflow import Draft, reflow
from vanban.structure.text import Cell, Paragraph, ParagraphKind, Structure

_KINDS = {BlockKind.ROW: ParagraphKind.ROW, BlockKind.NOTE: ParagraphKind.NOTE}


def build(reading: Reading) -> Structure:
    """The structure of a reading: its text re-flowed, one paragraph, heading or table row a line."""
    drafts = reflow(reading)
    spans = _spans(drafts)
    outline = build_outline(drafts, spans)
    paragraphs = tuple(
        Paragraph(
            index=index,
            start=span[0],
            text=draft.text,
            kind=ParagraphKind.HEADING
            if index in outline.headings
            else _KINDS.get(draft.kind, ParagraphKind.PARAGRAPH),
            label=draft.label,
            section=outline.section_of[index],
            instrument=outline.instrument_of[index],
            table=draft.source.table if draft.kind is BlockKind.ROW else None,
            row=draft.source.row if draft.kind is BlockKind.ROW else None,
            header=draft.source.header,
            cells=_cells(draft, span[0]),
            continued=draft.source.continued if draft.kind is BlockKind.ROW else (),
            bold=draft.bold,
            centred=draft.source.centred,
        )
        for index, (draft, span) in enumerate(zip(drafts, spans, strict=True))
    )
    return Structure(
        content="\n".join(draft.text for draft in drafts),
        blocks=tuple(_text_block(draft, span) for draft, span in zip(drafts, spans, strict=True)),
        paragraphs=paragraphs,
        outline=outline.sections,
        pages=pages_of(reading.sizes, drafts, spans),
    )


def _spans(drafts: Sequence[Draft]) -> list[Span]:
    spans: list[Span] = []
    start = 0
    for draft in drafts:
        spans.append((start, start + len(draft.text)))
        start += len(draft.text) + 1
    return spans


def _cells(draft: Draft, start: int) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for text in draft.cells:
        cells.append(Cell(text=text, span=(start, start + len(text))))
        start += len(text) + len(" | ")
    return tuple(cells)


def _text_block(draft: Draft, span: Span) -> TextBlock:
    source = draft.source
    return TextBlock(span=span, page=source.page, line=source.line, cell=draft.cell, style=source.style, box=source.box)
