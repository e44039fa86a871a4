"""What documents say of a row, without what a reviewer proposes and no document confirms yet."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.db.models.lookups import Contains

from lotrinh.plans.models import Party, Row
from lotrinh.plans.vocab import PartyRole, ProposedField

_R = TypeVar("_R", bound=Row)
#: The columns that a proposal fills, with what stands there where nobody says anything.
_COLUMNS: Final[Mapping[str, Mapping[str, Any]]] = {
    ProposedField.LEAD: {"lead_names": "", "lead": ()},
    ProposedField.DEADLINE: {"deadline": "", "deadline_text": "", "due_on": None},
    ProposedField.DELIVERABLE: {"deliverable": ""},
    ProposedField.VALUE: {"value": None, "value_high": None},
    ProposedField.YEAR: {"year": None},
    ProposedField.FREQUENCY: {"frequency": ""},
    ProposedField.BY: {"by": ()},
    ProposedField.TO: {"to": ""},
    ProposedField.DUE: {"due": ""},
}
#: Proposals that name the bodies of a row.
_NAMES: Final = frozenset({ProposedField.LEAD, ProposedField.BY})


def stated(row: _R) -> _R:
    """The row as the documents have it: a copy that is never saved; the row itself where nothing is proposed."""
    if not row.proposed:
        return row
    plain = copy.copy(row)
    for field in row.proposed:
        for name, empty in _COLUMNS.get(field, {}).items():
            if hasattr(row, name):
                setattr(plain, name, empty)
    plain.proposed = []
    return plain


def stated_parties(row: Any) -> tuple[Party, ...]:
    """The parties that documents name, of a row as it is kept; `parties` are fetched. None for rows without any."""
    parties: Iterable[Party] = row.parties.all() if hasattr(row, "parties") else ()
    named = not _NAMES & set(row.proposed)
    return tuple(party for party in parties if named or party.role != PartyRole.LEAD)


def proposes(*fields: str, row: str = "") -> Q:
    """The rows in which one of the fields is a proposal; `row`: the way to them (`task__`). Tasks have `proposes`."""
    kept = Cast(f"{row}proposed", TextField())
    rule = Q()
    for field in fields:
        rule |= Q(Contains(kept, f'"{field}"'))
    return rule
