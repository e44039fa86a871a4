"""Documents of tỉnh Sông Trà for the journeys: each has a number of its own, so that none is taken for another."""

from __future__ import annotations

import io
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import docx
from docx.document import Document
from playwright.sync_api import FilePayload
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

_FONT: Final = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
NUMBERS: Final = itertools.count(501)
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TASKS: Final = (
    "Sở Khoa học và Công nghệ chủ trì, phối hợp với Sở Tài chính xây dựng kho dữ liệu khoa học, xong trước 30/9/2027.",
    "Sở Nội vụ chủ trì bồi dưỡng kỹ năng số cho 500 cán bộ, công chức cấp xã, hoàn thành trước ngày 31/10/2027.",
    "Sở Tài chính chủ trì bố trí kinh phí sự nghiệp khoa học và công nghệ, hoàn thành trước ngày 15/12/2027.",
)
#: The same tasks as a recogniser gives them that knows no Vietnamese.
DAMAGED: Final = (
    "Sé Khoa hoc va Céng nghé chu tri, phéi hop véi Sé Tai chinh xay dung kho dir liéu khoa hoc, xong truéc 30/9/2027.",
    "Sé Noi vu chu tri béi duong ky nang sé cho can bé, céng chirc cap xa, hoan thanh truéc ngay 31/10/2027.",
    "Sé Tai chinh chu tri bé tri kinh phi su nghiép khoa hoc va céng nghé, hoan thanh truéc ngay 15/12/2027.",
)
_TEXT: Final = """\
ỦY BAN NHÂN DÂN               CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH SÔNG TRÀ                      Độc lập - Tự do - Hạnh phúc

Số: {number}/KH-UBND                  Sông Trà, ngày 09 tháng 3 năm 2026

                           KẾ HOẠCH
      {title}

I. MỤC TIÊU
- Đến năm 2030, 40% doanh nghiệp có hoạt động đổi mới sáng tạo.

II. NHIỆM VỤ
{tasks}

Nơi nhận:                                  TM. ỦY BAN NHÂN DÂN
- Sở Tài chính;                                KT. CHỦ TỊCH
- Lưu: VT.                                    PHÓ CHỦ TỊCH

                                             Trần Văn Bình
"""
_APPENDIX: Final = (
    ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành", "Sản phẩm"),
    ("1", "Xây dựng danh mục dữ liệu mở", "Sở Khoa học và Công nghệ", "Sở Nội vụ", "Quý I/2027", "Quyết định"),
    ("2", "Tập huấn khai thác dữ liệu cho cấp xã", "Sở Nội vụ", "UBND cấp xã", "30/9/2027", "Báo cáo kết quả"),
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A file, what is written on it as its number, and its title."""

    file: FilePayload
    number: str
    title: str


def text_plan(tasks: Sequence[str] = TASKS, *, number: int | None = None, draft: bool = False) -> Paper:
    """A plan as plain text; the same number again makes a corrected copy, a draft has none yet."""
    number = next(NUMBERS) if number is None else number
    title = f"Phát triển khoa học và công nghệ tỉnh Sông Trà, đợt {number}"
    lines = "\n\n".join(f"{at}. {words}" for at, words in enumerate(tasks, 1))
    text = _TEXT.format(number="     " if draft else number, title=title, tasks=lines)
    file = FilePayload(name=f"ke-hoach-{number}.txt", mimeType="text/plain", buffer=text.encode())
    return Paper(file, f"{number}/KH-UBND", title)


def pdf_plan() -> Paper:
    """A plan of two pages as PDF: its three tasks stand on the second."""
    number = next(NUMBERS)
    title = f"Phát triển khoa học và công nghệ tỉnh Sông Trà, đợt {number}"
    first = (
        "ỦY BAN NHÂN DÂN",
        "TỈNH SÔNG TRÀ",
        f"Số: {number}/KH-UBND",
        "Sông Trà, ngày 09 tháng 3 năm 2026",
        "KẾ HOẠCH",
        title,
        "I. MỤC TIÊU",
        "- Đến năm 2030, 40% doanh nghiệp có hoạt động đổi mới sáng tạo.",
    )
    second = ("II. NHIỆM VỤ", *(f"{at}. {words}" for at, words in enumerate(TASKS, 1)))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842))
    pdfmetrics.registerFont(TTFont("Serif", _FONT))
    for lines in (first, second):
        canvas.setFont("Serif", 9)
        for row, line in enumerate(lines):
            canvas.drawString(40, 780 - 24 * row, line)
        canvas.showPage()
    canvas.save()
    file = FilePayload(name=f"ke-hoach-{number}.pdf", mimeType="application/pdf", buffer=stream.getvalue())
    return Paper(file, f"{number}/KH-UBND", title)


def word_plan() -> Paper:
    """A plan in Word as officers lay it out: header in two columns without lines, appendix table with lines."""
    number = next(NUMBERS)
    title = f"Phát triển dữ liệu mở của tỉnh Sông Trà, đợt {number}"
    document = docx.Document()
    _columns(
        document,
        "ỦY BAN NHÂN DÂN\nTỈNH SÔNG TRÀ\n",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n",
        f"Số: {number}/KH-UBND",
        "Sông Trà, ngày 12 tháng 8 năm 2026",
    )
    for line in (
        "KẾ HOẠCH",
        title,
        "I. MỤC TIÊU",
        "- Đến năm 2027, 80% bộ dữ liệu mở của tỉnh được cập nhật hằng quý.",
        "II. NHIỆM VỤ, GIẢI PHÁP",
        "1. Sở Khoa học và Công nghệ chủ trì, phối hợp với Sở Tài chính xây dựng Cổng dữ liệu mở trước 30/6/2027.",
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Sở Tài chính bố trí kinh phí thực hiện Kế hoạch này.",
    ):
        document.add_paragraph(line)
    _columns(
        document,
        "Nơi nhận:\n- Các sở, ban, ngành tỉnh;\n- UBND các xã, phường;\n- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n\nTrần Văn Bình",
    )
    for line in ("PHỤ LỤC", "DANH MỤC NHIỆM VỤ CỤ THỂ"):
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=len(_APPENDIX[0]), style="Table Grid")
    for row in _APPENDIX:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    file = FilePayload(name=f"ke-hoach-{number}.docx", mimeType=_WORD, buffer=_saved(document))
    return Paper(file, f"{number}/KH-UBND", title)


def _columns(document: Document, *cells: str) -> None:
    """Two columns without lines, filled row after row."""
    table = document.add_table(rows=0, cols=2)
    for pair in zip(cells[::2], cells[1::2], strict=True):
        for cell, words in zip(table.add_row().cells, pair, strict=True):
            cell.text = words


def _saved(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
