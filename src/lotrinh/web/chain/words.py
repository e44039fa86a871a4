"""What the pages of the chain call things."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotrinh.documents.selectors.chain import ChainEdge, ChainNode, Paper
from lotrinh.documents.vocab import ChainLayer, CitedAs, LinkState, Relation
from lotrinh.web.documents.words import DONE, kind_name
from lotrinh.web.templatetags.ui.values import issued_words, partial_date

#: Kind of badge of a state.
STATE_BADGES: Final[Mapping[str, str]] = {
    LinkState.RESOLVED: "ok",
    LinkState.PROPOSED: "warn",
    LinkState.CONFIRMED: "ok",
    LinkState.REFUSED: "muted",
    LinkState.OPEN: "muted",
}
#: The levels, as the picture names them.
LAYERS: Final[Mapping[ChainLayer, str | Promise]] = {
    ChainLayer.CENTRAL: gettext_lazy("Trung ương"),
    ChainLayer.PARTY: gettext_lazy("Tỉnh ủy, Thành ủy"),
    ChainLayer.PROVINCE: gettext_lazy("UBND, HĐND tỉnh"),
    ChainLayer.LOCAL: gettext_lazy("Sở, xã, phường"),
    ChainLayer.OTHER: gettext_lazy("Chưa rõ cấp"),
}


def short_name(paper: Paper) -> str:
    """`57-NQ/TW`, or the type where there is no number."""
    return paper.number or kind_name(paper.kind)


def long_name(paper: Paper) -> str:
    """`Nghị quyết số 57-NQ/TW, ngày 22/12/2024: về đột phá …`; what is not known is left out."""
    name = kind_name(paper.kind)
    if paper.number:
        name = _("%(kind)s số %(number)s") % {"kind": name, "number": paper.number}
    if paper.issued_on:
        name = f"{name}, {issued_words(paper.issued_on)}"
    if paper.title:
        return f"{name}: {paper.title}"
    return (
        _("%(name)s chưa rõ số và trích yếu, mở đầu: “%(words)s…”") % {"name": name, "words": paper.opening}
        if paper.opening
        else name
    )


def standing_words(node: ChainNode) -> str:
    """What the last line of a box says: absent, ended, or the day of issue."""
    if node.paper.absent:
        return _("chưa có trong hệ thống")
    if node.ended:
        return _("hết hiệu lực")
    return partial_date(node.paper.issued_on)


def role_words(edge: ChainEdge) -> str:
    """`thực hiện`, `thay thế`."""
    if edge.recorded:
        return str(DONE[Relation(edge.role)]).lower()
    return str(CitedAs(edge.role).label)
