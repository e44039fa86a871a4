"""Words of documents in templates: `{% load documents %}`."""

from __future__ import annotations

from typing import Any, Final

from django import template
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lotrinh.core.audit.vocab import ACTIONS
from lotrinh.documents.vocab import Audience, Standing
from lotrinh.web.documents import words
from lotrinh.web.templatetags.ui.parts import badge
from vanban.language.wording import shorten

register = template.Library()
#: Characters of a name in breadcrumbs, and in a line of text.
_SHORT: Final = 60
_LONG: Final = 160


@register.filter
def kind_name(kind: str) -> str:
    """`Kế hoạch` for `KH`."""
    return words.kind_name(kind)


@register.filter
def document_name(document: Any) -> str:
    """What a document is called in a line: `Kế hoạch số 41/KH-UBND: Phát triển …`; never empty."""
    name = words.kind_name(document.kind)
    if document.number:
        name = _("%(kind)s số %(number)s") % {"kind": name, "number": document.number}
    return f"{name}: {document.title}" if document.title else name


@register.filter
def short_name(document: Any) -> str:
    """The same without the title where there is a number, and in any case on one line."""
    if document.number:
        return _("%(kind)s số %(number)s") % {"kind": words.kind_name(document.kind), "number": document.number}
    return shorten(document_name(document), _SHORT)


@register.filter
def upload_limit(size: int) -> str:
    """A limit in whole megabytes: `100 MB`."""
    return f"{number_format(size // 1024**2 or 1)} MB"


@register.filter
def standing_badge(standing: str) -> SafeString:
    """The standing with its shape and colour."""
    return badge(Standing(standing).label, words.STANDING_BADGES[standing])


@register.filter
def audience_badge(audience: str) -> SafeString:
    """The audience with its shape and colour."""
    return badge(Audience(audience).label, words.AUDIENCE_BADGES[audience])


@register.filter
def audience_name(audience: str) -> str | Promise:
    """`Nội bộ cơ quan`."""
    return Audience(audience).label


@register.filter
def audience_readers(audience: str) -> str | Promise:
    """Who reads documents of this audience."""
    return words.AUDIENCE_READERS[audience]


@register.filter
def suffered(relation: str) -> str | Promise:
    """`Bị thay thế bởi`."""
    return words.SUFFERED[relation]


@register.filter
def done(relation: str) -> str | Promise:
    """`Thay thế`."""
    return words.DONE[relation]


@register.filter
def step_name(step: str) -> str | Promise:
    """What the engine is doing."""
    return words.STEPS.get(step, words.STEPS[""])


@register.filter
def action_name(action: str) -> str | Promise:
    """What was done, in the history."""
    return ACTIONS.get(action, action)


@register.simple_tag
def document_link(document: Any, url: str) -> SafeString:
    """The name of a document as a link."""
    return format_html('<a href="{}">{}</a>', url, shorten(document_name(document), _LONG))
