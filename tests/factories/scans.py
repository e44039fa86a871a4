"""Pages as a scanner gives them: drawn letter by letter, then turned, stamped, made noisy. All texts are invented."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Sequence
from typing import Final, TypeAlias

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

_FONTS: Final = "/usr/share/fonts/truetype/dejavu/DejaVuSerif"
#: Inches of a sheet of A4.
_A4: Final = (8.27, 11.69)
RED: Final = (205, 32, 44)
INK: Final = (22, 22, 24)

BODY: Final = (
    "Thực hiện Chương trình hành động của Tỉnh ủy Sông Trà về phát triển",
    "khoa học, công nghệ giai đoạn 2026 - 2030, Ủy ban nhân dân tỉnh ban",
    "hành kế hoạch triển khai với các nội dung sau đây:",
    "1. Sở Khoa học và Công nghệ chủ trì, phối hợp với Sở Tài chính xây dựng",
    "cơ chế hỗ trợ doanh nghiệp đổi mới công nghệ, hoàn thành trước ngày",
    "30/6/2027; bố trí kinh phí 12.500.000.000 đồng từ ngân sách tỉnh.",
    "2. Ủy ban nhân dân các xã, phường tổ chức thực hiện, định kỳ 6 tháng",
    "báo cáo kết quả về Sở Khoa học và Công nghệ để tổng hợp.",
)


class Sheet:
    """A page of A4 on which is drawn in millimetres from its upper left corner."""

    def __init__(self, dpi: int = 200, *, height: float = 1.0, font: str = f"{_FONTS}.ttf") -> None:
        self.dpi = dpi
        self._font = font
        self.picture = Image.new("RGB", (round(_A4[0] * dpi), round(_A4[1] * dpi * height)), "white")
        self._pen = ImageDraw.Draw(self.picture)

    def _at(self, millimetres: float) -> float:
        return millimetres / 25.4 * self.dpi

    def text(  # noqa: PLR0913 - what is written, where and how
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 12,
        bold: bool = False,
        centred: bool = False,
        fill: tuple[int, int, int] = INK,
    ) -> None:
        """A line of text; `centred` about x."""
        font = ImageFont.truetype(f"{_FONTS}-Bold.ttf" if bold else self._font, round(size / 72 * self.dpi))
        self._pen.text((self._at(x), self._at(y)), text, font=font, fill=fill, anchor="ma" if centred else "la")

    def lines(
        self, texts: Sequence[str], *, x: float = 28, top: float = 100, pitch: float = 7.5, size: float = 11
    ) -> None:
        """Lines below each other."""
        for index, text in enumerate(texts):
            self.text(x, top + index * pitch, text, size=size)

    def letterhead(self, number: str = "Số: 187/KH-UBND", day: str = "ngày 14 tháng 5 năm 2026") -> None:
        """Issuer and number on the left, motto and date on the right, then kind and title."""
        self.text(60, 18, "ỦY BAN NHÂN DÂN", bold=True, centred=True, size=11)
        self.text(60, 24, "TỈNH SÔNG TRÀ", bold=True, centred=True, size=11)
        self.rule(48, 31, 72, 31)
        self.text(60, 36, number, centred=True, size=11)
        self.text(143, 18, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, centred=True, size=10)
        self.text(143, 24, "Độc lập - Tự do - Hạnh phúc", bold=True, centred=True, size=11)
        self.rule(115, 31, 171, 31)
        self.text(143, 36, f"Sông Trà, {day}", centred=True, size=11)
        self.text(105, 52, "KẾ HOẠCH", bold=True, centred=True, size=13)
        self.text(105, 60, "Phát triển khoa học và công nghệ tỉnh Sông Trà", bold=True, centred=True)
        self.rule(90, 68, 120, 68)

    def rule(self, x0: float, y0: float, x1: float, y1: float, fill: tuple[int, int, int] = INK) -> None:
        """A straight line."""
        ends = (self._at(x0), self._at(y0), self._at(x1), self._at(y1))
        self._pen.line(ends, fill=fill, width=max(1, round(self.dpi / 110)))

    def table(self, rows: Sequence[Sequence[str]], columns: Sequence[float], *, top: float, height: float) -> None:
        """A ruled table; a newline in a cell begins a new line."""
        bottom = top + height * len(rows)
        for x in columns:
            self.rule(x, top, x, bottom)
        for index in range(len(rows) + 1):
            self.rule(columns[0], top + index * height, columns[-1], top + index * height)
        for index, cells in enumerate(rows):
            for x, text in zip(columns, cells, strict=False):
                for line, piece in enumerate(text.split("\n")):
                    self.text(x + 1.5, top + index * height + 2 + line * 5.5, piece, size=10)

    def frame(self, x: float, y: float, width: float, text: str, fill: tuple[int, int, int] = RED) -> None:
        """A stamp: a word in a frame."""
        for x0, y0, x1, y1 in (
            (x, y, x + width, y),
            (x, y + 9, x + width, y + 9),
            (x, y, x, y + 9),
            (x + width, y, x + width, y + 9),
        ):
            self.rule(x0, y0, x1, y1, fill)
        self.text(x + width / 2, y + 1.5, text, bold=True, centred=True, size=14, fill=fill)

    def seal(self, x: float, y: float, radius: float = 18, fill: tuple[int, int, int] = RED) -> None:
        """A round seal with a star, its ink over what is printed."""
        layer = Image.new("RGB", self.picture.size, "white")
        pen = ImageDraw.Draw(layer)
        middle, across, r = self._at(x), self._at(y), self._at(radius)
        for part, width in ((1.0, 9), (0.95, 3), (0.66, 4)):
            box = (middle - r * part, across - r * part, middle + r * part, across + r * part)
            pen.ellipse(box, outline=fill, width=width)
        points = []
        for index in range(10):
            reach, angle = r * (0.4 if index % 2 == 0 else 0.16), index * math.pi / 5
            points.append((middle + reach * math.sin(angle), across - reach * math.cos(angle)))
        pen.polygon(points, fill=fill)
        self.picture = ImageChops.multiply(self.picture, layer)
        self._pen = ImageDraw.Draw(self.picture)

    def scribble(self, x: float, y: float, seed: int = 1) -> None:
        """A figure written by hand: a curved stroke."""
        draw = random.Random(seed)  # noqa: S311 - a drawing
        points = [(self._at(x + step * 0.9), self._at(y + draw.uniform(-2.2, 2.2))) for step in range(9)]
        self._pen.line(points, fill=(20, 30, 120), width=4, joint="curve")


def scanned(picture: Image.Image, *, angle: float = 0.0, seed: int = 0, noise: float = 12.0) -> Image.Image:
    """What a scanner makes of a page: a little turned, blurred, noisy."""
    turned = picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor="white") if angle else picture
    soft = turned.filter(ImageFilter.GaussianBlur(0.6))
    if not noise:
        return soft
    grain = Image.frombytes("L", soft.size, random.Random(seed).randbytes(soft.width * soft.height))  # noqa: S311
    # as wide as a normal distribution with this deviation
    grain = grain.point(lambda value: round(128 + (value - 127.5) * noise * 3**0.5 / 127.5))
    return ImageChops.add(soft, Image.merge("RGB", (grain,) * 3), 1, -128)


#: Where the corners of a sheet lie in a photograph, as parts of it: upper left, upper right, lower right, lower left.
Corners: TypeAlias = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]


def photographed(picture: Image.Image, corners: Corners, *, shadow: float = 0.0, seed: int = 0) -> Image.Image:
    """What a camera makes of a page on a table: seen at an angle, darker on the right by `shadow`, a little noisy."""
    size = (1500, 2000)
    share = _onto_square([(x * size[0], y * size[1]) for x, y in corners])
    wide, high = picture.size
    lens = (*(value * wide for value in share[:3]), *(value * high for value in share[3:6]), *share[6:])
    shot = picture.point(lambda value: 20 + value * 215 // 255)
    sheet = shot.transform(size, Image.Transform.PERSPECTIVE, lens, Image.Resampling.BICUBIC)
    mask = Image.new("L", picture.size, 255).transform(
        size, Image.Transform.PERSPECTIVE, lens, Image.Resampling.BILINEAR
    )
    table = Image.new("RGB", size, (96, 70, 48))
    table.paste(sheet, mask=mask)
    light = Image.linear_gradient("L").rotate(90).resize(size).point(lambda value: round(255 - value * shadow))
    return scanned(ImageChops.multiply(table, Image.merge("RGB", (light,) * 3)), seed=seed, noise=6)


def _onto_square(corners: Sequence[tuple[float, float]]) -> tuple[float, ...]:
    """The eight numbers of the projection that leads from four corners to those of the unit square."""
    squares = ((0, 0), (1, 0), (1, 1), (0, 1))
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(corners, squares, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for column in range(8):
        pivot = max(range(column, 8), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for row in range(8):
            if row != column:
                factor = rows[row][column]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[column], strict=True)]
    return tuple(row[8] for row in rows)


def as_file(picture: Image.Image, kind: str = "PNG", dpi: float | None = 200, **options: object) -> bytes:
    """The bytes of a picture file."""
    buffer = io.BytesIO()
    if dpi:
        options["dpi"] = (dpi, dpi)
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def as_pdf(*pictures: Image.Image, dpi: float = 200) -> bytes:
    """A PDF whose pages are pictures."""
    buffer = io.BytesIO()
    pictures[0].save(buffer, "PDF", resolution=dpi, save_all=True, append_images=list(pictures[1:]), quality=85)
    return buffer.getvalue()
