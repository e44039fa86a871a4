"""The list of plans."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lotrinh.core.actor import Actor
from lotrinh.documents.vocab import Standing
from lotrinh.plans import selectors
from lotrinh.web.lists import Column, ListPage, choice
from lotrinh.web.plans import wording
from lotrinh.web.templatetags.ui.values import partial_date


def _owners(actor: Actor) -> list[tuple[int, str]]:
    """The agencies whose plans the person sees."""
    rows = selectors.plans(actor).order_by("owner__sort_key", "owner_id")
    return list(dict.fromkeys(rows.values_list("owner_id", "owner__name")))


def _years(actor: Actor) -> Iterator[tuple[str, str]]:
    days = selectors.plans(actor).order_by("-document__issued_on").values_list("document__issued_on", flat=True)
    return ((year, year) for year in dict.fromkeys(day[:4] for day in days if day))


PLANS: Final = ListPage(
    key="plans",
    noun=_("kế hoạch"),
    order="-adopted",
    url=lambda plan: reverse("plans:detail", args=(plan.pk,)),
    columns=(
        Column(
            key="title",
            label=_("Kế hoạch"),
            value=lambda plan: plan.title,
            sort=("sort_key",),
            head=True,
            from_document=True,
            width=60,
        ),
        Column(
            key="number",
            label=_("Số, ký hiệu"),
            value=lambda plan: plan.document.number,
            sort=("document__number",),
        ),
        Column(
            key="date",
            label=_("Ngày ban hành"),
            value=lambda plan: partial_date(plan.document.issued_on),
            sort=("document__issued_on",),
            width=14,
        ),
        Column(
            key="issuer",
            label=_("Cơ quan ban hành"),
            value=lambda plan: plan.document.issuer,
            from_document=True,
            shown=False,
        ),
        Column(
            key="owner",
            label=_("Cơ quan đầu mối"),
            value=lambda plan: plan.owner.name,
            sort=("owner__sort_key",),
            width=28,
        ),
        Column(
            key="standing",
            label=_("Hiệu lực"),
            value=lambda plan: plan.document.get_standing_display(),
            html=lambda plan: wording.standing(plan.document),
            width=16,
        ),
        Column(
            key="tasks",
            label=_("Nhiệm vụ"),
            value=lambda plan: plan.task_count,
            html=lambda plan: wording.count(plan.task_count),
            sort=("task_count",),
            numeric=True,
            width=12,
        ),
        Column(
            key="adopted",
            label=pgettext_lazy("day", "Đưa vào theo dõi"),
            value=lambda plan: timezone.localdate(plan.adopted_at),
            html=lambda plan: f"{timezone.localdate(plan.adopted_at):%d/%m/%Y}",
            sort=("adopted_at",),
            width=14,
        ),
    ),
    filters=(
        choice("owner", _("Cơ quan đầu mối"), _owners, lambda rows, value: rows.filter(owner_id=value)),
        choice(
            "year", _("Năm ban hành"), _years, lambda rows, value: rows.filter(document__issued_on__startswith=value)
        ),
        choice(
            "standing",
            _("Hiệu lực"),
            lambda _actor: Standing.choices,
            lambda rows, value: rows.filter(document__standing=value),
        ),
    ),
)
