"""Rule on bodies that a document names although they no longer exist today."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from vanban.findings.context import Context, Hit
from vanban.language import gazetteer, lexicon
from vanban.language.patterns import alternatives
from vanban.language.wording import Lang, date, date_in_text, join
from vanban.record import Span

#: Who issued a cited document is history: `ngày 10/9/2014 của Bộ …`, `số 12/TT-BTC của Bộ …`.
_ISSUED: Final = re.compile(r"(?:\d{4}|/[A-ZĐ\d-]{2,20}),?\s{1,3}của\s{1,3}(?:[^\W\d_]{1,12}\s{1,3}){0,5}\Z")
_BEFORE: Final = 90
_AFTER: Final = 60
_MONTH: Final = 7
_DAY: Final = 10


@lru_cache(maxsize=1)
def _past() -> re.Pattern[str]:
    """Words behind a name by which the text itself says that it is an old one."""
    words = alternatives(lexicon.load("findings")["bodies"]["past"])
    return re.compile(rf"[^\n;.(]{{0,30}}?\(?\s{{0,2}}(?<!\w)(?i:{words})(?!\w)")


def _current(content: str, span: Span) -> bool:
    """Whether the text speaks of the body as of one at work."""
    start, end = span
    if _ISSUED.search(content, max(0, start - _BEFORE), start):
        return False
    return _past().match(content, end, end + _AFTER) is None


def _date(printed: str, lang: Lang) -> str:
    """`ngày 01/7/2025`, `tháng 02/2025`, `năm 2025`, `1 July 2025`: when a body ended, as precise as it is known."""
    if lang == "en":
        return date(printed, lang)
    if len(printed) == _DAY:
        return f"ngày {date_in_text(printed, lang)}"
    return f"{'tháng' if len(printed) == _MONTH else 'năm'} {date(printed, lang)}"


def _successors(body: gazetteer.Body, lang: Lang) -> str:
    names = [f"{s.name} ({s.subject})" if s.subject else s.name for s in body.successors]
    if any(s.subject for s in body.successors):
        return "; ".join(names)
    return join(names, lang)


def body_abolished(context: Context) -> Iterator[Hit]:
    """One hit for each body that ended before today, at its first mention, with its successors and the date."""
    content = context.structure.content
    seen: dict[str, tuple[Span, gazetteer.Body, int]] = {}
    for span, body in gazetteer.abolished_bodies(content, context.on):
        if not _current(content, span):
            continue
        first, _, count = seen.get(body.code, (span, body, 0))
        seen[body.code] = (first, body, count + 1)
    for span, body, count in seen.values():
        # What followed a Party body of a province says nothing to a document of the central Party.
        foreign = body.kind == "party" and body.level == "province" and context.document.province is None
        successors = "" if foreign else _successors(body, context.lang)
        fields = {
            "name": " ".join(content[span[0] : span[1]].split()),
            "date": _date(body.valid_to or "", context.lang),
            "successors": successors,
            "count": str(count),
        }
        variant = "alone" if not successors else "merged" if body.kind == "province" else ""
        yield Hit(span=span, fields=fields, variant=variant)
