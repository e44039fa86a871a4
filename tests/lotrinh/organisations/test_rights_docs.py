"""The table of rights in the documentation is the one that the policies give."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lotrinh.accounts.vocab import Role
from lotrinh.core.audit.services import PLATFORM
from lotrinh.documents import policies as documents
from lotrinh.documents.models import Document
from lotrinh.documents.vocab import AUDIENCES, Audience
from lotrinh.organisations import policies
from lotrinh.plans import policies as plans

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotrinh.core.actor import Actor
    from lotrinh.organisations.models import Unit
    from tests.factories.world import World

_DOCUMENT = {
    documents.Action.READ: "đọc văn bản",
    documents.Action.READ_FINDINGS: "đọc phát hiện khi soát",
    documents.Action.EDIT: "tải lên, bổ sung thông tin, đọc lại",
    documents.Action.SET_STANDING: "đổi hiệu lực, ghi quan hệ",
    documents.Action.REVIEW: "rà soát",
    documents.Action.ADOPT: "đưa vào theo dõi",
    documents.Action.OPEN_INTERNAL: "mở trong nội bộ cơ quan",
    documents.Action.OPEN_RECIPIENTS: "mở theo nơi nhận",
    documents.Action.OPEN_PUBLIC: "công khai",
}
_PLAN = {
    plans.Action.READ: "đọc kế hoạch",
    plans.Action.READ_FINDINGS: "đọc phát hiện, đối chiếu",
    plans.Action.COMPARE: "kết luận khi đối chiếu",
    plans.Action.COORDINATE: "ghi đầu mối, xác nhận đề xuất, ra phiên bản mới",
}
_ORGANISATION = {
    policies.Action.SEE_UNIT: "xem cơ quan và người giữ vai trò",
    policies.Action.MANAGE_UNIT: "sửa cơ quan, tên gọi, quy trình duyệt",
    policies.Action.MANAGE_PERSON: "quản lý tài khoản và vai trò",
}


def _line(label: str, world: World, place: Unit, may: Callable[[Actor], bool]) -> str:
    marks = ("✓" if may(world.actor(role, place)) else "" for role in Role.values)
    return f"| {label} | {' | '.join(marks)} |"


def _head(title: str) -> list[str]:
    return [f"| {title} | {' | '.join(str(role.label) for role in Role)} |", "|---" * (len(Role) + 1) + "|"]


def table(world: World) -> list[str]:
    """The lines of the tables as the policies give them."""
    from lotrinh.plans.models import Plan
    from tests.factories.sign_in import account

    papers = {
        audience: Document.objects.create(
            owner=world.science, created_by=account(world.coordinator), title=audience, audience=audience
        )
        for audience in AUDIENCES
    }
    for paper in papers.values():
        paper.recipients.create(unit=world.finance)
    plan = Plan(owner=world.science, document=papers[Audience.INTERNAL], title="Kế hoạch")
    lines = _head("Văn bản nội bộ của cơ quan mình")
    for action, label in _DOCUMENT.items():
        lines.append(
            _line(label, world, world.science, lambda a, x=action: documents.allowed(a, x, papers[Audience.INTERNAL]))  # type: ignore[misc]
        )
    lines += ["", *_head("Kế hoạch của cơ quan mình")]
    for act, label in _PLAN.items():
        lines.append(_line(label, world, world.science, lambda a, x=act: plans.allowed(a, x, plan)))  # type: ignore[misc]
    for title, place in (
        ("Đọc văn bản của cơ quan cấp dưới", world.province),
        ("Đọc văn bản của cơ quan khác, nơi nhận có cơ quan mình", world.finance),
        ("Đọc văn bản của cơ quan khác, nơi nhận không có cơ quan mình", world.commune),
    ):
        lines += ["", *_head(title)]
        for audience, paper in papers.items():
            lines.append(
                _line(
                    str(audience.label).lower(),
                    world,
                    place,
                    lambda a, p=paper: documents.allowed(a, documents.Action.READ, p),  # type: ignore[misc]
                )
            )
    lines += ["", *_head("Cơ quan, tài khoản và nhật ký, khi giữ vai trò ở cơ quan cao nhất")]
    person = account(world.coordinator)
    for what, label in _ORGANISATION.items():
        thing = person if what is policies.Action.MANAGE_PERSON else world.science
        lines.append(_line(label, world, world.province, lambda a, x=what, t=thing: policies.allowed(a, x, t)))  # type: ignore[misc]
    scopes: dict[str, Callable[[policies.TrailScope], bool]] = {
        "nhật ký của các cơ quan": lambda scope: world.science.pk in scope.chains,
        "nhật ký tài khoản và cơ quan": lambda scope: PLATFORM in scope.chains,
        "lượt xem của người kiểm tra": lambda scope: world.province.pk in scope.looks,
    }
    for label, sees in scopes.items():
        lines.append(
            _line(
                label,
                world,
                world.province,
                lambda a, s=sees: (scope := policies.trail_scope(a)) is not None and s(scope),  # type: ignore[misc]
            )
        )
    return lines


@pytest.mark.django_db
def test_the_table_in_the_documentation_is_the_one_of_the_policies(world: World, root: Path) -> None:
    text = (root / "docs" / "explanation" / "rights.md").read_text(encoding="utf-8")
    drawn = text.partition("<!-- rights -->\n")[2].partition("\n<!-- /rights -->")[0]
    assert drawn.strip().splitlines() == table(world)


def test_every_action_of_every_policy_is_in_the_table() -> None:
    assert set(_DOCUMENT) == set(documents.Action)
    assert set(_PLAN) == set(plans.Action)
    assert set(_ORGANISATION) == set(policies.Action)
