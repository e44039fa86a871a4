"""Who follows a plan up, who receives its reports, who its difficulties: read from the plan, or said by a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import Missing, Refused
from lotrinh.core.writes import service
from lotrinh.documents.review.result import ReviewResult
from lotrinh.organisations.models import Unit
from lotrinh.organisations.naming import Resolution, resolve_all
from lotrinh.plans import policies
from lotrinh.plans.models import Plan
from lotrinh.plans.policies import Action
from vanban.extract.agencies import find_agencies
from vanban.language.normal import key

_LONGEST: Final = 200
#: Words of a duty to see that the plan is carried out, and of the thing that is seen to.
_FOLLOWS: Final = re.compile(
    r"theo dõi|đôn đốc|cơ quan thường trực|cơ quan đầu mối|làm đầu mối|đơn vị đầu mối|đầu mối tham mưu"
)
_THE_PLAN: Final = re.compile(
    r"(?:kế hoạch|chương trình|nghị quyết|chỉ thị|quyết định|đề án|kết luận)(?: hành động)?(?: này|[.,;)]|$)"
    r"|(?:thực hiện|triển khai)(?: tốt)? (?:kế hoạch|chương trình|nghị quyết|chỉ thị|quyết định|đề án|kết luận)"
)
_DIFFICULTY: Final = re.compile(r"khó khăn|vướng mắc")
#: Where the words go: `gửi về Sở X`, `báo cáo về`, `phản ánh về`, `thông qua`.
_TOWARDS: Final = re.compile(r"(?<!\w)(?:gửi|về|qua|tới|đến|cho|với|báo cáo|phản ánh) ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A body of the coordination: a unit, or words where it is not known here; both empty: nobody is said."""

    unit_id: int | None = None
    printed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coordination:
    """The names as the plan prints them; empty where it does not say."""

    follow_up: str = ""
    reports_to: str = ""
    difficulties_to: str = ""


def coordination_in(result: ReviewResult) -> Coordination:
    """What the adopted words say of who coordinates the plan."""
    return Coordination(
        follow_up=next(_followers(result), ""),
        reports_to=next(_receivers(result), ""),
        difficulties_to=next(_told(result), ""),
    )


def _followers(result: ReviewResult) -> Iterator[str]:
    """Those who are to see that the plan, not one field of it, is carried out."""
    for duty in result.assignments:
        said = key(duty.text)
        if len(duty.value.lead) == 1 and _FOLLOWS.search(said) and _THE_PLAN.search(said):
            yield duty.value.lead[0]


def _receivers(result: ReviewResult) -> Iterator[str]:
    """Where the reports of the agencies go: to whom they pass through first, else to whom they are addressed."""
    regular = [report.value for report in result.reporting if not _DIFFICULTY.search(key(report.text))]
    yield from (report.through for report in regular if report.through)
    yield from (report.to for report in regular if report.to)


def _told(result: ReviewResult) -> Iterator[str]:
    """Where difficulties go: as the duties to report say, else as any adopted paragraph does."""
    for report in result.reporting:
        if _DIFFICULTY.search(key(report.text)):
            yield from filter(None, (report.value.through, report.value.to))
    for text in (*(duty.text for duty in result.assignments), *_paragraphs(result)):
        yield from _named_after(text)


def _paragraphs(result: ReviewResult) -> Iterable[str]:
    """The paragraphs of the source that speak of difficulties, the last first: they close the part on carrying out."""
    return (line for line in reversed(result.text.splitlines()) if "vướng mắc" in key(line))


def _named_after(text: str) -> Iterator[str]:
    """The bodies to which the text sends difficulties."""
    said = key(text)
    begun = _DIFFICULTY.search(said)
    if begun is None:
        return
    agencies = [agency for agency in find_agencies(text) if not agency.group and agency.span[0] > begun.end()]
    for way in _TOWARDS.finditer(said, begun.end()):
        yield from (agency.name for agency in agencies if agency.span[0] == way.end())


@service
def set_coordination(
    actor: Actor, *, plan_id: int, follow_up: Named, reports_to: Named, difficulties_to: Named
) -> Plan:
    """Say who follows the plan up, who receives its reports, who its difficulties.

    Words that are a unit's name become that unit.

    Raises:
        Missing, NotAllowed: see `policies`.
        Refused: a unit does not exist or a name is too long (`fields`).

    """
    plan = _plan(plan_id)
    policies.require(actor, Action.COORDINATE, plan)
    before = described(plan)
    given = {"follow_up": follow_up, "reports_to": reports_to, "difficulties_to": difficulties_to}
    set_bodies(plan, given)
    plan.full_clean()
    if described(plan) == before:
        return plan
    plan.save()
    audit.note(
        actor,
        "plan.coordination_set",
        kind="plan",
        id=plan.pk,
        label=plan.title,
        unit_id=plan.owner_id,
        before=before,
        after=described(plan),
    )
    return plan


def set_bodies(plan: Plan, given: dict[str, Named], names: Mapping[str, Resolution] | None = None) -> None:
    """Put the bodies into the plan, not saved; `names` are those of which it is known already what they stand for.

    Raises:
        Refused: see `set_coordination`.

    """
    wrong = {}
    known = dict(names or {})
    unknown = [body.printed for body in given.values() if body.printed and body.unit_id is None]
    if any(name not in known for name in unknown):
        known = {**resolve_all(unknown), **known}
    chosen = Unit.objects.in_bulk([body.unit_id for body in given.values() if body.unit_id is not None])
    for field, body in given.items():
        printed = " ".join(body.printed.split())
        if body.unit_id is not None and body.unit_id not in chosen:
            wrong[field] = _("Không có cơ quan này trong danh mục. Hãy chọn lại.")
        elif len(printed) > _LONGEST:
            wrong[field] = _("Tên cơ quan dài quá 200 ký tự.")
        else:
            unit = chosen[body.unit_id] if body.unit_id is not None else known[body.printed].unit if printed else None
            setattr(plan, field, unit)
            setattr(plan, f"{field}_printed", printed or (unit.name if unit else ""))
    if wrong:
        raise Refused(_("Chưa lưu được: hãy xem lại các ô được đánh dấu."), code="wrong-fields", fields=wrong)


def described(plan: Plan) -> dict[str, str]:
    """The coordination as the audit trail keeps it."""
    return {
        field: str(getattr(plan, field) or getattr(plan, f"{field}_printed"))
        for field in ("follow_up", "reports_to", "difficulties_to")
    }


def _plan(plan_id: int) -> Plan:
    plan = (
        Plan.objects.select_for_update(of=("self",))
        .select_related("document__owner", "follow_up", "reports_to", "difficulties_to")
        .filter(pk=plan_id)
        .first()
    )
    if plan is None:
        raise Missing(_("Không có kế hoạch này, hoặc bạn không được xem."), code="plan-missing")
    return plan
