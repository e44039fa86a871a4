"""The catalogue of open data: DCAT 3 (W3C Recommendation of 22 August 2024) as JSON-LD."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, override

from lotrinh.core.actor import VISITOR
from lotrinh.plans.selectors import published
from lotrinh.plans.selectors.published import PlanLine, Stamp
from lotrinh.portal.datasets import DATASETS, Dataset

CONTEXT: Final[Mapping[str, Any]] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"
_MEDIA_TYPES: Final = {"csv": f"{_MEDIA}text/csv", "json": f"{_MEDIA}application/json"}
_LANGUAGE: Final = "http://publications.europa.eu/resource/authority/language/VIE"


def catalogue(stamp: Stamp, base: str) -> dict[str, Any]:
    """The catalogue as a JSON-LD document; `base`: scheme and host. Four queries.

    A data set for each of `DATASETS`, and one for each plan with a file for every data set that is given by plan.
    """
    lines = published.all_plans(VISITOR)
    spans = published.spans(VISITOR)
    home = f"{base}{reverse('portal:data')}"
    publisher = {"@id": f"{home}#co-quan-cong-bo", "@type": "foaf:Agent", "foaf:name": stamp.publisher or "Lộ Trình"}
    years = [year for span in spans.values() for year in span if year is not None]
    shared: dict[str, Any] = {
        "dct:publisher": {"@id": publisher["@id"]},
        "dct:language": {"@id": _LANGUAGE},
        **({"dct:spatial": {"@type": "dct:Location", "dct:title": stamp.publisher}} if stamp.publisher else {}),
        **({"dct:license": {"@id": settings.PORTAL_LICENSE}} if settings.PORTAL_LICENSE else {}),
    }
    issued = min((line.opened_at for line in lines), default=stamp.changed_at)
    modified = max((line.changed_at for line in lines), default=stamp.changed_at)
    whole = {
        "dct:issued": _moment(issued),
        "dct:modified": _moment(modified),
        **_temporal(min(years, default=None), max(years, default=None)),
    }
    return {
        "@context": CONTEXT,
        "@id": f"{base}{reverse('portal:catalog')}",
        "@type": "dcat:Catalog",
        "dct:title": _titles(lambda: gettext("Kế hoạch đã công khai")),
        "dct:description": _titles(
            lambda: gettext("Chỉ tiêu, nhiệm vụ và cơ quan thực hiện của các kế hoạch đã công khai.")
        ),
        "foaf:homepage": {"@id": f"{base}{reverse('portal:front')}"},
        **shared,
        "dct:publisher": publisher,
        "dct:issued": whole["dct:issued"],
        "dct:modified": whole["dct:modified"],
        "dcat:dataset": [
            *({**_whole(dataset, base), **shared, **whole} for dataset in DATASETS),
            *({**_of_plan(line, base, spans.get(line.plan.pk, (None, None))), **shared} for line in lines),
        ],
    }


def _whole(dataset: Dataset, base: str) -> dict[str, Any]:
    page = f"{base}{reverse('portal:data')}"
    files = {form: f"{base}{reverse('portal:file', args=(dataset.key, form))}" for form in _MEDIA_TYPES}
    return {
        "@id": f"{page}#{dataset.key}",
        "@type": "dcat:Dataset",
        "dct:identifier": dataset.key,
        "dct:title": _titles(lambda: str(dataset.title)),
        "dct:description": _titles(lambda: str(dataset.about)),
        "dcat:landingPage": {"@id": page},
        "dcat:distribution": [_file(form, url, dataset.title) for form, url in files.items()],
    }


def _of_plan(line: PlanLine, base: str, span: tuple[int | None, int | None]) -> dict[str, Any]:
    plan = line.plan
    page = f"{base}{reverse('portal:plan', args=(plan.pk,))}"
    files = [
        (form, f"{base}{reverse('portal:plan_file', args=(plan.pk, dataset.key, form))}", dataset)
        for dataset in DATASETS
        if dataset.of_plan
        for form in _MEDIA_TYPES
    ]
    return {
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:identifier": f"ke-hoach-{plan.pk}",
        "dct:title": {"@value": plan.title, "@language": "vi"},
        "dct:description": {"@value": " ".join(filter(None, (plan.document.number, plan.title))), "@language": "vi"},
        "dct:issued": _moment(line.opened_at),
        "dct:modified": _moment(line.changed_at),
        "dcat:version": str(plan.current),
        "dcat:landingPage": {"@id": page},
        **_temporal(*span),
        "dcat:distribution": [_file(form, url, dataset.title) for form, url, dataset in files],
    }


def _file(form: str, url: str, title: str | Promise) -> dict[str, Any]:
    return {
        "@id": url,
        "@type": "dcat:Distribution",
        "dct:title": _titles(lambda: f"{title} ({form.upper()})"),
        "dcat:accessURL": {"@id": url},
        "dcat:downloadURL": {"@id": url},
        "dcat:mediaType": {"@id": _MEDIA_TYPES[form]},
    }


def _temporal(first: int | None, last: int | None) -> dict[str, Any]:
    if first is None or last is None:
        return {}
    return {
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@value": f"{first:04}", "@type": "xsd:gYear"},
            "dcat:endDate": {"@value": f"{last:04}", "@type": "xsd:gYear"},
        }
    }


def _titles(words: Any) -> list[dict[str, str]]:
    """The words in both languages of the pages."""
    found = []
    for language in ("vi", "en"):
        with override(language):
            found.append({"@value": words(), "@language": language})
    return found


def _moment(at: dt.datetime) -> dict[str, str]:
    return {"@value": at.isoformat(timespec="seconds"), "@type": "xsd:dateTime"}
