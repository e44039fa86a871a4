"""XML parts of documents, parsed without entities, without network, to a bounded depth."""

from __future__ import annotations

from typing import Final

from lxml import etree

from vanban.errors import VanbanError
from vanban.readers.limits import Limits

_DECLARATION: Final = "<!DOCTYPE"
_DECLARATIONS: Final = tuple(_DECLARATION.encode(name) for name in ("ascii", "utf-16-le", "utf-16-be"))


def parse_xml(data: bytes, limits: Limits, short_name: str) -> etree._Element:
    """The root of an XML part; raises `unsafe-xml` for any document type, `too-deep`, `damaged`."""
    if any(declaration in data for declaration in _DECLARATIONS):
        raise VanbanError("unsafe-xml")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        reason = str(error)
        if "xcessive depth" in reason:
            raise VanbanError("too-deep", limit=limits.max_table_depth) from error
        if "huge text node" in reason:
            raise VanbanError("line-too-long", size=len(data), limit=limits.max_line) from error
        raise VanbanError("damaged", format=short_name) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise VanbanError("unsafe-xml")
    return root
