"""Saying what the names of a reading stand for, once for the whole plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import Conflict, Refused
from lotrinh.core.writes import service
from lotrinh.documents import policies as documents
from lotrinh.documents.models import Document, Review
from lotrinh.documents.selectors import reviews
from lotrinh.documents.selectors.reviews import LIVE
from lotrinh.documents.services.reviewing import locked, person
from lotrinh.documents.vocab import ReviewState
from lotrinh.organisations import policies as organisations
from lotrinh.organisations.models import Unit, UnitName
from lotrinh.organisations.services.units import set_names
from lotrinh.organisations.vocab import GroupKind
from lotrinh.plans.models import NameChoice
from lotrinh.plans.selectors.naming import LONGEST_NAME, uses_in

#: What a choice of no body is called in `Pick.seen`.
NOBODY: Final = "none"
_LONGEST_OTHER_NAME: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """What a person says that a printed name stands for; neither unit nor group: a body that is not known here.

    seen: the `code_of` the choice that the person saw, empty where there was none. remember: from now on a name of the
    unit in every document.
    """

    printed: str
    unit_id: int | None = None
    group: str = ""
    seen: str = ""
    remember: bool = False

    @property
    def code(self) -> str:
        """The choice as a word."""
        return _code(self.unit_id, self.group)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """How many names were said anew, how many of them units will have as other names, and how many may not."""

    changed: int
    remembered: int = 0
    not_remembered: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """The picks that change something, with the units that they name."""

    picks: Sequence[Pick]
    units: Mapping[int, Unit] = field(default_factory=dict)


class StaleNames(Conflict):
    """Somebody has said something else of some names meanwhile; nothing is saved. `theirs`: printed name → choice."""

    def __init__(self, theirs: Mapping[str, NameChoice]) -> None:
        super().__init__(
            _("Người khác vừa chọn khác cho một số tên. Hãy xem lại các tên được đánh dấu rồi xác nhận lần nữa."),
            code="names-stale",
        )
        self.theirs = dict(theirs)


def code_of(choice: NameChoice | None) -> str:
    """A choice as a word: `u12`, `gcommunes`, `none`; empty where there is none."""
    return _code(choice.unit_id, choice.group) if choice is not None else ""


@service
def choose_names(actor: Actor, *, review_id: int, picks: Sequence[Pick]) -> Chosen:
    """Say what names of a review's document stand for; what is said already stays. Saying otherwise undoes it.

    Raises:
        Missing, NotAllowed: see `documents.policies`.
        Refused: the review is over; a name is not in it, or a unit or group does not exist (`fields` by printed name).
        StaleNames: of a name that would change somebody has said something else than the person saw.

    """
    review = locked(review_id)
    document = review.document
    documents.require(actor, documents.Action.REVIEW, document)
    if review.state not in LIVE:
        raise Refused(
            _("Lần rà soát này đã xong (%(state)s), tên cơ quan không đổi được nữa.")
            % {"state": str(ReviewState(review.state).label).lower()},
            code="review-closed",
        )
    wanted = _checked(review, picks)
    there = {row.printed: row for row in NameChoice.objects.filter(document=document).select_related("unit", "made_by")}
    changing = [pick for pick in wanted.picks if code_of(there.get(pick.printed)) != pick.code]
    stale = {
        pick.printed: there[pick.printed]
        for pick in changing
        if pick.printed in there and code_of(there[pick.printed]) != pick.seen
    }
    if stale:
        raise StaleNames(stale)
    before = {pick.printed: _words(there.get(pick.printed)) for pick in changing}
    after = {pick.printed: _words(_save(actor, document, pick, wanted.units, there)) for pick in changing}
    if changing:
        audit.note(
            actor,
            "review.names_chosen",
            kind="review",
            id=review.pk,
            label=str(document),
            unit_id=document.owner_id,
            before={"names": {name: value for name, value in before.items() if value}},
            after={"names": after},
        )
    remembered, refused = _remember(actor, wanted)
    return Chosen(changed=len(changing), remembered=remembered, not_remembered=refused)


def _checked(review: Review, picks: Sequence[Pick]) -> _Wanted:
    known = {name[:LONGEST_NAME] for name in uses_in(reviews.present(review).folded)}
    units = Unit.objects.in_bulk({pick.unit_id for pick in picks if pick.unit_id is not None})
    wrong = {}
    for pick in picks:
        if pick.printed not in known:
            wrong[pick.printed] = _("Tên này không còn trong bản rà soát.")
        elif pick.unit_id is not None and (pick.unit_id not in units or pick.group):
            wrong[pick.printed] = _("Không có cơ quan này trong danh mục. Hãy chọn lại.")
        elif pick.group and pick.group not in GroupKind.values:
            wrong[pick.printed] = _("Không có nhóm cơ quan này. Hãy chọn lại.")
    if wrong:
        raise Refused(_("Chưa lưu được: hãy xem lại các tên được đánh dấu."), code="wrong-fields", fields=wrong)
    return _Wanted(picks=list({pick.printed: pick for pick in picks}.values()), units=units)


def _save(
    actor: Actor, document: Document, pick: Pick, units: Mapping[int, Unit], there: Mapping[str, NameChoice]
) -> NameChoice:
    row = there.get(pick.printed) or NameChoice(document=document, printed=pick.printed)
    row.unit = units[pick.unit_id] if pick.unit_id is not None else None
    row.group, row.made_by_id, row.made_at = pick.group, person(actor), clock.now()
    row.clean_fields(exclude=("document", "unit", "made_by"))
    row.save()
    return row


def _remember(actor: Actor, wanted: _Wanted) -> tuple[int, int]:
    """Make the names those of the units that the actor runs; how many, and how many units are others'."""
    names: dict[int, list[str]] = {}
    refused = 0
    for pick in wanted.picks:
        if not pick.remember or pick.unit_id is None:
            continue
        if not organisations.allowed(actor, organisations.Action.MANAGE_UNIT, wanted.units[pick.unit_id]):
            refused += 1
        elif len(pick.printed) <= _LONGEST_OTHER_NAME:
            names.setdefault(pick.unit_id, []).append(pick.printed)
    known: dict[int, list[str]] = {}
    for unit_id, name in UnitName.objects.filter(unit_id__in=names).values_list("unit_id", "name"):
        known.setdefault(unit_id, []).append(name)
    added = 0
    for unit_id, new in names.items():
        old = known.get(unit_id, [])
        added += len(set(new) - set(old))
        set_names(actor, unit_id=unit_id, names=[*old, *new])
    return added, refused


def _code(unit_id: int | None, group: str) -> str:
    return f"u{unit_id}" if unit_id is not None else f"g{group}" if group else NOBODY


def _words(choice: NameChoice | None) -> str:
    """The choice as the audit trail keeps it."""
    if choice is None:
        return ""
    if choice.unit is not None:
        return choice.unit.name
    return str(GroupKind(choice.group).label) if choice.group else str(_("chưa có trong danh mục"))
