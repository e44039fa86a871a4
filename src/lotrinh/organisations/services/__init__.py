"""Writes: units, people and their posts, the first run, the looks of inspectors."""
