"""Reviewing a reading: opening, deciding, undoing. Every gesture is saved at once as rows of its own."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import Conflict, Missing, NotAllowed, Refused
from lotrinh.core.writes import service
from lotrinh.documents import policies
from lotrinh.documents.models import ApprovalStep, Decision, Document, Reading, Review, ReviewPresence
from lotrinh.documents.policies import Action
from lotrinh.documents.review import fields as field_rules
from lotrinh.documents.review import undoing
from lotrinh.documents.review.folding import fold, offset_of
from lotrinh.documents.review.items import MANY, Address, Invalid, Item
from lotrinh.documents.review.returning import holding, word_of
from lotrinh.documents.review.rows import made
from lotrinh.documents.selectors import reviews
from lotrinh.documents.selectors.reviews import LIVE, Present
from lotrinh.documents.services.review_rows import FOR_MANY, Planned, carried_rows
from lotrinh.documents.services.review_rows import row as new_row
from lotrinh.documents.services.review_wording import refused, sentence
from lotrinh.documents.vocab import REVIEW_CYCLE, DecisionAction, ItemState, Part, ReviewAction, ReviewState
from vanban.record import PlanRecord


class StaleDecision(Conflict):
    """Somebody has changed the items since the person saw them.

    `theirs` are the items as they stand now (without those that are gone), `mine` is what the person wanted to save.
    """

    def __init__(self, theirs: Sequence[Item], mine: Mapping[str, Any]) -> None:
        super().__init__(
            _("Người khác vừa thay đổi mục này. Hãy so sánh hai giá trị rồi quyết định."), code="review-stale"
        )
        self.theirs = tuple(theirs)
        self.mine = dict(mine)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a gesture did: the review after it, and the items that it touched."""

    present: Present
    touched: tuple[Address, ...]


@service
def open_review(actor: Actor, *, reading_id: int) -> Review:
    """Begin to review a reading, or go on with the review of it that is under way.

    A review of an older reading of the document is given up, with a step that says so, and its decisions are carried
    over where the words are the same; without one, those of the document's last review are.

    Raises:
        Missing, NotAllowed: see `policies`.
        Refused: the review of another reading waits for approval, or is approved.

    """
    reading = Reading.objects.select_related("file__document__owner").filter(pk=reading_id).first()
    if reading is None:
        raise Missing(_("Không có bản đọc này, hoặc bạn không được xem."), code="reading-missing")
    document = reading.file.document
    policies.require(actor, Action.REVIEW, document)
    Document.objects.select_for_update().get(pk=document.pk)
    others = list(Review.objects.filter(document=document).defer("reading__record").select_related("reading")[:2])
    under_way = next((review for review in others if review.state in LIVE), None)
    if under_way is not None and under_way.reading_id == reading.pk:
        return under_way
    if under_way is not None:
        _give_up(actor, under_way, document)
    review = Review(document=document, reading=reading, opened_by_id=person(actor))
    # What it belongs to was fetched above, under a lock; the chain is empty until the review is submitted.
    review.full_clean(exclude=("document", "reading", "opened_by", "chain"))
    record = PlanRecord.from_json(reading.record)
    present = Present(review=review, record=record, decisions=(), folded=fold(record, []))
    _counted(review, present)
    review.save()
    rows = carried_rows(person(actor), reviews.present(others[0]), present) if others else []
    if rows:
        Decision.objects.bulk_create(rows)
        _count(review, _after(present, rows), rows[-1].seq)
    audit.note(
        actor,
        "review.opened",
        kind="review",
        id=review.pk,
        label=str(document),
        unit_id=document.owner_id,
        after={"document": document.pk, "reading": reading.pk, "carried": len(rows)},
    )
    return review


@service
def decide(  # noqa: PLR0913 - the facts of one gesture
    actor: Actor,
    *,
    review_id: int,
    seen_seq: int,
    part: str,
    keys: Sequence[str],
    action: str,
    data: Mapping[str, Any] | None = None,
) -> Outcome:
    """Decide about one item, or accept or reject many at once; an addition and a word given back have no key.

    `data` is what `review.folding` wants: `fields` of an edit (as typed), `at` or `first` and `second` of a split,
    `span` and `fields` of an addition, `span` of a word that is given back as it was read: it changes in every item
    that holds it. An edit that changes nothing accepts.

    Raises:
        Missing, NotAllowed: see `policies`.
        Refused: the review is not open for changes, or the decision cannot be made; nothing is saved.
        StaleDecision: somebody touched one of the items after decision number `seen_seq`.

    """
    review = _to_edit(actor, review_id)
    now = reviews.present(review)
    given = dict(data or {})
    if action == DecisionAction.AS_READ:
        return _give_back(actor, review, now, seen_seq, given)
    wanted = tuple(dict.fromkeys(keys)) if action != DecisionAction.ADD else ("",)
    if not wanted or (len(wanted) > 1 and action not in FOR_MANY):
        raise Refused(_("Hãy chọn mục cần quyết định."), code="review-no-items")
    try:
        _require_fresh(now, [(part, key) for key in wanted], seen_seq, given)
        planned = [_planned(now, part, key, action, given) for key in wanted]
        return _save(actor, review, now, planned[0] if len(planned) == 1 else _together(action, planned))
    except Invalid as problem:
        raise refused(problem) from None


@service
def accept_above(actor: Actor, *, review_id: int, threshold: float, part: str = "") -> Outcome:
    """Accept everything undecided of which the engine is at least this sure (0 to 1), in one part or in all.

    Items that lack a required field are left.

    Raises:
        Missing, NotAllowed: see `policies`.
        Refused: the review is not open for changes, or there is no such item.

    """
    if not 0 <= threshold <= 1 or (part and part not in Part.values):
        raise Refused(_("Ngưỡng tin cậy nằm giữa 0 và 100%."), code="review-bad-threshold")
    review = _to_edit(actor, review_id)
    now = reviews.present(review)
    chosen: list[Planned] = [
        (item.part, item.key, str(DecisionAction.ACCEPT), {})
        for item in now.folded.pending
        if item.confidence is not None
        and item.confidence >= threshold
        and part in {"", item.part}
        and not field_rules.missing(item.part, item.fields)
    ]
    if not chosen:
        raise Refused(_("Không còn mục nào chưa xem đạt ngưỡng này."), code="review-none-above")
    return _save(actor, review, now, _together(str(DecisionAction.ACCEPT), chosen))


@service
def undo(actor: Actor, *, review_id: int) -> Outcome:
    """Take out the actor's own last gesture; again, the one before it.

    Raises:
        Missing, NotAllowed: see `policies`.
        Refused: there is none, or somebody has built upon it.

    """
    return _take_out(actor, review_id, undoing.latest)


@service
def redo(actor: Actor, *, review_id: int) -> Outcome:
    """Bring back what the actor's last undo took out.

    Raises:
        Missing, NotAllowed: see `policies`.
        Refused: there is no undo, or the actor or somebody else has decided since.

    """
    return _take_out(actor, review_id, undoing.redoable)


@service
def be_present(actor: Actor, *, review_id: int, item: str = "") -> Review:
    """Say that the actor works on the review, at this item. Leaves no trace: it changes nothing that lasts.

    Of who only reads, an inspector for one, nobody is told.

    Raises:
        Missing, NotAllowed: see `policies`.

    """
    review = reviews.get(actor, review_id)
    if not policies.allowed(actor, Action.REVIEW, review.document):
        return review
    ReviewPresence.objects.update_or_create(
        review=review, user_id=person(actor), defaults={"item": item[:60], "seen_at": clock.now()}
    )
    return review


def person(actor: Actor) -> int:
    """The number of the person who acts: the platform itself reviews and approves nothing."""
    if actor.user_id is None:
        raise NotAllowed(_("Chỉ người có tài khoản mới rà soát và duyệt được."), code="no-person")
    return actor.user_id


def locked(review_id: int) -> Review:
    """The review, locked until the end of the transaction, with document, owner and reading."""
    rows = Review.objects.select_for_update(of=("self",)).select_related("document__owner", "reading__file")
    review = rows.filter(pk=review_id).first()
    if review is None:
        raise Missing(_("Không có lần rà soát này, hoặc bạn không được xem."), code="review-missing")
    return review


def _to_edit(actor: Actor, review_id: int) -> Review:
    review = locked(review_id)
    policies.require(actor, Action.REVIEW, review.document)
    if (review.state, ReviewAction.EDIT) not in REVIEW_CYCLE:
        raise Refused(
            _("Lần rà soát này không còn mở để sửa: %(state)s.") % {"state": ReviewState(review.state).label},
            code="review-closed",
        )
    return review


def _give_back(actor: Actor, review: Review, now: Present, seen_seq: int, data: Mapping[str, Any]) -> Outcome:
    """A restored word as it was read, in all items that hold it: one row, which names them."""
    try:
        word = word_of(now.record, data)
        held = holding(now.folded, now.record, word)
        _require_fresh(now, held, seen_seq, data)
        what = {"span": list(word.span), "items": [list(address) for address in held]}
        return _save(actor, review, now, (str(Part.DOCUMENT), MANY, str(DecisionAction.AS_READ), what))
    except Invalid as problem:
        raise refused(problem) from None


def _require_fresh(now: Present, addresses: Iterable[Address], seen_seq: int, mine: Mapping[str, Any]) -> None:
    stale = [address for address in addresses if now.folded.touched.get(address, 0) > seen_seq]
    if stale:
        items = (now.folded.get(*address) for address in stale)
        raise StaleDecision([item for item in items if item and item.state != ItemState.GONE], mine)


def _planned(now: Present, part: str, key: str, action: str, data: Mapping[str, Any]) -> Planned:
    """The row for one item in the form in which it is kept."""
    if part not in Part.values or action not in DecisionAction.values or action == DecisionAction.UNDO:
        raise Invalid("unknown-action")
    if action == DecisionAction.ADD:
        fields = data.get("fields") or {}
        return part, "", action, {"span": data.get("span"), "fields": field_rules.checked(part, fields)}
    item = now.folded.get(part, key)
    if item is None:
        raise Invalid("no-such-item")
    if action == DecisionAction.EDIT:
        values = field_rules.checked(part, data.get("fields") or {})
        changed = {name: value for name, value in values.items() if value != _as_typed(item, name)}
        return (part, key, action, {"fields": changed}) if changed else (part, key, str(DecisionAction.ACCEPT), {})
    if action == DecisionAction.SPLIT:
        return part, key, action, {"at": offset_of(item, data)}
    if action == DecisionAction.MERGE:
        before = now.folded.before(part, key)
        if before is None:
            raise Invalid("not-before")
        return part, key, action, {"into": before.key}
    return part, key, action, {}


def _as_typed(item: Item, name: str) -> Any:
    """The present value in the form in which a form would send it back: blanks that nobody sees are no change."""
    value = item.fields.get(name)
    try:
        return field_rules.checked(item.part, {name: value})[name]
    except Invalid:
        return value


def _together(action: str, planned: Sequence[Planned]) -> Planned:
    """One row for a gesture about many items: a plan may have thousands."""
    return planned[0][0], MANY, action, {"items": [[part, key] for part, key, _, _ in planned]}


def _save(actor: Actor, review: Review, now: Present, planned: Planned) -> Outcome:
    """One gesture, with its trace.

    Raises:
        Invalid: it cannot be made.

    """
    part, key, action, data = planned
    seq = review.seq + 1
    row = new_row(person(actor), review, seq, (part, key or f"+{seq}", action, data), uuid.uuid4())
    after = _after(now, [row])
    Decision.objects.bulk_create([row])
    _count(review, after, seq)
    item = now.folded.get(part, key)
    what = {**data, "items": len(data["items"])} if key == MANY else {"part": part, "item": row.item, **data}
    if action == DecisionAction.AS_READ:
        what["read"] = word_of(now.record, data).read
    audit.note(
        actor,
        "review.decided",
        kind="review",
        id=review.pk,
        label=str(review.document),
        unit_id=review.document.owner_id,
        before={name: item.fields.get(name) for name in data["fields"]} if item and data.get("fields") else None,
        after={"seq": seq, "action": action, **what},
    )
    return Outcome(present=after, touched=undoing.addresses(after.decisions[-1]))


def _take_out(actor: Actor, review_id: int, choose: Any) -> Outcome:
    review = _to_edit(actor, review_id)
    now = reviews.present(review)
    target = choose(now.decisions, actor.user_id)
    if target is None:
        raise Refused(sentence("nothing-to-undo"), code="review-nothing-to-undo")
    row = new_row(
        person(actor),
        review,
        review.seq + 1,
        (Part.DOCUMENT, "", DecisionAction.UNDO, {"batch": str(target)}),
        uuid.uuid4(),
    )
    try:
        undoing.require_undoable(now.decisions, target)
        after = _after(now, [row])
    except Invalid as problem:
        raise refused(problem) from None
    Decision.objects.bulk_create([row])
    _count(review, after, row.seq)
    touched = tuple(address for address, seq in after.folded.touched.items() if seq == row.seq)
    audit.note(
        actor,
        "review.undone",
        kind="review",
        id=review.pk,
        label=str(review.document),
        unit_id=review.document.owner_id,
        after={"batch": str(target), "seq": row.seq, "items": len(touched)},
    )
    return Outcome(present=after, touched=touched)


def _after(now: Present, rows: Sequence[Decision]) -> Present:
    """The review with these rows as well.

    Raises:
        Invalid: one of them cannot be made.

    """
    decisions = (*now.decisions, *made(rows))
    return Present(review=now.review, record=now.record, decisions=decisions, folded=fold(now.record, decisions))


def _counted(review: Review, present: Present) -> None:
    review.items, review.pending = len(present.folded.items), len(present.folded.pending)


def _count(review: Review, present: Present, seq: int) -> None:
    review.seq = seq
    _counted(review, present)
    review.save(update_fields=("seq", "items", "pending"))


def _give_up(actor: Actor, review: Review, document: Document) -> None:
    """Abandon a review because a newer reading takes its place."""
    if (review.state, ReviewAction.ABANDON) not in REVIEW_CYCLE:
        raise Refused(
            _("Lần rà soát trước đang %(state)s. Hãy trả lại trước khi rà soát bản đọc mới.")
            % {"state": str(ReviewState(review.state).label).lower()},
            code="review-under-approval",
        )
    before = review.state
    review.state = REVIEW_CYCLE[review.state, ReviewAction.ABANDON]
    review.save(update_fields=("state",))
    step = ApprovalStep(
        review=review,
        action=ReviewAction.ABANDON,
        step=review.step,
        reason=str(_("Có bản đọc mới; các quyết định được chuyển sang lần rà soát mới.")),
        made_by_id=person(actor),
    )
    step.full_clean()
    step.save()
    audit.note(
        actor,
        "review.abandon",
        kind="review",
        id=review.pk,
        label=str(document),
        unit_id=document.owner_id,
        before={"state": before},
        after={"state": review.state},
    )
