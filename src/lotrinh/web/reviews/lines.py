"""Lines of the list of items, written here and not in a template: a long document has thousands of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lotrinh.documents.review.items import Item


@dataclass(frozen=True, slots=True)
class RowView:
    """One line of the list."""

    item: Item
    anchor: str
    mark: str
    excerpt: str
    percent: int | None
    level: str
    badge: str
    state: str | Promise
    after: str = ""

    @property
    def line(self) -> SafeString:
        """The whole line, folded."""
        return format_html("{}</li>", self._start(opened=False))

    @property
    def start(self) -> SafeString:
        """The line up to where its form stands; the template closes it."""
        return self._start(opened=True)

    def _start(self, *, opened: bool) -> SafeString:
        item = self.item
        none = SafeString("")
        return format_html(
            '<li class="it it--{} is-{}{}" id="i-{}" data-i="{}"{}><a class="it__head" href="?muc={}"{}>'
            '<span class="mark mark--{}">{}</span><span class="it__text">{}</span>'
            '<span class="it__marks">{}{}{}<span class="badge badge--{}" data-badge>{}</span></span></a>',
            item.part,
            item.state,
            " is-reshaped" if item.reshaped else "",
            self.anchor,
            self.anchor,
            format_html(' data-after="{}"', self.after) if self.after else none,
            self.anchor,
            mark_safe(' aria-current="true"') if opened else none,
            item.part,
            self.mark,
            self.excerpt,
            format_html('<span class="tag it__proposed">{}</span>', _("đề xuất")) if item.proposed else none,
            format_html('<span class="tag">{}</span>', _("chuyển sang")) if item.carried else none,
            none
            if self.percent is None
            else format_html('<span class="it__sure it__sure--{}">{}%</span>', self.level, self.percent),
            self.badge,
            self.state,
        )
