"""OpenDocument texts (.odt): the content part, with the styles and lists that it uses."""

from __future__ import annotations

from typing import Final

from lxml import etree

from vanban.errors import VanbanError
from vanban.readers import media
from vanban.readers.archive import Archive
from vanban.readers.blocks import Reading
from vanban.readers.collector import Collector
from vanban.readers.limits import Limits
from vanban.readers.odt.body import BodyReader
from vanban.readers.odt.names import OFFICE
from vanban.readers.odt.pictures import page_pictures
from vanban.readers.odt.styles import OdfStyles
from vanban.readers.pasted import Picture, Recogniser, with_pages
from vanban.readers.xml import parse_xml

__all__ = ["pages_of", "read"]

_SHORT_NAME: Final = media.SHORT_NAMES[media.ODT]
_PICTURES: Final = "Pictures/"


def read(data: bytes, limits: Limits, recogniser: Recogniser) -> Reading:
    """Read an .odt file: PARAGRAPH, HEADING, ROW, NOTE and RUNNING blocks; what `recogniser` sees on pasted pages.

    Raises VanbanError: `damaged`, `encrypted`, `macro`, `unsafe-archive`, `unsafe-xml`, `too-deep`, `scan` for a file
    that holds only small pictures, and the codes of scans for one of pictures of pages.
    """
    archive, root, body = _opened(data, limits)
    common = archive.read("styles.xml")
    styles = OdfStyles([root, *([] if common is None else [parse_xml(common, limits, _SHORT_NAME)])])
    collector = Collector(limits)
    # the walk takes lists apart
    pages = page_pictures(archive, body, limits.max_pages)
    reader = BodyReader(styles, collector)
    reader.running("header")
    reader.container(body)
    reader.running("footer")
    has_pictures = any(name.startswith(_PICTURES) for name in archive.names())
    if has_pictures and not pages and not any(block.text for block in collector.blocks):
        raise VanbanError("scan")
    return with_pages(Reading(media_type=media.ODT, pages=None, blocks=tuple(collector.blocks)), pages, recogniser)


def pages_of(data: bytes, limits: Limits) -> list[Picture]:
    """The pictures of an .odt file that are as large as a page."""
    archive, _, body = _opened(data, limits)
    return page_pictures(archive, body, limits.max_pages)


def _opened(data: bytes, limits: Limits) -> tuple[Archive, etree._Element, etree._Element]:
    """The file, the root of its content and the body of its text."""
    archive = Archive(data, limits, _SHORT_NAME)
    manifest = archive.read("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise VanbanError("encrypted")
    if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in archive.names()):
        raise VanbanError("macro")
    content = archive.read("content.xml")
    if content is None:
        raise VanbanError("damaged", format=_SHORT_NAME)
    root = parse_xml(content, limits, _SHORT_NAME)
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise VanbanError("damaged", format=_SHORT_NAME)
    return archive, root, body
