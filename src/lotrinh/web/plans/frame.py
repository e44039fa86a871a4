"""What every page of one plan shows: its head and its tabs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor
from lotrinh.plans import policies
from lotrinh.plans.policies import Action
from lotrinh.plans.selectors.overview import row_counts
from lotrinh.plans.vocab import RowKind
from lotrinh.web.asking import actor_of
from lotrinh.web.plans.addresses import part_url
from lotrinh.web.plans.wording import count

#: The order of the tabs, that of the document.
KINDS: Final = (RowKind.TARGET, RowKind.TASK, RowKind.ASSIGNMENT, RowKind.REPORTING, RowKind.BUDGET)
_LABELS: Final = {
    RowKind.TARGET: _("Chỉ tiêu"),
    RowKind.TASK: _("Nhiệm vụ"),
    RowKind.ASSIGNMENT: _("Phân công"),
    RowKind.REPORTING: _("Báo cáo"),
    RowKind.BUDGET: _("Kinh phí"),
}
#: Tabs that say how many rows there are; of sums of money the number says nothing.
_COUNTED: Final = frozenset(KINDS) - {RowKind.BUDGET}
#: What the pages of a tab call it, where that is not the name of the address.
_HERE: Final = {"coverage:choose": "coverage"}


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of the plan."""

    label: str | Promise
    url: str
    count: str | None
    here: bool


def frame(request: HttpRequest, plan: Any, here: str, counts: Mapping[RowKind, int] | None = None) -> dict[str, Any]:
    """The context of the frame; one query, none with `counts`. `here` is a RowKind or the name of the address."""
    actor = actor_of(request)
    return {
        "plan": plan,
        "tabs": tuple(_tabs(actor, plan, here, row_counts(plan) if counts is None else counts)),
        "here": here,
        "may_coordinate": policies.allowed(actor, Action.COORDINATE, plan),
    }


def _tabs(actor: Actor, plan: Any, here: str, counts: Mapping[RowKind, int]) -> Iterator[Tab]:
    yield Tab(_("Tổng quan"), reverse("plans:detail", args=(plan.pk,)), None, here == "detail")
    for kind in KINDS:
        yield Tab(
            _LABELS[kind], part_url(plan.pk, kind), count(counts[kind]) if kind in _COUNTED else None, here == kind
        )
    others = [("plans:versions", _("Phiên bản")), ("plans:source", _("Nguồn")), ("plans:history", _("Lịch sử"))]
    if policies.allowed(actor, Action.READ_FINDINGS, plan):
        others[1:1] = [("plans:findings", _("Phát hiện")), ("coverage:choose", _("Đối chiếu"))]
    for name, label in others:
        yield Tab(label, reverse(name, args=(plan.pk,)), None, here == _HERE.get(name, name.partition(":")[2]))
