"""Searching documents, tasks, targets and units."""
