"""The text of one document as XML: preface, preamble, body, conclusions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree

from vanban.language.lexicon import load
from vanban.language.normal import key
from vanban.structure.heads import find_head
from vanban.structure.text import Cell, Paragraph, ParagraphKind
from vanban.writers.akn.divided import Part
from vanban.writers.akn.lines import Line
from vanban.writers.akn.marks import Marks
from vanban.writers.akn.markup import child
from vanban.writers.akn.tree import Node, tree_of

_NOT_IN_ID: Final = re.compile(r"[^0-9A-Za-zĐđ]+")
_CELLS: Final = " | "
#: A head stands among the first rows of a table.
_HEAD_ROWS: Final = 6


class _Ids:
    """Ids that nothing else in the document has: the parent's, the short form of the level, its number."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}
        self._unnumbered: dict[str, int] = {}

    def take(self, above: str, short: str, number: str = "") -> str:
        """`art_3`, `art_3__cl_1`; `art_3_2` for the second of one number, `para_nn_1` for one without a number."""
        base = f"{above}__{short}" if above else short
        bare = _NOT_IN_ID.sub("-", number).strip("-")
        if not bare:
            count = self._unnumbered[base] = self._unnumbered.get(base, 0) + 1
            return f"{base}_nn_{count}"
        named = f"{base}_{bare}"
        count = self._given[named] = self._given.get(named, 0) + 1
        return named if count == 1 else f"{named}_{count}"


class _Writer:
    """Writes the parts of one document; `prefix` stands before all its ids."""

    def __init__(self, marks: Marks, prefix: str) -> None:
        self.marks = marks
        self.prefix = prefix
        self.ids = _Ids()

    def fill(self, element: etree._Element, text: str, start: int) -> None:
        """Text that begins at `start`, without the blanks around it."""
        bare = text.strip()
        self.marks.fill(element, bare, start + len(text) - len(text.lstrip()))

    def paragraph(self, above: etree._Element, text: str, start: int) -> None:
        self.fill(child(above, "p"), text, start)

    def line(self, above: etree._Element, line: Line) -> None:
        """A line outside the body; a row of a table there is a table of one row."""
        if line.row is None:
            self.paragraph(above, line.text, line.start)
        else:
            self.table(above, [line], self.prefix.removesuffix("__"))

    def table(self, above: etree._Element, lines: Sequence[Line], eid: str) -> None:
        """Rows of a table; the rows of its head have cells of their own kind."""
        table = child(above, "table", eId=self.ids.take(eid, "table"))
        rows = [_cells(line) for line in lines]
        head = find_head([_row(line, cells) for line, cells in zip(lines[:_HEAD_ROWS], rows, strict=False)])
        for index, cells in enumerate(rows):
            row = child(table, "tr")
            tag = "th" if head is not None and head.first <= index <= head.last else "td"
            for cell in cells:
                self.paragraph(child(row, tag), cell.text, cell.span[0])

    def blocks(self, above: etree._Element, nodes: Sequence[Node], eid: str) -> None:
        """Paragraphs without labels, and tables."""
        for node in nodes:
            if node.tag == "table":
                self.table(above, node.lines, eid)
            else:
                self.line(above, node.lines[0])

    def level(self, above: etree._Element, node: Node, eid_above: str) -> None:
        """A level with its number, its heading or text, and what stands below it."""
        line = node.lines[0]
        eid = self.ids.take(eid_above, node.short, node.label.value if node.label is not None else "")
        element = child(above, node.tag, eId=eid, **({"name": node.name} if node.name else {}))
        if node.num:
            self.fill(child(element, "num"), node.num, line.start)
        start = line.start + len(node.num)
        if node.heading:
            self.fill(child(element, "heading"), node.heading, start)
        self.inside(element, node, eid, "" if node.heading else line.text[len(node.num) :], start)

    def inside(self, element: etree._Element, node: Node, eid: str, text: str, start: int) -> None:
        """What stands in a level: alone as `content`, else before (`intro`), among and behind its own levels."""
        children = node.children
        levels = [index for index, below in enumerate(children) if not below.plain]
        if not levels:
            if text.strip() or children:
                content = child(element, "content", eId=f"{eid}__content")
                self._with_text(content, text, start, children, eid)
            return
        first, last = levels[0], levels[-1]
        if text.strip() or first:
            self._with_text(child(element, "intro", eId=f"{eid}__intro"), text, start, children[:first], eid)
        self.levels(element, children[first : last + 1], eid)
        if children[last + 1 :]:
            self.blocks(child(element, "wrapUp", eId=f"{eid}__wrapup"), children[last + 1 :], eid)

    def _with_text(self, above: etree._Element, text: str, start: int, nodes: Sequence[Node], eid: str) -> None:
        if text.strip():
            self.paragraph(above, text, start)
        self.blocks(above, nodes, eid)

    def levels(self, above: etree._Element, nodes: Sequence[Node], eid: str) -> None:
        """Levels, with what has no label between them as paragraphs."""
        for node in nodes:
            if not node.plain:
                self.level(above, node, eid)
                continue
            own = self.ids.take(eid, "para")
            content = child(child(above, "paragraph", eId=own), "content", eId=f"{own}__content")
            self.blocks(content, [node], own)


def _cells(line: Line) -> list[Cell]:
    """The cells of a row with their places."""
    cells = []
    start = line.start
    for text in line.text.split(_CELLS):
        cells.append(Cell(text=text, span=(start, start + len(text))))
        start += len(text) + len(_CELLS)
    return cells


def _row(line: Line, cells: Sequence[Cell]) -> Paragraph:
    """A row as the engine looks for heads in it."""
    bare = tuple(Cell(text=cell.text.strip(), span=cell.span) for cell in cells)
    return Paragraph(index=0, start=line.start, text=line.text, kind=ParagraphKind.ROW, cells=bare)


def write(root: etree._Element, part: Part, marks: Marks, prefix: str) -> None:
    """Write the text of `part` behind the metadata of its document."""
    writer = _Writer(marks, prefix)
    if part.preface:
        preface = child(root, "preface")
        for line in part.preface:
            writer.line(preface, line)
    if part.preamble:
        _preamble(writer, child(root, "preamble"), part)
    above = prefix.removesuffix("__")
    tree = tree_of(part.body)
    if part.act:
        body = child(root, "body")
        writer.levels(body, tree.children, above)
        if not tree.children:
            child(body, "paragraph", eId=writer.ids.take(above, "para"))
    else:
        body = child(root, "mainBody")
        for node in tree.children:
            if node.plain:
                writer.blocks(body, [node], above)
            else:
                writer.level(body, node, above)
        if not tree.children:
            child(body, "p")
    if part.conclusions:
        conclusions = child(root, "conclusions")
        for line in part.conclusions:
            writer.line(conclusions, line)


def _preamble(writer: _Writer, preamble: etree._Element, part: Part) -> None:
    """Bases as citations; the word that enacts (`QUYẾT ĐỊNH:`) as a formula."""
    words = load("akn")["basis"]["words"]
    citations: etree._Element | None = None
    count = 0
    for line in part.preamble:
        if line.row is None and key(line.text).startswith(words):
            if citations is None:
                citations = child(preamble, "citations", eId=f"{writer.prefix}{writer.ids.take('', 'cits')}")
            count += 1
            eid = f"{writer.prefix}cit_{count}"
            writer.paragraph(child(citations, "citation", eId=eid), line.text, line.start)
            continue
        citations = None
        if line.row is None and line.text.isupper() and line.text.rstrip().endswith(":"):
            eid = f"{writer.prefix}{writer.ids.take('', 'formula')}"
            writer.paragraph(child(preamble, "formula", name="enacting", eId=eid), line.text, line.start)
        else:
            writer.line(preamble, line)
