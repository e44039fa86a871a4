"""What is missing is named, and nothing else breaks; pictures that cannot be read are refused."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.factories.scans import as_file, as_pdf
from vanban.errors import VanbanError
from vanban.readers import Limits, read_blocks
from vanban.readers.scan import missing

PICTURE = Image.new("RGB", (400, 500), "white")


def _code(data: bytes, limits: Limits | None = None) -> tuple[str, str]:
    with pytest.raises(VanbanError) as caught:
        read_blocks(data, limits=limits or Limits())
    return caught.value.code, caught.value.vietnamese


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without any program."""
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.usefixtures("bare")
def test_a_machine_without_tesseract_says_what_to_install() -> None:
    assert missing() == ("tesseract-ocr", "tesseract-ocr-vie")
    for data in (as_file(PICTURE), as_pdf(PICTURE)):
        code, sentence = _code(data)
        assert code == "needs-tesseract"
        assert "tesseract-ocr tesseract-ocr-vie" in sentence


@pytest.mark.tesseract
def test_a_machine_without_vietnamese_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    assert missing() == ("tesseract-ocr-vie",)


@pytest.mark.usefixtures("bare")
def test_pages_with_text_are_read_without_tesseract_and_the_others_are_named() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    canvas.drawString(80, 700, "The first page has a text of its own, long enough to be one.")
    canvas.showPage()
    canvas.drawImage(ImageReader(PICTURE), 0, 0, 595, 842)
    canvas.save()
    reading = read_blocks(buffer.getvalue())
    assert reading.warnings == ("Trang 2 chỉ có ảnh, không có lớp chữ.",)
    assert reading.recognised == ()


def test_a_picture_over_the_limit_is_refused_before_it_is_unpacked() -> None:
    huge = as_file(Image.new("1", (20_000, 20_000), 1))
    assert _code(huge)[0] == "picture-too-large"


@pytest.mark.tesseract
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "GIF"])
def test_a_picture_that_was_cut_short_is_damaged(kind: str) -> None:
    data = as_file(Image.effect_noise((600, 600), 60), kind)
    assert _code(data[: len(data) // 3])[0] == "damaged"


@pytest.mark.tesseract
def test_a_file_of_too_many_pages_is_refused() -> None:
    page = Image.new("1", (50, 70), 1)
    data = as_file(page, "TIFF", save_all=True, append_images=[page] * 4)
    assert _code(data, Limits(max_pages=3))[0] == "too-many-pages"


@pytest.mark.tesseract
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "GIF", "WEBP", "BMP"])
def test_a_spoilt_picture_gives_a_reading_or_one_error(kind: str) -> None:
    draw = random.Random(kind)  # noqa: S311 - which bytes are spoilt
    sound = as_file(Image.effect_noise((60, 40), 50), kind, dpi=None)
    for _ in range(12):
        data = bytearray(sound)
        for _ in range(draw.choice((1, 3, 20))):
            data[draw.randrange(4, len(data))] = draw.randrange(256)
        try:
            read_blocks(bytes(data), limits=Limits(max_pixels=4_000_000))
        except VanbanError as refusal:
            assert refusal.code  # noqa: PT017 - nothing but this error may come


@pytest.mark.tesseract
@pytest.mark.parametrize("size", [(1, 1), (3000, 2), (2, 3000), (40, 40)])
def test_a_picture_of_an_odd_size_has_no_text(size: tuple[int, int]) -> None:
    assert _code(as_file(Image.new("L", size, 0), dpi=None))[0] == "no-text"
