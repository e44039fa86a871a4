"""Scans pasted into Word and ODT files: read where the file is nothing else, else named; looked at for marks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pytest
from docx.shared import Inches
from odf.draw import Frame
from odf.draw import Image as OdfImage
from odf.opendocument import OpenDocumentText
from odf.text import P
from PIL import Image

import vanban
from tests.factories.scans import BODY, Sheet, as_file
from vanban.errors import VanbanError
from vanban.readers import BlockKind, Limits, read_blocks

TEXT = "1. Sở Tài chính bố trí kinh phí thực hiện Kế hoạch này trong dự toán ngân sách hằng năm."


def sheet(*, secret: bool = False) -> Image.Image:
    page = Sheet()
    page.letterhead()
    page.lines(BODY, top=80)
    if secret:
        page.frame(40, 45, 40, "TỐI MẬT")
    return page.picture


def word(pictures: Sequence[Image.Image], text: str = "", width: float = 6.3) -> bytes:
    """A Word file with pictures, each as wide as so many inches."""
    document = docx.Document()
    if text:
        document.add_paragraph(text)
    for picture in pictures:
        document.add_picture(io.BytesIO(as_file(picture)), width=Inches(width))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def open_document(pictures: Sequence[Image.Image], text: str = "", width: float = 6.3) -> bytes:
    """The same as ODT."""
    document = OpenDocumentText()
    if text:
        document.text.addElement(P(text=text))
    for number, picture in enumerate(pictures):
        name = document.addPictureFromString(as_file(picture), "image/png")
        height = width * picture.height / picture.width
        frame = Frame(name=f"a{number}", width=f"{width * 2.54:.3f}cm", height=f"{height * 2.54:.3f}cm")
        frame.addElement(OdfImage(href=name))
        paragraph = P()
        paragraph.addElement(frame)
        document.text.addElement(paragraph)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


Maker = Callable[..., bytes]
MAKERS = pytest.mark.parametrize("made", [word, open_document])


@pytest.mark.tesseract
@MAKERS
def test_a_file_of_nothing_but_pages_is_read_like_a_scan(made: Maker) -> None:
    told: list[tuple[int, int]] = []
    plain = Sheet()
    plain.lines(BODY[3:], top=30)
    data = made([sheet(), plain.picture])
    record = vanban.read(data, on_page=lambda done, count: told.append((done, count)))
    assert told == [(1, 2), (2, 2)]
    assert (record.document.number, record.document.date) == ("187/KH-UBND", "2026-05-14")
    assert record.source.pages == 2
    assert record.text.warnings[0].startswith("Chữ của trang 1, 2 được nhận dạng từ ảnh")
    blocks = [block for block in read_blocks(data).blocks if block.kind is not BlockKind.BLANK]
    assert {block.page for block in blocks} == {1, 2}
    assert all(block.box is not None for block in blocks)


@pytest.mark.tesseract
@MAKERS
def test_a_page_beside_a_text_is_named_and_not_mixed_into_it(made: Maker) -> None:
    reading = read_blocks(made([sheet()], TEXT))
    assert [block.text for block in reading.blocks] == [TEXT]
    assert reading.warnings == ("Tệp có 1 ảnh lớn bằng trang giấy; chữ trong các ảnh đó không được đọc.",)


@MAKERS
def test_small_pictures_are_no_pages(made: Maker) -> None:
    assert read_blocks(made([sheet()], TEXT, width=2.0)).warnings == ()
    with pytest.raises(VanbanError) as caught:
        read_blocks(made([sheet()], width=2.0))
    assert caught.value.code == "scan"


@pytest.mark.tesseract
@MAKERS
@pytest.mark.parametrize("text", ["", TEXT])
def test_a_mark_on_a_pasted_page_is_seen(made: Maker, text: str) -> None:
    assert vanban.secrecy_mark(made([sheet()], text)) is None
    mark = vanban.secrecy_mark(made([sheet(), sheet(secret=True)], text))
    assert mark is not None
    assert (mark.degree, mark.page) == ("tối mật", 2)


@MAKERS
def test_without_tesseract_a_text_is_read_and_a_file_of_pages_says_what_to_install(
    made: Maker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert [block.text for block in read_blocks(made([sheet()], TEXT)).blocks] == [TEXT]
    assert vanban.secrecy_mark(made([sheet()], TEXT)) is None
    with pytest.raises(VanbanError) as caught:
        read_blocks(made([sheet()]))
    assert caught.value.code == "needs-tesseract"


@pytest.mark.tesseract
@MAKERS
def test_a_pasted_page_keeps_the_bounds_of_pictures(made: Maker) -> None:
    data = made([Image.new("1", (1654, 2339), 1)])
    with pytest.raises(VanbanError) as caught:
        read_blocks(data, limits=Limits(max_pixels=1_000_000))
    assert caught.value.code == "picture-too-large"
    with pytest.raises(VanbanError) as caught:
        read_blocks(data)
    assert caught.value.code == "no-text"


@pytest.mark.tesseract
def test_a_pasted_page_that_cannot_be_unpacked_is_named() -> None:
    buffer = io.BytesIO()
    picture = as_file(sheet())
    data = word([sheet(), Image.new("L", (1654, 2339), 255)])

    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            broken = name.startswith("word/media/") and content != picture
            new.writestr(name, content[:100] if broken else content)
    reading = read_blocks(buffer.getvalue())
    assert reading.recognised == (1,)
    assert "Không đọc được trang 2." in reading.warnings
