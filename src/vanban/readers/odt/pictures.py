"""Pictures of an OpenDocument text that are as large as a page, in the order in which they stand in it."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from vanban.readers.archive import Archive
from vanban.readers.odt.names import DRAW
from vanban.readers.pasted import Picture, is_page

_SVG: Final = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_LENGTH: Final = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)(cm|mm|in|pt|px)")
_INCHES: Final = {"cm": 1 / 2.54, "mm": 1 / 25.4, "in": 1.0, "pt": 1 / 72, "px": 1 / 96}


def page_pictures(archive: Archive, body: etree._Element, most: int) -> list[Picture]:
    """The first `most` of them, each once."""
    found: dict[str, Picture] = {}
    names = frozenset(archive.names())
    for image in body.iter(f"{DRAW}image"):
        frame, name = image.getparent(), (image.get(_HREF) or "").removeprefix("./")
        if frame is None or name not in names:
            continue
        if is_page(_inches(frame.get(f"{_SVG}width")), _inches(frame.get(f"{_SVG}height"))):
            found.setdefault(name, archive.picture(name))
            if len(found) >= most:
                break
    return list(found.values())


def _inches(length: str | None) -> float:
    found = _LENGTH.fullmatch(length or "")
    return float(found[1]) * _INCHES[found[2]] if found else 0.0
