"""HTML pages, and what Word and web sites save as HTML: block elements, lists, tables, notes."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from vanban.errors import VanbanError
from vanban.readers import media
from vanban.readers.attributes import whole_number
from vanban.readers.blocks import Block, BlockKind, Reading
from vanban.readers.collector import Collector
from vanban.readers.encoding import Decoded, decode_text, unicode_encoding
from vanban.readers.footnotes import LONGEST_UNIT, is_power
from vanban.readers.grid import joined_row
from vanban.readers.limits import Limits
from vanban.readers.list_numbers import format_number

_CHARSET: Final = re.compile(rb"charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_\-]{3,20})", re.IGNORECASE)
_ONE_BYTE: Final = frozenset(
    ("iso-8859-1", "latin-1", "latin1", "windows-1252", "cp1252", "x-user-defined", "us-ascii")
)
_DROPPED: Final = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "head",
        "nav",
        "form",
        "select",
        "button",
        "svg",
        "textarea",
    )
)
_CONTAINERS: Final = frozenset(
    (
        "html", "body", "div", "section", "article", "main", "header", "footer", "aside", "center", "blockquote",
        "figure", "figcaption", "address", "dl", "fieldset", "details", "summary",
    )
)  # fmt: skip
_PARAGRAPHS: Final = frozenset(("p", "dt", "dd", "pre", "caption"))
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_EMPHASIS: Final = re.compile(r"</?(?:font|b|i|u|em|strong|span|small|big|a|tt)\b[^<>]{0,2000}>", re.IGNORECASE)
_BLANKS: Final = re.compile(r"[ \t\r\n\f\xa0]{1,1000}")
_BOLD: Final = re.compile(r"font-weight\s{0,3}:\s{0,3}(?:bold|[6-9]00)", re.IGNORECASE)
_ITALIC: Final = re.compile(r"font-style\s{0,3}:\s{0,3}(?:italic|oblique)", re.IGNORECASE)
_CENTRED: Final = re.compile(r"text-align\s{0,3}:\s{0,3}center", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"display\s{0,3}:\s{0,3}none|mso-hide\s{0,3}:\s{0,3}all", re.IGNORECASE)
_NO_BORDER: Final = re.compile(r"border[a-z\-]{0,20}\s{0,3}:\s{0,3}(?:none|0|medium none)", re.IGNORECASE)
_SOME_BORDER: Final = re.compile(
    r"border[a-z\-]{0,20}\s{0,3}:[^;]{0,60}(?:solid|double|dotted|dashed|windowtext)", re.IGNORECASE
)
_MARK: Final = re.compile(r"[\[(]?(\d{1,3}|\*{1,3}|[ivx]{1,5})[\])]?$")
_NEARLY_ALL: Final = 0.8
_MOST_SPAN: Final = 63
_LAYOUT_ROWS: Final = 6
_LAYOUT_COLUMNS: Final = 3
_LIST_FORMS: Final = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def read(data: bytes, limits: Limits) -> Reading:
    """Read an HTML file: PARAGRAPH, HEADING, ROW and NOTE blocks; raises `too-large`, `too-deep`, `damaged`."""
    if len(data) > limits.max_text_bytes:
        raise VanbanError("too-large", size=len(data), limit=limits.max_text_bytes)
    decoded = decode(data)
    root = _parse(decoded.text, limits)
    collector = Collector(limits)
    if root is not None:
        walker = _Walker(collector)
        walker.walk(root)
        walker.flush()
    return Reading(media_type=media.HTML, pages=None, blocks=tuple(collector.blocks), warnings=decoded.warnings)


def _parse(text: str, limits: Limits) -> etree._Element | None:
    """The tree of a page; pages that never close their tags of emphasis are read without these tags."""
    for source in (text, None):
        parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
        page = _EMPHASIS.sub("", text) if source is None else source
        try:
            root = etree.fromstring(page.encode("utf-8", "replace"), parser)
        except etree.XMLSyntaxError as error:
            raise VanbanError("damaged", format=media.SHORT_NAMES[media.HTML]) from error
        if not any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
            return root
    raise VanbanError("too-deep", limit=limits.max_table_depth)


def decode(data: bytes) -> Decoded:
    """Decode by byte order mark, then by what the page declares, then by what the bytes are."""
    declared = _CHARSET.search(data[:4096])
    name = declared.group(1).decode("ascii").lower() if declared else ""
    if unicode_encoding(data) is None and name not in {"", "utf-8", "utf8", "utf-16"} | _ONE_BYTE:
        try:
            return Decoded(text=data.decode(name, "replace"), encoding=name)
        except (LookupError, ValueError):
            return decode_text(data)
    return decode_text(data)


class _Style:
    """What an element hands down to the text inside."""

    __slots__ = ("bold", "centred", "italic")

    def __init__(self, *, bold: bool = False, italic: bool = False, centred: bool = False) -> None:
        self.bold = bold
        self.italic = italic
        self.centred = centred

    def inside(self, element: etree._Element) -> _Style:
        """The style of the text in `element`."""
        css = element.get("style") or ""
        tag = element.tag
        bold = self.bold or tag in {"b", "strong", "th"} or tag in _HEADINGS or bool(css and _BOLD.search(css))
        italic = self.italic or tag in {"i", "em"} or bool(css and _ITALIC.search(css))
        centred = (
            self.centred
            or tag == "center"
            or (element.get("align") or "").lower() == "center"
            or bool(css and _CENTRED.search(css))
        )
        if (bold, italic, centred) == (self.bold, self.italic, self.centred):
            return self
        return _Style(bold=bold, italic=italic, centred=centred)


_PLAIN: Final = _Style()


class _Paragraph:
    """The paragraph that is being gathered."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.calls: list[tuple[str, int]] = []
        self.weight = self.bold = self.italic = 0
        self.centred = False
        self.note: str | None = None

    def add(self, text: str, style: _Style) -> None:
        """Add text; blanks are one blank, none at the beginning of a line."""
        text = _BLANKS.sub(" ", text)
        if (not self.parts or self.parts[-1][-1] in " \n") and text.startswith(" "):
            text = text[1:]
        if not text:
            return
        self.parts.append(text)
        self.length += len(text)
        weight = len(text.strip())
        self.weight += weight
        self.bold += weight if style.bold else 0
        self.italic += weight if style.italic else 0
        self.centred = self.centred or style.centred

    def text(self) -> str:
        """The whole text, lines stripped."""
        return "".join(self.parts).rstrip()


class _Walker:
    """Walks the tree and turns block elements into blocks."""

    def __init__(self, collector: Collector) -> None:
        self._collector = collector
        self._paragraph = _Paragraph()
        self._heading: int | None = None
        self._label = ""
        self._depth = 0
        self._element_depth = 0
        self._sink: list[Block] | None = None

    def walk(self, root: etree._Element) -> None:
        """Read a whole document."""
        self._element(root, _PLAIN)

    def flush(self) -> None:
        """End the paragraph that is being gathered."""
        paragraph = self._paragraph
        text = paragraph.text()
        label, self._label = self._label, ""
        if text:
            self._paragraph = _Paragraph()
            if label:
                text = f"{label} {text}"
            shift = len(label) + 1 if label else 0
            kind = BlockKind.HEADING if self._heading else BlockKind.PARAGRAPH
            self._emit(
                Block(
                    kind=BlockKind.NOTE if paragraph.note else kind,
                    text=text,
                    level=None if paragraph.note else self._heading,
                    bold=paragraph.bold > 0 and paragraph.bold >= paragraph.weight * _NEARLY_ALL,
                    italic=paragraph.italic > 0 and paragraph.italic >= paragraph.weight * _NEARLY_ALL,
                    centred=paragraph.centred,
                    note=paragraph.note,
                    notes_called=tuple((mark, min(at + shift, len(text))) for mark, at in paragraph.calls),
                )
            )
        else:
            self._label = label
            self._paragraph = _Paragraph()

    def _emit(self, block: Block) -> None:
        if self._sink is not None:
            self._sink.append(block)
        else:
            self._collector.add(block)

    def _children(self, element: etree._Element, style: _Style) -> None:
        if element.text:
            self._paragraph.add(element.text, style)
        for child in element:
            self._element(child, style)
            if child.tail:
                self._paragraph.add(child.tail, style)

    def _element(self, element: etree._Element, outer: _Style) -> None:
        tag = element.tag
        if tag in _DROPPED or _HIDDEN.search(element.get("style") or ""):
            return
        style = outer.inside(element)
        if tag == "br":
            self._break()
        elif tag in _PARAGRAPHS or tag in _CONTAINERS:
            self.flush()
            self._children(element, style)
            self.flush()
        elif tag in _HEADINGS:
            self.flush()
            self._heading = _HEADINGS[tag]
            self._children(element, style)
            self.flush()
            self._heading = None
        elif tag in {"ul", "ol"}:
            self._list(element, style)
        elif tag == "table":
            self._table(element, style)
        elif tag == "hr":
            self.flush()
        elif tag in {"sup", "a"}:
            self._perhaps_call(element, style)
        else:
            self._children(element, style)

    def _break(self) -> None:
        """One break is a line break, two part paragraphs."""
        paragraph = self._paragraph
        if paragraph.parts and paragraph.parts[-1] == "\n":
            self.flush()
        elif paragraph.parts:
            last = paragraph.parts[-1].rstrip(" ")
            paragraph.length += len(last) - len(paragraph.parts[-1]) + 1
            paragraph.parts[-1] = last
            paragraph.parts.append("\n")

    def _perhaps_call(self, element: etree._Element, style: _Style) -> None:
        """A raised number or a link to a note is its call; a link back opens the note itself."""
        text = "".join(map(str, element.itertext())).strip()
        match = _MARK.match(text)
        link = (element.get("href") or "").lower()
        if element.tag == "sup" and match is not None:
            inner = element.find(".//a")
            link = "" if inner is None else (inner.get("href") or "").lower()
        before = "".join(self._paragraph.parts[-2:])
        if (
            match is None
            or (element.tag == "a" and "#" not in link)
            or is_power(before[-LONGEST_UNIT:], match.group(1))
        ):
            self._children(element, style)
            return
        at_start = not before.strip()
        if at_start and ("ref" in link or "anc" in link or element.tag == "sup"):
            self._paragraph.note = match.group(1)
        elif not at_start:
            self._paragraph.calls.append((match.group(1), self._paragraph.length))
        else:
            self._children(element, style)

    def _list(self, element: etree._Element, style: _Style) -> None:
        self.flush()
        form = _LIST_FORMS.get(element.get("type") or "", "decimal")
        number = whole_number(element.get("start"), 1, 10_000)
        for child in element:
            if child.tag == "li":
                number = whole_number(child.get("value"), number, 10_000)
                self._label = "•" if element.tag == "ul" else f"{format_number(number, form)}."
                number += 1
                self._children(child, style.inside(child))
                self.flush()
                self._label = ""
            else:
                self._element(child, style)
        self.flush()

    def _table(self, element: etree._Element, style: _Style) -> None:
        self.flush()
        rows = _rows(element)
        self._depth += 1
        if self._depth > self._collector.limits.max_table_depth:
            raise VanbanError("too-deep", limit=self._collector.limits.max_table_depth)
        widest = max((len(cells) for _, cells in rows), default=0)
        ruled = _is_ruled(element)
        if widest <= 1 or (not ruled and element.find(".//table") is not None):
            for _, cells in rows:
                for cell in cells:
                    self._children(cell, style.inside(cell))
                    self.flush()
        elif self._sink is not None:
            self._nested(rows, style)
        else:
            self._row_blocks(rows, style, layout=not ruled and len(rows) <= _LAYOUT_ROWS and widest <= _LAYOUT_COLUMNS)
        self._depth -= 1

    def _row_blocks(self, rows: list[tuple[bool, list[etree._Element]]], style: _Style, *, layout: bool) -> None:
        number = self._collector.next_table()
        below: dict[int, int] = {}
        for index, (header, cells) in enumerate(rows):
            texts: list[str] = []
            calls: list[tuple[int, str, int]] = []
            bold: list[bool] = []
            opened: dict[int, int] = {}
            continued: list[int] = []
            for cell in cells:
                continued.extend(_fill_covered(texts, below))
                inner = self._cell(cell, style)
                calls.extend((len(texts), mark, at) for mark, at in inner.notes_called)
                if inner.text:
                    bold.append(inner.bold)
                wide = max(whole_number(cell.get("colspan"), 1, _MOST_SPAN), 1)
                high = whole_number(cell.get("rowspan"), 1, len(rows) - index) or len(rows) - index
                if high > 1:
                    opened.update((len(texts) + offset, high) for offset in range(wide))
                texts.extend([inner.text, *[""] * (wide - 1)])
            continued.extend(_fill_covered(texts, below))
            below = {column: left - 1 for column, left in {**below, **opened}.items() if left > 1}
            if not texts:
                continue
            text, starts = joined_row(texts)
            self._collector.add(
                Block(
                    kind=BlockKind.ROW,
                    text=text,
                    table=number,
                    row=index,
                    cells=tuple(texts),
                    continued=tuple(continued),
                    header=header,
                    layout=layout,
                    bold=bool(bold) and all(bold),
                    notes_called=tuple((mark, starts[column] + at) for column, mark, at in calls),
                )
            )

    def _cell(self, cell: etree._Element, style: _Style) -> Block:
        """All text of a cell as one block."""
        outer, self._sink = self._sink, []
        self._children(cell, style.inside(cell))
        self.flush()
        blocks, self._sink = self._sink, outer
        text = "\n".join(block.text for block in blocks)
        calls: list[tuple[str, int]] = []
        offset = 0
        for block in blocks:
            calls.extend((mark, offset + at) for mark, at in block.notes_called)
            offset += len(block.text) + 1
        return Block(
            kind=BlockKind.PARAGRAPH,
            text=text,
            bold=bool(blocks) and all(block.bold for block in blocks),
            notes_called=tuple(calls),
        )

    def _nested(self, rows: list[tuple[bool, list[etree._Element]]], style: _Style) -> None:
        """A table inside a cell: one line for each row, cells parted by tabs."""
        for _, cells in rows:
            texts = [self._cell(cell, style).text.replace("\n", " ") for cell in cells]
            line = "\t".join(filter(None, texts))
            if line:
                self._emit(Block(kind=BlockKind.PARAGRAPH, text=line))


def _fill_covered(texts: list[str], below: dict[int, int]) -> range:
    """Put empty cells where a cell of a row above reaches down; gives their columns."""
    first = len(texts)
    while below.get(len(texts), 0) > 0:
        texts.append("")
    return range(first, len(texts))


def _rows(table: etree._Element) -> list[tuple[bool, list[etree._Element]]]:
    """The rows of a table itself, each with its cells, and whether it belongs to the header."""
    rows: list[tuple[bool, list[etree._Element]]] = []
    for child in table:
        if child.tag == "tr":
            rows.append(_row(child, in_head=False))
        elif child.tag in {"thead", "tbody", "tfoot"}:
            rows.extend(_row(row, in_head=child.tag == "thead") for row in child if row.tag == "tr")
    return rows


def _row(element: etree._Element, *, in_head: bool) -> tuple[bool, list[etree._Element]]:
    cells = [child for child in element if child.tag in {"td", "th"}]
    return in_head or (bool(cells) and all(cell.tag == "th" for cell in cells)), cells


def _is_ruled(table: etree._Element) -> bool:
    """Whether a table draws lines, told by its attributes and the styles of its first cells."""
    border = table.get("border")
    if border is not None and border.strip() not in {"", "0"}:
        return True
    if table.find(".//thead") is not None or table.find(".//th") is not None:
        return True
    styles = [table.get("style") or ""]
    styles.extend(cell.get("style") or "" for cell, _ in zip(table.iter("td"), range(4), strict=False))
    return any(_SOME_BORDER.search(style) for style in styles) and not all(
        _NO_BORDER.search(style) for style in styles[1:]
    )
