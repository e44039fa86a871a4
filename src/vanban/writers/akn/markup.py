"""Elements with text that XML can hold."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

NAMESPACE: Final = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
#: What no XML 1.0 document can hold; blanks of other scripts of writing become a space, the rest a sign of loss.
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BLANKS: Final = frozenset("\x0b\x0c\x1c\x1d\x1e\x1f")
_LOST: Final = "\ufffd"


def legal(text: str) -> str:
    """The text, as long as before, with U+FFFD for each character that XML cannot hold."""
    return _ILLEGAL.sub(lambda match: " " if match.group() in _BLANKS else _LOST, text)


def child(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    """A new last child of `parent`; `as_` stands for the attribute `as`."""
    named = {name.rstrip("_"): legal(value) for name, value in attributes.items()}
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", named)


def say(element: etree._Element, text: str) -> None:
    """Add text behind everything that stands in the element."""
    if not text:
        return
    last = element[-1] if len(element) else None
    if last is None:
        element.text = (element.text or "") + legal(text)
    else:
        last.tail = (last.tail or "") + legal(text)
