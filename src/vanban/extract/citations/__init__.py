"""Cited documents: their numbers in canonical form, all mentions, and what they are to the document."""

from __future__ import annotations

from vanban.extract.citations.number import DocumentNumber, parse_number
from vanban.extract.citations.reading import read_citations

__all__ = ["DocumentNumber", "parse_number", "read_citations"]
