"""Pages drawn for a screen: whatever the file, one bounded JPEG in the shape of the page as it is shown."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

import vanban
from vanban.errors import VanbanError
from vanban.readers import Limits
from vanban.readers.scan import page_image

Image = pytest.importorskip("PIL.Image")
files = pytest.importorskip("vanban.readers.scan.files")


def pdf(pages: int = 1, size: tuple[float, float] = (400, 600), turn: int = 0) -> bytes:
    """Pages with a dark square in the upper left corner of the page before it is turned."""
    buffer = io.BytesIO()
    # the library gives a turned page the other shape by itself
    canvas = Canvas(buffer, pagesize=size if turn % 180 == 0 else size[::-1])
    for _ in range(pages):
        canvas.setPageRotation(turn)
        canvas.rect(0, size[1] - 100, 100, 100, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def picture(kind: str = "PNG", mode: str = "RGB", size: tuple[int, int] = (800, 1200), **options: object) -> bytes:
    """A picture with a dark square in its upper left corner."""
    made = Image.new("RGB", size, "white")
    made.paste((0, 0, 0), (0, 0, 200, 200))
    buffer = io.BytesIO()
    made.convert(mode).save(buffer, kind, **options)
    return buffer.getvalue()


def corner(data: bytes) -> str:
    """Which corner of the image is dark."""
    made = Image.open(io.BytesIO(data)).convert("L")
    wide, high = made.size
    corners = {"nw": (5, 5), "ne": (wide - 6, 5), "sw": (5, high - 6), "se": (wide - 6, high - 6)}
    (dark,) = [name for name, place in corners.items() if made.getpixel(place) < 100]
    return dark


@pytest.mark.parametrize(
    ("turn", "shape", "where"),
    [(0, (400, 600), "nw"), (90, (600, 400), "ne"), (180, (400, 600), "se"), (270, (600, 400), "sw")],
)
def test_a_page_of_a_pdf_is_drawn_as_it_is_shown(turn: int, shape: tuple[float, float], where: str) -> None:
    drawn = vanban.page_image(pdf(turn=turn), width=500)
    assert drawn.points == shape
    assert abs(drawn.pixels[0] - 500) <= 1
    assert drawn.pixels[1] / drawn.pixels[0] == pytest.approx(shape[1] / shape[0], abs=0.01)
    assert Image.open(io.BytesIO(drawn.data)).format == "JPEG"
    assert corner(drawn.data) == where


@pytest.mark.parametrize(("turn", "where"), [(1, "sw"), (2, "se"), (3, "ne"), (-1, "ne"), (5, "sw")])
def test_a_page_is_turned_counter_clockwise(turn: int, where: str) -> None:
    for data in (pdf(), picture()):
        drawn = vanban.page_image(data, width=400, turn=turn)
        assert corner(drawn.data) == where
        assert abs(drawn.pixels[0] - 400) <= 1


def _exif() -> bytes:
    exif = Image.Exif()
    exif[0x112] = 3
    return bytes(exif.tobytes())


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (picture, "nw"),
        (lambda: picture("JPEG", "CMYK"), "nw"),
        (lambda: picture("TIFF", "1"), "nw"),
        (lambda: picture("GIF", "P"), "nw"),
        (lambda: picture("PNG", "RGBA"), "nw"),
        (lambda: picture("JPEG", exif=_exif()), "se"),
        (lambda: picture("JPEG", size=(4000, 6000), dpi=(600, 600)), "nw"),
    ],
    ids=["png", "cmyk", "one-bit", "palette", "alpha", "exif", "large"],
)
def test_any_picture_is_drawn(data: Callable[[], bytes], where: str) -> None:
    drawn = vanban.page_image(data(), width=600)
    assert corner(drawn.data) == where
    assert abs(drawn.pixels[0] - 600) <= 1


def test_a_small_picture_is_not_blown_up() -> None:
    assert vanban.page_image(picture(), width=3000).pixels == (800, 1200)


def test_pages_of_a_tiff_are_told_apart() -> None:
    first, second = Image.new("RGB", (300, 400), "white"), Image.new("RGB", (400, 300), "black")
    buffer = io.BytesIO()
    first.save(buffer, "TIFF", save_all=True, append_images=[second])
    assert vanban.page_image(buffer.getvalue(), number=2).pixels == (400, 300)
    with pytest.raises(VanbanError, match="no-page"):
        vanban.page_image(buffer.getvalue(), number=3)


@pytest.mark.parametrize("number", [0, -1, 3, 10**30])
def test_there_is_no_other_page(number: int) -> None:
    with pytest.raises(VanbanError, match="no-page"):
        vanban.page_image(pdf(2), number=number)


@pytest.mark.parametrize("width", [-5, 0, 1, 10**9])
def test_no_image_is_larger_than_it_may_be(width: int) -> None:
    for data in (pdf(size=(20, 14_000)), pdf(size=(14_000, 20)), pdf(), picture(size=(4000, 5000))):
        for turn in (0, 1):
            wide, high = vanban.page_image(data, width=width, turn=turn).pixels
            assert wide <= page_image.MOST_WIDTH + 2
            assert wide * high <= 16_100_000


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("Kế hoạch phát triển khoa học.".encode(), "no-pages"),
        (b"", "empty"),
        (pdf()[:-200], "damaged"),
        (picture()[:2000], "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "damaged"),
    ],
)
def test_what_cannot_be_drawn_is_told_by_its_code(data: bytes, code: str) -> None:
    with pytest.raises(VanbanError) as caught:
        vanban.page_image(data, "a.txt")
    assert caught.value.code == code


def test_the_limits_of_reading_hold() -> None:
    for limits, code, data in (
        (Limits(max_bytes=10), "too-large", pdf()),
        (Limits(max_pages=1), "too-many-pages", pdf(2)),
        (Limits(max_pixels=1000), "picture-too-large", picture()),
    ):
        with pytest.raises(VanbanError) as caught:
            vanban.page_image(data, limits=limits)
        assert caught.value.code == code


def test_without_the_library_of_pictures_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_image, "find_spec", lambda _: None)
    with pytest.raises(VanbanError) as caught:
        vanban.page_image(pdf())
    assert caught.value.code == "needs-pillow"
    assert "lotrinh[scan]" in caught.value.vietnamese


def test_what_was_filled_into_a_form_is_drawn() -> None:
    def dark(value: str) -> int:
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=(400, 300))
        canvas.drawString(20, 250, "KE HOACH")
        canvas.acroForm.textfield(name="so", value=value, x=50, y=190, width=200, height=20)
        canvas.save()
        made = Image.open(io.BytesIO(vanban.page_image(buffer.getvalue(), width=400).data))
        return sum(made.convert("L").histogram()[:100])

    assert dark("187/KH-UBND") > dark("") + 50


def test_a_picture_inside_a_pdf_is_drawn() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 600))
    canvas.drawImage(ImageReader(io.BytesIO(picture())), 0, 0, 400, 600)
    canvas.save()
    assert corner(vanban.page_image(buffer.getvalue(), width=300).data) == "nw"


def test_pictures_are_unpacked_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each may take a gigabyte while it is."""
    unpack = files.frame
    inside: list[int] = []
    most: list[int] = []

    def counted(data: bytes, number: int, width: int, limits: Limits) -> object:
        inside.append(number)
        most.append(len(inside))
        time.sleep(0.01)
        try:
            return unpack(data, number, width, limits)
        finally:
            inside.pop()

    monkeypatch.setattr(files, "frame", counted)
    data = picture()
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(vanban.page_image, [data] * 4))
    assert len({image.data for image in drawn}) == 1
    assert most == [1, 1, 1, 1]


def test_pages_behind_the_wanted_one_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a file with thousands of pages each page is asked for."""
    gif = pytest.importorskip("PIL.GifImagePlugin").GifImageFile
    pages = [Image.new("L", (60, 80), shade) for shade in (255, 200, 150, 100, 50)]
    buffer = io.BytesIO()
    pages[0].save(buffer, "GIF", save_all=True, append_images=pages[1:])
    seek = gif.seek
    sought: list[int] = []

    def counted(file: object, frame: int) -> None:
        sought.append(frame)
        seek(file, frame)

    monkeypatch.setattr(gif, "seek", counted)
    vanban.page_image(buffer.getvalue(), number=2)
    assert max(sought) == 1
