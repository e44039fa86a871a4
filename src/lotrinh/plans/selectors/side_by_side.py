"""Several plans under one document: what each takes up of it, duty by duty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lotrinh.core.actor import Actor
from lotrinh.documents.models import Document
from lotrinh.plans.coverage.duties import Duty
from lotrinh.plans.models import CoverageDecision, Plan
from lotrinh.plans.selectors.coverage import Above, Coverage, Line, above_of, comparable, compared, rows_of

#: More columns fit on no page.
MOST_PLANS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Across:
    """A duty of the document and how it stands in each plan, in the order of the columns."""

    duty: Duty
    cells: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """A document and plans under it; `rows` are its duties."""

    above: Above
    columns: tuple[Coverage, ...]

    @property
    def rows(self) -> tuple[Across, ...]:
        """The duties, each with its line in every plan."""
        return tuple(
            Across(duty=duty, cells=tuple(column.lines[index] for column in self.columns))
            for index, duty in enumerate(self.above.duties)
        )


def side_by_side(actor: Actor, document_id: int, plan_ids: Sequence[int]) -> SideBySide:
    """The plans beside the document, in the order in which they were asked for; nine queries, however many plans.

    Plans of which the actor may not see what is found in them are left out, and so is the document's own plan.

    Raises:
        Missing: there is no such document for this person.

    """
    above = above_of(actor, document_id)
    wanted = list(dict.fromkeys(plan_ids))[:MOST_PLANS]
    plans = {plan.pk: plan for plan in comparable(actor).filter(pk__in=wanted).exclude(document_id=document_id)}
    ordered = [plans[key] for key in wanted if key in plans]
    rows = rows_of(plans)
    said = _said(above.document, ordered)
    columns = tuple(compared(plan, above, rows[plan.pk], tuple(said[plan.pk])) for plan in ordered)
    return SideBySide(above=above, columns=columns)


def _said(document: Document, plans: Sequence[Plan]) -> dict[int, list[CoverageDecision]]:
    found: dict[int, list[CoverageDecision]] = defaultdict(list)
    rows = CoverageDecision.objects.filter(plan__in=plans, parent=document, withdrawn_at=None)
    for row in rows.select_related("made_by").order_by("id"):
        found[row.plan_id].append(row)
    return found
