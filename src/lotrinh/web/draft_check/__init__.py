"""Checking a draft: findings and the appendix, nothing stored."""
