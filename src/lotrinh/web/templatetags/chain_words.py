"""Words of the chain in templates: `{% load chain_words %}`."""

from __future__ import annotations

from typing import Any, Final

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lotrinh.web.chain import words
from lotrinh.web.templatetags.ui.parts import badge
from vanban.language.wording import shorten

register = template.Library()
_LONG: Final = 180


@register.filter
def paper_name(paper: Any) -> str:
    """`Nghị quyết số 57-NQ/TW, ngày 22/12/2024: về đột phá …`."""
    return shorten(words.long_name(paper), _LONG)


@register.filter
def paper_link(paper: Any) -> str | SafeString:
    """The name of a document, a link to its page where it is here."""
    name = paper_name(paper)
    if paper.document_id is None:
        return name
    return format_html('<a href="{}">{}</a>', reverse("documents:detail", args=(paper.document_id,)), name)


@register.filter
def link_badge(state: Any) -> SafeString:
    """The state of a citation with its shape and colour."""
    return badge(state.label, words.STATE_BADGES[state])
