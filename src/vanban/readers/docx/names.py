"""Names of WordprocessingML elements and attributes in Clark notation."""

from __future__ import annotations

from typing import Final

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

#: The namespaces of ISO 29500 Strict, and what the rest of the world writes instead.
STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", _W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _R[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", _M[1:-1].encode()),
)


def w(name: str) -> str:
    """The full name of a WordprocessingML element or attribute."""
    return _W + name


VAL: Final = w("val")
ID: Final = w("id")
STYLE_ID: Final = w("styleId")
P: Final = w("p")
R: Final = w("r")
T: Final = w("t")
TBL: Final = w("tbl")
TR: Final = w("tr")
TC: Final = w("tc")
P_PR: Final = w("pPr")
R_PR: Final = w("rPr")
SDT: Final = w("sdt")
SDT_CONTENT: Final = w("sdtContent")
TEXT_BOX: Final = w("txbxContent")
ALTERNATE: Final = _MC + "AlternateContent"
CHOICE: Final = _MC + "Choice"
FALLBACK: Final = _MC + "Fallback"
MATH_TEXT: Final = _M + "t"
MATH: Final = frozenset((_M + "oMath", _M + "oMathPara"))
RELATION_ID: Final = _R + "id"

#: Wrappers whose content stands in the text: links, insertions, tags, fields, directions.
TRANSPARENT: Final = frozenset(
    w(name)
    for name in ("hyperlink", "ins", "moveTo", "smartTag", "sdtContent", "fldSimple", "dir", "bdo", "customXml", "sdt")
)
#: What was deleted or moved away.
DELETED: Final = frozenset((w("del"), w("moveFrom")))
