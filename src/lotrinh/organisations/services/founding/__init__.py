"""Making a province's list of units from the reference data: those of today, those before, and who took over.

A unit that is there already is never changed but where it is blank: it is known again by its territory, its code or its
name. What the operator has changed stays, and is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import Refused
from lotrinh.core.writes import service
from lotrinh.organisations import policies
from lotrinh.organisations.provinces import Province, province
from lotrinh.organisations.reference.outline import Choice
from lotrinh.organisations.services.founding.making import Founding
from lotrinh.organisations.services.founding.report import Presence, Report, Row, Section
from lotrinh.organisations.services.units import lock_tree

__all__ = ["Choice", "Presence", "Report", "Row", "Section", "found", "look"]


def look(actor: Actor, *, province_code: str, choice: Choice | None = None) -> Report:
    """What `found` would do; writes nothing; seven queries.

    Raises:
        NotAllowed: the actor does not run the whole platform. Refused: there is no such province.

    """
    policies.require_all(actor)
    return Founding(_province(province_code), choice or Choice()).report()


@service
def found(actor: Actor, *, province_code: str, choice: Choice | None = None) -> Report:
    """Make what is missing in the list; once it is whole, nothing. A few queries for each two hundred units.

    Raises:
        NotAllowed, Refused: see `look`.

    """
    policies.require_all(actor)
    lock_tree()
    founding = Founding(_province(province_code), choice or Choice())
    report = founding.report()
    if not report.adds:
        return report
    founding.write(actor)
    after = founding.report()
    audit.note(
        actor, "unit.founded", kind="unit", id=after.top_id, label=report.province.committee,
        after={
            "province": report.province.name,
            "added": report.count(Presence.ADD),
            "completed": report.count(Presence.FILL),
            "lines": report.lines,
        },
    )  # fmt: skip
    return replace(report, sections=_numbered(report.sections, after.sections), top_id=after.top_id)


def _numbered(before: Sequence[Section], after: Sequence[Section]) -> tuple[Section, ...]:
    """What was done, with the numbers of the units that were made."""
    return tuple(
        replace(
            old,
            rows=tuple(replace(was, unit_id=now.unit_id) for was, now in zip(old.rows, new.rows, strict=True)),
        )
        for old, new in zip(before, after, strict=True)
    )


def _province(code: str) -> Province:
    found = province(code)
    if found is None:
        raise Refused(
            _("Không có tỉnh, thành phố này."),
            code="no-province",
            fields={"province": _("Hãy chọn một tỉnh, thành phố trong danh sách.")},
        )
    return found
