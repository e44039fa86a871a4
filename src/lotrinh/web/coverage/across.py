"""Several plans under one document side by side."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lotrinh.core.problems import Missing
from lotrinh.documents.selectors.documents import to_relate
from lotrinh.plans.selectors.coverage import Line
from lotrinh.plans.selectors.parents import plans_under
from lotrinh.plans.selectors.side_by_side import MOST_PLANS, Across, SideBySide
from lotrinh.plans.selectors.side_by_side import side_by_side as beside
from lotrinh.plans.vocab import Taken
from lotrinh.web.asking import actor_of
from lotrinh.web.coverage import files, shown

_MOST_DIGITS: Final = 18
_LONGEST: Final = 200
_PER_PAGE: Final = 60
#: Paper has one page for everything.
_ON_PAPER: Final = 1000


@login_required
@require_safe
def side_by_side(request: HttpRequest) -> HttpResponse:
    """The duties of a document (`van-ban`), what each of some plans (`ke-hoach`) has for it."""
    actor = actor_of(request)
    document_id, plan_ids = _wanted(request.GET)
    text = _text(request.GET.get("tim", ""))
    context: dict[str, Any] = {"text": text, "most": MOST_PLANS}
    if document_id is None:
        context["documents"] = to_relate(actor, text=text, besides=0) if text else ()
        return render(request, "web/coverage/across_choose.html", context)
    found = beside(actor, document_id, plan_ids)
    names = _text(request.GET.get("ten", ""))
    chosen = [column.plan.pk for column in found.columns]
    options = plans_under(actor, found.above.document, names)
    size = _ON_PAPER if request.GET.get("in") == "1" else _PER_PAGE
    pages = max(1, -(-len(found.rows) // size))
    number = min(max(_number(request.GET.get("trang", "")) or 1, 1), pages)
    query = urlencode([("van-ban", document_id), *(("ke-hoach", key) for key in chosen)])
    context |= {
        "found": found,
        "document": found.above.document,
        "names": names,
        "chosen": chosen,
        "options": [*(column.plan for column in found.columns), *(plan for plan in options if plan.pk not in chosen)],
        "query": query,
        "number": number,
        "pages": [(index, f"?{query}&trang={index}") for index in range(1, pages + 1)],
        "paper_url": f"?{query}&in=1" if pages > 1 else "",
        "heads": [_head(column) for column in found.columns],
        "rows": [_row(found, across) for across in found.rows[(number - 1) * size : number * size]],
    }
    return render(request, "web/coverage/across.html", context)


@login_required
@require_safe
def side_by_side_export(request: HttpRequest, form: str) -> HttpResponse:
    """The same as a file."""
    actor = actor_of(request)
    document_id, plan_ids = _wanted(request.GET)
    if document_id is None:
        raise Missing(_("Hãy chọn văn bản để so sánh."), code="document-missing")
    return files.answer(files.of_side_by_side(beside(actor, document_id, plan_ids)), form, f"so-sanh-{document_id}")


def _wanted(query: QueryDict) -> tuple[int | None, list[int]]:
    return _number(query.get("van-ban", "")), [key for text in query.getlist("ke-hoach") if (key := _number(text))]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else None


def _text(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())[:_LONGEST]


def _head(column: Any) -> dict[str, Any]:
    return {
        "plan": column.plan,
        "confirmed": column.count(Taken.CONFIRMED),
        "proposed": column.count(Taken.PROPOSED),
        "missing": column.count(Taken.MISSING) + column.count(Taken.LEFT_OUT),
        "copied": shown.per_cent(column.copied_share),
        "clear": shown.clear_of(column),
        "tasks": column.tasks,
    }


def _row(found: SideBySide, across: Across) -> dict[str, Any]:
    cells = [_cell(column, line) for column, line in zip(found.columns, across.cells, strict=True)]
    return {"duty": across.duty, "note": shown.note_of(across.duty), "cells": cells}


def _cell(column: Any, line: Line) -> dict[str, Any]:
    first = line.answers[0] if line.answers else None
    said = column.matching.explain(line.index, first.index).shared[:3] if first else ()
    return {
        "state": line.state,
        "badge": shown.state_badge(line.state),
        "first": shown.answer_of(column, line, first) if first else None,
        "words": "; ".join(map(shown.shared_words, said)),
        "plan": column.plan,
        "key": line.duty.key,
    }
