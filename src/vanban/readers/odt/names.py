"""Name spaces of OpenDocument in Clark notation."""

from __future__ import annotations

from typing import Final

_URN: Final = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE: Final = _URN + "office:1.0}"
STYLE: Final = _URN + "style:1.0}"
TEXT: Final = _URN + "text:1.0}"
TABLE: Final = _URN + "table:1.0}"
DRAW: Final = _URN + "drawing:1.0}"
FO: Final = _URN + "xsl-fo-compatible:1.0}"
