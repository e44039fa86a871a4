"""Many units at once from a table: looked through row by row first, then all of them or none.

A row is a unit that exists (by its code, else by its exact name below the same parent) or a new one. An empty cell
leaves what is known; other names are added, none is taken away. A row may also say what the unit took over, from whom
and by which document; further rows of the same unit say what else it took over. Parents and predecessors may stand
anywhere in the same table.
"""

from __future__ import annotations

from lotrinh.organisations.services.importing.checking import check_units
from lotrinh.organisations.services.importing.loading import load_units
from lotrinh.organisations.services.importing.rows import (
    MOST_ROWS,
    CellFault,
    Change,
    Outcome,
    Report,
    UnitRow,
    Verdict,
    kind_labels,
    way_labels,
)

__all__ = [
    "MOST_ROWS",
    "CellFault",
    "Change",
    "Outcome",
    "Report",
    "UnitRow",
    "Verdict",
    "check_units",
    "kind_labels",
    "load_units",
    "way_labels",
]
