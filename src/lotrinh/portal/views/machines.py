"""Answers for programs: data sets, catalogue, feeds, the map of all pages, what robots may read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lotrinh.core.actor import VISITOR
from lotrinh.plans import selectors
from lotrinh.plans.selectors import published
from lotrinh.plans.vocab import RowKind
from lotrinh.portal.addresses import link
from lotrinh.portal.answers import public
from lotrinh.portal.catalogue import catalogue
from lotrinh.portal.datasets import BY_KEY, FORMS, written

#: What the protocol allows in one file (sitemaps.org).
PART: Final = 50_000
_ENTRIES: Final = 50
_ROWS: Final = {"chi-tieu": RowKind.TARGET, "nhiem-vu": RowKind.TASK}
_PLANS: Final = "ke-hoach"
_XML: Final = "application/xml; charset=utf-8"
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@public
def file(request: HttpRequest, key: str, form: str) -> HttpResponseBase:
    """A data set over all open plans."""
    return _file(request, key, form, None)


@public
def plan_file(request: HttpRequest, plan_id: int, key: str, form: str) -> HttpResponseBase:
    """A data set of one plan."""
    selectors.plan_of(VISITOR, plan_id)
    return _file(request, key, form, plan_id)


def _file(request: HttpRequest, key: str, form: str, plan_id: int | None) -> HttpResponseBase:
    dataset = BY_KEY.get(key)
    if dataset is None or form not in FORMS or (plan_id is not None and not dataset.of_plan):
        raise Http404
    name = f"{key}.{form}" if plan_id is None else f"ke-hoach-{plan_id}-{key}.{form}"
    return StreamingHttpResponse(
        written(dataset, form, plan_id, _base(request)),
        content_type=FORMS[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Access-Control-Allow-Origin": "*"},
    )


@public
def catalog(request: HttpRequest) -> HttpResponse:
    """The catalogue of the data sets."""
    made = catalogue(request.stamp, _base(request))  # type: ignore[attr-defined]  # set by `public`
    return HttpResponse(
        json.dumps(made, ensure_ascii=False, indent=1),
        content_type="application/ld+json",
        headers={"Access-Control-Allow-Origin": "*"},
    )


@public
def new_plans(request: HttpRequest) -> HttpResponse:
    """Plans as they are opened."""
    feed = _feed(request, _("Kế hoạch mới công khai"), link("front"))
    lines = sorted(published.all_plans(VISITOR), key=lambda line: (line.opened_at, line.plan.pk), reverse=True)
    for line in lines[:_ENTRIES]:
        url = request.build_absolute_uri(link("plan", line.plan.pk))
        about = _("%(targets)d chỉ tiêu, %(tasks)d nhiệm vụ") % {"targets": line.targets, "tasks": line.tasks}
        feed.add_item(
            title=_clean(line.plan.title),
            link=url,
            description=_clean(" · ".join(filter(None, (line.plan.document.number, about)))),
            unique_id=request.build_absolute_uri(reverse("portal:plan", args=(line.plan.pk,))),
            pubdate=line.opened_at,
            updateddate=line.changed_at,
        )
    return _atom(feed)


@public
def plan_feed(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The versions of a plan as they are adopted."""
    plan = selectors.plan_of(VISITOR, plan_id)
    page = request.build_absolute_uri(link("plan", plan.pk))
    feed = _feed(request, _clean(plan.title), page)
    for version in published.version_lines(VISITOR, plan)[:_ENTRIES]:
        document = version.review.document
        feed.add_item(
            title=_("Phiên bản %(number)d") % {"number": version.number},
            link=page,
            description=_clean(" ".join(filter(None, (document.number, document.title)))),
            unique_id=f"{request.build_absolute_uri(reverse('portal:plan', args=(plan.pk,)))}#v{version.number}",
            pubdate=version.adopted_at,
            updateddate=version.adopted_at,
        )
    return _atom(feed)


def _feed(request: HttpRequest, title: str, path: str) -> Atom1Feed:
    publisher = request.stamp.publisher  # type: ignore[attr-defined]  # set by `public`
    return Atom1Feed(
        title=title,
        link=request.build_absolute_uri(path),
        description=None,
        language=get_language(),
        author_name=_clean(publisher) or "Lộ Trình",
        feed_url=request.build_absolute_uri(),
    )


def _atom(feed: Atom1Feed) -> HttpResponse:
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _clean(text: str) -> str:
    """The text without what XML cannot hold."""
    return _CONTROLS.sub(" ", text)


@public
def sitemap(request: HttpRequest) -> HttpResponse:
    """The parts of the map."""
    counts = published.counts(VISITOR)
    parts = [(_PLANS, 1)]
    for name, count in (("chi-tieu", counts.targets), ("nhiem-vu", counts.tasks)):
        parts += [(name, number) for number in range(1, -(-count // PART) + 1)]
    base = _base(request)
    lines = "".join(
        f"<sitemap><loc>{escape(base + reverse('sitemap_part', args=(name, number)))}</loc></sitemap>\n"
        for name, number in parts
    )
    return HttpResponse(f"{_head('sitemapindex')}{lines}</sitemapindex>\n", content_type=_XML)


@public
def sitemap_part(request: HttpRequest, key: str, part: int) -> HttpResponseBase:
    """A part of the map: at most 50,000 pages."""
    kind = _ROWS.get(key)
    if (kind is None and (key, part) != (_PLANS, 1)) or not 0 < part <= PART:
        raise Http404
    found = _plan_pages() if kind is None else _row_pages(kind, part)
    first = next(found, None)
    if first is None:
        raise Http404
    return StreamingHttpResponse(_urlset(_base(request), first, found), content_type=_XML)


def _urlset(
    base: str, first: tuple[str, datetime | None], rest: Iterator[tuple[str, datetime | None]]
) -> Iterator[str]:
    yield _head("urlset")
    yield _url(base, *first)
    for path, at in rest:
        yield _url(base, path, at)
    yield "</urlset>\n"


def _url(base: str, path: str, at: datetime | None) -> str:
    changed = f"<lastmod>{at.isoformat(timespec='seconds')}</lastmod>" if at is not None else ""
    return f"<url><loc>{escape(base + path)}</loc>{changed}</url>\n"


def _plan_pages() -> Iterator[tuple[str, datetime | None]]:
    yield reverse("portal:front"), None
    for kind in _ROWS.values():
        yield reverse("portal:rows", args=(kind,)), None
    yield reverse("portal:units"), None
    yield reverse("portal:data"), None
    for line in published.all_plans(VISITOR):
        yield reverse("portal:plan", args=(line.plan.pk,)), line.changed_at
    for unit in published.units_with_page(VISITOR):
        yield reverse("portal:unit", args=(unit.pk,)), None


def _row_pages(kind: RowKind, part: int) -> Iterator[tuple[str, datetime | None]]:
    folder = reverse("portal:rows", args=(kind,))
    for lineage, at in published.row_addresses(VISITOR, kind, (part - 1) * PART, PART):
        yield f"{folder}{lineage}/", at


def _head(element: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{element} xmlns="{_NAMESPACE}">\n'


def robots(request: HttpRequest) -> HttpResponse:
    """What robots may read: the public pages and what they need, nothing while the portal is off."""
    lines = ["User-agent: *"]
    if settings.PORTAL:
        static = settings.STATIC_URL if settings.STATIC_URL.startswith("/") else f"/{settings.STATIC_URL}"
        lines += ["Allow: /cong-khai/", "Allow: /sitemap", f"Allow: {static}"]
    lines.append("Disallow: /")
    if settings.PORTAL:
        lines += ["", f"Sitemap: {_base(request)}{reverse('sitemap')}"]
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
