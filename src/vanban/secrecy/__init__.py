"""Secrecy marks (MẬT, TỐI MẬT, TUYỆT MẬT), looked for in a whole file before anything of it is kept.

A document with such a mark may not be kept on a networked computer (Law 29/2018/QH14 on the Protection of State
Secrets). Refusing too much is better than keeping a secret: what stands alone like a mark is one.
"""

from __future__ import annotations

import email
import email.policy
import posixpath
from collections.abc import Iterator
from os import PathLike
from typing import IO

from vanban.errors import VanbanError
from vanban.readers import BlockKind, Limits, Reading, detect, guard, media, read_blocks
from vanban.readers.limits import Deadline
from vanban.readers.sources import load
from vanban.restore.legacy import convert, font_encoding
from vanban.secrecy.standing import Passage, Place, SecrecyMark, cells_of, mark_in

__all__ = ["SecrecyMark", "secrecy_mark"]

_FIRST_LINES = 15
_TOP_LINES = 4
#: How much of a page of a scan is looked at, from its top: a mark stands in the letterhead, below the number or above
#: it (Decree 30/2020/NĐ-CP, Appendix I, place 10a). What is stamped in red is read apart there.
_HEAD: float = 0.5
#: A file in a file in a file: deeper ones are made to hide something, or to keep the machine busy.
_DEEPEST = 2
_RUNNING: dict[str | None, Place] = {"header": "header", "footer": "footer"}


def secrecy_mark(
    source: str | PathLike[str] | bytes | IO[bytes], filename: str | None = None, *, limits: Limits | None = None
) -> SecrecyMark | None:
    """The first secrecy mark of a file - a path, its bytes, or a binary file -, None where it has none.

    Looked at: text, tables, text boxes, watermarks, running heads, notes, comments, annotations, deleted and hidden
    text, properties, the name of the file, and the Word files and pages that a Word file shows as its own text or has
    attached; of scans, and of page-sized pictures in Word and ODT files, the upper half of every page, with what is
    stamped in red anywhere. Not looked at: what smaller pictures inside other documents show, and other files
    embedded in the file.
    filename: also tells Markdown from plain text. limits: the bounds of reading.
    Writes nothing but the folder in which LibreOffice converts .doc and .rtf; that folder lies in /dev/shm where it
    can be written and has room, else in the folder for temporary files, and is removed before the call returns.
    Raises VanbanError for what cannot be read, with the code that `vanban.read` gives; also for a part that reading
    leaves out but that cannot be looked at. None is never the answer for such a file.
    """
    bounds = limits or Limits()
    clock = Deadline(bounds)
    data, name = load(source, filename, bounds)
    media_type = detect(data, name)
    with guard(media_type, data, bounds):
        for passage in _named(filename or name, _passages(data, name, media_type, bounds)):
            mark = mark_in(passage)
            if mark is not None:
                return mark
            clock.check()
    return None


def _passages(data: bytes, name: str | None, media_type: str, limits: Limits, depth: int = 0) -> Iterator[Passage]:
    """Everything of a file in which a mark may stand; raises what reading the file raises."""
    if media_type == media.PDF:
        yield from _of_pdf(data, name, limits)
        return
    if media_type in {media.DOC, media.RTF}:
        from vanban.readers import office  # noqa: PLC0415 - only for the formats that need it

        data, name, media_type = office.converted(data, limits), None, media.DOCX
    reading = read_blocks(data, name, limits, part=_HEAD)
    yield from _of_reading(reading)
    if media_type in {media.DOCX, media.ODT} and not reading.recognised:
        yield from _of_pasted_pages(data, media_type, limits)
    yield from _left_out(data, media_type, limits, depth)


def _of_pasted_pages(data: bytes, media_type: str, limits: Limits) -> Iterator[Passage]:
    """What page-sized pictures show in a file with a text of its own; nothing without a recogniser."""
    from vanban.readers import docx, odt, scan  # noqa: PLC0415 - only for the formats that need it

    pages = (docx if media_type == media.DOCX else odt).pages_of(data, limits)
    recogniser = scan.Recogniser(limits, lambda _done, _count: None, _HEAD)
    if pages and recogniser.is_ready():
        yield from _of_reading(recogniser.read_pictures(pages, len(pages), media_type))


def _named(name: str | None, passages: Iterator[Passage]) -> Iterator[Passage]:
    """The passages, and after them the name of the file without its ending."""
    yield from passages
    if name:
        stem, ending = posixpath.splitext(name.replace("\\", "/").rsplit("/", 1)[-1])
        yield Passage(lines=(stem or ending,), where="properties", apart=True)


def _left_out(data: bytes, media_type: str, limits: Limits, depth: int) -> Iterator[Passage]:
    """What the readers leave out."""
    from vanban.secrecy import markup  # noqa: PLC0415 - loads the XML library

    if media_type == media.DOCX:
        yield from markup.docx(data, limits)
        for part in markup.parts_inside(data, limits):
            yield from _inside(part, limits, depth)
    elif media_type == media.ODT:
        yield from markup.odt(data, limits)
    elif media_type == media.HTML:
        yield from markup.page(data, limits)
    elif media_type == media.MHTML:
        yield from _of_parts(data, limits)


def _inside(data: bytes, limits: Limits, depth: int) -> Iterator[Passage]:
    """The passages of a file within the file; `unsafe-archive` where they lie too deep in one another."""
    if depth >= _DEEPEST:
        raise VanbanError("unsafe-archive")
    media_type = detect(data, None)
    if media_type in {media.DOCX, media.HTML, media.MHTML, media.TEXT}:
        yield from _passages(data, None, media_type, limits, depth + 1)


def _of_pdf(data: bytes, name: str | None, limits: Limits) -> Iterator[Passage]:
    from vanban.secrecy import pdf  # noqa: PLC0415 - loads the PDF library

    try:
        yield from pdf.passages(data, limits)
    except pdf.Sparse:
        yield from _of_reading(read_blocks(data, name, limits, part=_HEAD))  # raises `no-text` where it has none


def _of_parts(data: bytes, limits: Limits) -> Iterator[Passage]:
    """All pages of a saved web page; the reader takes the first, Word saves running heads in the others."""
    from vanban.readers import html  # noqa: PLC0415 - loads the XML library
    from vanban.secrecy import markup  # noqa: PLC0415 - loads the XML library

    for part in email.message_from_bytes(data, policy=email.policy.compat32).walk():
        payload = part.get_payload(decode=True) if part.get_content_type() == media.HTML else None
        if isinstance(payload, bytes) and payload.strip():
            yield from _of_reading(html.read(payload, limits))
            yield from markup.page(payload, limits)


def _of_reading(reading: Reading) -> Iterator[Passage]:
    """The blocks of a reading: runs of lines of one place, and the rows of each table."""
    lines: list[str] = []
    rows: list[tuple[str, ...]] = []
    key: tuple[object, ...] = ()
    first = True
    for block in reading.blocks:
        if block.kind is BlockKind.BLANK:
            continue
        cells = block.cells if block.cells is not None and sum(map(bool, block.cells)) > 1 else None
        place: Place = "note" if block.kind is BlockKind.NOTE else "text"
        if block.kind is BlockKind.RUNNING:
            place = _RUNNING.get(block.style, "text")
        new = (place, block.page, block.table if cells else None, block.layout if cells else False)
        if new != key:
            yield from _run(lines, rows, key, first=first)
            first = first and not lines
            lines, rows, key = [], [], new
        if cells:
            rows.append(cells)
        else:
            lines.append(_capitals(block.text, block.font))
    yield from _run(lines, rows, key, first=first)


def _run(lines: list[str], rows: list[tuple[str, ...]], key: tuple[object, ...], *, first: bool) -> Iterator[Passage]:
    if not key:
        return
    place, page, _, layout = key
    number = page if isinstance(page, int) else None
    yield from cells_of(rows, number, layout=bool(layout))
    if lines:
        yield Passage(
            lines=tuple(lines),
            where=place,  # type: ignore[arg-type]
            page=number,
            head=_FIRST_LINES if first else _TOP_LINES if number is not None else 0,
            apart=place in {"header", "footer"},
        )


def _capitals(text: str, font: str | None) -> str:
    """A font of TCVN3 that draws capitals shows small letters so."""
    named = font_encoding(font)
    if named is None or not named[1] or text.isascii():
        return text
    return convert(text, named[0], upper_font=True)
