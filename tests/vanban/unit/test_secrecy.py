"""Secrecy marks: found wherever they stand alone in a file, never in running text that speaks of secrets."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from vanban import SecrecyMark, VanbanError, secrecy_mark
from vanban.readers import Limits

DocxFile = Callable[..., bytes]
ArchiveFile = Callable[[Mapping[str, str | bytes]], bytes]

TASKS = "Giao các sở triển khai nhiệm vụ được phân công theo quy định của pháp luật.\n"
BODY = "KẾ HOẠCH\nChuyển đổi số năm 2026\nI. MỤC ĐÍCH\n" + TASKS * 20
SAMPLES = Path(__file__).parents[3] / "samples"
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
ODF = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("text", "text"), ("style", "style"), ("draw", "drawing"))
)


def degree(data: str | bytes) -> str | None:
    mark = secrecy_mark(data.encode() if isinstance(data, str) else data)
    return mark.degree if mark else None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("MẬT", "mật"),
        ("TỐI MẬT", "tối mật"),
        ("TUYỆT MẬT", "tuyệt mật"),
        ("Tối mật", "tối mật"),
        ("M Ậ T", "mật"),
        ("T U Y Ệ T   M Ậ T", "tuyệt mật"),
        ("[MẬT]", "mật"),
        ("(Mật)", "mật"),
        ("│ TỐI MẬT │", "tối mật"),
        ("* * * MẬT * * *", "mật"),
        ("_TỐI_MẬT_", "tối mật"),
        ("**TỐI MẬT**", "tối mật"),
        ("<center><b>MẬT</b></center>", "mật"),
        ("M\u00adẬT", "mật"),
        ("Độ mật: mật", "mật"),
        ("Độ mật: Tối mật", "tối mật"),
        ("ĐỘ MẬT: TUYỆT MẬT", "tuyệt mật"),
        ("Độ mật: Mật. Bản số: 03", "mật"),
        ("Độ mật:\nMật", "mật"),
        ("| Độ mật | Mật |\n| Số | 3 |", "mật"),
        ("BÍ MẬT NHÀ NƯỚC - TỐI MẬT", "tối mật"),
        ("TÀI LIỆU MẬT", "mật"),
        ("ĐỘ TỐI MẬT", "tối mật"),
        ("HỎA TỐC - MẬT", "mật"),
        ("HOẢ TỐC, TỐI MẬT", "tối mật"),
        ("MẬT   Số: 12/KH-UBND", "mật"),
        ("MẬT CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "mật"),
        ("MẬT\nĐỘ KHẨN: HỎA TỐC", "mật"),
        ("TUYỆT\nMẬT", "tuyệt mật"),
        ("T\nỐ\nI\nM\nẬ\nT", "tối mật"),
        ("TUYÊT MÂT", "tuyệt mật"),
        ("TOI MAT", "tối mật"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_mark_in_the_middle_of_a_file(line: str, expected: str, form: str) -> None:
    text = unicodedata.normalize(form, f"{BODY}\n{line}\n\n{BODY}")  # type: ignore[arg-type]
    assert degree(text) == expected


@pytest.mark.parametrize("line", ["Mật", "Tài liệu mật", "MÂT"])
def test_a_weak_mark_counts_at_the_head_only(line: str) -> None:
    assert degree(f"ỦY BAN NHÂN DÂN TỈNH A\n{line}\n{BODY}") == "mật"
    assert degree(f"{BODY}\n{line}\n{BODY}") is None


def test_the_head_of_an_appendix_is_a_head() -> None:
    assert degree(f"{BODY}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nMật\n{BODY}") == "mật"


@pytest.mark.parametrize(
    "lines",
    [
        "Thực hiện nghiêm việc bảo vệ bí mật nhà nước; tài liệu mật được lưu riêng.",
        "văn bản mật được xử lý riêng",
        "III. BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "Bảo vệ bí mật nhà nước",
        "Bí mật nhà nước độ Tối mật gồm:",
        "DANH MỤC BÍ MẬT NHÀ NƯỚC ĐỘ TUYỆT MẬT",
        "Độ mật:",
        "Độ mật: Không",
        "Độ mật: Thường",
        "Độ mật: ......",
        "Độ mật: □ Mật □ Tối mật □ Tuyệt mật",
        "Độ mật: Mật/Tối mật/Tuyệt mật",
        "a) Tuyệt mật;\nb) Tối mật;\nc) Mật.",
        "Lưu hành nội bộ",
        "- Mật ong\n- Mật\nMật ong rừng\nMật độ dân số",
        "MẬT ĐỘ DÂN SỐ",
        "MẬT\nĐỘ DÂN SỐ",
        "QUY CHẾ BẢO VỆ BÍ\nMẬT\nNHÀ NƯỚC",
        "QUY CHẾ BẢO VỆ BÍ   MẬT   NHÀ NƯỚC",
        "AN TOÀN VÀ BẢO\nMẬT",
        "QUẢN LÝ, SỬ DỤNG\nTÀI LIỆU MẬT",
        "tăng cường bảo vệ bí\nmật.",
        "MẬT MÃ",
        "CƠ MẬT",
        "NGUYỄN VĂN MẬT",
        "CÔNG TY TNHH ONG MẬT",
        "MẮT\nMẶT\nMẤT",
        "| STT | Độ mật | Tên |\n| 1 | Thường | b |\n| 2 |  | c |",
        "| STT | Sản phẩm | Sản lượng |\n| 1 | Mật | 3 |",
        "| STT | SẢN PHẨM | SẢN LƯỢNG |\n| 1 | MẬT | 3 |",
        "| SẢN PHẨM | MẬT | PHẤN HOA |\n| A | 3 | 4 |",
        "| STT | Họ đệm | Tên |\n| 1 | NGUYỄN THỊ | MẬT |",
    ],
)
def test_what_speaks_of_secrets_or_honey_is_no_mark(lines: str) -> None:
    assert degree(f"{BODY}\n{lines}\n{BODY}") is None


@pytest.mark.parametrize("text", ["KÕ ho¹ch c«ng t¸c\nTUYÖT MËT\nñy ban", "Keá hoaïch\nTUYEÄT MAÄT\nuûy ban"])
def test_text_of_before_unicode(text: str) -> None:
    assert degree(text.encode("latin-1")) == "tuyệt mật"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_any_unicode_encoding(encoding: str) -> None:
    assert degree(f"{BODY}TỐI MẬT\n".encode(encoding)) == "tối mật"


@pytest.mark.parametrize(
    "inside",
    [
        "<p><b>T</b>ỐI MẬT</p>",
        "<p>T&#7888;I M&#7852;T</p>",
        "<table><tr><td>Số 1<br>TỐI MẬT</td><td>CỘNG HÒA</td></tr></table>",
        "<div style='display: none'>TỐI MẬT</div>",
        "<svg><text>TỐI MẬT</text></svg>",
        "<!-- <p>TỐI MẬT</p> -->",
        "<!--[if gte vml 1]><v:shape><v:textpath style='x' string=\"TỐI MẬT\"/></v:shape><![endif]-->",
        "<img alt='Tối mật'>",
    ],
)
def test_pages(inside: str) -> None:
    page = f"<html><body><p>Kế hoạch</p>{inside}<p>Công tác bảo vệ bí <b>MẬT</b> nhà nước</p></body></html>"
    assert degree(page) == "tối mật"
    assert degree(page.replace(inside, "")) is None


def test_all_parts_of_a_saved_page() -> None:
    part = "--X\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>{}</p></body></html>\r\n"
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=X\r\n\r\n"
    assert degree(head + part.format("Kế hoạch") + part.format("TỐI MẬT") + "--X--\r\n") == "tối mật"


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _box(text: str) -> str:
    return f"<w:p><w:r><w:pict><w:txbxContent>{_paragraph(text)}</w:txbxContent></w:pict></w:r></w:p>"


def _cells(*cells: str) -> str:
    return "<w:tbl><w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr></w:tbl>"


@pytest.mark.parametrize(
    "inside",
    [
        _paragraph("TỐI MẬT"),
        "<w:p><w:r><w:t>TỐI M</w:t></w:r><w:r><w:t>ẬT</w:t></w:r></w:p>",
        _cells(_paragraph("TỐI MẬT")),
        _cells(_paragraph("UBND") + _paragraph("TỐI MẬT"), _paragraph("CỘNG HÒA")),
        _box("TỐI MẬT"),
        _cells(_box("Tối mật"), _paragraph("CỘNG HÒA")),
        "<w:p><w:r><w:drawing><wps:txbx><w:txbxContent>" + _paragraph("tối mật").replace("tối", "Tối")
        + "</w:txbxContent></wps:txbx></w:drawing></w:r></w:p>",
        "<w:p><w:del><w:r><w:delText>TỐI MẬT</w:delText></w:r></w:del></w:p>",
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>TỐI MẬT</w:t></w:r></w:p>",
        f'<w:p><w:r><w:pict><v:shape {VML}><v:textpath string="TỐI MẬT"/></v:shape></w:pict></w:r></w:p>',
    ],
)  # fmt: skip
def test_places_in_the_body_of_a_word_file(inside: str, docx_file: DocxFile) -> None:
    assert degree(docx_file(_paragraph("Kế hoạch") + inside)) == "tối mật"


@pytest.mark.parametrize(
    ("name", "inside", "where"),
    [
        ("word/header2.xml", _paragraph("Mật"), "header"),
        ("word/header1.xml", '<w:p><v:shape><v:textpath string="MẬT"/></v:shape></w:p>', "header"),
        ("word/footer9.xml", _paragraph("MẬT"), "footer"),
        ("word/footnotes.xml", _paragraph("MẬT"), "note"),
        ("word/comments.xml", _paragraph("MẬT"), "comment"),
        ("docProps/core.xml", "<w:subject>Mật</w:subject>", "properties"),
    ],
)
def test_parts_that_no_section_names(name: str, inside: str, where: str, docx_file: DocxFile) -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    part = f'<w:x xmlns:w="{space}" {VML}>{inside}</w:x>'
    data = docx_file(_paragraph("Kế hoạch"), members={name: part})
    assert secrecy_mark(data) == SecrecyMark(degree="mật", where=where)  # type: ignore[arg-type]


def test_a_part_that_cannot_be_looked_at_is_an_error(docx_file: DocxFile) -> None:
    with pytest.raises(VanbanError) as refusal:
        secrecy_mark(docx_file(_paragraph("Kế hoạch"), members={"word/header7.xml": "<a"}))
    assert refusal.value.code == "damaged"


@pytest.mark.parametrize(
    ("content", "styles"),
    [
        ("<text:p>T<text:span>ỐI</text:span><text:s/>MẬT</text:p>", ""),
        ("<text:p>a<draw:frame><draw:text-box><text:p>Tối mật</text:p></draw:text-box></draw:frame> b</text:p>", ""),
        ("<text:p>a<office:annotation><text:p>TỐI MẬT</text:p></office:annotation> b</text:p>", ""),
        ("", "<style:header><text:p>TỐI MẬT</text:p></style:header>"),
        (
            "",
            "<style:footer><draw:custom-shape><text:p>Tối mật</text:p></draw:custom-shape></style:footer>",
        ),
    ],
)
def test_places_in_an_opendocument_text(content: str, styles: str, archive_file: ArchiveFile) -> None:
    heading = "<text:p>Bảo vệ bí <text:span>MẬT</text:span></text:p>"
    body = f"<office:body><office:text>{heading}{content}</office:text></office:body>"
    master = f"<office:master-styles><style:master-page>{styles}</style:master-page></office:master-styles>"
    members = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": "<a/>",
        "content.xml": f"<office:document-content {ODF}>{body}</office:document-content>",
        "styles.xml": f"<office:document-styles {ODF}>{master}</office:document-styles>",
    }
    assert degree(archive_file(members)) == "tối mật"


@pytest.fixture(scope="module")
def font() -> str:
    found = next(Path("/usr/share/fonts").glob("**/DejaVuSans.ttf"), None)
    if found is None:
        pytest.skip("no font with Vietnamese letters on this system")
    pdfmetrics.registerFont(TTFont("Marks", str(found)))
    return "Marks"


def _pdf(font: str, draw: Callable[[Canvas], object]) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for page in (1, 2):
        canvas.setFont(font, 12)
        for line in range(30):
            canvas.drawString(60, 780 - 20 * line, f"{line}. Giao các sở triển khai nhiệm vụ bảo mật theo quy định")
        if page == 2:
            draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _turned(canvas: Canvas, size: int) -> None:
    canvas.translate(200, 303)
    canvas.rotate(45)
    canvas.setFont("Marks", size)
    canvas.drawString(0, 0, "TỐI MẬT")


def _large(canvas: Canvas) -> None:
    canvas.setFont("Marks", 40)
    canvas.drawString(80, 500, "TỐI MẬT")


def _letterhead(canvas: Canvas) -> None:
    for x, text in ((60, "UBND TỈNH A"), (190, "TỐI MẬT"), (300, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")):
        canvas.drawString(x, 810, text)


def _letters(canvas: Canvas) -> None:
    for index, letter in enumerate("TỐIMẬT"):
        canvas.drawString(560, 700 - 22 * index, letter)


@pytest.mark.parametrize(
    ("draw", "where", "page"),
    [
        (lambda canvas: canvas.drawString(480, 800, "TỐI MẬT"), "text", 2),
        (lambda canvas: _turned(canvas, 60), "text box", 2),
        (lambda canvas: _turned(canvas, 12), "text box", 2),
        (_large, "text box", 2),
        (_letterhead, "text", 2),
        (_letters, "text", 2),
        (lambda canvas: canvas.textAnnotation("Tối mật", Rect=(9, 9, 99, 99)), "annotation", 2),
        (lambda canvas: canvas.acroForm.textfield(value="TOI MAT", x=9, y=9, width=99, height=30), "annotation", 2),
        (lambda canvas: canvas.setTitle("Tối mật"), "properties", None),
    ],
)
def test_places_in_a_pdf(draw: Callable[[Canvas], object], where: str, page: int | None, font: str) -> None:
    mark = secrecy_mark(_pdf(font, draw))
    assert mark == SecrecyMark(degree="tối mật", where=where, page=page)  # type: ignore[arg-type]


def _wrapped_heading(canvas: Canvas) -> None:
    canvas.setFont("Marks", 14)
    canvas.drawString(100, 820, "QUY CHẾ BẢO VỆ BÍ")
    canvas.drawString(160, 802, "MẬT")


@pytest.mark.parametrize(
    "draw", [lambda canvas: canvas.drawString(60, 810, "QUY CHẾ BẢO VỆ BÍ MẬT NHÀ NƯỚC"), _wrapped_heading]
)
def test_headings_of_a_pdf_are_no_marks(draw: Callable[[Canvas], object], font: str) -> None:
    assert secrecy_mark(_pdf(font, draw)) is None


@pytest.mark.libreoffice
def test_rtf_is_looked_at_with_its_running_heads() -> None:
    data = rb"{\rtf1\ansi{\header T\u7888?I M\u7852?T\par}K\u7870? ho\u7841?ch\par}"
    assert secrecy_mark(data) == SecrecyMark(degree="tối mật", where="header")


@pytest.mark.parametrize("path", sorted(p for p in SAMPLES.iterdir() if p.is_file()), ids=lambda path: path.name)
def test_the_samples_have_no_mark(path: Path) -> None:
    assert secrecy_mark(path) is None


@pytest.mark.reference
def test_real_plans_have_no_mark(reference: Path) -> None:
    for path in sorted(reference.glob("plans/*")):
        try:
            assert secrecy_mark(path) is None, path.name
        except VanbanError as refusal:
            assert refusal.code == "needs-tesseract"  # noqa: PT017 - then a scan cannot be looked at


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n", "no-text"),
        (b"%PDF-1.4", "damaged"),
        (b"PK\x03\x04", "damaged"),
        (b"\x89PNG\r\n", "damaged"),
    ],
)
def test_what_cannot_be_read_is_no_answer(data: bytes, code: str) -> None:
    with pytest.raises(VanbanError) as refusal:
        secrecy_mark(data)
    assert refusal.value.code == code


def test_sources_and_limits(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Kế hoạch\nMẬT\n", encoding="utf-8")
    expected = SecrecyMark(degree="mật", where="first lines")
    assert secrecy_mark(path) == secrecy_mark(io.BytesIO(path.read_bytes()), "a.txt") == expected
    with pytest.raises(VanbanError) as refusal:
        secrecy_mark(path, limits=Limits(max_bytes=3))
    assert refusal.value.code == "too-large"
    assert list(tmp_path.iterdir()) == [path]


CHUNK = "<html><body><p>TUYỆT MẬT</p><p>Nội dung</p></body></html>"


@pytest.mark.parametrize(
    ("part", "content"),
    [("word/afchunk.html", CHUNK), ("word/afchunk.txt", "TUYỆT MẬT\nNội dung"), ("word/embeddings/other.docx", None)],
)
def test_a_file_that_a_word_file_shows_or_carries_is_looked_through(
    docx_file: DocxFile, part: str, content: str | None
) -> None:
    inner = docx_file(_paragraph("TUYỆT MẬT")) if content is None else content.encode()
    mark = secrecy_mark(carrying(docx_file(_paragraph("KẾ HOẠCH")), part, inner))
    assert mark is not None
    assert mark.degree == "tuyệt mật"


def test_files_that_lie_deep_in_one_another_are_refused(docx_file: DocxFile) -> None:
    data = docx_file(_paragraph("KẾ HOẠCH"))
    for _ in range(4):
        data = carrying(docx_file(_paragraph("KẾ HOẠCH")), "word/embeddings/other.docx", data)
    with pytest.raises(VanbanError) as caught:
        secrecy_mark(data)
    assert caught.value.code == "unsafe-archive"


@pytest.mark.parametrize(
    ("name", "found"),
    [("TUYỆT MẬT.txt", True), ("TỐI_MẬT.txt", True), ("Kế hoạch bảo mật.txt", False), ("van-ban.txt", False)],
)
def test_the_name_of_a_file_may_be_a_mark(name: str, found: bool) -> None:  # noqa: FBT001 - what is expected
    assert (secrecy_mark(BODY.encode(), name) is not None) is found


def carrying(data: bytes, name: str, content: bytes) -> bytes:
    """The archive with one more member."""
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(name, content)
    return buffer.getvalue()
