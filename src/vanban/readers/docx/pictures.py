"""Pictures of a Word document that are as large as a page, in the order in which they stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from vanban.readers.attributes import whole_number
from vanban.readers.docx.names import FALLBACK, RELATION_ID
from vanban.readers.docx.package import Package
from vanban.readers.pasted import Picture, is_page

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V: Final = "{urn:schemas-microsoft-com:vml}"
_EMBED: Final = RELATION_ID.removesuffix("id") + "embed"
_EMU: Final = 914_400
_LARGEST: Final = 100 * _EMU
#: The size of a VML shape stands in its style.
_SIDE: Final = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]{1,12})(pt|in|cm|mm|px)?")
_INCHES: Final = {"pt": 1 / 72, "in": 1.0, "cm": 1 / 2.54, "mm": 1 / 25.4, "px": 1 / 96, None: 1 / 96}


def page_pictures(package: Package, root: etree._Element, most: int) -> list[Picture]:
    """The first `most` of them; a picture that stands twice, once for old programs, is one."""
    found: dict[str, Picture] = {}
    for identifier, (width, height) in _shown(root):
        name = package.part_name(identifier)
        if name is not None and is_page(width, height):
            found.setdefault(name, package.picture(name))
            if len(found) >= most:
                break
    return list(found.values())


def _shown(root: etree._Element) -> Iterator[tuple[str, tuple[float, float]]]:
    """Identifier and size, in inches, of each picture of the text."""
    for element in root.iter(f"{_A}blip", f"{_V}imagedata"):
        if element.tag == f"{_A}blip":
            yield element.get(_EMBED) or "", _extent(element)
        elif next(element.iterancestors(FALLBACK), None) is None:
            yield element.get(RELATION_ID) or "", _style_of(element)


def _extent(picture: etree._Element) -> tuple[float, float]:
    anchor = next(picture.iterancestors(f"{_WP}inline", f"{_WP}anchor"), None)
    extent = None if anchor is None else anchor.find(f"{_WP}extent")
    if extent is None:
        return 0.0, 0.0
    return whole_number(extent.get("cx"), 0, _LARGEST) / _EMU, whole_number(extent.get("cy"), 0, _LARGEST) / _EMU


def _style_of(picture: etree._Element) -> tuple[float, float]:
    shape = picture.getparent()
    style = "" if shape is None else shape.get("style") or ""
    sides = {name: _number(value) * _INCHES[unit or None] for name, value, unit in _SIDE.findall(style[:2000])}
    return sides.get("width", 0.0), sides.get("height", 0.0)


def _number(value: str) -> float:
    return float(value) if value.count(".") <= 1 and value != "." else 0.0
