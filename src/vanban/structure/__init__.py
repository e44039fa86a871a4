"""Blocks → paragraphs with offsets → outline: the shape of a document, before anything is read from it."""

from __future__ import annotations

from vanban.structure.build import build
from vanban.structure.text import Cell, Label, LabelKind, Paragraph, ParagraphKind, Structure

__all__ = ["Cell", "Label", "LabelKind", "Paragraph", "ParagraphKind", "Structure", "build"]
