"""The rows of one plan, its findings, history and source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from lotrinh.core.audit import selectors as audit
from lotrinh.plans import policies, selectors
from lotrinh.plans.policies import Action
from lotrinh.plans.selectors.overview import sections
from lotrinh.plans.vocab import RowKind
from lotrinh.web.asking import actor_of
from lotrinh.web.lists import Bulk, Listing
from lotrinh.web.lists.export import export
from lotrinh.web.plans import budget
from lotrinh.web.plans import source as laid
from lotrinh.web.plans.addresses import anchor, part_url, row_url
from lotrinh.web.plans.frame import KINDS, frame
from lotrinh.web.plans.listings import parts, tasks
from lotrinh.web.plans.wording import plain
from vanban import PlanRecord
from vanban.language.wording import shorten

_MOST_ENTRIES: Final = 200
_LONGEST_EXCERPT: Final = 160
_TITLES: Final = {
    RowKind.TARGET: gettext_lazy("Danh mục chỉ tiêu"),
    RowKind.TASK: gettext_lazy("Danh mục nhiệm vụ"),
    RowKind.ASSIGNMENT: gettext_lazy("Phân công tổ chức thực hiện"),
    RowKind.REPORTING: gettext_lazy("Chế độ báo cáo"),
    RowKind.BUDGET: gettext_lazy("Kinh phí thực hiện"),
}


def listing_of(request: HttpRequest, plan: Any, kind: RowKind) -> Listing:
    """The list of the plan's rows of one kind; one query for the headings."""
    path = part_url(plan.pk, kind)
    headings = {section.key: shorten(f"{section.path} {section.heading}".strip(), 80) for section in sections(plan)}
    if kind is RowKind.TASK:
        found = tasks.found(actor_of(request), plan.pk)
        return tasks.of_plan(headings).listing(request, found, path=path)
    return parts.page_of(kind, headings).listing(request, selectors.rows(plan, kind).prefetch_related(None), path=path)


@login_required
@require_safe
def rows(request: HttpRequest, plan_id: int, kind: RowKind) -> HttpResponse:
    """The rows of one kind."""
    plan = selectors.plan_of(actor_of(request), plan_id)
    listing = listing_of(request, plan, kind)
    context = {**frame(request, plan, kind), "listing": listing, "kind": kind, "views": None, "bulk": bulk(listing)}
    if kind is RowKind.BUDGET:
        context["sums"] = budget.checked(selectors.rows(plan, kind))
    return render(request, f"web/plans/{kind.value}s.html", context, status=listing.status)


def bulk(listing: Listing) -> list[Bulk]:
    """What can be done with chosen rows of any list."""
    return [
        Bulk(label=_("Xuất các dòng đã chọn (%(form)s)") % {"form": form.upper()}, url=f"{listing.path}xuat.{form}")
        for form in ("xlsx", "csv")
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rows_export(request: HttpRequest, plan_id: int, kind: RowKind, form: str) -> HttpResponseBase:
    """The rows that the filters leave, or (POST) the chosen ones, as a file."""
    plan = selectors.plan_of(actor_of(request), plan_id)
    listing = listing_of(request, plan, kind)
    chosen = listing.chosen(request.POST) if request.method == "POST" else None
    return export(listing, form, f"{_TITLES[kind]}: {plan.title}", chosen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A finding with the words that it speaks of and where they stand."""

    finding: Any
    excerpt: str
    line: int | None


@login_required
@require_safe
def findings(request: HttpRequest, plan_id: int) -> HttpResponse:
    """What the checker saw: inside only."""
    actor = actor_of(request)
    version = selectors.version_of(actor, plan_id)
    policies.require(actor, Action.READ_FINDINGS, version.plan)
    record = PlanRecord.from_json(version.record)
    context = {**frame(request, version.plan, "findings"), "found": tuple(_found(record))}
    return render(request, "web/plans/findings.html", context)


def _found(record: PlanRecord) -> Iterator[Found]:
    content = record.text.content
    for finding in record.findings:
        if finding.span is None:
            yield Found(finding=finding, excerpt="", line=None)
        else:
            start, end = finding.span
            words = shorten(plain(content[start:end]), _LONGEST_EXCERPT)
            yield Found(finding=finding, excerpt=words, line=laid.line_at(record.text, start))


@login_required
@require_safe
def history(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Who did what with the plan."""
    plan = selectors.plan_of(actor_of(request), plan_id)
    entries = [
        (entry, audit.action_label(entry.action), audit.differences(entry))
        for entry in audit.of_thing("plan", plan.pk)[:_MOST_ENTRIES]
    ]
    return render(request, "web/plans/history.html", {**frame(request, plan, "history"), "entries": entries})


@login_required
@require_safe
def source(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The text of the version in force, the words of every row marked."""
    version = selectors.version_of(actor_of(request), plan_id)
    plan = version.plan
    record = PlanRecord.from_json(version.record)
    headings = [(section.span_start, 1 + section.path.count(".")) for section in sections(plan)]
    marks = [mark for kind in KINDS for mark in _marks(plan, kind)]
    context = {
        **frame(request, plan, "source"),
        "version": version,
        "stretches": laid.laid_out(record.text, headings, marks),
        "parts": [(kind, RowKind(kind).label) for kind in KINDS],
    }
    return render(request, "web/plans/source.html", context)


def _marks(plan: Any, kind: RowKind) -> Iterator[laid.Mark]:
    for row in selectors.rows(plan, kind).prefetch_related(None):
        if row.span_start is not None and row.span_end is not None:
            yield laid.Mark(
                start=row.span_start,
                end=row.span_end,
                part=kind.value,
                anchor=anchor(kind.value, row.lineage),
                url=row_url(kind, row),
                label=str(kind.label),
            )
