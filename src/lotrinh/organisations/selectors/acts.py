"""Reading the acts that changed units: the list of all, one with its lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lotrinh.core import words
from lotrinh.core.actor import Actor
from lotrinh.core.problems import Missing
from lotrinh.organisations import policies
from lotrinh.organisations.models import Reorganisation, Succession, Unit, UnitState
from lotrinh.organisations.vocab import ReorganisationKind

#: So many words of a search count: each costs a comparison a row.
_MOST_WORDS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ActPage:
    """An act with its lines, units fetched, and the former names that it ended.

    followers: the acts that rest on it; while there are any it cannot be taken back.
    """

    act: Reorganisation
    lines: tuple[Succession, ...]
    states: tuple[UnitState, ...]
    followers: tuple[Reorganisation, ...]
    may_withdraw: bool


def acts(actor: Actor) -> QuerySet[Reorganisation]:
    """All acts with their lines and units, for everybody who is signed in; three queries."""
    lines = Succession.objects.select_related("predecessor__parent", "successor__parent")
    found = Reorganisation.objects.prefetch_related(Prefetch("lines", lines), "states")
    return found if _sees(actor) else found.none()


def acts_named(rows: QuerySet[Reorganisation], wanted: Sequence[str]) -> QuerySet[Reorganisation]:
    """Those of the acts whose units, number or issuer have all the words (`words.fold`); one query.

    The words of the acts themselves are looked through here: they are as many as decisions, not as units.
    """
    wanted = list(wanted)[:_MOST_WORDS]
    columns = ("pk", "number", "issuer", "note")
    written = {
        pk
        for pk, *texts in Reorganisation.objects.order_by().values_list(*columns).iterator()
        if all(word in words.fold(" ".join(texts)) for word in wanted)
    }
    named = Unit.objects.all()
    for word in wanted:
        named = named.filter(search__contains=word)
    keys = named.order_by().values("pk")
    lines = Succession.objects.filter(Q(predecessor__in=keys) | Q(successor__in=keys)).order_by()
    return rows.filter(Q(pk__in=written) | Q(pk__in=lines.values("reorganisation")))


def acts_by_key(actor: Actor, keys: Iterable[int]) -> tuple[Reorganisation, ...]:
    """The acts with these keys, in this order, with lines and units; four queries."""
    wanted = list(keys)
    found: Mapping[int, Reorganisation] = acts(actor).in_bulk(wanted)
    return tuple(found[key] for key in wanted if key in found)


def act_page(actor: Actor, act_id: int) -> ActPage:
    """One act; five queries.

    Raises:
        Missing: there is none.

    """
    act = Reorganisation.objects.select_related("made_by").filter(pk=act_id).first()
    if act is None or not _sees(actor):
        raise Missing(_("Không có lần sắp xếp này."), code="reorganisation-missing")
    lines = tuple(act.lines.select_related("predecessor__parent", "successor__parent"))
    own = policies.uninherited(actor)
    return ActPage(
        act=act,
        lines=lines,
        states=tuple(act.states.select_related("unit", "parent")),
        followers=followers(act),
        may_withdraw=policies.is_operator(own)
        and all(policies.allowed(own, policies.Action.MANAGE_UNIT, unit) for line in lines for unit in _ends(line)),
    )


def _ends(line: Succession) -> tuple[Unit, ...]:
    return (line.predecessor,) if line.successor is None else (line.predecessor, line.successor)


def followers(act: Reorganisation) -> tuple[Reorganisation, ...]:
    """The acts that rest on this one, later or later recorded for the same day; two queries.

    Those that lead away from one of its units: a renaming is such, as it ends a state.
    """
    lines = list(act.lines.order_by())
    units = {line.predecessor_id for line in lines} | {line.successor_id for line in lines if line.successor_id}
    after = Q(effective_on__gt=act.effective_on) | Q(effective_on=act.effective_on, pk__gt=act.pk)
    resting = Succession.objects.filter(predecessor_id__in=units).order_by().values("reorganisation")
    return tuple(Reorganisation.objects.filter(after, pk__in=resting))


def _sees(actor: Actor) -> bool:
    """Units are no secret: who is signed in sees what was done to them."""
    return actor.user_id is not None or policies.manages_all(actor)


def kind_words(kind: str) -> str:
    """What an act of the kind does, in a sentence."""
    return str(_KINDS[ReorganisationKind(kind)])


_KINDS: Final = {
    ReorganisationKind.MERGE: _(
        "Các cơ quan cũ kết thúc; cơ quan nhận là một cơ quan lập mới hoặc một cơ quan vẫn tiếp tục hoạt động."
    ),
    ReorganisationKind.SPLIT: _(
        "Cơ quan cũ kết thúc và được chia cho nhiều cơ quan, mỗi cơ quan nhận một lĩnh vực. "
        "Nếu cơ quan cũ tiếp tục hoạt động, hãy chọn “Chuyển một lĩnh vực nhiệm vụ”."
    ),
    ReorganisationKind.ABOLISH: _("Cơ quan kết thúc; có thể ghi cơ quan nhận, hoặc để trống nếu không có."),
    ReorganisationKind.TRANSFER: _(
        "Một lĩnh vực chuyển sang cơ quan khác (kể cả cơ quan tách ra lập mới); cơ quan cũ tiếp tục hoạt động."
    ),
    ReorganisationKind.RENAME: _("Vẫn là cơ quan đó, mang tên khác từ một ngày."),
}
