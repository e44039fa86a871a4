"""Named writes: adopting plans and their versions, who coordinates them, confirming proposals, saved lists."""

from __future__ import annotations

from lotrinh.plans.services.adopting import adopt, plan_renewed_by
from lotrinh.plans.services.confirming import confirm_proposal
from lotrinh.plans.services.coordination import Coordination, Named, coordination_in, set_coordination
from lotrinh.plans.services.views import delete_view, save_view

__all__ = [
    "Coordination",
    "Named",
    "adopt",
    "confirm_proposal",
    "coordination_in",
    "delete_view",
    "plan_renewed_by",
    "save_view",
    "set_coordination",
]
