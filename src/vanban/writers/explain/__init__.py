"""A record as one self-contained HTML page: the source on the left, what was read on the right, with links between.

The page loads nothing and sends nothing: its Content-Security-Policy allows only its own style and its own script,
named by their hashes. It works without the script (the links are anchors, the choice of a part is a radio button) and
on paper.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

from vanban.language.wording import Lang
from vanban.record import PlanRecord
from vanban.writers import formats
from vanban.writers.explain import cards, parts, source
from vanban.writers.explain.html import text
from vanban.writers.explain.parts import Item
from vanban.writers.explain.texts import say
from vanban.writers.labels import pick

#: Keys of the keyboard and what they do (keys of `texts.toml`).
_KEYS: Final = (
    ("j / k", "key-next"),
    ("Enter", "key-enter"),
    ("f", "key-filter"),
    ("0 – 7", "key-part"),
    ("Esc", "key-escape"),
    ("?", "key-help"),
)


@cache
def _asset(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8").strip()


def write(record: PlanRecord, lang: Lang = "vi") -> str:
    """The whole page; whatever the document says stands there as text, never as HTML."""
    items = parts.items(record)
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">{_head(record, lang)}<body>{_body(record, items, lang)}</body></html>\n'
    )


def _hash(code: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()


def _head(record: PlanRecord, lang: Lang) -> str:
    style = _asset("style.css")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash(style)}'",
            f"script-src '{_hash(_asset('script.js'))}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    title = f"{formats.document_name(record.document, lang)} – {formats.plain(record.source.filename or '')}".strip(
        " –"
    )
    return (
        f'<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">'
        f"<title>{text(title)}</title><style>{style}</style></head>"
    )


def _body(record: PlanRecord, items: Mapping[str, tuple[Item, ...]], lang: Lang) -> str:
    return "".join(
        (
            f'<a class="skip" href="#read">{say("skip", lang)}</a>',
            _top(record, items, lang),
            f'<main><section id="source" class="pane" tabindex="0" aria-label="{say("source", lang)}" lang="vi">',
            source.outline(record, lang),
            source.write(record, items, lang),
            f'</section><section id="read" class="pane" tabindex="0" aria-label="{say("read", lang)}">',
            cards.document(record, lang),
            f'<p class="none" id="nohit" role="status" data-text="{say("no-match", lang)}"></p>',
            cards.write(record, items, lang),
            _foot(record, lang),
            f'</section></main><nav class="jump" aria-label="{say("switch", lang)}">',
            f'<a href="#source">{say("source", lang)}</a><a href="#read">{say("read", lang)}</a></nav>',
            _help(lang),
            f"<script>{_asset('script.js')}</script>",
        )
    )


def _top(record: PlanRecord, items: Mapping[str, tuple[Item, ...]], lang: Lang) -> str:
    name = formats.document_name(record.document, lang)
    pages = f" · {record.source.pages} {say('pages', lang)}" if record.source.pages else ""
    words, keys = say("filter", lang), say("keys", lang)
    return (
        f'<header class="top"><div class="id"><h1 title="{text(name)}">{text(name)}</h1>'
        f"<p>{text(record.source.filename or '')}{pages}</p></div>{_choice(items, lang)}"
        f'<div class="tools"><input id="f" type="search" placeholder="{words}" aria-label="{words}" hidden>'
        f'<button id="k" type="button" title="{keys} (?)" aria-label="{keys}" hidden>?</button></div></header>'
    )


def _choice(items: Mapping[str, tuple[Item, ...]], lang: Lang) -> str:
    """The radio buttons that choose one part or all; they are the legend of the colours and shapes as well."""
    total = sum(len(group) for group in items.values())
    everything = (
        f'<label><input type="radio" name="part" id="p-all" value="all" checked>'
        f"<span>{say('all', lang)} <b>{total}</b></span></label>"
    )
    buttons = "".join(
        f'<label><input type="radio" name="part" id="p-{part.key}" value="{part.key}"><span class="{part.key}">'
        f'<i aria-hidden="true">{part.shape}</i> {pick(part.name, lang)} <b>{len(items[part.key])}</b></span></label>'
        for part in parts.PARTS
    )
    legend = f'<legend class="sr">{say("choose", lang)}</legend>'
    return f'<fieldset class="parts">{legend}{everything}{buttons}</fieldset>'


def _help(lang: Lang) -> str:
    keys = "".join(f"<div><dt><kbd>{key}</kbd></dt><dd>{say(words, lang)}</dd></div>" for key, words in _KEYS)
    marks = "".join(
        f'<div><dt><span class="t {part.key}"><i aria-hidden="true">{part.shape}</i> {pick(part.tag, lang)}</span></dt>'
        f"<dd>{pick(part.name, lang)}</dd></div>"
        for part in parts.PARTS
    )
    return (
        f'<dialog id="help" aria-labelledby="help-title"><h2 id="help-title">{say("help", lang)}</h2>'
        f'<dl>{keys}</dl><dl>{marks}</dl><form method="dialog"><button>{say("close", lang)}</button></form></dialog>'
    )


def _foot(record: PlanRecord, lang: Lang) -> str:
    return (
        f"<footer><p>{say('note', lang)}</p><p>Lộ Trình · {text(record.schema)} · "
        f"SHA-256 <code>{text(record.source.sha256)}</code></p></footer>"
    )
