"""The library in which the modules of this package enter their tags."""

from __future__ import annotations

from django import template

register = template.Library()
