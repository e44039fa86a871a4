"""Any file gives a reading or one VanbanError; nothing else escapes, and nothing eats the machine."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from vanban.errors import MESSAGES, VanbanError
from vanban.readers import BlockKind, Limits, Reading, read_blocks
from vanban.readers.scan import missing

LIMITS = Limits(max_seconds=20, max_bytes=120_000_000)
NAMES = st.sampled_from([None, "a.txt", "a.md", "a.docx", "a.pdf", "a.html", "a.odt"])
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PARAGRAPH = "<w:p><w:r><w:t>Kế hoạch công tác</w:t></w:r></w:p>"


def outcome(data: bytes, name: str | None = None, limits: Limits = LIMITS) -> str:
    """`ok`, or the code of the error; a reading is checked to be sound."""
    try:
        reading = read_blocks(data, name, limits)
    except VanbanError as error:
        refusal = error
    else:
        check(reading)
        return "ok"
    assert refusal.code in MESSAGES
    assert refusal.vietnamese
    assert refusal.english
    return refusal.code


def check(reading: Reading) -> None:
    """What holds for every reading."""
    for block in reading.blocks:
        block.text.encode()
        assert all(0 <= at <= len(block.text) for _, at in block.notes_called)
        if block.kind is BlockKind.ROW:
            assert block.cells is not None
            assert block.text == " | ".join(block.cells)
            assert block.table is not None
        else:
            assert block.cells is None


def docx(document: str | bytes, **members: bytes) -> bytes:
    if isinstance(document, str):
        document = f"<w:document {WORD}><w:body>{document}</w:body></w:document>".encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", document)
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return buffer.getvalue()


def pdf() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pageCompression=0)
    for page in range(2):
        for index in range(4):
            canvas.line(60, 700 - 30 * index, 500, 700 - 30 * index)
            canvas.line(60 + 100 * index, 700, 60 + 100 * index, 610)
            canvas.drawString(70, 680 - 30 * index, f"Trang {page} dong {index}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


DOCX = docx(PARAGRAPH * 30 + f"<w:tbl><w:tr><w:tc>{PARAGRAPH}</w:tc><w:tc>{PARAGRAPH}</w:tc></w:tr></w:tbl>")
PDF = pdf()


@given(st.binary(max_size=2000), NAMES)
@example(b"\x00", None)
@example(b"\xff\xfe", None)
@example(b"%PDF-", None)
@example(b"PK\x05\x06" + bytes(18), None)
def test_any_bytes(data: bytes, name: str | None) -> None:
    # RTF and compound files start LibreOffice; they have tests of their own.
    if not data.startswith((b"{\\rtf", b"\xd0\xcf")):
        outcome(data, name)


@given(st.text(max_size=500), st.sampled_from(["utf-8", "utf-16", "utf-16-le", "cp1258"]), NAMES)
def test_any_text_in_any_encoding(text: str, encoding: str, name: str | None) -> None:
    data = text.encode(encoding, "ignore")
    if not data.startswith((b"{\\rtf", b"\xd0\xcf")):
        outcome(data, name)


@given(
    st.lists(
        st.sampled_from(["| a |", "|--|", "**", "*", "_", "# ", "<sup>1</sup>", "[^1]: ", "\\", "-", "\n", "2\n", "x "])
    )
)
def test_any_marks_of_markdown(pieces: list[str]) -> None:
    outcome("".join(pieces).encode(), "a.md")


MARKUP = [
    "<p>",
    "</p>",
    "<table>",
    "<tr>",
    "<td rowspan=0>",
    "<th colspan=99>",
    "</table>",
    "<li>",
    "<ol start=x>",
    "<br>",
    "x",
    "<sup>1",
]


@given(st.lists(st.sampled_from(MARKUP), max_size=60))
def test_any_order_of_tags(pieces: list[str]) -> None:
    outcome(("<html>" + "".join(pieces)).encode())


WORD_MARKUP = [
    "<w:p>{}</w:p>", "<w:tbl>{}</w:tbl>", "<w:tr>{}</w:tr>", "<w:tc>{}</w:tc>", "<w:r>{}</w:r>", "<w:t>x{}</w:t>",
    "<w:sdt>{}</w:sdt>", "<w:tcPr><w:gridSpan w:val='9999999999'/><w:vMerge/>{}</w:tcPr>",
    "<w:txbxContent>{}</w:txbxContent>",
    "<w:pPr><w:numPr><w:ilvl w:val='-1'/><w:numId w:val='x'/></w:numPr>{}</w:pPr>", "<w:pict>{}</w:pict>", "<w:del/>{}",
    "<w:fldChar w:fldCharType='end'/>{}", "<w:footnoteReference/>{}", "<w:sym w:char='zz'/>{}", "<w:ins>{}</w:ins>",
]  # fmt: skip


@given(st.recursive(st.just("x"), lambda inner: st.tuples(st.sampled_from(WORD_MARKUP), st.lists(inner, max_size=4))))
def test_any_tree_of_word_elements(tree: object) -> None:
    def markup(node: object) -> str:
        if isinstance(node, tuple):
            return str(node[0]).format("".join(map(markup, node[1])))
        return str(node)

    outcome(docx(markup(tree)))


@settings(max_examples=60)
@given(st.integers(4, len(DOCX) - 1))
def test_a_truncated_docx_is_damaged(length: int) -> None:
    assert outcome(DOCX[:length], "a.docx") == "damaged"


@settings(max_examples=60)
@given(st.integers(8, len(PDF) - 8))
def test_a_truncated_pdf_is_damaged(length: int) -> None:
    assert outcome(PDF[:length], "a.pdf") == "damaged"


@settings(max_examples=100)
@given(st.sampled_from([DOCX, PDF]), st.integers(0, 2**32))
def test_changed_bytes(data: bytes, seed: int) -> None:
    source = random.Random(seed)  # noqa: S311 - no secret is made here
    changed = bytearray(data)
    for _ in range(source.randint(1, 20)):
        changed[source.randrange(len(changed))] = source.randrange(256)
    outcome(bytes(changed))


def _bomb() -> bytes:
    return docx(PARAGRAPH, word__media__image1_dot_bin=bytes(60_000_000))


def _deep_tables() -> bytes:
    return docx("<w:tbl><w:tr><w:tc>" * 10_000 + PARAGRAPH + "</w:tc></w:tr></w:tbl>" * 10_000)


def _entities(declaration: str) -> bytes:
    return docx(f"<!DOCTYPE a [{declaration}]><w:document {WORD}><w:body>{PARAGRAPH}&x;</w:body></w:document>".encode())


def _laughs() -> bytes:
    levels = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    return _entities(f'<!ENTITY l0 "ha">{levels}<!ENTITY x "&l9;">')


def _hidden_entities() -> bytes:
    text = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x "y">]><w:document {WORD}>&x;</w:document>'
    return docx(text.encode("utf-16"))


@pytest.mark.parametrize(
    ("build", "code"),
    [
        (lambda: b"", "empty"),
        (lambda: random.Random(7).randbytes(200_000), "unknown-format"),  # noqa: S311
        (lambda: b" \n\t\n", "no-text"),
        (lambda: docx("<w:p/>"), "no-text"),
        (lambda: docx("<w:p/>", word__media__image1_dot_png=b"x"), "scan"),
        (lambda: docx(PARAGRAPH, word__vbaProject_dot_bin=b"x"), "macro"),
        (_bomb, "unsafe-archive"),
        (_deep_tables, "too-deep"),
        (lambda: b"<html><body>" + b"<table><tr><td>" * 10_000, "too-deep"),
        (_laughs, "unsafe-xml"),
        (lambda: _entities('<!ENTITY x SYSTEM "file:///etc/hostname">'), "unsafe-xml"),
        (lambda: _entities('<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;'), "unsafe-xml"),
        (_hidden_entities, "unsafe-xml"),
        (lambda: b"a" * 100_000_000, "too-large"),
        (lambda: b"a" * 30_000_000, "line-too-long"),
        (lambda: b"a\n" * 3_000_000, "too-many-parts"),
        (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "damaged"),
    ],
)
def test_known_traps_have_their_code(build: Callable[[], bytes], code: str) -> None:
    assert outcome(build(), "ke-hoach.docx") == code


def test_an_encrypted_member_is_encrypted() -> None:
    data = bytearray(DOCX)
    for signature, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        position = data.find(signature)
        while position >= 0:
            data[position + flags] |= 1
            position = data.find(signature, position + 4)
    assert outcome(bytes(data)) == "encrypted"


def test_a_member_that_is_larger_than_it_says_is_damaged() -> None:
    data = docx(PARAGRAPH * 2000)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    lied = data.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lied != data
    assert outcome(lied) == "damaged"


@pytest.mark.reference
@settings(max_examples=25)
@given(data=st.data())
def test_shuffled_and_cut_real_plans(reference: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(reference.glob("plans/*"))))
    lines = path.read_bytes().split(b"\n")
    start = data.draw(st.integers(0, len(lines)))
    kept = lines[start : start + data.draw(st.integers(1, 400))]
    if data.draw(st.booleans()):
        data.draw(st.randoms()).shuffle(kept)
    content = b"\n".join(kept)
    if not content.startswith((b"{\\rtf", b"\xd0\xcf")):
        outcome(content, path.name)


@pytest.mark.reference
def test_every_reference_document_is_read(reference: Path) -> None:
    outcomes = {path.name: outcome(path.read_bytes(), path.name) for path in sorted(reference.glob("plans/*"))}
    scan = outcomes.pop("quang-ngai-07-2018-scan.pdf")
    assert set(outcomes.values()) == {"ok"}
    assert scan == ("needs-tesseract" if missing() else "ok")
