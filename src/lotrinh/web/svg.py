"""Makes drawings of other programs fit to stand inside a page whose policy forbids inline style."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from django.utils.safestring import SafeString, mark_safe
from lxml import etree

_SVG: Final = "http://www.w3.org/2000/svg"
#: What may not come in: script, and whatever carries foreign content or style.
_FORBIDDEN: Final = frozenset({"script", "style", "foreignObject", "iframe", "image", "use"})
_STYLE: Final = re.compile(r"\s*([a-z-]+)\s*:\s*([^;]+)")
#: Declarations of a `style` attribute that SVG knows as attributes.
_PRESENTATION: Final = frozenset(
    {"fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "opacity", "font-size",
     "font-weight", "font-style", "font-family", "text-anchor", "dominant-baseline", "display", "visibility"}
)  # fmt: skip


def inline(text: str) -> SafeString:
    """The drawing as an inline `<svg>`: without script, `style`, event handlers or namespaces of other programs.

    Declarations in `style` attributes become attributes of the same meaning; links lead into this site only (`/…`).

    Raises:
        ValueError: the text is no SVG.

    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"no SVG: {error}") from error
    if etree.QName(root).localname != "svg":
        raise ValueError("no SVG: the root is another element")
    for element in list(root.iter(etree.Element)):
        if etree.QName(element).localname in _FORBIDDEN:
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            continue
        _clean(element)
    etree.cleanup_namespaces(root)
    for name in ("version", "id"):
        root.attrib.pop(name, "")
    _rename(root, f"d{hashlib.sha256(text.encode('utf-8')).hexdigest()[:10]}-")
    return mark_safe(etree.tostring(root, encoding="unicode"))  # noqa: S308 - cleaned above


def _rename(root: etree._Element, prefix: str) -> None:
    """Give the names inside a drawing a prefix of their own: several drawings stand in one page."""
    for element in root.iter(etree.Element):
        for name, value in [(str(name), str(value)) for name, value in element.attrib.items()]:
            if name == "id":
                element.set(name, prefix + value)
            elif "url(#" in value:
                element.set(name, value.replace("url(#", f"url(#{prefix}"))


def _clean(element: etree._Element) -> None:
    element.tag = f"{{{_SVG}}}{etree.QName(element).localname}"
    for name, value in list(element.attrib.items()):
        local = etree.QName(name).localname
        if name == "style":
            del element.attrib[name]
            for key, given in _STYLE.findall(str(value)):
                if key in _PRESENTATION and key not in element.attrib:
                    element.set(key, given.strip())
        elif local.lower().startswith("on"):
            del element.attrib[name]
        elif local == "href":
            del element.attrib[name]
            if str(value).startswith("/") and not str(value).startswith("//"):
                element.attrib["href"] = str(value)
