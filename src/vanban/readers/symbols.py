"""Characters of the fonts Symbol and Wingdings, which files store as numbers, as the Unicode characters they show.

Source: the encodings of the Adobe Symbol font (unicode.org, ADOBE/symbol.txt) and of Microsoft Wingdings; only what
official documents use: signs of comparison in targets, arrows, bullets.
"""

from __future__ import annotations

import re
from typing import Final

_PRIVATE: Final = 0xF000
_PRIVATE_USE: Final = re.compile("[\uf000-\uf0ff]")
BULLET: Final = "•"

_SYMBOL: Final = {
    0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB7: BULLET, 0xB8: "÷", 0xB9: "≠", 0xBB: "≈",
    0xA5: "∞", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xDB: "⇔", 0xDE: "⇒", 0xE5: "∑", 0xD6: "√", 0x6D: "μ",
    0x61: "α", 0x62: "β", 0x44: "Δ", 0x2D: "−",
}  # fmt: skip
_WINGDINGS: Final = {
    0xE0: "→", 0xE8: "→", 0xF0: "⇨", 0xDF: "←", 0xE1: "↑", 0xE2: "↓", 0xFC: "✓", 0xFE: "☑", 0xA8: "☐", 0x6F: "☐",
    0xFB: "✗", 0xFD: "☒", 0x2A: "✉", 0x28: "☎",
}  # fmt: skip


def is_symbol_font(font: str | None) -> bool:
    """Whether the characters of a font are pictures, not letters."""
    name = (font or "").lower()
    return name.startswith(("symbol", "wingdings", "webdings"))


def symbol(code: int, font: str | None) -> str:
    """The character with number `code` of a picture font; a bullet where it is only an ornament."""
    if code >= _PRIVATE:
        code -= _PRIVATE
    table = _SYMBOL if (font or "").lower().startswith("symbol") else _WINGDINGS
    return table.get(code, BULLET)


def plain_symbols(text: str, font: str | None) -> str:
    """`text` with the private-use characters of picture fonts made plain."""
    if text.isascii() or not _PRIVATE_USE.search(text):
        return text
    return _PRIVATE_USE.sub(lambda match: symbol(ord(match.group()), font or "Symbol"), text)
