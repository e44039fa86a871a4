"""The content of a file decides what it is; its name only parts Markdown from plain text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from vanban.errors import VanbanError
from vanban.readers import detect, media, read_blocks

DOCX_BODY = "<w:p><w:r><w:t>Kế hoạch công tác</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("Kế hoạch\nnăm 2026".encode(), media.TEXT),
        ("\ufeffKế hoạch".encode(), media.TEXT),
        ("Kế hoạch năm 2026".encode("utf-16"), media.TEXT),
        ("Kế hoạch năm 2026".encode("utf-16-be"), media.TEXT),
        ("# Kế hoạch\n\n**I. Mục tiêu**\n".encode(), media.MARKDOWN),
        (b"| TT | T\xc3\xaan |\n|----|-----|\n| 1 | a |\n|---|---|\n", media.MARKDOWN),
        ("<!DOCTYPE html><p>Kế hoạch</p>".encode(), media.HTML),
        ("\n <!-- x --><table><tr><td>Kế hoạch</td></tr></table>".encode(), media.HTML),
        (b"%PDF-1.7\n", media.PDF),
        (b"{\\rtf1 x}", media.RTF),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", media.MHTML),
    ],
)
def test_content_decides(data: bytes, expected: str) -> None:
    assert detect(data, "ke-hoach.xlsx") == expected


def test_a_name_breaks_the_tie_between_text_and_markdown() -> None:
    data = "Một dòng chữ không có dấu hiệu nào.".encode()
    assert detect(data, "a.md") == media.MARKDOWN
    assert detect(data, "a.txt") == media.TEXT
    assert detect("## Mục tiêu\n\n## Nhiệm vụ\n".encode(), "a.txt") == media.MARKDOWN


def test_one_asterisk_pair_or_a_bullet_is_no_markdown() -> None:
    assert detect("* Ghi chú: 5 * 3 = 15 (*)\n- Một\n+ Hai\n".encode()) == media.TEXT


def test_archives_are_told_by_their_members(
    docx_file: Callable[..., bytes], archive_file: Callable[[Mapping[str, str | bytes]], bytes]
) -> None:
    assert detect(docx_file(DOCX_BODY), "a.pdf") == media.DOCX
    odt = {"mimetype": media.ODT, "content.xml": "<x/>", "META-INF/manifest.xml": "<x/>"}
    assert detect(archive_file(odt), "a.docx") == media.ODT
    with pytest.raises(VanbanError, match="unknown-format"):
        detect(archive_file({"xl/workbook.xml": "<x/>", "[Content_Types].xml": "<x/>"}), "a.docx")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02\x03" * 50, "unknown-format"),
        (b"PK\x03\x04 cut", "damaged"),
        (b'<?xml version="1.0"?><plan/>', "unknown-format"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "unsafe-xml"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unknown-format"),
    ],
)
def test_what_is_no_document_is_refused_with_a_code(data: bytes, code: str) -> None:
    with pytest.raises(VanbanError) as caught:
        detect(data, "ke-hoach.docx")
    assert caught.value.code == code


def test_a_wrong_extension_does_not_matter(docx_file: Callable[..., bytes]) -> None:
    reading = read_blocks(docx_file(DOCX_BODY), "ke-hoach.pdf")
    assert [block.text for block in reading.blocks] == ["Kế hoạch công tác"]
