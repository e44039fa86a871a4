"""Choices as the form of merger day sends them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lotrinh.organisations.naming import Resolution, resolve_all
from lotrinh.organisations.vocab import GroupKind
from lotrinh.plans.selectors.board import KEEP
from lotrinh.web.handovers.shown import RowLine


def codes_of(names: Iterable[str], day: dt.date) -> dict[str, str]:
    """The codes of the bodies with these names, empty where a name stands for nobody alone; two queries."""
    wanted = {" ".join(name.split()) for name in names} - {""}
    groups = {str(group.label): f"g{group.value}" for group in GroupKind}
    found = {name: groups[name] for name in wanted if name in groups}
    known = resolve_all(sorted(wanted - set(found)), day) if wanted - set(found) else {}
    return found | {name: _code(resolution) for name, resolution in known.items()}


def _code(resolution: Resolution) -> str:
    if resolution.unit is not None:
        return f"u{resolution.unit.pk}"
    return f"g{resolution.group.value}" if resolution.group is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """What many rows shall get at once, by code or as typed; it goes before what stands beside them."""

    code: str = ""
    typed: str = ""

    def __bool__(self) -> bool:
        return bool(self.code or self.typed.strip())


def read(lines: Sequence[RowLine], day: dt.date, *, bulk: Bulk, chosen: Collection[str]) -> dict[tuple[str, int], str]:
    """What was chosen for the rows, of which `chosen` get what `bulk` says; what is wrong is written beside its row.

    Two queries where names were typed.
    """
    known = codes_of((bulk.typed, *(line.typed for line in lines)), day)
    choices: dict[tuple[str, int], str] = {}
    for line in lines:
        duty = line.item.duty
        code, typed = (bulk.code, bulk.typed) if bulk and line.name in chosen else (line.code, line.typed)
        if typed.strip():
            code = known[" ".join(typed.split())]
            if not code:
                line.wrong = _("Chưa rõ “%(name)s” là cơ quan nào. Hãy chọn trong danh sách gợi ý.") % {"name": typed}
                continue
        if code != line.item.code or line.item.saved:
            choices[duty.kind, duty.party_id] = code or (KEEP if line.item.proposed else "")
    return choices
