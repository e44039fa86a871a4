"""The chain as an SVG, written here: boxes in rows, a row for each level, each box a link.

Colours come from the design system by class (`chain.css`), so that dark screens and paper need no other drawing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final, TypeAlias

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lotrinh.documents.chain.graph import Row, rows
from lotrinh.documents.selectors.chain import ChainEdge, ChainNode, Paper
from lotrinh.documents.vocab import ANSWERS_TO, CitedAs
from lotrinh.web.chain.words import LAYERS, long_name, role_words, short_name, standing_words
from lotrinh.web.documents.words import kind_name
from lotrinh.web.templatetags.ui.values import issued_words

_WIDE: Final = 226
_HIGH: Final = 92
_GAP: Final = 30
_BETWEEN: Final = 52
_HEAD: Final = 26
_EDGE: Final = 14
#: Room at the sides for lines that pass a row.
_SIDE: Final = 70
#: Boxes side by side.
_MOST: Final = 4
_PAD: Final = 12
_TITLE_LINES: Final = 2
_POINT: Final = 7
#: How far a line that would pass behind a box swings aside: the first that does not.
_SWINGS: Final = (0, *(sign * size for size in (60, 110, 160, 210, 270, 340, 420) for sign in (-1, 1)))
#: How soon it does so: a curve that leaves its box flatly clears the next row.
_SOON: Final = 30
_SAMPLES: Final = 24
#: Widths of letters of the widest system font, in parts of its size; text is cut by them.
_NARROW: Final = frozenset("iljtfrI.,:;'|!()[]- /")
_BOX: TypeAlias = tuple[int, int]


def draw(nodes: Sequence[ChainNode], edges: Sequence[ChainEdge]) -> SafeString:
    """The whole picture."""
    by_key = {node.key: node for node in nodes}
    ways = [(edge.lower, edge.upper) for edge in edges if _ranks(edge)]
    order = {node.key: node.paper.issued_on or "9" for node in nodes}
    placed = rows({node.key: node.layer for node in nodes}, ways, order=order, most=_MOST)
    widest = max((len(row.keys) for row in placed), default=1)
    width = 2 * _SIDE + widest * _WIDE + (widest - 1) * _GAP
    boxes, heads, height = _places(placed, width)
    parts = [
        f'<svg class="chain" xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"',
        f' viewBox="0 0 {width} {height}" role="group" aria-labelledby="chain-title chain-desc">',
        f'<title id="chain-title">{escape(_("Chuỗi chỉ đạo"))}</title>',
        f'<desc id="chain-desc">{escape(described(nodes))}</desc>',
    ]
    parts += [
        f'<line class="chain__rule" x1="{_EDGE}" y1="{top - 17}" x2="{width - _EDGE}" y2="{top - 17}"/>'
        for top, _row in heads
    ]
    parts += _lines(edges, boxes, width)
    parts += [
        f'<text class="chain__layer" x="{_EDGE}" y="{top}">{escape(str(LAYERS[row.layer]))}</text>'
        for top, row in heads
    ]
    parts += [_box(by_key[key], place) for key, place in boxes.items()]
    parts.append("</svg>")
    return mark_safe("".join(parts))  # noqa: S308 - words are escaped, the rest is written here


def described(nodes: Sequence[ChainNode]) -> str:
    """The picture in a sentence; the tables below it have the rest."""
    absent = sum(node.paper.absent for node in nodes)
    said = ngettext("%(n)d văn bản", "%(n)d văn bản", len(nodes)) % {"n": len(nodes)}
    if absent:
        missing = _("trong đó %(n)d chưa có trong hệ thống") % {"n": absent}
        said = f"{said}, {missing}"
    return _("Sơ đồ từ cấp trên xuống cấp dưới: %(what)s. Các bảng bên dưới nêu đầy đủ từng quan hệ.") % {"what": said}


def _ranks(edge: ChainEdge) -> bool:
    """Whether the lower document stands below the upper one, rather than beside it."""
    return edge.recorded or edge.role in ANSWERS_TO


def _places(placed: Sequence[Row], width: int) -> tuple[dict[str, tuple[int, int]], list[tuple[int, Row]], int]:
    """Left and top of each box, the base line of each layer's name, and the height of all."""
    boxes: dict[str, tuple[int, int]] = {}
    heads: list[tuple[int, Row]] = []
    top = _EDGE
    for row in placed:
        if row.first:
            top += _HEAD if heads else _HEAD - 8
            heads.append((top - 10, row))
        taken = len(row.keys) * _WIDE + (len(row.keys) - 1) * _GAP
        left = (width - taken) // 2
        for index, key in enumerate(row.keys):
            boxes[key] = (left + index * (_WIDE + _GAP), top)
        top += _HIGH + _BETWEEN
    return boxes, heads, top - _BETWEEN + _EDGE


def _lines(edges: Sequence[ChainEdge], boxes: Mapping[str, _BOX], width: int) -> list[str]:
    """The lines between the boxes; those that meet at one box are spread along its side."""
    ends: dict[tuple[str, bool], list[tuple[int, int]]] = {}
    sides = []
    for number, edge in enumerate(edges):
        lower, upper = boxes[edge.lower], boxes[edge.upper]
        below = lower[1] >= upper[1]
        level = lower[1] == upper[1]
        start, end = (edge.lower, not below or level), (edge.upper, below and not level)
        # `True`: the bottom of the box. Lines beside each other in one row leave and arrive at the top.
        start, end = ((edge.lower, False), (edge.upper, False)) if level else (start, end)
        ends.setdefault(start, []).append((upper[0], number))
        ends.setdefault(end, []).append((lower[0], number))
        sides.append((start, end))
    found = []
    for number, edge in enumerate(edges):
        places = [_anchor(side, number, ends, boxes) for side in sides[number]]
        found.append(
            _line(
                edge, places[0], places[1], [boxes[key] for key in boxes if key not in {edge.lower, edge.upper}], width
            )
        )
    return found


def _anchor(
    side: tuple[str, bool],
    number: int,
    ends: Mapping[tuple[str, bool], list[tuple[int, int]]],
    boxes: Mapping[str, _BOX],
) -> tuple[int, int, int]:
    """Where a line touches its box, and which way is outward: 1 down, -1 up."""
    left, top = boxes[side[0]]
    order = sorted(ends[side])
    place = next(index for index, (_x, its) in enumerate(order) if its == number)
    x = left + _WIDE * (place + 1) // (len(order) + 1)
    return (x, top + _HIGH, 1) if side[1] else (x, top, -1)


def _line(
    edge: ChainEdge, start: tuple[int, int, int], end: tuple[int, int, int], others: Sequence[_BOX], width: int
) -> str:
    """A curve from the lower document to the upper one, with a point at its end and words where it is a change."""
    tip = end[1] + _POINT * end[2]
    bends = (max(abs(end[1] - start[1]) // 2, 22), _SOON)
    ways = [_curve(start, (end[0], tip, end[2]), swing, bend) for swing in _SWINGS for bend in bends]
    points = next((way for way in ways if _free(way, others, width)), ways[0])
    classes = f"chain__edge chain__edge--{edge.role}{'' if edge.sure else ' chain__edge--unsure'}"
    head = f"{end[0]},{end[1]} {end[0] - 4},{tip} {end[0] + 4},{tip}"
    words = ""
    if edge.recorded or CitedAs(edge.role) not in {*ANSWERS_TO, CitedAs.MENTIONS}:
        x, y = _at(points, 0.5)
        words = (
            f'<text class="chain__words" x="{x:.0f}" y="{y:.0f}" text-anchor="middle">{escape(role_words(edge))}</text>'
        )
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points
    return (
        f'<g class="{classes}"><path d="M{x0},{y0} C{x1},{y1} {x2},{y2} {x3},{y3}"/>'
        f'<polygon points="{head}"/>{words}</g>'
    )


def _curve(start: tuple[int, int, int], end: tuple[int, int, int], swing: int, bend: int) -> list[tuple[int, int]]:
    """The four points of a curve that leaves and arrives straight, swung aside by so much."""
    return [
        (start[0], start[1]),
        (start[0] + swing, start[1] + bend * start[2]),
        (end[0] + swing, end[1] + bend * end[2]),
        (end[0], end[1]),
    ]


def _at(points: Sequence[tuple[int, int]], part: float) -> tuple[float, float]:
    """The point of the curve at this part of its way."""
    rest = 1 - part
    shares = (rest**3, 3 * rest**2 * part, 3 * rest * part**2, part**3)
    x = sum(share * point[0] for share, point in zip(shares, points, strict=True))
    return x, sum(share * point[1] for share, point in zip(shares, points, strict=True))


def _free(points: Sequence[tuple[int, int]], others: Sequence[_BOX], width: int) -> bool:
    """Whether the curve passes behind no box and stays in the picture."""
    for index in range(1, _SAMPLES):
        x, y = _at(points, index / _SAMPLES)
        if not 0 < x < width:
            return False
        if any(left - 3 < x < left + _WIDE + 3 and top - 3 < y < top + _HIGH + 3 for left, top in others):
            return False
    return True


def _box(node: ChainNode, place: tuple[int, int]) -> str:
    left, top = place
    kinds = ["chain__node", f"chain__node--{node.layer}"]
    kinds += [name for name, holds in _marks(node) if holds]
    name = escape(_cut(short_name(node.paper), _WIDE - 2 * _PAD, 14, bold=True))
    lines = [f'<text class="chain__name" x="{left + _PAD}" y="{top + 22}">{name}</text>']
    for index, line in enumerate(_below_name(node.paper)):
        lines.append(f'<text class="chain__text" x="{left + _PAD}" y="{top + 41 + 17 * index}">{escape(line)}</text>')
    said = standing_words(node)
    if node.here:
        here = _("văn bản này")
        said = f"{here} · {said}" if said else here
    note = escape(_cut(said, _WIDE - 2 * _PAD, 13))
    lines.append(f'<text class="chain__note" x="{left + _PAD}" y="{top + _HIGH - 12}">{note}</text>')
    box = (
        f"<title>{escape(long_name(node.paper))}</title>"
        f'<rect class="chain__box" x="{left}" y="{top}" width="{_WIDE}" height="{_HIGH}" rx="6"/>{"".join(lines)}'
    )
    classes = " ".join(kinds)
    if node.paper.document_id is None:
        return f'<g class="{classes}">{box}</g>'
    url = reverse("chain:page", args=(node.paper.document_id,))
    if node.here:
        url = reverse("documents:detail", args=(node.paper.document_id,))
    return f'<a class="{classes}" href="{escape(url)}">{box}</a>'


def _marks(node: ChainNode) -> tuple[tuple[str, bool], ...]:
    return (
        ("chain__node--absent", node.paper.absent),
        ("chain__node--ended", node.ended),
        ("chain__node--here", node.here),
    )


def _below_name(paper: Paper) -> list[str]:
    """The title; where that is not known, the type with the date, and who issued it."""
    if paper.title or paper.opening:
        return _wrapped(paper.title or paper.opening)
    kind = kind_name(paper.kind) if paper.number else ""
    dated = " ".join(part for part in (kind, issued_words(paper.issued_on) if paper.absent else "") if part)
    return [_cut(line, _WIDE - 2 * _PAD, 13) for line in (dated, paper.issuer) if line]


def _wrapped(title: str) -> list[str]:
    """The title in at most two lines."""
    room = _WIDE - 2 * _PAD
    lines: list[str] = []
    rest = title.split()
    while rest and len(lines) < _TITLE_LINES - 1:
        taken = 1
        while taken < len(rest) and _wide(" ".join(rest[: taken + 1]), 13) <= room:
            taken += 1
        lines.append(_cut(" ".join(rest[:taken]), room, 13))
        rest = rest[taken:]
    if rest:
        lines.append(_cut(" ".join(rest), room, 13))
    return lines


def _wide(text: str, size: int, *, bold: bool = False) -> float:
    """How wide a text may be at most, in pixels."""
    bare = [unicodedata.normalize("NFD", char)[0] for char in text]
    parts = sum(0.38 if char in _NARROW else 0.76 if char.isupper() or char in "mw" else 0.62 for char in bare)
    return parts * size * (1.1 if bold else 1)


def _cut(text: str, room: int, size: int, *, bold: bool = False) -> str:
    """As much of the text as has room, with an ellipsis where something is missing."""
    if _wide(text, size, bold=bold) <= room:
        return text
    words = text.split()
    while len(words) > 1 and _wide(" ".join(words) + "…", size, bold=bold) > room:
        words.pop()
    short = " ".join(words)
    while len(short) > 1 and _wide(short + "…", size, bold=bold) > room:
        short = short[:-1]
    return f"{short.rstrip(' ,;:')}…"
