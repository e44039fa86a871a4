"""Small helpers for writing HTML by hand: everything that comes from a document passes through `text`."""

from __future__ import annotations

import html

from vanban.language.wording import Lang
from vanban.writers.explain.parts import Item
from vanban.writers.formats import plain
from vanban.writers.labels import pick


def text(value: str) -> str:
    """The value as text or attribute value: no character of it is HTML."""
    return html.escape(plain(value), quote=True)


def raw(value: str) -> str:
    """The value as text with its spaces as they are; control characters become spaces."""
    kept = "".join(character if character >= " " and character != "\x7f" else " " for character in value)
    return html.escape(kept, quote=True)


def tag(item: Item, lang: Lang, *, href: str, anchor: str | None = None) -> str:
    """The mark of an item: a link with its shape, its short word and its number."""
    part = item.part
    identity = f' id="{anchor}"' if anchor else ""
    title = f"{pick(part.name, lang)} {item.order}"
    return (
        f'<a{identity} class="t {part.key}" href="#{href}" title="{title}">'
        f'<i aria-hidden="true">{part.shape}</i> {pick(part.tag, lang)}&nbsp;{item.order}</a>'
    )
