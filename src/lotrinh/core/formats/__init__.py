"""Dates and numbers as officials write them, in both languages: 04/03/2026 is 4 March."""
