"""Reading the audit trail. Whose eyes see which chains is decided above (`organisations.selectors.traces`)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet, Sum
from django.utils.functional import Promise

from lotrinh.core.audit.models import AuditEntry, AuditHead
from lotrinh.core.audit.vocab import ACTIONS, FIELDS, KINDS

_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that a write changed, with its name; empty where there was none before or is none after."""

    label: str | Promise
    before: str
    after: str


def entries(
    *, chains: Collection[int] | QuerySet[Any], restricted_of: Collection[int] | QuerySet[Any] = ()
) -> QuerySet[AuditEntry]:
    """The rows of some chains without the looks of inspectors, and the looks of others; the latest first."""
    rule = Q(restricted=False, chain__in=chains) | Q(restricted=True, chain__in=restricted_of)
    return AuditEntry.objects.filter(rule).order_by("-id")


def of_thing(kind: str, thing_id: object) -> QuerySet[AuditEntry]:
    """What was done to one thing, the latest first, looks excepted: the history on the thing's own page."""
    return AuditEntry.objects.filter(thing_kind=kind, thing_id=str(thing_id), restricted=False).order_by("-id")


def stamp() -> str:
    """A text that is another one after every write, as every write leaves a row; two short queries.

    The sum over the heads counts what is committed: the greatest number of a row would not change where a row with a
    smaller number is committed after it. The hash tells a state from one that a backup brought back.
    """
    written = AuditHead.objects.aggregate(n=Sum("seq"))["n"] or 0
    last = AuditEntry.objects.order_by("-pk").values_list("hash", flat=True).first() or ""
    return f"{written}-{last[:16]}"


def latest_besides(quiet: Collection[str], *, most: int) -> tuple[tuple[int, dt.datetime], ...]:
    """The numbers and times of the latest acts whose codes do not begin with one of `quiet`; one query."""
    rule = Q()
    for code in quiet:
        rule |= Q(action__startswith=code)
    rows = AuditEntry.objects.exclude(rule).order_by("-id")
    return tuple(rows.values_list("id", "at")[:most])


def action_label(action: str) -> str | Promise:
    """What an act is called."""
    return ACTIONS.get(action, action)


def kind_label(kind: str) -> str | Promise:
    """What a kind of things is called."""
    return KINDS.get(kind, kind)


def differences(
    entry: AuditEntry, words: Mapping[str, Mapping[str, str | Promise]] | None = None
) -> tuple[Difference, ...]:
    """What the write changed, value by value; `words` are those of the codes that a field may have."""
    before, after = entry.before or {}, entry.after or {}
    said = words or {}
    return tuple(
        Difference(
            FIELDS.get(name, name),
            _text(before.get(name), said.get(name, {})),
            _text(after.get(name), said.get(name, {})),
        )
        for name in dict.fromkeys((*before, *after))
        if before.get(name) != after.get(name)
    )


def _text(value: Any, words: Mapping[str, str | Promise]) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, list):
        return "; ".join(_text(item, words) for item in value)
    if isinstance(value, dict):
        # PostgreSQL keeps the keys of JSON in an order of its own: every row reads the same on either database.
        told = ((FIELDS.get(name, name), _text(item, words)) for name, item in sorted(value.items()))
        return ", ".join(f"{name}: {text}" for name, text in told if text)
    text = str(value)
    day = _DAY.fullmatch(text)
    return f"{day[3]}/{day[2]}/{day[1]}" if day else str(words.get(text, text))
