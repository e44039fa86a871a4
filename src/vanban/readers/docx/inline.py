"""The content of one Word paragraph: its text as printed, its formatting, the notes and text boxes that it anchors."""

from __future__ import annotations

from typing import Final

import msgspec
from lxml import etree

from vanban.readers.docx.names import (
    ALTERNATE,
    CHOICE,
    DELETED,
    FALLBACK,
    ID,
    MATH,
    MATH_TEXT,
    P_PR,
    R_PR,
    TEXT_BOX,
    TRANSPARENT,
    R,
    T,
    w,
)
from vanban.readers.docx.styles import RunFormat, Styles
from vanban.readers.symbols import plain_symbols, symbol

_PRINTED: Final = {w("tab"): "\t", w("ptab"): "\t", w("cr"): "\n", w("noBreakHyphen"): "-"}
_BREAK: Final = w("br")
_SYMBOL: Final = w("sym")
_FIELD: Final = w("fldChar")
_NOTES: Final = {w("footnoteReference"): "footnote", w("endnoteReference"): "endnote"}
_DRAWINGS: Final = frozenset((w("drawing"), w("pict"), w("object"), ALTERNATE))
_LEGACY_FONTS: Final = (".vn", "vni")
_NEARLY_ALL: Final = 0.8


class Call(msgspec.Struct, frozen=True):
    """The call of a note: its kind, its identifier in the notes part, and where in the text it stands."""

    kind: str
    identifier: str
    offset: int


class Content:
    """What has been read of one paragraph."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.calls: list[Call] = []
        self.boxes: list[etree._Element] = []
        self._weight = 0
        self._bold = 0
        self._italic = 0
        self._fonts: dict[str, int] = {}

    def add(self, text: str, form: RunFormat) -> None:
        """Append a piece of printed text."""
        self.parts.append(text)
        self.length += len(text)
        weight = len(text.strip())
        if weight:
            self._weight += weight
            if form.bold:
                self._bold += weight
            if form.italic:
                self._italic += weight
            if form.font is not None:
                self._fonts[form.font] = self._fonts.get(form.font, 0) + weight

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self.parts)

    @property
    def bold(self) -> bool:
        """Whether at least four fifths of the text are bold."""
        return self._bold > 0 and self._bold >= self._weight * _NEARLY_ALL

    @property
    def italic(self) -> bool:
        """Whether at least four fifths of the text are italic."""
        return self._italic > 0 and self._italic >= self._weight * _NEARLY_ALL

    @property
    def font(self) -> str | None:
        """The font of most of the text."""
        return max(self._fonts, key=self._fonts.__getitem__) if self._fonts else None


class InlineReader:
    """Reads runs; it remembers fields, which may begin in one paragraph and end in another."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        #: One entry for each open field: True while its code, which is not printed, is being read.
        self._fields: list[bool] = []

    def read(self, element: etree._Element, base: RunFormat, content: Content) -> None:
        """Add the inline content of a paragraph, or of a wrapper inside it, to `content`."""
        for child in element:
            tag = child.tag
            if tag == R:
                self._run(child, base, content)
            elif tag == P_PR or tag in DELETED:
                continue
            elif tag in TRANSPARENT:
                self.read(child, base, content)
            elif tag == ALTERNATE:
                self._alternate(child, base, content)
            elif tag in MATH:
                content.add("".join(text.text or "" for text in child.iter(MATH_TEXT)), base)

    def _alternate(self, element: etree._Element, base: RunFormat, content: Content) -> None:
        """The first choice of an alternative, the fallback only where no choice is given."""
        branch = element.find(CHOICE)
        if branch is None:
            branch = element.find(FALLBACK)
        if branch is not None:
            content.boxes.extend(_text_boxes(branch))
            self.read(branch, base, content)

    def _run(self, run: etree._Element, base: RunFormat, content: Content) -> None:
        form = base
        for child in run:
            tag = child.tag
            if tag == T:
                text = child.text
                if text and not form.hidden and not (self._fields and self._fields[-1]):
                    content.add(_as_printed(text, form), form)
            elif tag == R_PR:
                form = self._styles.run_style(child).over(base)
            else:
                self._special(child, tag, form, content)

    def _special(self, child: etree._Element, tag: str, form: RunFormat, content: Content) -> None:
        if tag == _FIELD:
            self._field(child.get(w("fldCharType")))
        elif tag in _DRAWINGS:
            content.boxes.extend(_text_boxes(child))
        elif form.hidden or (self._fields and self._fields[-1]):
            return
        elif tag in _PRINTED:
            content.add(_PRINTED[tag], form)
        elif tag == _BREAK:
            if child.get(w("type")) in {None, "textWrapping"}:
                content.add("\n", form)
        elif tag == _SYMBOL:
            content.add(symbol(_code(child.get(w("char"))), child.get(w("font"))), form)
        elif tag in _NOTES:
            content.calls.append(Call(_NOTES[tag], child.get(ID) or "", content.length))

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(True)
        elif self._fields and kind == "separate":
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._fields.pop()


def _text_boxes(element: etree._Element) -> list[etree._Element]:
    """The outermost text boxes of a drawing; of two alternatives only the first."""
    boxes: list[etree._Element] = []
    stack = [element]
    while stack:
        current = stack.pop()
        if current.tag == TEXT_BOX:
            boxes.append(current)
        elif current.tag == ALTERNATE:
            branch = current.find(CHOICE)
            branch = current.find(FALLBACK) if branch is None else branch
            if branch is not None:
                stack.append(branch)
        else:
            stack.extend(reversed(current))
    return boxes


def _code(value: str | None) -> int:
    try:
        return int(value or "", 16)
    except ValueError:
        return 0


def _as_printed(text: str, form: RunFormat) -> str:
    text = plain_symbols(text, form.font)
    if form.capitals and not (form.font or "").lower().startswith(_LEGACY_FONTS):
        return text.upper()
    return text
