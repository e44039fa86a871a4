"""Icons, badges, notices and other small parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lotrinh.web.templatetags.ui.library import register

#: Kinds of badges and notices; Django's names of levels mean the same.
KINDS: Final = ("ok", "warn", "bad", "info", "muted")
_LEVELS: Final = {"success": "ok", "warning": "warn", "error": "bad", "debug": "muted"}
_ICONS: Final = {"ok": "ok", "warn": "warn", "bad": "bad", "info": "info", "muted": "info"}


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a chain; `state`: done, now, returned, or empty for one that is still to come."""

    name: str | Promise
    state: str = ""
    note: str | Promise = ""


def kind_of(name: str) -> str:
    """The kind that `name` (a kind or a level of Django's messages) stands for; `info` for any other word."""
    kind = _LEVELS.get(name.rsplit(" ", 1)[-1], name)
    return kind if kind in KINDS else "info"


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """An icon of the sprite, hidden from screen readers: words stand beside it. `size`: empty, `s` or `l`."""
    extra = f" icon--{size}" if size in {"s", "l"} else ""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        extra,
        static("lotrinh/icons.svg"),
        name,
    )


@register.simple_tag
def badge(text: str | Promise, kind: str = "muted") -> SafeString:
    """A status: a word, with the shape and the colour of its kind."""
    return format_html('<span class="badge badge--{}">{}</span>', kind_of(kind), text)


@register.simple_tag
def tag(text: str | Promise, href: str = "") -> SafeString:
    """A short mark without rank; a link where `href` is given."""
    if href:
        return format_html('<a class="tag" href="{}">{}</a>', href, text)
    return format_html('<span class="tag">{}</span>', text)


@register.inclusion_tag("web/components/notice.html")
def notice(
    text: str | Promise, kind: str = "info", title: str | Promise = "", role: str = "", *, closes: bool = False
) -> dict[str, Any]:
    """A sentence that must not be missed."""
    known = kind_of(kind)
    return {"text": text, "kind": known, "icon_name": _ICONS[known], "title": title, "role": role, "closes": closes}


@register.inclusion_tag("web/components/empty.html")
def empty(
    title: str | Promise,
    text: str | Promise = "",
    href: str = "",
    action: str | Promise = "",
    icon_name: str = "document",
) -> dict[str, Any]:
    """What stands where there is nothing yet: why, and what to do."""
    return {"title": title, "text": text, "href": href, "action": action, "icon_name": icon_name}


@register.inclusion_tag("web/components/figure.html")
def figure(
    label: str | Promise, value: Any, note: str | Promise = "", href: str = "", kind: str = ""
) -> dict[str, Any]:
    """A key number inside `<div class="figures">`; with `href` it leads to the rows it counts."""
    return {"label": label, "value": value, "note": note, "href": href, "kind": kind if kind in KINDS else ""}


@register.inclusion_tag("web/components/progress.html")
def progress(done: float | None, total: float = 100, label: str | Promise = "") -> dict[str, Any]:
    """How far work is: `done` of `total`, or of unknown length where `done` is None."""
    share = None if done is None or total <= 0 else round(100 * min(max(done, 0), total) / total)
    return {"done": done, "total": total, "label": label, "share": share}


@register.inclusion_tag("web/components/button.html")
def button(  # noqa: PLR0913, PLR0917 - the options of a tag
    text: str | Promise, href: str = "", kind: str = "", icon_name: str = "", name: str = "", value: str = ""
) -> dict[str, Any]:
    """A link that looks like a button where `href` is given, else the button that sends the form around it.

    `kind`: empty, `primary` (one on a page), `danger` or `quiet`, and `small` beside it.
    """
    classes = " ".join(["btn", *(f"btn--{word}" for word in kind.split())])
    return {"text": text, "href": href, "classes": classes, "icon_name": icon_name, "name": name, "value": value}


@register.inclusion_tag("web/components/steps.html")
def steps(items: Iterable[Step], label: str | Promise = "") -> dict[str, Any]:
    """A chain of steps and where it stands: any objects with the attributes of `Step`."""
    return {"items": tuple(items), "label": label}
