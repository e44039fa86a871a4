"""A .docx file opened: the main part, the parts that it names, the media that it holds."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import Final

from lxml import etree

from vanban.errors import VanbanError
from vanban.readers import media
from vanban.readers.archive import Archive
from vanban.readers.docx.names import STRICT
from vanban.readers.limits import Limits
from vanban.readers.xml import parse_xml

_SHORT_NAME: Final = media.SHORT_NAMES[media.DOCX]
_MAIN: Final = "word/document.xml"
_MACRO_TYPE: Final = b"macroEnabled"
_PICTURES: Final = (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".emf", ".wmf")


class Package:
    """The parts of a document; raises `damaged`, `macro`, `encrypted` and the codes of archives and XML."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        self._archive = Archive(data, limits, _SHORT_NAME)
        types = self._archive.read("[Content_Types].xml")
        if types is not None and _MACRO_TYPE in types:
            raise VanbanError("macro")
        main = self._relations("_rels/.rels", "").get("officeDocument", [("", _MAIN)])[0][1]
        if main not in self._archive.names():
            main = _MAIN
        self._main = main
        folder, name = posixpath.split(main)
        self._related = self._relations(f"{folder}/_rels/{name}.rels", folder)
        self._by_id = {identifier: part for parts in self._related.values() for identifier, part in parts}

    @property
    def has_pictures(self) -> bool:
        """Whether the archive holds pictures."""
        return any(name.lower().endswith(_PICTURES) for name in self._archive.names())

    def document(self) -> etree._Element:
        """The root of the main part."""
        root = self._parse(self._main)
        if root is None:
            raise VanbanError("damaged", format=_SHORT_NAME)
        return root

    def part(self, kind: str) -> etree._Element | None:
        """The root of the part that plays the role `kind` (`styles`, `numbering`, `footnotes`, `endnotes`)."""
        parts = self._related.get(kind)
        name = parts[0][1] if parts else posixpath.join(posixpath.dirname(self._main), f"{kind}.xml")
        return self._parse(name)

    def part_by_id(self, identifier: str | None) -> etree._Element | None:
        """The root of the part with this relationship identifier."""
        name = self._by_id.get(identifier or "")
        return None if name is None else self._parse(name)

    def part_name(self, identifier: str) -> str | None:
        """The name of the part with this relationship identifier, None where the file does not hold it."""
        name = self._by_id.get(identifier)
        return name if name in self._archive.names() else None

    def picture(self, name: str) -> Callable[[], bytes]:
        """What unpacks a picture."""
        return self._archive.picture(name)

    def _parse(self, name: str) -> etree._Element | None:
        data = self._archive.read(name)
        if data is None:
            return None
        if b"purl.oclc.org" in data[:4096]:
            for strict, common in STRICT:
                data = data.replace(strict, common)
        return parse_xml(data, self._limits, _SHORT_NAME)

    def _relations(self, name: str, folder: str) -> dict[str, list[tuple[str, str]]]:
        """Role -> [(identifier, part)] of a relationships part; links that leave the package are left out."""
        data = self._archive.read(name)
        relations: dict[str, list[tuple[str, str]]] = {}
        if data is None:
            return relations
        for element in parse_xml(data, self._limits, _SHORT_NAME):
            target = element.get("Target") or ""
            if element.get("TargetMode") == "External" or not target:
                continue
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            kind = (element.get("Type") or "").rpartition("/")[2]
            relations.setdefault(kind, []).append((element.get("Id") or "", part))
        return relations
