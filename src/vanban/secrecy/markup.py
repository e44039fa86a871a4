"""What the readers leave out of Word, OpenDocument and HTML files and a mark may stand in.

Running heads that no section names, comments, text boxes, watermarks, deleted or hidden text, properties.
"""

from __future__ import annotations

import html as entities
import posixpath
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from vanban.readers import html, media
from vanban.readers.archive import Archive
from vanban.readers.limits import Limits
from vanban.readers.xml import parse_xml
from vanban.secrecy.standing import Passage, Place

#: Parts of a Word file without words of the document.
_SILENT: Final = frozenset(
    ("styles", "stylesWithEffects", "settings", "webSettings", "fontTable", "numbering", "people", "commentsIds")
)
_FILES: Final = (".docx", ".docm", ".dotx", ".html", ".htm", ".xhtml", ".mht", ".mhtml", ".txt")
_PLACES: Final[tuple[tuple[str, Place], ...]] = (
    ("header", "header"),
    ("footer", "footer"),
    ("footnotes", "note"),
    ("endnotes", "note"),
    ("comments", "comment"),
)
_PARAGRAPHS: Final = frozenset(("p", "h"))
_ROWS: Final = frozenset(("tr", "table-row"))
_CELLS: Final = ("{*}tc", "{*}table-cell")
_BOXES: Final = frozenset(("txbxContent", "text-box", "custom-shape", "rect", "ellipse"))
_BREAKS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "line-break": "\n", "s": " ", "noBreakHyphen": "-"}
_DELETED: Final = "delText"
#: Text of a drawing that stands in an attribute: that of a watermark, and the description of a picture.
_DRAWN: Final = {
    "textpath": ("string",), "docPr": ("descr", "title"), "cNvPr": ("descr", "title"), "shape": ("alt",)
}  # fmt: skip
_BLANKS: Final = re.compile(r"\s+")
_ATTRIBUTE: Final = re.compile(
    r"\b(?:string|alt|title|content|value|placeholder)\s{0,3}[=:]\s{0,3}(?:\"([^\"<>]{1,120})\"|'([^'<>]{1,120})')",
    re.IGNORECASE,
)
#: What keeps text of a page from being shown: comments, conditions of Word, elements and styles.
_VEIL: Final = re.compile(
    r"<!--(?:\[if[^\]<>]{0,100}\]>)?|(?:<!\[endif\])?-->|<!\[[^\]<>]{0,100}\]>|"
    r"(?<=<)/?(?:noscript|template|iframe|object|head|nav|form|select|button|svg|textarea|title|text|v:textbox)\b"
    r"|display\s{0,3}:\s{0,3}none|mso-hide\s{0,3}:\s{0,3}all",
    re.IGNORECASE,
)


def docx(data: bytes, limits: Limits) -> Iterator[Passage]:
    """The passages of all parts of a Word file. Raises the codes of archives and XML."""
    archive = Archive(data, limits, media.SHORT_NAMES[media.DOCX])
    for name in archive.names():
        folder, file = posixpath.split(name)
        stem = file.removesuffix(".xml").rstrip("0123456789")
        if not file.endswith(".xml") or stem in _SILENT or folder in {"", "word/theme", "customXml"}:
            continue
        root = _root(archive, name, limits)
        if folder == "docProps":
            yield _properties(root)
            continue
        place = next((place for start, place in _PLACES if stem == start), None)
        yield from _passages(root, place, texts=frozenset(("t", _DELETED)))


def parts_inside(data: bytes, limits: Limits) -> Iterator[bytes]:
    """The files inside a Word file: pages and texts that Word shows as its own (altChunk), attached Word files."""
    archive = Archive(data, limits, media.SHORT_NAMES[media.DOCX])
    for name in archive.names():
        if name.lower().endswith(_FILES):
            content = archive.read(name)
            if content:
                yield content


def odt(data: bytes, limits: Limits) -> Iterator[Passage]:
    """The passages of the content, the page styles and the properties of an OpenDocument text."""
    archive = Archive(data, limits, media.SHORT_NAMES[media.ODT])
    names = set(archive.names())
    places: tuple[tuple[str, Place | None], ...] = (("content.xml", None), ("styles.xml", "header"))
    for name, place in places:
        if name in names:
            yield from _passages(_root(archive, name, limits), place, texts=None)
    if "meta.xml" in names:
        yield _properties(_root(archive, "meta.xml", limits))


def page(data: bytes, limits: Limits) -> Iterator[Passage]:
    """The passages of an HTML page: what is not shown, what stands in attributes."""
    text = html.decode(data).text
    found = (entities.unescape(match[1] or match[2]) for match in _ATTRIBUTE.finditer(text))
    yield Passage(lines=tuple(found), where="properties", apart=True)
    unveiled = _VEIL.sub(_shown, text)
    if unveiled != text:
        blocks = html.read(unveiled.encode("utf-8", "replace"), limits).blocks
        yield Passage(lines=tuple(block.text for block in blocks if block.cells is None), where="text")


def _shown(match: re.Match[str]) -> str:
    veil = match.group()
    if veil[0] in "<-":
        return " "
    return "/div" if veil[0] == "/" else "div" if veil[0].lower() != "d" and ":" not in veil[:8] else " "


def _root(archive: Archive, name: str, limits: Limits) -> etree._Element:
    return parse_xml(archive.read(name) or b"", limits, media.SHORT_NAMES[media.DOCX])


def _properties(root: etree._Element) -> Passage:
    """Title, subject, keywords and whatever else describes the file."""
    lines = (line for text in root.itertext() for line in (str(text), *str(text).split(",")))
    return Passage(lines=tuple(lines), where="properties", apart=True)


class _Walk:
    """One walk over a part: the paragraphs that are open, and what each of them holds."""

    def __init__(self, texts: frozenset[str] | None) -> None:
        self._texts = texts
        self._open: list[list[tuple[str, bool]]] = []
        #: For each row and box that is open, whether it is a row of several cells.
        self._inside: list[tuple[str, bool]] = []
        self.plain: list[str] = []
        self.boxed: list[str] = []

    def start(self, element: etree._Element, name: str) -> None:
        """An element opens."""
        if name in _PARAGRAPHS:
            self._open.append([])
        elif name in _ROWS:
            self._inside.append((name, sum(1 for _ in element.iterchildren(*_CELLS)) > 1))
        elif name in _BOXES:
            self._inside.append((name, False))
        elif name in _DRAWN:
            self.boxed.extend(element.get(key) or "" for key in _DRAWN[name])
        if self._open:
            if name in _BREAKS:
                self._add(_BREAKS[name])
            elif self._texts is None or name in self._texts:
                self._add(_BLANKS.sub(" ", element.text or ""), deleted=name == _DELETED)

    def end(self, element: etree._Element, name: str) -> None:
        """An element closes."""
        if name in _PARAGRAPHS:
            self._close(self._open.pop())
        elif self._inside and name == self._inside[-1][0]:
            self._inside.pop()
        if self._open and self._texts is None:
            self._add(_BLANKS.sub(" ", element.tail or ""))

    def _add(self, text: str, *, deleted: bool = False) -> None:
        self._open[-1].append((text, deleted))

    def _close(self, parts: list[tuple[str, bool]]) -> None:
        """A paragraph with and without what was deleted; rows of several cells were read as rows already."""
        if self._inside and self._inside[-1][1]:
            return
        target = self.boxed if self._inside and self._inside[-1][0] in _BOXES else self.plain
        target.append("".join(text for text, _ in parts))
        if any(deleted for _, deleted in parts):
            target.append("".join(text for text, deleted in parts if not deleted))


def _passages(root: etree._Element, place: Place | None, *, texts: frozenset[str] | None) -> Iterator[Passage]:
    """The paragraphs of one part. place: that of the whole part, None for the body of the document."""
    walk = _Walk(texts)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = str(element.tag).rpartition("}")[2]
        if event == "start":
            walk.start(element, name)
        else:
            walk.end(element, name)
    yield Passage(lines=tuple(walk.plain), where=place or "text", apart=place is not None)
    yield Passage(lines=tuple(walk.boxed), where=place or "text box", apart=True)
