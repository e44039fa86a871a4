"""What was found, in templates: `{% load search %}`."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from lotrinh.core.search.marking import Piece

register = template.Library()


@register.filter
def marked(pieces: Iterable[Piece]) -> SafeString:
    """The text with the words that were looked for in `<mark>`."""
    made = (
        f"<mark>{conditional_escape(piece.text)}</mark>" if piece.hit else conditional_escape(piece.text)
        for piece in pieces
    )
    return mark_safe("".join(made))  # noqa: S308 - each piece is escaped
