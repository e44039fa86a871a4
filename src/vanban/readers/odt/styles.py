"""Styles and lists of an OpenDocument text: what paragraphs and spans inherit, which labels lists print.

Source: OpenDocument 1.3 part 3, 16 (styles) and 19.880 (text:style-name of lists).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec
from lxml import etree

from vanban.readers.attributes import whole_number
from vanban.readers.list_numbers import format_number
from vanban.readers.odt.names import FO, OFFICE, STYLE, TEXT
from vanban.readers.symbols import BULLET

_MOST_ANCESTORS: Final = 20
_LEVELS: Final = 10
_LARGEST_START: Final = 100_000
_FORMS: Final = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "": "none",
}
_PRIVATE: Final = "\ue000"


class TextFormat(msgspec.Struct, frozen=True):
    """Formatting of characters; None is not said here."""

    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    font: str | None = None

    def over(self, base: TextFormat) -> TextFormat:
        """This format where it says something, `base` where it does not."""
        return TextFormat(
            base.bold if self.bold is None else self.bold,
            base.italic if self.italic is None else self.italic,
            base.hidden if self.hidden is None else self.hidden,
            base.font if self.font is None else self.font,
        )


class ParagraphFormat(msgspec.Struct, frozen=True, kw_only=True):
    """Formatting of a paragraph; `name` is that of the style a person chose."""

    name: str | None = None
    text: TextFormat = TextFormat()
    centred: bool = False


class _ListLevel(msgspec.Struct, frozen=True, kw_only=True):
    form: str
    prefix: str
    suffix: str
    bullet: str | None
    start: int
    shown: int


class OdfStyles:
    """All styles of a document, those of the content part before those of the styles part."""

    def __init__(self, roots: list[etree._Element]) -> None:
        self._roots = roots
        self._elements: dict[tuple[str, str], etree._Element] = {}
        self._lists: dict[str, dict[int, _ListLevel]] = {}
        self._outline: dict[int, _ListLevel] = {}
        self._paragraphs: dict[str | None, ParagraphFormat] = {}
        self._spans: dict[str | None, TextFormat] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._outline_counters: list[int | None] = [None] * _LEVELS
        for root in roots:
            for element in root.iter(STYLE + "style"):
                key = (element.get(STYLE + "family") or "", element.get(STYLE + "name") or "")
                self._elements.setdefault(key, element)
            for element in root.iter(TEXT + "list-style"):
                self._lists.setdefault(element.get(STYLE + "name") or "", _levels(element))
            for element in root.iter(TEXT + "outline-style"):
                self._outline = self._outline or _levels(element)

    def running(self, kind: str) -> Iterator[etree._Element]:
        """The page headers or footers."""
        for root in self._roots:
            for name in (kind, f"{kind}-first", f"{kind}-left"):
                yield from root.iter(STYLE + name)

    def paragraph(self, name: str | None) -> ParagraphFormat:
        """The format of paragraphs of a style with all that it inherits."""
        if name not in self._paragraphs:
            text = TextFormat()
            centred = False
            chain = list(self._chain("paragraph", name))
            for element in reversed(chain):
                text = _text_format(element).over(text)
                properties = element.find(STYLE + "paragraph-properties")
                alignment = None if properties is None else properties.get(FO + "text-align")
                centred = centred if alignment is None else alignment == "center"
            chosen = next((e for e in chain if not _is_automatic(e)), None)
            shown = None if chosen is None else chosen.get(STYLE + "display-name") or chosen.get(STYLE + "name")
            self._paragraphs[name] = ParagraphFormat(name=shown, text=text, centred=centred)
        return self._paragraphs[name]

    def span(self, name: str | None) -> TextFormat:
        """The format of a span."""
        if name not in self._spans:
            text = TextFormat()
            for element in reversed(list(self._chain("text", name))):
                text = _text_format(element).over(text)
            self._spans[name] = text
        return self._spans[name]

    def has_lines(self, cell_style: str | None) -> bool:
        """Whether cells of a style have drawn borders on at least two sides."""
        for element in self._chain("table-cell", cell_style):
            properties = element.find(STYLE + "table-cell-properties")
            if properties is None:
                continue
            whole = properties.get(FO + "border")
            if whole is not None:
                return whole not in {"none", "hidden"}
            sides = [properties.get(f"{FO}border-{side}", "none") for side in ("top", "bottom", "left", "right")]
            return sum(side not in {"none", "hidden"} for side in sides) > 1
        return False

    def start_list(self, name: str | None, element: etree._Element) -> None:
        """A new list counts from its start unless it says that it goes on."""
        goes_on = element.get(TEXT + "continue-numbering") == "true" or element.get(TEXT + "continue-list") is not None
        if name is not None and not goes_on:
            self._counters.pop(name, None)

    def label(self, name: str | None, depth: int, start: str | None) -> str:
        """Count one item of a list and return its label."""
        levels = self._lists.get(name or "")
        if levels is None or depth >= _LEVELS:
            return ""
        counters = self._counters.setdefault(name or "", [None] * _LEVELS)
        forced = None if start is None else whole_number(start, 1, _LARGEST_START)
        return _count(levels, counters, depth, forced)

    def heading_label(self, level: int, text: str) -> str:
        """Count one heading and return the number that the outline prints, '' for none."""
        if not text or level > _LEVELS or level - 1 not in self._outline:
            return ""
        return _count(self._outline, self._outline_counters, level - 1, None)

    def _chain(self, family: str, name: str | None) -> Iterator[etree._Element]:
        """A style and its ancestors."""
        for _ in range(_MOST_ANCESTORS):
            element = self._elements.get((family, name or ""))
            if element is None:
                return
            yield element
            name = element.get(STYLE + "parent-style-name")


def _is_automatic(element: etree._Element) -> bool:
    """Whether a style was made by the program for direct formatting."""
    parent = element.getparent()
    return parent is not None and parent.tag == OFFICE + "automatic-styles"


def _text_format(element: etree._Element) -> TextFormat:
    properties = element.find(STYLE + "text-properties")
    if properties is None:
        return TextFormat()
    weight, slant = properties.get(FO + "font-weight"), properties.get(FO + "font-style")
    display = properties.get(TEXT + "display")
    return TextFormat(
        None if weight is None else weight == "bold" or weight in {"600", "700", "800", "900"},
        None if slant is None else slant in {"italic", "oblique"},
        None if display is None else display == "none",
        properties.get(STYLE + "font-name") or properties.get(FO + "font-family"),
    )


def _levels(element: etree._Element) -> dict[int, _ListLevel]:
    levels: dict[int, _ListLevel] = {}
    for child in element:
        depth = whole_number(child.get(TEXT + "level"), 0, _LEVELS)
        if depth == 0:
            continue
        levels[depth - 1] = _ListLevel(
            form=_FORMS.get(child.get(STYLE + "num-format") or "", "decimal"),
            prefix=child.get(STYLE + "num-prefix") or "",
            suffix=child.get(STYLE + "num-suffix") or "",
            bullet=child.get(TEXT + "bullet-char"),
            start=whole_number(child.get(TEXT + "start-value"), 1, _LARGEST_START),
            shown=whole_number(child.get(TEXT + "display-levels"), 1, _LEVELS),
        )
    return levels


def _count(levels: dict[int, _ListLevel], counters: list[int | None], depth: int, forced: int | None) -> str:
    level = levels.get(depth)
    if level is None:
        return ""
    counted = counters[depth]
    if forced is not None:
        counters[depth] = forced
    else:
        counters[depth] = level.start if counted is None else counted + 1
    counters[depth + 1 :] = [None] * (_LEVELS - depth - 1)
    if level.bullet is not None:
        return BULLET if level.bullet >= _PRIVATE or level.bullet == "o" else level.bullet
    if level.form == "none":
        return f"{level.prefix}{level.suffix}".strip()
    numbers: list[str] = []
    for place in range(max(depth + 1 - level.shown, 0), depth + 1):
        other = levels.get(place)
        if other is None or other.bullet is not None or (other.form == "none" and place != depth):
            continue
        value = counters[place]
        numbers.append(format_number(other.start if value is None else value, other.form))
    return f"{level.prefix}{'.'.join(numbers)}{level.suffix}".strip()
