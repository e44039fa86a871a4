"""Finding anything by words."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from ninja import Router
from ninja.params import Query

from lotrinh.api.calls import ApiRequest, actor_of
from lotrinh.api.operations import reads
from lotrinh.api.paging import page
from lotrinh.api.shapes import finding as shapes
from lotrinh.core.vocab import EntryKind
from lotrinh.plans.selectors import finding

TAG: Final = "search"
router = Router()


@reads(router, "search", shapes.Hits, stamped=False, looks="document", listed=True)
def search(request: ApiRequest, query: Query[shapes.SearchQuery]) -> shapes.Hits:
    """Documents, tasks, targets and units by words, the best first.

    First what is called so as a whole, then what has the words in its title, then the rest; at most a thousand.
    """
    asked = finding.Query(
        text=query.text,
        kind=query.kind or "",
        unit_ids=(query.unit_id,) if query.unit_id else (),
        year=query.year,
        doc_kind=query.doc_kind,
        standing=query.standing or "",
    )
    whole = query.offset % query.limit == 0
    number, size = (query.offset // query.limit + 1, query.limit) if whole else (1, query.offset + query.limit)
    found = finding.search(actor_of(request), asked, number, size)
    hits = found.hits if whole else found.hits[query.offset :]
    items = [_hit(hit) for hit in hits] if query.offset < found.total else []
    return shapes.Hits(**page(request, query, found.total), more=found.more, items=items)


def _hit(hit: finding.Hit) -> shapes.Hit:
    kind = EntryKind(hit.kind)
    return shapes.Hit(
        kind=kind,
        document_id=hit.document.pk if hit.document else None,
        unit_id=hit.ref if kind == EntryKind.UNIT else None,
        plan_id=hit.plan_id,
        lineage=UUID(hit.key) if kind in {EntryKind.TASK, EntryKind.TARGET} and hit.key else None,
        title="".join(piece.text for piece in hit.title),
        snippet=[shapes.Piece(text=piece.text, hit=piece.hit) for piece in hit.text],
    )
