"""The pages of a reviewed file: its bytes, and where on a page its words and the items stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor
from lotrinh.core.problems import Missing
from lotrinh.documents import policies
from lotrinh.documents.models import DocumentFile, Review
from lotrinh.documents.policies import Action
from lotrinh.documents.review.items import Address, Item
from lotrinh.documents.vocab import Part
from vanban.readers.scan.page_image import is_drawable
from vanban.record import Place, PlanRecord, TextPage

_NO_PAGE: Final = TextPage(number=0, width=0.0, height=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """A page set upright, with the places of its words or lines and the items to which each belongs.

    width, height: in points; 0 for readings from before places were kept. turn: as `TextPage.turn`. places: boxes on
    the page as it stands upright. items: for each place, the shortest first.
    """

    turn: int
    width: float
    height: float
    places: tuple[Place, ...]
    items: tuple[tuple[Address, ...], ...]


def count(record: PlanRecord) -> int:
    """How many pages of the file can be drawn; 0 for formats without pages."""
    return (record.source.pages or 0) if is_drawable(record.source.media_type) else 0


def file_of_review(actor: Actor, review_id: int) -> DocumentFile:
    """The file that a review is about, with its content's row, for those who may see the review; one query.

    Raises:
        Missing: there is none for this person.
        NotAllowed: they may read the document, not what was found in it.

    """
    rows = Review.objects.select_related("document__owner", "reading__file__stored").defer("reading__record")
    review = rows.filter(pk=review_id).first()
    if review is None:
        raise Missing(_("Không có lần rà soát này, hoặc bạn không được xem."), code="review-missing")
    policies.require(actor, Action.READ_FINDINGS, review.document)
    return review.reading.file


def view(record: PlanRecord, items: Iterable[Item], number: int) -> PageView:
    """What stands on the page.

    Raises:
        Missing: the file has no such page.

    """
    if not 1 <= number <= count(record):
        raise Missing(_("Tệp không có trang này."), code="page-missing")
    page = next((page for page in record.text.pages if page.number == number), _NO_PAGE)
    places = page.places
    starts = [place[0] for place in places]
    found: list[list[tuple[int, Address]]] = [[] for _ in places]
    for item in items:
        if item.span is None or item.part == Part.DOCUMENT:
            continue
        start, end = item.span
        index = bisect_left(starts, start)
        if index and places[index - 1][1] > start:
            index -= 1
        while index < len(places) and places[index][0] < end:
            found[index].append((end - start, item.address))
            index += 1
    lies = page.turn % 2 == 1
    return PageView(
        turn=page.turn,
        width=page.height if lies else page.width,
        height=page.width if lies else page.height,
        places=tuple(_upright(place, page) for place in places),
        items=tuple(tuple(address for _, address in sorted(here)) for here in found),
    )


def turn_of(record: PlanRecord, number: int) -> int:
    """By how many right angles the page has to be turned to stand upright."""
    return next((page.turn for page in record.text.pages if page.number == number), 0)


def _upright(place: Place, page: TextPage) -> Place:
    start, end, x0, top, x1, bottom = place
    width, height = page.width, page.height
    for _turn in range(page.turn % 4):
        x0, top, x1, bottom = top, round(width - x1, 1), bottom, round(width - x0, 1)
        width, height = height, width
    return (start, end, x0, top, x1, bottom)


def page_of(record: PlanRecord, item: Item | None) -> int:
    """The page on which an item begins; the first for what has no place."""
    if item is None or item.span is None:
        return 1
    start, end = item.span
    for page in record.text.pages:
        index = bisect_left(page.places, start, key=_end)
        while index < len(page.places) and page.places[index][1] <= start:
            index += 1
        if index < len(page.places) and page.places[index][0] < end:
            return page.number
    return next((block.page for block in record.text.blocks if block.span[1] > start and block.page), 1)


def _end(place: Place) -> int:
    return place[1]
