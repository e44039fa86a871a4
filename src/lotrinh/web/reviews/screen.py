"""What the review screen shows: rows of the list, the item that is open, progress, what the person may do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from lotrinh.core.actor import Actor
from lotrinh.documents import policies
from lotrinh.documents.review import undoing
from lotrinh.documents.review.fields import FIELDS
from lotrinh.documents.review.items import Address, Item
from lotrinh.documents.selectors.reviews import Present
from lotrinh.documents.vocab import REVIEW_CYCLE, ItemState, Part, ReviewAction
from lotrinh.web.reviews import labels
from lotrinh.web.reviews.filters import level_of
from lotrinh.web.reviews.forms import ItemForm
from lotrinh.web.reviews.lines import RowView
from vanban.language import wording
from vanban.record import Finding
from vanban.writers.formats import sentence

_EXCERPT = 160


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """How many items of a part are decided; an empty code stands for all."""

    code: str
    name: str | Promise
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class OpenItem:
    """The item that is unfolded: its form, what was read, who else decided, what the checker found in it."""

    row: RowView
    form: ItemForm
    proposed: tuple[tuple[str, str], ...]
    changed: tuple[tuple[str | Promise, str], ...]
    findings: tuple[Finding, ...]
    can_merge: bool
    error: str | Promise = ""
    theirs: tuple[tuple[str | Promise, str, str], ...] = ()
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Rights:
    """What the person may do with the review as a whole."""

    edit: bool
    undo: bool
    redo: bool


def rights(actor: Actor, present: Present) -> Rights:
    """What the actor may do now; no query for people of the agency."""
    review = present.review
    edit = (review.state, ReviewAction.EDIT) in REVIEW_CYCLE and policies.allowed(
        actor, policies.Action.REVIEW, review.document
    )
    return Rights(
        edit=edit,
        undo=edit and undoing.latest(present.decisions, actor.user_id) is not None,
        redo=edit and undoing.redoable(present.decisions, actor.user_id) is not None,
    )


def row_of(item: Item, after: str = "") -> RowView:
    """The line of an item; `after` is the anchor of the line before it."""
    return RowView(
        item=item,
        anchor=labels.anchor_of(*item.address),
        mark=labels.mark_of(item),
        excerpt=wording.shorten(excerpt_of(item), _EXCERPT),
        percent=None if item.confidence is None else round(100 * item.confidence),
        level=level_of(item.confidence),
        badge=labels.BADGES[item.state],
        state=ItemState(item.state).label,
        after=after,
    )


def rows_of(items: Iterable[Item]) -> list[RowView]:
    """The lines of the items in order."""
    rows: list[RowView] = []
    for item in items:
        rows.append(row_of(item, rows[-1].anchor if rows else ""))
    return rows


def excerpt_of(item: Item) -> str:
    """The words by which an item is recognised in the list."""
    fields = item.fields
    if item.part == Part.DOCUMENT:
        named = (fields.get("kind"), fields.get("number"), fields.get("title"))
        return " ".join(str(value) for value in named if value) or str(Part.DOCUMENT.label)
    for name in ("name", "label"):
        if fields.get(name):
            return sentence(str(fields[name]))
    return sentence(item.text)


def progress(items: Iterable[Item]) -> tuple[ProgressLine, ...]:
    """Decided and all items, over all and by part."""
    done: dict[str, int] = {}
    total: dict[str, int] = {}
    for item in items:
        for code in ("", item.part):
            total[code] = total.get(code, 0) + 1
            done[code] = done.get(code, 0) + item.decided
    lines = [ProgressLine("", "", done.get("", 0), total.get("", 0))]
    lines.extend(ProgressLine(part.value, part.label, done.get(part, 0), total[part]) for part in Part if part in total)
    return tuple(lines)


def open_item(present: Present, item: Item, names: Mapping[int, str], form: ItemForm | None = None) -> OpenItem:
    """The item with its form and all that stands around it."""
    form = form or ItemForm(item)
    known = {one.name: one for one in FIELDS[item.part]}
    changed = [
        (labels.field_name(item.part, name), labels.shown(item.part, known[name], item.read.get(name)))
        for name in item.edited
        if name in known and name not in item.proposed
    ]
    span = item.span
    here = [
        finding
        for finding in present.record.findings
        if finding.span is not None and span is not None and finding.span[0] < span[1] and finding.span[1] > span[0]
    ]
    return OpenItem(
        row=row_of(item),
        form=form,
        proposed=tuple((name, str(labels.field_name(item.part, name))) for name in item.proposed),
        changed=tuple(changed),
        findings=tuple(here),
        can_merge=present.folded.before(*item.address) is not None,
        decided_by=names.get(decided_by(present, item.address) or 0, ""),
    )


def decided_by(present: Present, address: Address) -> int | None:
    """Who made the last decision in force about the item."""
    made = reversed(undoing.in_force(present.decisions))
    return next((decision.by for decision in made if address in undoing.addresses(decision)), None)


def compared(theirs: Item, mine: Mapping[str, Any]) -> tuple[tuple[str | Promise, str, str], ...]:
    """Field by field, what stands now and what the person wanted, where they differ."""
    rows = []
    for one in FIELDS[theirs.part]:
        if one.name not in mine:
            continue
        now = labels.shown(theirs.part, one, theirs.fields[one.name])
        wanted = mine[one.name]
        typed = "; ".join(wanted) if isinstance(wanted, list) else str(wanted or "").replace("\n", "; ")
        if " ".join(now.split()) != " ".join(typed.split()):
            rows.append((labels.field_name(theirs.part, one.name), now or "—", typed or "—"))
    return tuple(rows)


def first_to_open(present: Present, items: Sequence[Item], wanted: str) -> Item | None:
    """The item that the address names, else the first undecided of the list, else its first."""
    named = present.folded.by_address().get(labels.address_of(wanted)) if wanted else None
    if named is not None:
        return named
    return next((item for item in items if not item.decided), items[0] if items else None)
