"""The parts of a plan in addresses."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from django.urls import reverse

from lotrinh.plans.vocab import RowKind

_SLUGS: Final = {
    RowKind.TARGET: "chi-tieu",
    RowKind.TASK: "nhiem-vu",
    RowKind.ASSIGNMENT: "phan-cong",
    RowKind.REPORTING: "bao-cao",
    RowKind.BUDGET: "kinh-phi",
}
_KINDS: Final = {slug: kind for kind, slug in _SLUGS.items()}


class RowKindConverter:
    """`nhiem-vu` in an address is RowKind.TASK."""

    regex = "|".join(_KINDS)

    def to_python(self, value: str) -> RowKind:
        """The kind of rows."""
        return _KINDS[value]

    def to_url(self, value: str) -> str:
        """The kind in the address."""
        return _SLUGS[RowKind(value)]


@lru_cache(maxsize=1000)
def part_url(plan_id: int, kind: RowKind) -> str:
    """The list of a plan's rows of one kind."""
    return reverse("plans:part", kwargs={"plan_id": plan_id, "kind": kind})


def row_url(kind: RowKind, row: Any) -> str:
    """The permalink of a row: the same for all versions."""
    return f"{part_url(row.plan_id, kind)}{row.lineage}/"


def anchor(kind: str, lineage: object) -> str:
    """The name of a row's words on the page of the source."""
    return f"{kind}-{lineage}"


def words_url(kind: str, row: Any) -> str:
    """The words of a row on the page of the source; empty where a person added the row."""
    if row.span_start is None:
        return ""
    return f"{reverse('plans:source', args=(row.plan_id,))}#{anchor(kind, row.lineage)}"
