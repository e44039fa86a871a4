"""Word documents (.docx): one walk over the tree of the main part, with styles, lists, notes and tables resolved."""

from __future__ import annotations

from vanban.errors import VanbanError
from vanban.readers import media
from vanban.readers.blocks import Reading
from vanban.readers.collector import Collector
from vanban.readers.docx.body import BodyReader
from vanban.readers.docx.package import Package
from vanban.readers.docx.pictures import page_pictures
from vanban.readers.limits import Limits
from vanban.readers.pasted import Picture, Recogniser, with_pages

__all__ = ["pages_of", "read"]


def read(data: bytes, limits: Limits, recogniser: Recogniser) -> Reading:
    """Read a .docx file: PARAGRAPH, HEADING, ROW, NOTE and RUNNING blocks; what `recogniser` sees on pasted pages.

    Raises VanbanError: `damaged`, `encrypted`, `macro`, `unsafe-archive`, `unsafe-xml`, `too-deep`, `too-many-parts`,
    `scan` for a file that holds only small pictures, and the codes of scans for one of pictures of pages.
    """
    package = Package(data, limits)
    collector = Collector(limits)
    root = package.document()
    BodyReader(package, collector).read(root)
    pages = page_pictures(package, root, limits.max_pages)
    if package.has_pictures and not pages and not any(block.text for block in collector.blocks):
        raise VanbanError("scan")
    reading = Reading(media_type=media.DOCX, pages=None, blocks=tuple(collector.blocks))
    return with_pages(reading, pages, recogniser)


def pages_of(data: bytes, limits: Limits) -> list[Picture]:
    """The pictures of a .docx file that are as large as a page."""
    package = Package(data, limits)
    return page_pictures(package, package.document(), limits.max_pages)
