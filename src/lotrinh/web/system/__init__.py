"""Pages of the platform itself: its components, the choice of colours, the state of the session."""

from __future__ import annotations

from typing import Final

#: The cookie that keeps the colours a person chose; without it the page follows their system.
THEME_COOKIE: Final = "lotrinh_theme"
THEMES: Final = ("light", "dark")
