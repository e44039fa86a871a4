"""Pages of the reviewed file: each as an image, and where its words stand on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lotrinh.core.files import store
from lotrinh.core.problems import Missing
from lotrinh.documents.review.items import Item
from lotrinh.documents.selectors import pages, reviews
from lotrinh.documents.selectors.reviews import Present
from lotrinh.documents.services import engine
from lotrinh.web.asking import actor_of
from lotrinh.web.reviews import labels

#: The widths, in pixels, in which pages are drawn: few, so that the browser finds in its cache what it has.
WIDTHS: Final = (800, 1200, 1600, 2400)
_LARGEST: Final = 10**6
#: The browser may keep an image, and asks each time whether the person may still see it.
_KEPT: Final = "private, no-cache"


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePane:
    """The pane with the page: which of how many is shown first, and how it is turned to stand upright."""

    number: int
    count: int
    turn: int

    @property
    def before(self) -> int | None:
        """The page before, None for the first."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The page after, None for the last."""
        return self.number + 1 if self.number < self.count else None


def pane(present: Present, opened: Item | None, wanted: str) -> PagePane | None:
    """The pane for the page that the address names, else that of the open item; None where no page can be drawn."""
    count = pages.count(present.record)
    if not count:
        return None
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 7 else 0
    if not 1 <= number <= count:
        number = pages.page_of(present.record, opened)
    return PagePane(number=number, count=count, turn=pages.turn_of(present.record, number))


@login_required
@require_safe
def image(request: HttpRequest, review_id: int, number: int) -> HttpResponse:
    """The page as JPEG; who has it already is told 304 without the file being opened."""
    file = pages.file_of_review(actor_of(request), review_id)
    width, turn = _width(request.GET.get("w", "")), _turn(request.GET.get("q", ""))
    tag = f'"{file.stored.sha256[:32]}-{min(number, _LARGEST)}-{width}-{turn}-{engine.version()}"'
    headers = {"ETag": tag, "Cache-Control": _KEPT}
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers=headers)
    try:
        data = store.read(file.stored)
    except OSError as error:
        raise Missing(
            _("Không mở được tệp đã lưu. Hãy báo người quản trị hệ thống kiểm tra kho tệp."), code="file-lost"
        ) from error
    drawn = engine.page_image(data, file.filename, number=number, width=width, turn=turn)
    return HttpResponse(
        drawn, content_type="image/jpeg", headers={**headers, "Content-Security-Policy": "default-src 'none'; sandbox"}
    )


@login_required
@require_safe
def words(request: HttpRequest, review_id: int, number: int) -> HttpResponse:
    """Where words (or, of pages with text, lines) stand on the upright page, and the items to which they belong.

    words: [start, end, x0, top, x1, bottom, indexes in `items`], in points; width and height are 0 where no place is
    known. turn: what the image has to be asked for.
    """
    present = reviews.present(reviews.get(actor_of(request), review_id))
    view = pages.view(present.record, present.folded.items, number)
    anchors: dict[str, int] = {}
    found = [
        (*place, [anchors.setdefault(labels.anchor_of(*address), len(anchors)) for address in items])
        for place, items in zip(view.places, view.items, strict=True)
    ]
    answer = {
        "number": number,
        "turn": view.turn,
        "width": view.width,
        "height": view.height,
        "items": list(anchors),
        "words": found,
    }
    return JsonResponse(answer, json_dumps_params={"separators": (",", ":")}, headers={"Cache-Control": _KEPT})


def _width(wanted: str) -> int:
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 6):
        return WIDTHS[0]
    return next((width for width in WIDTHS if width >= int(wanted)), WIDTHS[-1])


def _turn(wanted: str) -> int:
    return int(wanted) if wanted in {"1", "2", "3"} else 0
