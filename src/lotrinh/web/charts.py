"""Charts: a Vega-Lite specification becomes SVG on the server, fit for pages without inline style.

Colours are the variables of the design system, so that a chart follows light, dark and paper; marks are links to what
they count; the same numbers stand in a table under the drawing (`{% chart %}`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from typing import Any, Final

from django.core.cache import caches
from django.utils.formats import get_format, number_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lotrinh.web.svg import inline

#: Drawings that a process keeps; one is about 10 kB.
_MOST_KEPT: Final = 500
#: What the converter puts before an address of this site.
_BASE: Final = "https://vega.github.io/vega-datasets/"
#: Control characters, halves of pairs, and everything beyond the first plane: a long label is cut between two units of
#: UTF-16, and half a pair is no character.
_UNDRAWN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U00010000-\U0010ffff]")
_FONT: Final = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', Arial, sans-serif"
#: Widths of the drawing on a screen and on a phone, in px.
_WIDE: Final = 640
_NARROW: Final = 330
_COLOURS: Final = tuple(f"var(--chart-{number})" for number in range(1, 9))
_KINDS: Final[Mapping[str, str]] = {kind: f"var(--{kind})" for kind in ("ok", "warn", "bad", "info", "muted")}
_CONFIG: Final[Mapping[str, Any]] = {
    "background": None,
    "font": _FONT,
    "view": {"stroke": None},
    "axis": {
        "aria": False,
        "labelColor": "currentColor",
        "titleColor": "currentColor",
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "gridColor": "var(--line)",
        "domainColor": "var(--line-strong)",
        "tickColor": "var(--line-strong)",
    },
    "legend": {
        "aria": False,
        "orient": "top",
        "direction": "horizontal",
        "labelColor": "currentColor",
        "labelFontSize": 13,
        "labelLimit": 280,
        "title": None,
    },
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table under a chart: its name, its numbers, and the page with what they count."""

    cells: tuple[Any, ...]
    href: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing (`spec`: Vega-Lite, `narrow`: the same for phones) and its numbers as a table."""

    title: str
    spec: Mapping[str, Any]
    narrow: Mapping[str, Any]
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A category with its number; `kind` (ok, warn, bad, info, muted) colours it as a status."""

    label: str
    value: float
    href: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the bar of a year."""

    year: int
    part: str
    value: float
    href: str = ""


def svg(spec: Mapping[str, Any]) -> SafeString:
    """The drawing as inline SVG, made once in a process for each content and language.

    Raises:
        ValueError: Vega-Lite does not understand the specification.

    """
    return _made(json.dumps(spec, ensure_ascii=False), get_language() or "")


@lru_cache(maxsize=_MOST_KEPT)
def _made(text: str, language: str) -> SafeString:
    """The drawing: kept in the process and, as drawing costs half a second, on the disk for the others."""
    kept = caches["drawings"]
    key = hashlib.sha256(f"{metadata.version('lotrinh')}\n{language}\n{text}".encode()).hexdigest()
    drawn: SafeString | None = kept.get(key)
    if drawn is None:
        drawn = inline(_drawn(json.loads(text)))
        # A full disk costs time, not the page.
        with suppress(OSError):
            kept.set(key, drawn)
    return drawn


def bars(title: str, items: Iterable[Bar], heads: tuple[str, str]) -> Chart:
    """Horizontal bars, one for each category, in the given order, each with its number; `heads`: of the table."""
    shown = tuple(items)
    values = [
        {
            "label": bar.label,
            "value": bar.value,
            "words": _number(bar.value),
            "colour": _KINDS.get(bar.kind, _COLOURS[0]),
            "href": bar.href,
            "description": f"{bar.label}: {_number(bar.value)}",
        }
        for bar in shown
    ]
    return Chart(
        title=title,
        spec=_bars(values, _WIDE, label_width=240),
        narrow=_bars(values, _NARROW, label_width=130),
        heads=heads,
        rows=tuple(Row((bar.label, bar.value), bar.href) for bar in shown),
    )


def stacked_by_year(title: str, pieces: Iterable[Piece], head: str, unit: str = "") -> Chart:
    """Upright bars, one for each year, stacked from parts in the order in which they first appear.

    `head` names the column of years in the table, `unit` the axis.
    """
    shown = tuple(pieces)
    parts = tuple(dict.fromkeys(piece.part for piece in shown))
    years = tuple(sorted({piece.year for piece in shown}))
    values = [
        {
            "year": str(piece.year),
            "part": piece.part,
            "order": parts.index(piece.part),
            "value": piece.value,
            "href": piece.href,
            "description": f"{piece.year}, {piece.part}: {_number(piece.value)}",
        }
        for piece in shown
    ]
    sums: dict[tuple[int, str], float] = {}
    for piece in shown:
        sums[piece.year, piece.part] = sums.get((piece.year, piece.part), 0) + piece.value
    return Chart(
        title=title,
        spec=_stacked(values, parts, unit, _WIDE),
        narrow=_stacked(values, parts, unit, _NARROW),
        heads=(head, *parts),
        rows=tuple(Row((str(year), *(sums.get((year, part), 0) for part in parts))) for year in years),
    )


def _bars(values: Sequence[Mapping[str, Any]], width: int, *, label_width: int) -> dict[str, Any]:
    by_label = {
        "field": "label",
        "type": "nominal",
        "sort": None,
        "axis": {"title": None, "labelLimit": label_width, "minExtent": label_width, "ticks": False, "labelPadding": 8},
    }
    by_value = {"field": "value", "type": "quantitative", "axis": None, "scale": {"zero": True}}
    # Room for the number behind the longest bar.
    inner = width - label_width - 70
    return {
        "width": inner,
        "height": {"step": 30},
        "padding": {"left": 0, "right": 60, "top": 4, "bottom": 4},
        "autosize": {"type": "pad", "contains": "content"},
        "data": {"values": list(values)},
        "encoding": {"y": by_label, "x": by_value},
        "layer": [
            {
                "mark": {"type": "bar", "height": 18},
                "encoding": {
                    "color": {"field": "colour", "type": "nominal", "scale": None, "legend": None},
                    "href": {"field": "href", "type": "nominal"},
                    "description": {"field": "description", "type": "nominal"},
                },
            },
            {
                "mark": {
                    "type": "text", "align": "left", "dx": 6, "fontSize": 13, "color": "currentColor", "aria": False,
                },
                "encoding": {"text": {"field": "words", "type": "nominal"}},
            },
        ],
        "config": dict(_CONFIG),
    }  # fmt: skip


def _stacked(values: Sequence[Mapping[str, Any]], parts: tuple[str, ...], unit: str, width: int) -> dict[str, Any]:
    colours = [_COLOURS[number % len(_COLOURS)] for number in range(len(parts))]
    return {
        "width": width - 70,
        "height": 240,
        "padding": 4,
        "data": {"values": list(values)},
        "mark": {"type": "bar", "stroke": "var(--surface)", "strokeWidth": 1},
        "encoding": {
            "x": {"field": "year", "type": "ordinal", "axis": {"title": None, "labelAngle": 0}},
            "y": {"field": "value", "type": "quantitative", "axis": {"title": unit or None, "tickCount": 5}},
            "color": {
                "field": "part",
                "type": "nominal",
                "scale": {"domain": list(parts), "range": colours},
                "legend": {"columns": 1 if width < _WIDE else 3},
            },
            "order": {"field": "order", "type": "quantitative"},
            "href": {"field": "href", "type": "nominal"},
            "description": {"field": "description", "type": "nominal"},
        },
        "config": dict(_CONFIG),
    }


def _number(value: float) -> str:
    return str(number_format(value, force_grouping=True))


def _drawn(spec: Mapping[str, Any]) -> str:
    # The converter carries an engine for JavaScript with it: only a process that draws pays for that.
    import vl_convert  # noqa: PLC0415

    locale = {
        "decimal": get_format("DECIMAL_SEPARATOR"),
        "thousands": get_format("THOUSAND_SEPARATOR"),
        "grouping": [3],
        "currency": ["", ""],
    }
    drawn = str(vl_convert.vegalite_to_svg(_legible(spec), format_locale=locale, allowed_base_urls=[]))
    return drawn.replace(f'href="{_BASE}/', 'href="/')


def _legible(value: Any) -> Any:
    """The same without characters that cannot be drawn: at some of them the converter ends the whole process."""
    if isinstance(value, str):
        return _UNDRAWN.sub(" ", value)
    if isinstance(value, Mapping):
        return {key: _legible(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_legible(inner) for inner in value]
    return value
