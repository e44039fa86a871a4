"""What is kept of units and their history, to compare before and after."""

from __future__ import annotations

from typing import Any, Final

from lotrinh.core.audit.models import AuditEntry, AuditHead
from lotrinh.organisations.models import Reorganisation, Succession, Unit, UnitName, UnitState

KEPT: Final = (Unit, Reorganisation, Succession, UnitState, UnitName)


def kept() -> dict[str, list[Any]]:
    """Every row of what acts can change."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in KEPT}


def kept_with_trail() -> dict[str, list[Any]]:
    """The same with the number of rows in the audit trail and the heads of its chains."""
    return {**kept(), "trail": [AuditEntry.objects.count(), *AuditHead.objects.order_by("chain").values()]}
