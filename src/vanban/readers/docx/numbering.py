"""The labels that Word generates for numbered paragraphs, counted as Word counts them.

Source: ECMA-376 part 1, 17.9: an abstract list has nine levels with a pattern such as `%1.%2.`; a list instance may
override its levels and starts; a level begins anew when a paragraph of a higher level has come between.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec
from lxml import etree

from vanban.readers.attributes import whole_number
from vanban.readers.docx.names import R_PR, VAL, w
from vanban.readers.docx.styles import Styles, is_on
from vanban.readers.list_numbers import format_number
from vanban.readers.symbols import BULLET, is_symbol_font

_LEVELS: Final = 9
_LARGEST: Final = 100_000
_PLACE: Final = re.compile(r"%([1-9])")


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """One level of a list. restart: the 1-based level whose paragraphs restart it, 0 for never, None for any above."""

    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    restart: int | None = None
    legal: bool = False
    picture: bool = False
    style: str | None = None


class Numbering:
    """The lists of a document and their counters; `label` must be called in reading order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._abstract: dict[str, dict[int, Level]] = {}
        self._links: dict[str, str] = {}
        self._instances: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = {}
        self._styles = styles
        self._counters: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            self._load(root)

    def _load(self, root: etree._Element) -> None:
        for element in root.iterchildren(w("abstractNum")):
            identifier = element.get(w("abstractNumId")) or ""
            self._abstract[identifier] = {
                depth: level for depth, level in map(_level, element.iterchildren(w("lvl"))) if depth < _LEVELS
            }
            link = element.find(w("numStyleLink"))
            if link is not None:
                self._links[identifier] = link.get(VAL) or ""
        for element in root.iterchildren(w("num")):
            abstract = element.find(w("abstractNumId"))
            if abstract is None:
                continue
            levels: dict[int, Level] = {}
            starts: dict[int, int] = {}
            for override in element.iterchildren(w("lvlOverride")):
                depth = _integer(override.get(w("ilvl")), 0)
                start = override.find(w("startOverride"))
                if start is not None:
                    starts[depth] = _integer(start.get(VAL), 1)
                own = override.find(w("lvl"))
                if own is not None:
                    levels[depth] = _level(own)[1]
            self._instances[element.get(w("numId")) or ""] = (abstract.get(VAL) or "", levels, starts)

    def level_of_style(self, number: str, style_id: str | None) -> int:
        """The level that a list gives to the paragraphs of a style."""
        for depth, level in self._levels(number).items():
            if style_id is not None and level.style == style_id:
                return depth
        return 0

    def label(self, number: str, depth: int) -> str:
        """Count one paragraph of the list `number` at `depth` and return its label, '' where nothing is printed."""
        instance = self._instances.get(number)
        levels = self._levels(number)
        level = levels.get(depth)
        if instance is None or level is None:
            return ""
        counters = self._counters.setdefault(self._resolved(instance[0]), [None] * _LEVELS)
        for deep, start in instance[2].items():
            if deep < _LEVELS and (number, deep) not in self._started:
                self._started.add((number, deep))
                counters[deep] = None if deep > depth else start - (deep == depth)
        for above in range(depth):
            if counters[above] is None:
                counters[above] = _start(instance[2], levels, above)
        counted = counters[depth]
        counters[depth] = _start(instance[2], levels, depth) if counted is None else counted + 1
        for below in range(depth + 1, _LEVELS):
            restart = levels[below].restart if below in levels else None
            if restart is None or restart > depth:
                counters[below] = None
        return _print(level, levels, counters)

    def _resolved(self, abstract: str) -> str:
        """The abstract list behind a link to a numbering style."""
        link = self._links.get(abstract)
        number = self._styles.numbering_of(link) if link else None
        target = self._instances.get(number or "")
        return target[0] if target is not None else abstract

    def _levels(self, number: str) -> dict[int, Level]:
        instance = self._instances.get(number)
        if instance is None:
            return {}
        base = self._abstract.get(self._resolved(instance[0]), {})
        return {**base, **instance[1]} if instance[1] else base


def _start(starts: dict[int, int], levels: dict[int, Level], depth: int) -> int:
    if depth in starts:
        return starts[depth]
    return levels[depth].start if depth in levels else 1


def _level(element: etree._Element) -> tuple[int, Level]:
    values = {child.tag: child for child in element}

    def value(name: str) -> str | None:
        child = values.get(w(name))
        return None if child is None else child.get(VAL)

    fonts = element.find(f"{R_PR}/{w('rFonts')}")
    font = None if fonts is None else fonts.get(w("ascii")) or fonts.get(w("hAnsi"))
    restart = value("lvlRestart")
    form = value("numFmt") or "decimal"
    pattern = value("lvlText") or ""
    return _integer(element.get(w("ilvl")), 0), Level(
        start=_integer(value("start"), 1),
        form=form,
        pattern=pattern,
        restart=None if restart is None else _integer(restart, 0),
        legal=bool(is_on(values.get(w("isLgl")))),
        picture=form == "bullet" and (is_symbol_font(font) or pattern == "o" or "\uf000" <= pattern[:1] <= "\uf0ff"),
        style=value("pStyle"),
    )


def _integer(value: str | None, default: int) -> int:
    return whole_number(value, default, _LARGEST)


def _print(level: Level, levels: dict[int, Level], counters: list[int | None]) -> str:
    if level.form == "none":
        return _PLACE.sub("", level.pattern).strip()
    if level.form == "bullet":
        return BULLET if level.picture else level.pattern.strip()

    def number(match: re.Match[str]) -> str:
        depth = int(match.group(1)) - 1
        form = levels[depth].form if depth in levels else "decimal"
        if level.legal:
            form = "decimal"
        return format_number(counters[depth] or 0, form)

    return _PLACE.sub(number, level.pattern).strip()
