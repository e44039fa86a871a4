"""Which values are proposals: the reading had none, the reviewer gave one, and the words of the item do not say it."""

from __future__ import annotations

from typing import Any

from lotrinh.documents.review.fields import FIELDS, Kind
from lotrinh.documents.review.items import Values
from vanban.language.dates import find_dates, parse_date
from vanban.language.normal import key
from vanban.language.numbers import find_quantities
from vanban.language.times import find_recurrences, read_time


def proposed(part: str, read: Values, fields: Values, words: str) -> tuple[str, ...]:
    """The names of the fields that are proposals; `words` is what the source says there.

    An agency, product or date that stands in the words was overlooked by the engine, not left out by the document.
    """
    return tuple(
        field.name
        for field in FIELDS[part]
        if field.proposable
        and not read.get(field.name)
        and fields.get(field.name) not in (None, [], "")
        and not _said(field.kind, fields[field.name], words)
    )


def _said(kind: Kind, value: Any, words: str) -> bool:
    if not words:
        return False
    if kind is Kind.NAMES:
        return all(_contains(words, name) for name in value)
    if kind is Kind.DATE:
        return value in {mention.iso for mention in find_dates(words)} | {read_time(words).deadline}
    if kind is Kind.NUMBER:
        return value in {float(quantity.value) for quantity in find_quantities(words)}
    if kind is Kind.YEAR:
        return str(value) in words
    if kind is Kind.CHOICES:
        said = {str(recurrence) for recurrence, _ in find_recurrences(words)}
        return set(value.split("+")) <= said
    return _contains(words, str(value)) or _is_date_in(words, str(value))


def _contains(words: str, name: str) -> bool:
    return " ".join(key(name).split()) in " ".join(key(words).split())


def _is_date_in(words: str, value: str) -> bool:
    date = parse_date(value)
    return date is not None and date.iso in {mention.iso for mention in find_dates(words)}
