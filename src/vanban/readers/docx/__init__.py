"""Word documents (.docx): one walk over the tree of the main part, with styles, lists, notes and tables resolved."""

from __future__ import annotations

from vanban.errors import VanbanError
from vanban.readers import media
from vanban.readers.blocks import Reading
from vanban.readers.collector import Collector
from vanban.readers.docx.body import BodyReader
from vanban.readers.docx.package import Package
from vanban.readers.limits import Limits

__all__ = ["read"]


def read(data: bytes, limits: Limits) -> Reading:
    """Read a .docx file: PARAGRAPH, HEADING, ROW, NOTE and RUNNING blocks.

    Raises VanbanError: `damaged`, `encrypted`, `macro`, `unsafe-archive`, `unsafe-xml`, `too-deep`, `too-many-parts`,
    `scan` for a file that holds only pictures.
    """
    package = Package(data, limits)
    collector = Collector(limits)
    BodyReader(package, collector).read(package.document())
    if package.has_pictures and not any(block.text for block in collector.blocks):
        raise VanbanError("scan")
    return Reading(media_type=media.DOCX, pages=None, blocks=tuple(collector.blocks))
