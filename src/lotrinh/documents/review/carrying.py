"""What of an earlier review holds for a new reading: decisions about items whose words are the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lotrinh.documents.review.fields import FIELDS
from lotrinh.documents.review.items import DECIDED, Folded, Item
from lotrinh.documents.vocab import DecisionAction, ItemState, Part
from vanban.language.normal import key, nfc
from vanban.record import PlanRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A decision to be made again; an addition has no item yet."""

    part: str
    item: str | None
    action: str
    data: dict[str, Any]


def carried(old: Folded, record: PlanRecord, new: Folded) -> Iterator[Carried]:
    """The decisions of the review `old` that hold for the reading `record`, whose untouched items are `new`.

    An item is recognised by its words as they were read, one with a new shape by its present words. What a person
    accepted stays as they accepted it: where the new reading has other values, it is carried as an edit. The header is
    carried when it was read the same.
    """
    waiting: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in new.items:
        waiting[item.part, _words(item)].append(item)
    for item in old.items:
        if item.state not in DECIDED:
            continue
        match = waiting.get((item.part, _words_as_read(item)), [])
        if match and (item.part != Part.DOCUMENT or match[0].read == item.read):
            yield _again(item, match.pop(0))
        elif item.key.startswith("+") and item.state != ItemState.REJECTED:
            yield from _added(item, record)


def _words(item: Item) -> str:
    return " ".join(key(nfc(item.text)).split())


def _words_as_read(item: Item) -> str:
    """Those of the reading, also where a person corrected them; those of the present shape where it is a new one."""
    text = item.text if item.reshaped else item.read.get("text")
    return " ".join(key(nfc(str(text or ""))).split())


def _again(item: Item, match: Item) -> Carried:
    if item.state == ItemState.REJECTED:
        return Carried(part=item.part, item=match.key, action=DecisionAction.REJECT, data={})
    differing = _differing(item, match.fields)
    if not differing:
        return Carried(part=item.part, item=match.key, action=DecisionAction.ACCEPT, data={})
    return Carried(part=item.part, item=match.key, action=DecisionAction.EDIT, data={"fields": differing})


def _added(item: Item, record: PlanRecord) -> Iterator[Carried]:
    """An addition again, where the words from which it was made stand in the new text as well."""
    words = str(item.read["text"] or "")
    start = record.text.content.find(words)
    if start < 0 or not words:
        return
    differing = {f.name: item.fields[f.name] for f in FIELDS[item.part] if item.fields[f.name] not in (None, [], "")}
    span = [start, start + len(words)]
    yield Carried(part=item.part, item=None, action=DecisionAction.ADD, data={"span": span, "fields": differing})


def _differing(item: Item, fields: Any) -> dict[str, Any]:
    names = (field.name for field in FIELDS[item.part])
    return {name: item.fields[name] for name in names if item.fields[name] != fields.get(name)}
