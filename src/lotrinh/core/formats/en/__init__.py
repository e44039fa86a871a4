"""Formats of dates and numbers."""
