"""Pages for people: plans, targets, tasks, bodies, searching, open data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lotrinh.core.actor import VISITOR
from lotrinh.documents.vocab import Standing
from lotrinh.plans.selectors import TaskFilters, published
from lotrinh.plans.selectors.published import PlanWanted, Sheet
from lotrinh.plans.vocab import PartyRole, RowKind
from lotrinh.portal import asked, finding
from lotrinh.portal.addresses import absolute
from lotrinh.portal.answers import public
from lotrinh.portal.datasets import DATASETS

_BODIES: Final = 100
_ROLES: Final = {"chu-tri": PartyRole.LEAD, "phoi-hop": PartyRole.PARTNER}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What a list is narrowed to."""

    text: str
    plan: int | None
    section: str
    year: int | None
    unit: int | None

    @property
    def narrowed(self) -> bool:
        return bool(self.text or self.plan or self.section or self.year or self.unit)


def _asked(request: HttpRequest) -> _Asked:
    plan = asked.whole(request, asked.PLAN)
    return _Asked(
        text=asked.text(request),
        plan=plan,
        section=asked.text(request, asked.SECTION)[:40] if plan else "",
        year=asked.year(request),
        unit=asked.whole(request, asked.UNIT),
    )


@public
def front(request: HttpRequest) -> HttpResponse:
    """The plans that are open."""
    wanted = PlanWanted(text=asked.text(request), year=asked.year(request), owner_id=asked.whole(request, asked.UNIT))
    context = {
        "wanted": wanted,
        "sheet": published.plan_sheet(VISITOR, wanted, asked.page(request)),
        "facets": published.facets(VISITOR),
        "counts": published.counts(VISITOR),
    }
    return _page(request, "front", "plans", context)


@public
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A plan."""
    page = published.plan_page(VISITOR, plan_id, asked.page(request))
    return _page(request, "plan", "plans", {"page": page, "plan": page.plan, "sets": DATASETS})


@public
def rows(request: HttpRequest, kind: RowKind) -> HttpResponse:
    """All targets or all tasks."""
    wanted = _asked(request)
    number = asked.page(request)
    context: dict[str, Any] = {
        "asked": wanted,
        "narrowed": wanted.narrowed,
        "plans": published.plan_names(VISITOR, wanted.plan),
    }
    if kind is RowKind.TARGET:
        context["sheet"] = published.target_sheet(
            VISITOR, plan_id=wanted.plan, year=wanted.year, text=wanted.text, number=number
        )
        context["years"] = published.years_reached(VISITOR)
        return _page(request, "targets", "target", context)
    filters = TaskFilters(
        plan_id=wanted.plan,
        section=wanted.section,
        unit_id=wanted.unit,
        year=wanted.year,
        text=wanted.text,
        stated=True,
    )
    context["sheet"] = published.task_sheet(VISITOR, filters, number)
    context["sections"] = published.sections_of(VISITOR, wanted.plan) if wanted.plan else ()
    context["years"] = published.years_due(VISITOR)
    context["units"] = published.named_units(VISITOR)
    return _page(request, "tasks", "task", context)


@public
def row(request: HttpRequest, kind: RowKind, lineage: UUID) -> HttpResponse:
    """A target or a task under its lasting address."""
    page = published.row_page(VISITOR, kind, lineage)
    context = {
        "page": page,
        "plan": page.plan,
        "row": page.row,
        "kind": page.kind,
        "expired": page.plan_standing == Standing.EXPIRED,
        "permanent": absolute(request, request.path),
    }
    return _page(request, "row", str(kind), context)


@public
def units(request: HttpRequest) -> HttpResponse:
    """The bodies with duties."""
    found = published.bodies(VISITOR)
    pages = max(1, -(-len(found) // _BODIES))
    number = min(asked.page(request), pages)
    lines = found[(number - 1) * _BODIES : number * _BODIES]
    sheet = Sheet(lines=lines, total=len(found), number=number, pages=pages)
    return _page(request, "units", "units", {"sheet": sheet})


@public
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """The duties of a unit."""
    role = asked.text(request, asked.ROLE)
    page = published.unit_sheet(VISITOR, unit_id, _ROLES.get(role, ""), asked.page(request))
    return _page(request, "unit", "units", {"page": page, "unit": page.unit, "role": role if role in _ROLES else ""})


@public
def search(request: HttpRequest) -> HttpResponse:
    """What has the words."""
    text, kind = asked.text(request), asked.text(request, asked.KIND)
    context = {
        "text": text,
        "kind": kind if kind in finding.KINDS else "",
        "choices": [(key, known.label) for key, known in finding.KINDS.items()],
        "results": finding.find(text, kind, asked.page(request)) if text else None,
    }
    return _page(request, "search", "search", context)


@public
def data(request: HttpRequest) -> HttpResponse:
    """The open data: what there is, and what it means."""
    context = {"sets": DATASETS, "counts": published.counts(VISITOR), "license": settings.PORTAL_LICENSE}
    return _page(request, "data", "data", context)


@public
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """Whatever else is asked for under the public pages."""
    raise Http404


def _page(request: HttpRequest, template: str, here: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, f"portal/{template}.html", {**context, "here": here, "path": request.path})
