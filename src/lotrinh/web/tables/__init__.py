"""Tables that people fill in and hand back: one reader of XLSX and CSV, one way of writing the forms."""

from __future__ import annotations

from lotrinh.web.tables.heads import Column, Line
from lotrinh.web.tables.reading import Limits, read

__all__ = ["Column", "Limits", "Line", "read"]
