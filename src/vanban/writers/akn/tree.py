"""The lines of a body as a tree: headings by the outline, labelled paragraphs below them by their labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from vanban.record import Section
from vanban.structure.labels import ordinal
from vanban.structure.text import Label, LabelKind
from vanban.writers.akn.lines import Line

#: Where a level stands among the others, its element, and the short form of that in an id.
_LEVELS: Final[dict[LabelKind, tuple[int, str, str]]] = {
    LabelKind.APPENDIX: (0, "hcontainer", "phu-luc"),
    LabelKind.PART: (1, "part", "part"),
    LabelKind.CHAPTER: (2, "chapter", "chp"),
    LabelKind.LETTER: (3, "division", "dvs"),
    LabelKind.SECTION: (4, "section", "sec"),
    LabelKind.ROMAN: (5, "section", "sec"),
    LabelKind.ARTICLE: (6, "article", "art"),
    LabelKind.NUMBER: (7, "clause", "cl"),
    LabelKind.POINT: (20, "point", "point"),
    LabelKind.BULLET: (30, "indent", "ind"),
}
_FIXED: Final = frozenset({LabelKind.PART, LabelKind.CHAPTER, LabelKind.SECTION})
_SUBCLAUSE: Final = ("subclause", "subcl")
#: Signs that open the second level of a list.
_INNER_BULLETS: Final = frozenset("+*○◦")
_NARROWEST: Final = 99
#: Deeper levels stand beside each other: parsers refuse XML of more than 256 levels.
_DEEPEST: Final = 40


class Node(msgspec.Struct, kw_only=True):
    """One level of the text, or what has none: `tag` is its element, `p` and `table` hold no levels.

    lines: the line, or the rows of a table. rank: where it stands among the levels. num, heading: the beginning of the
    line and the rest where it is a heading. name: what a `hcontainer` is. section: the id of a heading.
    """

    tag: str
    short: str = ""
    rank: int = _NARROWEST
    name: str = ""
    lines: list[Line] = []
    label: Label | None = None
    section: str | None = None
    num: str = ""
    heading: str = ""
    children: list[Node] = []

    @property
    def plain(self) -> bool:
        """Whether it holds no levels."""
        return self.tag in {"p", "table"}


class _Tree:
    """Takes lines in order; `stack` holds the open levels, headings first."""

    def __init__(self) -> None:
        self.root = Node(tag="body", rank=-1)
        self.stack: list[Node] = [self.root]
        #: the last ordinal of a list inside the open heading, by its level
        self.counted: dict[tuple[LabelKind, int], int] = {}

    def take(self, line: Line) -> None:
        """Put the next line where it belongs."""
        if line.row is not None:
            self._row(line, line.row[0])
        elif line.section is not None:
            self._heading(line, line.section)
        elif line.label is not None:
            self._labelled(line, line.label)
        else:
            self._close_labelled()
            self.stack[-1].children.append(Node(tag="p", lines=[line]))

    def _open(self, node: Node) -> None:
        """Add a level and open it; one inside a level that is not wider is irregular."""
        above = self.stack[-1]
        if node.tag == "hcontainer":
            node.name = node.short
        elif above.rank >= node.rank:
            node.tag, node.name = "hcontainer", node.tag
        above.children.append(node)
        if len(self.stack) < _DEEPEST:
            self.stack.append(node)

    def _close_labelled(self) -> None:
        while self.stack[-1].section is None and self.stack[-1] is not self.root:
            self.stack.pop()

    def _row(self, line: Line, table: int) -> None:
        last = self.stack[-1].children[-1] if self.stack[-1].children else None
        if last is None or last.tag != "table" or _table(last) != table:
            self._close_labelled()
            last = Node(tag="table")
            self.stack[-1].children.append(last)
        last.lines.append(line)

    def _heading(self, line: Line, section: Section) -> None:
        self._close_labelled()
        parents = [node.section for node in self.stack]
        del self.stack[
            parents.index(section.parent) + 1 if section.parent is not None and section.parent in parents else 1 :
        ]
        text, label = line.text, line.label
        rank, tag, short = rank_of(label) if label is not None else (self.stack[-1].rank, "hcontainer", "muc")
        cut = label.end if label is not None else 0
        if section.heading and text.endswith(section.heading):
            cut = len(text) - len(section.heading)
        elif cut == len(text):
            cut = 0
        self._open(
            Node(
                tag=tag,
                short=short,
                rank=rank,
                lines=[line],
                label=label,
                section=section.id,
                num=text[:cut],
                heading=text[cut:],
            )
        )
        self.counted.clear()

    def _labelled(self, line: Line, label: Label) -> None:
        self._pass(label)
        rank, tag, short = rank_of(label)
        while self.stack[-1].section is None and self.stack[-1].rank >= rank:
            self.stack.pop()
        self._open(Node(tag=tag, short=short, rank=rank, lines=[line], label=label, num=line.text[: label.end]))

    def _pass(self, label: Label) -> None:
        """Close an open heading when a labelled sentence comes next to it, as the outline does."""
        if label.kind is LabelKind.ARTICLE:
            self._close_labelled()
            self.stack = [self.root, *(node for node in self.stack if node.label and node.label.kind in _FIXED)]
            return
        position = ordinal(label)
        if position is None or label.kind not in {LabelKind.NUMBER, LabelKind.POINT}:
            return
        level = (label.kind, label.value.count("."))
        inside = self.counted.get(level) == position - 1
        self.counted[level] = position
        if inside:
            return
        for index, node in reversed(tuple(enumerate(self.stack))):
            opened = node.label
            if opened is None or node.section is None or (opened.kind, opened.value.count(".")) != level:
                continue
            if ordinal(opened) == position - 1 and _prefix(opened) == _prefix(label):
                del self.stack[index:]
            return


def rank_of(label: Label) -> tuple[int, str, str]:
    """The level of a label: where it stands, its element and the short form of that."""
    rank, tag, short = _LEVELS[label.kind]
    if label.kind is LabelKind.NUMBER and "." in label.value:
        return (rank + label.value.count("."), *_SUBCLAUSE)
    if label.kind is LabelKind.BULLET and label.value in _INNER_BULLETS:
        return rank + 1, tag, short
    return rank, tag, short


def _table(node: Node) -> int | None:
    row = node.lines[-1].row
    return row[0] if row is not None else None


def _prefix(label: Label) -> str:
    return label.value.rpartition(".")[0]


def tree_of(lines: Sequence[Line]) -> Node:
    """The root of the tree; its lines in the order of reading are the lines given."""
    tree = _Tree()
    for line in lines:
        tree.take(line)
    return tree.root
