"""Merger day: duties of bodies that ended, who takes them over, the decisions that said so."""
