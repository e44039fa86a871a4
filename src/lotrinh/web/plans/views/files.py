"""A plan as a file: the officers' appendix, CSV, Akoma Ntoso, the plan record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lotrinh.core.problems import Missing
from lotrinh.plans import policies, selectors
from lotrinh.plans.policies import Action
from lotrinh.web.answers import attachment
from lotrinh.web.asking import actor_of
from lotrinh.web.plans.wording import lang
from vanban import PlanRecord
from vanban.writers import akn, csv, xlsx

_FORMS: Final[Mapping[str, tuple[str, Callable[[PlanRecord], bytes]]]] = {
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda record: xlsx.write(record, lang()),
    ),
    "csv": ("text/csv; charset=utf-8", lambda record: csv.write(record, lang())),
    "xml": (akn.MEDIA_TYPE, akn.write),
    "json": ("application/json", lambda record: record.to_json(indent=2).encode()),
}


@login_required
@require_safe
def plan_file(request: HttpRequest, plan_id: int, form: str) -> HttpResponse:
    """The version in force; proposals are marked as such, findings are for those who may see them."""
    if form not in _FORMS:
        raise Missing(_("Không có dạng tệp này; hãy chọn XLSX, CSV, XML hoặc JSON."), code="export-form-unknown")
    actor = actor_of(request)
    version = selectors.version_of(actor, plan_id)
    inside = policies.allowed(actor, Action.READ_FINDINGS, version.plan)
    record = selectors.record_of(version, proposals=form in {"xlsx", "csv"}, findings=inside)
    media_type, write = _FORMS[form]
    name = f"ke-hoach-{plan_id}-v{version.number}.{form}"
    return attachment(write(record), media_type, name)
