"""What identifies a document: type, number, date, place, issuer, subject, signature, marks.

Layouts: Decree 30/2020/NĐ-CP, Annex I, for the State; Guide 36-HD/VPTW for the Party; the printed forms of both on
web pages, where the two blocks of the letterhead stand below each other or on one line.
"""

from __future__ import annotations

from vanban.extract.header.reading import read_header

__all__ = ["read_header"]
