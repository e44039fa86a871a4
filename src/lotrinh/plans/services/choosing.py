"""What a coordinator chooses on merger day, kept until a decision confirms it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from lotrinh.core.actor import Actor
from lotrinh.core.problems import Refused
from lotrinh.core.writes import service
from lotrinh.documents.services.reviewing import person
from lotrinh.organisations.models import Unit
from lotrinh.organisations.vocab import GroupKind
from lotrinh.plans import policies
from lotrinh.plans.models import HandoverChoice
from lotrinh.plans.policies import Action
from lotrinh.plans.selectors.board import EACH, KEEP
from lotrinh.plans.services.handing import PARTIES
from lotrinh.plans.vocab import RowKind

_CHUNK: Final = 500
#: No unit has a number of more digits: a database could not hold it.
_MOST_DIGITS: Final = 18


@service
def choose(actor: Actor, *, choices: Mapping[tuple[str, int], str]) -> int:
    """Keep what the actor chose for parties, given by kind of row and key; an empty choice is forgotten. How many.

    It is the actor's own note and decides nothing: the trail has the decision. Parties of plans that the actor does not
    coordinate are passed over.

    Raises:
        NotAllowed: no person acts.
        Refused: a code stands for nobody (`fields["lines"]`).

    """
    user = person(actor)
    _check(set(choices.values()))
    mine = policies.visible(actor, Action.COORDINATE).order_by().values("pk")
    kept: list[HandoverChoice] = []
    for kind, (model, row) in PARTIES.items():
        wanted = {party: code for (of, party), code in choices.items() if of == kind}
        for start in range(0, len(wanted), _CHUNK):
            keys = list(wanted)[start : start + _CHUNK]
            rows = model._default_manager.filter(**{"pk__in": keys, f"{row}__plan__in": mine})  # noqa: SLF001 - the manager of a model known only at run time
            known = list(rows.order_by("pk").values_list("pk", flat=True))
            HandoverChoice.objects.filter(user_id=user, kind=kind, party_id__in=known).delete()
            kept += [
                HandoverChoice(user_id=user, kind=RowKind(kind), party_id=party, choice=wanted[party])
                for party in known
                if wanted[party]
            ]
    # Somebody who presses twice sends the same choices side by side.
    HandoverChoice.objects.bulk_create(
        kept,
        batch_size=_CHUNK,
        update_conflicts=True,
        unique_fields=("user", "kind", "party_id"),
        update_fields=("choice",),
    )
    return len(kept)


def _check(codes: set[str]) -> None:
    numbers = {code[1:] for code in codes if code[:1] == "u" and len(code) <= 1 + _MOST_DIGITS}
    units = {int(number) for number in numbers if number.isdecimal()}
    known = {f"u{pk}" for pk in Unit.objects.filter(pk__in=units).values_list("pk", flat=True)}
    known |= {f"g{group}" for group in GroupKind.values} | {"", KEEP, EACH}
    if codes - known:
        sentence = _("Có cơ quan tiếp nhận không có trong danh mục. Hãy chọn lại.")
        raise Refused(sentence, code="wrong-fields", fields={"lines": sentence})
