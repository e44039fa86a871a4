"""What a file is, told by its content; its name only breaks the tie between plain text and Markdown."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from vanban.errors import VanbanError
from vanban.readers import media
from vanban.readers.encoding import decode_text, looks_binary, unicode_encoding

_HEAD: Final = 4096
_SAMPLE: Final = 1 << 18
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES: Final = (
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x00\x00\x00\x0cjP  ", "image/jp2"),
)
_HTML_START: Final = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|style|div|table|center|font|span|article|section|h[1-6]|p)\b",
    re.IGNORECASE,
)
_HTML_CLOSING: Final = re.compile(rb"</(?:p|div|td|span|table|body|html)>", re.IGNORECASE)
_COMMENT: Final = re.compile(rb"\s*(?:<!--.{0,2000}?-->|<\?xml[^>]{0,200}\?>)", re.DOTALL)
_MARKDOWN_MARKS: Final = re.compile(
    r"^#{1,6}[ \t]+\S"
    r"|\*\*[^\s*][^*\n]{0,400}\*\*"
    r"|^\|?[ \t]*:?-{3,}:?[ \t]*\|[ \t:|-]*$"
    r"|<sup>\d{1,3}</sup>"
    r"|\\[-.#*_()\[\]]"
    r"|^\[\^\d{1,3}\]:",
    re.MULTILINE,
)
_MARKS_OF_MARKDOWN: Final = 2


def detect(data: bytes, filename: str | None = None) -> str:
    """The media type of `data`.

    Raises VanbanError: `empty`, `unknown-format`, `unsafe-xml` (an XML file that declares entities), `damaged` (an
    archive without its directory).
    """
    if not data:
        raise VanbanError("empty")
    if data.startswith(_ZIP):
        return _archive(data)
    if data.startswith(_OLE):
        return _compound(data)
    if b"%PDF-" in data[:1024]:
        return media.PDF
    if data.startswith(b"{\\rtf"):
        return media.RTF
    picture = _image(data)
    if picture is not None:
        return picture
    return _text(data, filename)


def _image(data: bytes) -> str | None:
    for magic, name in _IMAGES:
        if data.startswith(magic):
            return name
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    if data.startswith(b"BM") and data[6:10] == b"\x00\x00\x00\x00":
        return "image/bmp"
    return None


def _archive(data: bytes) -> str:
    """The kind of document in a zip archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise VanbanError("damaged", format="DOCX/ODT") from error
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return media.DOCM
    if "word/document.xml" in names or ("[Content_Types].xml" in names and any(n.startswith("word/") for n in names)):
        return media.DOCX
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return _open_document(data)
    raise VanbanError("unknown-format")


def _open_document(data: bytes) -> str:
    """OpenDocument files name their type in a first, unpacked member; spreadsheets and slides are not read."""
    head = data[:256]
    if b"mimetypeapplication/vnd.oasis.opendocument." in head and b"opendocument.text" not in head:
        raise VanbanError("unknown-format")
    return media.ODT


def _compound(data: bytes) -> str:
    """The kind of document in an OLE compound file, told by the names in its directory."""
    if _entry(data, "EncryptedPackage"):
        return media.ENCRYPTED_OFFICE
    if _entry(data, "WordDocument"):
        return media.DOC
    raise VanbanError("unknown-format")


def _entry(data: bytes, name: str) -> bool:
    return name.encode("utf-16-le") + b"\x00\x00" in data


def _text(data: bytes, filename: str | None) -> str:
    encoding = unicode_encoding(data)
    if encoding in {None, "utf-8"} and looks_binary(data):
        raise VanbanError("unknown-format")
    sample = data[:_SAMPLE]
    if encoding not in {None, "utf-8"}:
        sample = decode_text(sample[: len(sample) // 4 * 4]).text.encode()
    markup = _markup(sample.removeprefix(b"\xef\xbb\xbf"))
    if markup is not None:
        return markup
    text = decode_text(sample).text
    marks = sum(1 for _, _ in zip(_MARKDOWN_MARKS.finditer(text), range(_MARKS_OF_MARKDOWN), strict=False))
    named = filename is not None and filename.lower().endswith((".md", ".markdown"))
    return media.MARKDOWN if named or marks >= _MARKS_OF_MARKDOWN else media.TEXT


def _markup(sample: bytes) -> str | None:
    """HTML and its relatives; other XML is refused."""
    head = sample[:_HEAD].lstrip()
    if head[:13].lower() == b"mime-version:" and b"multipart/related" in head.lower():
        return media.MHTML
    is_xml = head.startswith(b"<?xml")
    if (is_xml or head[:9].upper() == b"<!DOCTYPE") and b"<!ENTITY" in sample:
        raise VanbanError("unsafe-xml")
    start = 0
    while (comment := _COMMENT.match(head, start)) is not None:
        start = comment.end()
    if _HTML_START.match(head[start:].lstrip()):
        return media.HTML
    if is_xml:
        raise VanbanError("unknown-format")
    if head.startswith(b"<") and sum(1 for _ in zip(_HTML_CLOSING.finditer(sample), range(3), strict=False)) > 2:
        return media.HTML
    return None
