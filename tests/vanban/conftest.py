"""Files in the formats that the readers know, built for one test."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest

DocxFile = Callable[..., bytes]

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    f'xmlns:w="{_WORD}" xmlns:r="{_OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_ROOTS = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "header1": "hdr"}


def _archive(members: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _docx(body: str, *, members: Mapping[str, str | bytes] | None = None, **parts: str) -> bytes:
    """A .docx with this body; `parts` are the insides of styles, numbering, footnotes, header1."""
    content: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "word/document.xml": f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>",
    }
    relations = ""
    for name, inside in parts.items():
        root = _ROOTS[name]
        content[f"word/{name}.xml"] = f"<w:{root} {_NAMES}>{inside}</w:{root}>"
        kind = name.rstrip("1")
        relations += f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{name}.xml"/>'
    content["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'
    )
    return _archive({**content, **(members or {})})


@pytest.fixture
def archive_file() -> Callable[[Mapping[str, str | bytes]], bytes]:
    """Builds a zip archive from its members."""
    return _archive


@pytest.fixture
def docx_file() -> DocxFile:
    """Builds a .docx from the XML inside its body."""
    return _docx
