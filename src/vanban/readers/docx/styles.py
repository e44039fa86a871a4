"""Styles of a Word document: what a paragraph or run inherits from them."""

from __future__ import annotations

import re
from typing import Final

import msgspec
from lxml import etree

from vanban.readers.attributes import whole_number
from vanban.readers.docx.names import P_PR, R_PR, STYLE_ID, VAL, w

_HEADING_NAME: Final = re.compile(r"heading (\d)$", re.IGNORECASE)
_CONTENTS_NAME: Final = re.compile(r"toc \d$", re.IGNORECASE)
_OFF: Final = frozenset(("0", "false", "off", "none"))
_NO_LINE: Final = frozenset(("nil", "none"))
_FONT_ATTRIBUTES: Final = (w("ascii"), w("hAnsi"))
_MOST_ANCESTORS: Final = 20
_BODY_TEXT: Final = 9
_LAST_LEVEL: Final = 8
_BOLD: Final = w("b")
_ITALIC: Final = w("i")
_CAPITALS: Final = w("caps")
_HIDDEN: Final = w("vanish")
_FONTS: Final = w("rFonts")
_RUN_STYLE: Final = w("rStyle")


class RunFormat(msgspec.Struct, frozen=True, gc=False):
    """Formatting of characters; None is not said here."""

    bold: bool | None = None
    italic: bool | None = None
    capitals: bool | None = None
    hidden: bool | None = None
    font: str | None = None

    def over(self, base: RunFormat) -> RunFormat:
        """This format where it says something, `base` where it does not."""
        return RunFormat(
            base.bold if self.bold is None else self.bold,
            base.italic if self.italic is None else self.italic,
            base.capitals if self.capitals is None else self.capitals,
            base.hidden if self.hidden is None else self.hidden,
            base.font if self.font is None else self.font,
        )


class Style(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph, character or table style with all that it inherits.

    level: 1-based heading level. numbering: (numId, level or None). borders: whether a table style draws lines.
    """

    name: str
    run: RunFormat = RunFormat()
    level: int | None = None
    centred: bool = False
    numbering: tuple[str, int | None] | None = None
    borders: bool | None = None
    contents: bool = False


PLAIN: Final = Style(name="")


def is_on(element: etree._Element | None) -> bool | None:
    """The value of an on/off property: present without value is on, absent is None."""
    if element is None:
        return None
    value = element.get(VAL)
    return value is None or value not in _OFF


def run_format(properties: etree._Element) -> RunFormat:
    """The formatting that an `rPr` element itself says."""
    return _own_format(properties)[0]


def _own_format(properties: etree._Element) -> tuple[RunFormat, str | None]:
    """The formatting that an `rPr` element itself says, and the character style that it names."""
    bold = italic = capitals = hidden = None
    font = style = None
    for child in properties:
        tag = child.tag
        if tag == _FONTS:
            font = child.get(_FONT_ATTRIBUTES[0]) or child.get(_FONT_ATTRIBUTES[1])
        elif tag == _BOLD:
            bold = is_on(child)
        elif tag == _ITALIC:
            italic = is_on(child)
        elif tag == _RUN_STYLE:
            style = child.get(VAL)
        elif tag == _CAPITALS:
            capitals = is_on(child)
        elif tag == _HIDDEN:
            hidden = is_on(child)
    return RunFormat(bold, italic, capitals, hidden, font), style


def has_lines(borders: etree._Element | None) -> bool | None:
    """Whether a `tblBorders` or `tcBorders` element draws at least two lines; None when it is absent."""
    if borders is None:
        return None
    drawn = sum(1 for side in borders if side.get(VAL, "none") not in _NO_LINE)
    return drawn > 1


class Styles:
    """All styles of a document by identifier."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._resolved: dict[str, Style] = {}
        self.default_paragraph = PLAIN
        defaults = RunFormat()
        default_id = None
        if root is not None:
            for element in root.iterchildren(w("style")):
                identifier = element.get(STYLE_ID)
                if identifier is None:
                    continue
                self._elements[identifier] = element
                if element.get(w("type")) == "paragraph" and element.get(w("default")) in {"1", "true", "on"}:
                    default_id = identifier
            properties = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{R_PR}")
            if properties is not None:
                defaults = run_format(properties)
        self.defaults = defaults
        if default_id is not None:
            self.default_paragraph = self.get(default_id)

    def get(self, identifier: str | None) -> Style:
        """A style with all that it inherits; the default paragraph style for None and for unknown names."""
        if identifier is None:
            return self.default_paragraph
        style = self._resolved.get(identifier)
        if style is None:
            style = self._resolve(identifier)
            self._resolved[identifier] = style
        return style

    def run_style(self, properties: etree._Element) -> RunFormat:
        """The formatting of a run: its own properties over those of its character style."""
        own, identifier = _own_format(properties)
        if identifier is None or identifier not in self._elements:
            return own
        return own.over(self.get(identifier).run)

    def numbering_of(self, identifier: str) -> str | None:
        """The numId that a numbering style points to."""
        numbering = self.get(identifier).numbering if identifier in self._elements else None
        return numbering[0] if numbering else None

    def _resolve(self, identifier: str) -> Style:
        chain: list[etree._Element] = []
        current: str | None = identifier
        while current in self._elements and len(chain) < _MOST_ANCESTORS:
            element = self._elements[current]
            if element in chain:
                break
            chain.append(element)
            based_on = element.find(w("basedOn"))
            current = None if based_on is None else based_on.get(VAL)
        style = PLAIN
        for element in reversed(chain):
            style = _extend(style, element)
        return style


def _extend(base: Style, element: etree._Element) -> Style:
    name_element = element.find(w("name"))
    name = (name_element.get(VAL) or "") if name_element is not None else ""
    run_properties = element.find(R_PR)
    run = base.run if run_properties is None else run_format(run_properties).over(base.run)
    level, centred, numbering = base.level, base.centred, base.numbering
    properties = element.find(P_PR)
    if properties is not None:
        outline = properties.find(w("outlineLvl"))
        if outline is not None:
            level = outline_level(outline)
        justification = properties.find(w("jc"))
        if justification is not None:
            centred = justification.get(VAL) == "center"
        numbering = paragraph_numbering(properties) or numbering
    heading = _HEADING_NAME.match(name)
    if heading and level is None:
        level = int(heading.group(1))
    borders = has_lines(element.find(f"{w('tblPr')}/{w('tblBorders')}"))
    return Style(
        name=name,
        run=run,
        level=level,
        centred=centred,
        numbering=numbering,
        borders=base.borders if borders is None else borders,
        contents=_CONTENTS_NAME.match(name) is not None,
    )


def outline_level(element: etree._Element) -> int | None:
    """The 1-based heading level of an `outlineLvl`; 9 stands for body text."""
    level = whole_number(element.get(VAL), _BODY_TEXT, _BODY_TEXT)
    return level + 1 if level < _BODY_TEXT else None


def paragraph_numbering(properties: etree._Element) -> tuple[str, int | None] | None:
    """The (numId, level) of a `pPr`."""
    element = properties.find(w("numPr"))
    return None if element is None else numbering_of(element)


def numbering_of(element: etree._Element) -> tuple[str, int | None]:
    """The (numId, level) of a `numPr`; a numId of '' where only the level is given."""
    number, level = element.find(w("numId")), element.find(w("ilvl"))
    depth = None if level is None else level.get(VAL)
    identifier = "" if number is None else number.get(VAL) or ""
    return identifier, None if depth is None else whole_number(depth, 0, _LAST_LEVEL)
