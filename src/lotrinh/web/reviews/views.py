"""The review screen and its gestures. Each answers with a page, or for htmx with what changed on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lotrinh.core.actor import Actor
from lotrinh.core.problems import Problem, Refused
from lotrinh.documents.review.items import Address, Item
from lotrinh.documents.selectors import reviews
from lotrinh.documents.selectors.reviews import Present
from lotrinh.documents.services import reviewing
from lotrinh.documents.services.reviewing import Outcome, StaleDecision
from lotrinh.documents.vocab import DecisionAction, Part, ReviewState
from lotrinh.web.asking import actor_of
from lotrinh.web.reviews import labels, pages, patches, screen
from lotrinh.web.reviews.filters import CONFIDENCES, DOUBTFUL, STATES, Choice
from lotrinh.web.reviews.forms import ItemForm, typed_values
from lotrinh.web.reviews.source import Source

_MOST_OFFSET_DIGITS = 9


@login_required
@require_POST
def open_review(request: HttpRequest, reading_id: int) -> HttpResponse:
    """Begin or go on with the review of a reading."""
    review = reviewing.open_review(actor_of(request), reading_id=reading_id)
    return redirect("reviews:screen", review.pk)


@login_required
@require_safe
def show(request: HttpRequest, review_id: int) -> HttpResponse:
    """The source beside what was read."""
    actor = actor_of(request)
    present = reviews.present(reviews.get(actor, review_id))
    choice = Choice.of(request.GET)
    items = choice.chosen(present.folded.items, present.record.findings)
    opened = screen.first_to_open(present, items, request.GET.get("muc", ""))
    if opened is not None and opened not in items:
        chosen = {item.address for item in (*items, opened)}
        items = [item for item in present.folded.items if item.address in chosen]
    unfolded = screen.open_item(present, opened, _names(actor, present, opened.address)) if opened else None
    return _page(request, present, unfolded, choice=choice, items=items)


@login_required
@require_safe
def item(request: HttpRequest, review_id: int, anchor: str) -> HttpResponse:
    """One item unfolded; without htmx, the screen with this item open."""
    if not request.htmx:  # type: ignore[attr-defined]  # set by the middleware of django-htmx
        return redirect(_screen(review_id, anchor))
    actor = actor_of(request)
    present = reviews.present(reviews.get(actor, review_id))
    return _patched(request, present, (), opened=labels.address_of(anchor))


@login_required
@require_POST
def decide(request: HttpRequest, review_id: int) -> HttpResponse:
    """One gesture about one or many items."""
    actor = actor_of(request)
    sent = request.POST
    part, keys, action = sent.get("part", ""), sent.getlist("keys"), sent.get("action", "")
    try:
        outcome = reviewing.decide(
            actor,
            review_id=review_id,
            seen_seq=_number(sent.get("seen_seq", "")),
            part=part,
            keys=keys,
            action=action,
            data=_data(sent, part, action),
        )
    except (Refused, StaleDecision) as problem:
        return _problem(request, review_id, (part, keys[0] if keys else ""), problem)
    return _answer(request, outcome)


@login_required
@require_POST
def accept_above(request: HttpRequest, review_id: int) -> HttpResponse:
    """Accept everything of which the engine is sure enough."""
    sent = request.POST
    threshold = sent.get("threshold", "").replace("%", "").replace(",", ".").strip()
    share = int(threshold) / 100 if threshold.isdecimal() and len(threshold) <= 3 else -1.0
    try:
        outcome = reviewing.accept_above(
            actor_of(request), review_id=review_id, threshold=share, part=sent.get("part", "")
        )
    except Refused as problem:
        return _problem(request, review_id, labels.address_of(sent.get("at", "")), problem)
    return _answer(request, outcome)


@login_required
@require_POST
def undo(request: HttpRequest, review_id: int) -> HttpResponse:
    """Take the person's last gesture out, or bring it back."""
    gesture = reviewing.redo if request.POST.get("redo") else reviewing.undo
    try:
        outcome = gesture(actor_of(request), review_id=review_id)
    except Refused as problem:
        return _problem(request, review_id, labels.address_of(request.POST.get("at", "")), problem)
    return _answer(request, outcome)


@login_required
@require_POST
def sync(request: HttpRequest, review_id: int) -> HttpResponse:
    """Say where the person is, and tell what others did since; asked every few seconds."""
    actor = actor_of(request)
    since = _number(request.POST.get("seen_seq", ""))
    review = reviewing.be_present(actor, review_id=review_id, item=request.POST.get("at", ""))
    people = reviews.others_present(review, actor.user_id)
    if review.seq == since and review.state == request.POST.get("state", ""):
        # Nothing but people: without the items, which are the long part.
        return render(request, "web/reviews/people.html", {"people": people, "patch": True})
    if review.state != request.POST.get("state", ""):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    present = reviews.present(review)
    touched = [address for address, seq in present.folded.touched.items() if seq > since]
    return _patched(request, present, touched, people=people)


def _page(  # noqa: PLR0913 - the parts of the page
    request: HttpRequest,
    present: Present,
    opened: screen.OpenItem | None,
    *,
    items: Sequence[Item],
    choice: Choice | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole screen."""
    actor = actor_of(request)
    source = Source(present.record, present.folded.items, present.folded.returned)
    context = {
        **_context(actor, present),
        "choice": choice or Choice(),
        "rows": screen.rows_of(items),
        "source": source.html(),
        "outline": source.outline(),
        "findings": [finding for finding in present.record.findings if finding.span is None],
        "opened": opened,
        "pane": pages.pane(present, opened.row.item if opened else None, request.GET.get("trang", "")),
        "restored": len(present.record.text.changes),
        "doubtful": sum(word.confidence < DOUBTFUL for word in present.record.text.changes),
        "doubt_percent": round(100 * DOUBTFUL),
        "people": reviews.others_present(present.review, actor.user_id),
        "parts": Part.choices,
        "addable": [(part.value, part.label) for part in Part if part != Part.DOCUMENT],
        "states": [(state.value, state.label) for state in STATES],
        "confidences": CONFIDENCES,
        "letters": [(part.value, labels.LETTERS[part], part.label) for part in Part],
    }
    return render(request, "web/reviews/screen.html", context, status=status)


def _context(actor: Actor, present: Present) -> dict[str, Any]:
    review = present.review
    return {
        "present": present,
        "review": review,
        "document": review.document,
        "progress": screen.progress(present.folded.items),
        "rights": screen.rights(actor, present),
        "state": ReviewState(review.state).label,
    }


def _names(actor: Actor, present: Present, address: Address) -> dict[int, str]:
    """The name of who decided last about the item; a query only where it was somebody else."""
    by = screen.decided_by(present, address)
    if by == actor.user_id:
        return {by: actor.name} if by is not None else {}
    return reviews.names_of((by,)) if by is not None else {}


def _screen(review_id: int, anchor: str) -> str:
    return f"{reverse('reviews:screen', args=[review_id])}?muc={anchor}#i-{anchor}"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_OFFSET_DIGITS else 0


def _data(sent: QueryDict, part: str, action: str) -> dict[str, Any]:
    if action == DecisionAction.EDIT:
        return {"fields": typed_values(part, sent)}
    if action == DecisionAction.SPLIT:
        if sent.get("at_offset"):
            return {"at": sent["at_offset"]}
        return {"first": sent.get("first", ""), "second": sent.get("second", "")}
    if action in {DecisionAction.ADD, DecisionAction.AS_READ}:
        return {"span": [_number(sent.get("start", "")), _number(sent.get("end", ""))]}
    return {}


def _answer(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    """What changed, with the item to go on with: the one the page asks for, else the first that was touched."""
    wanted = labels.address_of(request.POST.get("next", ""))
    alive = outcome.present.folded.by_address()
    opened = wanted if wanted in alive else next((a for a in outcome.touched if a in alive), None)
    if request.POST.get("action") == DecisionAction.AS_READ and opened not in outcome.touched:
        opened = None  # a word of another item: what is open stays as it was typed
    if not request.htmx:  # type: ignore[attr-defined]  # set by the middleware of django-htmx
        anchor = labels.anchor_of(*opened) if opened else ""
        return redirect(_screen(outcome.present.review.pk, anchor))
    return _patched(request, outcome.present, outcome.touched, opened=opened)


def _patched(
    request: HttpRequest,
    present: Present,
    touched: Iterable[Address],
    *,
    opened: Address | None = None,
    **more: Any,
) -> HttpResponse:
    alive = present.folded.by_address()
    item = alive.get(opened) if opened else None
    actor = actor_of(request)
    context = {
        **_context(actor, present),
        **patches.patch(present, touched, unless=opened),
        "opened": screen.open_item(present, item, _names(actor, present, item.address)) if item else None,
        **more,
    }
    return render(request, "web/reviews/patch.html", context)


def _problem(request: HttpRequest, review_id: int, address: Address, problem: Problem) -> HttpResponse:
    """The sentence of a problem at the item that it is about, with what was typed, and for a conflict both values."""
    actor = actor_of(request)
    present = reviews.present(reviews.get(actor, review_id))
    found = present.folded.by_address().get(address)
    if found is None:
        # Without an item to stand at, the sentence gets a page of its own, or a notice.
        raise problem
    again: ItemForm | None = None
    if request.POST.get("action") == DecisionAction.EDIT:
        again = ItemForm(found, request.POST)
        again.explain(problem.fields)
    opened = replace(screen.open_item(present, found, _names(actor, present, address), again), error=problem.message)
    touched: list[Address] = []
    if isinstance(problem, StaleDecision):
        opened = replace(opened, theirs=screen.compared(found, problem.mine.get("fields", {})))
        touched = [found.address]
    if not request.htmx:  # type: ignore[attr-defined]  # set by the middleware of django-htmx
        return _page(request, present, opened, items=present.folded.items, status=problem.status)
    context = {
        **_context(actor, present),
        **patches.patch(present, touched, unless=found.address),
        "opened": opened,
    }
    response = render(request, "web/reviews/patch.html", context, status=problem.status)
    # htmx swaps an answer of this status only where it is told the place.
    response["HX-Retarget"] = "#patch"
    return response
