"""Makes the inputs of the measurements: running text, PDF with ruled tables, Word with tables. Nothing is random."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from itertools import count, cycle, islice
from pathlib import Path
from typing import Final

#: Fonts with all Vietnamese letters, the first one found is taken.
FONTS: Final = (
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    Path("/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf"),
    Path("/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf"),
)
#: As many lines as a page of an official document has.
_LINES_OF_A_PAGE: Final = 34
COLUMNS: Final = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian", "Sản phẩm")
_AGENCIES: Final = (
    "Sở Khoa học và Công nghệ",
    "Sở Tài chính",
    "Sở Nông nghiệp và Môi trường",
    "Sở Công Thương",
    "Công an tỉnh",
    "Ủy ban nhân dân các xã, phường",
    "Sở Giáo dục và Đào tạo",
)
_VERBS: Final = ("Xây dựng", "Rà soát", "Nâng cấp", "Triển khai", "Tổ chức", "Hướng dẫn", "Ban hành", "Kiểm tra")
_OBJECTS: Final = (
    "hệ thống cơ sở dữ liệu dùng chung của ngành",
    "danh mục dịch vụ công trực tuyến toàn trình",
    "mô hình ứng dụng công nghệ trong chế biến nông sản",
    "chương trình bồi dưỡng kỹ năng số cho cán bộ cấp xã",
    "quy chế quản lý nhiệm vụ khoa học và công nghệ",
    "mạng lưới chuyên gia tư vấn cho doanh nghiệp khởi nghiệp",
    "hạ tầng kết nối tại các khu, cụm công nghiệp",
    "phương án bảo đảm an toàn hệ thống thông tin",
    "cuộc thi sáng tạo dành cho thanh niên, thiếu niên",
)
_ENDS: Final = (
    "bảo đảm thiết thực, hiệu quả và tiết kiệm",
    "gắn với nhu cầu của người dân và doanh nghiệp",
    "phù hợp với điều kiện kinh tế - xã hội của từng địa bàn",
    "theo hướng dẫn của bộ, ngành trung ương",
    "hoàn thành trước ngày 30 tháng 11 năm 2026",
)
_DATES: Final = ("Quý II/2026", "Tháng 9/2026", "2026 - 2028", "Hằng năm", "30/6/2027", "Thường xuyên")
_PRODUCTS: Final = ("Quyết định của UBND tỉnh", "Báo cáo", "Hệ thống được nghiệm thu", "Kế hoạch")


#: letters that are misread, by signs that no text has, and what is read
_MISREAD: Final = str.maketrans("ếềểễệốồổỗộ", "\ue000" * 5 + "\ue001" * 5)
_READ: Final = str.maketrans("\ue000\ue001", "é6")


def tasks() -> Iterator[tuple[str, str, str, str, str, str]]:
    """Rows of a task table without end: number, task, lead, partners, time, product."""
    parts = (cycle(words) for words in (_VERBS, _OBJECTS, _ENDS, _AGENCIES, _DATES, _PRODUCTS))
    partners = islice(cycle(_AGENCIES), 3, None)
    for number, verb, what, end, lead, date, product in zip(count(1), *parts, strict=False):
        yield str(number), f"{verb} {what}, {end}", lead, next(partners), date, product


def plan_text(characters: int) -> str:
    """A plan of at least that many characters: header, sections of task paragraphs, organisation, signature."""
    lines = [
        "ỦY BAN NHÂN DÂN",
        "TỈNH VĨNH LONG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 41/KH-UBND",
        "Vĩnh Long, ngày 05 tháng 02 năm 2026",
        "KẾ HOẠCH",
        "Phát triển khoa học và công nghệ",
        "Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị, Ủy ban nhân dân tỉnh ban hành Kế hoạch:",
        "I. MỤC TIÊU",
        "- Đến năm 2030, tỷ lệ doanh nghiệp có hoạt động đổi mới sáng tạo đạt 40%.",
        "II. NHIỆM VỤ, GIẢI PHÁP",
    ]
    size = sum(len(line) + 1 for line in lines)
    source = tasks()
    for section in count(1):
        if size >= characters:
            break
        lines.append(f"{section}. Nhóm nhiệm vụ thứ {section}")
        for _, task, lead, partners, _, product in islice(source, 12):
            lines.append(f"- {task}. {lead} chủ trì, phối hợp với {partners} thực hiện; sản phẩm là {product.lower()}.")
            size += len(lines[-1]) + 1
    lines += [
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Sở Khoa học và Công nghệ theo dõi, hằng năm báo cáo Ủy ban nhân dân tỉnh./.",
    ]
    lines += ["Nơi nhận:", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn Mẫu"]
    return "\n".join(lines) + "\n"


def unmarked(text: str) -> str:
    """The text without marks."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def misread(text: str) -> str:
    """The text as a recogniser of English may read it: vowels with two marks become é and 6, the others lose theirs."""
    return unmarked(text.translate(_MISREAD)).translate(_READ)


def faint(text: str) -> str:
    """The text as a recogniser of Vietnamese may read thin letters: hooks above circumflexes are lost."""
    return text.translate(str.maketrans("ẩểổẨỂỔ", "âêôÂÊÔ"))


def ruled_pdf(pages: int, *, rows_per_page: int = 9) -> bytes:
    """A landscape PDF with one ruled table over all pages, its header repeated, and page numbers."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    font = next((path for path in FONTS if path.exists()), None)
    if font is None:
        raise SystemExit("no font with Vietnamese letters; install the package fonts-dejavu-core")
    pdfmetrics.registerFont(TTFont("Vietnamese", str(font)))
    width, height = landscape(A4)
    lefts = (40, 70, 330, 470, 610, 690, width - 40)
    top, bottom = height - 60, 50
    step = (top - bottom - 24) / rows_per_page
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(width, height), invariant=True)
    source = tasks()
    for page in range(1, pages + 1):
        canvas.setFont("Vietnamese", 9)
        canvas.drawCentredString(width / 2, height - 30, str(page))
        levels = [top, *(top - 24 - index * step for index in range(rows_per_page + 1))]
        for level in levels:
            canvas.line(lefts[0], level, lefts[-1], level)
        for left in lefts:
            canvas.line(left, top, left, levels[-1])
        for row, level in zip((COLUMNS, *islice(source, rows_per_page)), levels, strict=False):
            for cell, left, right in zip(row, lefts, lefts[1:], strict=False):
                for index, line in enumerate(_wrapped(cell, (right - left) / 5)):
                    canvas.drawString(left + 3, level - 12 - 11 * index, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def word_file(rows: int) -> bytes:
    """A Word file with half its words in paragraphs and half in one ruled table."""
    import docx

    document = docx.Document()
    for line in plan_text(rows * 200).splitlines():
        document.add_paragraph(line)
    table = document.add_table(rows=1, cols=len(COLUMNS))
    table.style = "Table Grid"
    for cell, name in zip(table.rows[0].cells, COLUMNS, strict=True):
        cell.text = name
    for row in islice(tasks(), rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def scanned_pages(count: int, *, seals: bool = False) -> list[tuple[bytes, str]]:
    """Pages of 200 dpi as PNG, turned by less than a degree and noisy, each with its text; with red seals over it."""
    from tests.factories.scans import Sheet, as_file, scanned

    serif = Path("/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf")
    lines = [line for text in plan_text(count * 4000).split("\n") if text.strip() for line in _folded(text)]
    pages: list[tuple[bytes, str]] = []
    for number in range(count):
        texts = lines[number * _LINES_OF_A_PAGE : (number + 1) * _LINES_OF_A_PAGE]
        sheet = Sheet(font=str(serif)) if serif.is_file() else Sheet()
        sheet.lines(texts, top=22, pitch=7.0, size=13)
        if seals:
            sheet.seal(70, 90)
            sheet.seal(125, 200)
        picture = scanned(sheet.picture, angle=-0.8 + 0.3 * number, seed=number)
        pages.append((as_file(picture), "\n".join(texts)))
    return pages


def _folded(text: str) -> list[str]:
    """A paragraph in lines of a page."""
    return textwrap.wrap(text, 78, break_long_words=False, break_on_hyphens=False)


def _wrapped(text: str, width: float) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
