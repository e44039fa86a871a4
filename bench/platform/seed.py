"""A province with many plans, written in bulk: what the speed of lists is measured on.

`python bench/platform/seed.py --plans 200 --tasks 50000` fills the database of the settings in force (`DATABASE_URL`,
`LOTRINH_DATA_DIR`), which must be migrated and empty. The same numbers give the same rows.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import os
import random
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from lotrinh.plans.models import Plan, PlanVersion, Task, TaskParty

FIRST_DAY: Final = dt.date(2020, 1, 1)
PASSWORD: Final = "Một-mật-khẩu-dài-26"  # noqa: S105 - of invented people in a database of one measurement
_FIELDS: Final = (
    "Khoa học và Công nghệ", "Tài chính", "Nội vụ", "Tư pháp", "Công Thương", "Xây dựng", "Nông nghiệp và Môi trường",
    "Giáo dục và Đào tạo", "Y tế", "Văn hóa, Thể thao và Du lịch", "Ngoại vụ", "Dân tộc và Tôn giáo",
)  # fmt: skip
_VERBS: Final = (
    "Xây dựng",
    "Ban hành",
    "Triển khai",
    "Rà soát",
    "Tổ chức",
    "Phối hợp thực hiện",
    "Nâng cấp",
    "Thẩm định",
)
_THINGS: Final = (
    "cơ sở dữ liệu về nguồn nhân lực khoa học và công nghệ", "quy chế quản lý nhiệm vụ khoa học cấp tỉnh",
    "chương trình hỗ trợ doanh nghiệp đổi mới công nghệ", "mạng lưới trạm quan trắc chất lượng nước",
    "kế hoạch phát triển thị trường khoa học và công nghệ", "hệ thống truy xuất nguồn gốc nông sản chủ lực",
    "đề án phát triển nguồn nhân lực công nghệ số", "sàn giao dịch công nghệ và thiết bị của tỉnh",
)  # fmt: skip
_WAYS: Final = (
    "bảo đảm đồng bộ, hiệu quả, phù hợp với điều kiện thực tế của từng địa phương",
    "gắn với chuyển đổi số và cải cách thủ tục hành chính trên địa bàn toàn tỉnh",
    "ưu tiên các xã miền núi, vùng đồng bào dân tộc thiểu số và vùng ven biển",
    "báo cáo Ủy ban nhân dân tỉnh kết quả thực hiện theo quy định hiện hành",
)
_PRODUCTS: Final = ("Quyết định của UBND tỉnh", "Báo cáo", "Cơ sở dữ liệu", "Kế hoạch", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeded:
    """What was written: user names of a coordinator (of every plan) and of an officer of a commune."""

    plans: int
    tasks: int
    coordinator: str
    officer: str


def seed(plans: int = 200, tasks: int = 50_000, *, communes: int = 100, chance: int = 26) -> Seeded:
    """Write the province and its plans; every plan has tasks, targets, duties and money, all open to the public.

    Half of the plans have a former version as long as the present one.
    """
    from django.db import transaction

    with transaction.atomic():
        return _Seeder(random.Random(chance), communes).write(plans, tasks)  # noqa: S311 - rows, not secrets


class _Seeder:
    def __init__(self, dice: random.Random, communes: int) -> None:
        from lotrinh.accounts.models import User
        from lotrinh.accounts.vocab import Role
        from lotrinh.organisations.models import Post, Unit
        from lotrinh.organisations.vocab import UnitKind

        self._dice = dice
        self._province = Unit.objects.create(name="Ủy ban nhân dân tỉnh Sông Trà", kind=UnitKind.PROVINCE)
        self._units = [
            *(
                Unit.objects.create(name=f"Sở {name}", kind=UnitKind.DEPARTMENT, parent=self._province)
                for name in _FIELDS
            ),
            *(
                Unit.objects.create(
                    name=f"Ủy ban nhân dân xã Bình An {number}", kind=UnitKind.COMMUNE, parent=self._province
                )
                for number in range(1, communes + 1)
            ),
        ]
        self._user = User.objects.create_user("dau.moi", PASSWORD, full_name="Nguyễn Văn An")
        officer = User.objects.create_user("can.bo.xa", PASSWORD, full_name="Trần Thị Bình")
        for person, unit, role in (
            (self._user, self._units[0], Role.COORDINATOR),
            (officer, self._units[-1], Role.SPECIALIST),
        ):
            Post.objects.create(user=person, unit=unit, role=role, starts_on=FIRST_DAY)

    def write(self, plans: int, tasks: int) -> Seeded:
        each, left = divmod(tasks, plans)
        for number in range(plans):
            size = each + (number < left)
            plan = self._plan(number)
            if number % 2:
                self._version(plan, 1, size, current=False)
            self._version(plan, plan.current, size, current=True)
        return Seeded(plans=plans, tasks=tasks, coordinator="dau.moi", officer="can.bo.xa")

    def _plan(self, number: int) -> Plan:
        from lotrinh.core import clock
        from lotrinh.documents.models import Document
        from lotrinh.documents.vocab import Audience, Standing
        from lotrinh.plans.models import Plan

        document = Document.objects.create(
            owner=self._units[0],
            created_by=self._user,
            kind="KH",
            number=f"{number + 1}/KH-UBND",
            issued_on=f"2026-{number % 12 + 1:02d}-05",
            issuer="Ủy ban nhân dân tỉnh Sông Trà",
            title=f"{self._dice.choice(_VERBS)} {self._dice.choice(_THINGS)} giai đoạn {number + 1}",
            standing=Standing.IN_FORCE,
            audience=Audience.PUBLIC,
        )
        return Plan.objects.create(
            owner=self._units[0],
            document=document,
            title=document.title,
            adopted_at=clock.now() - dt.timedelta(hours=number),
            current=2 if number % 2 else 1,
            follow_up=self._units[0],
            follow_up_printed=self._units[0].name,
        )

    def _version(self, plan: Plan, number: int, size: int, *, current: bool) -> None:
        from lotrinh.core import clock
        from lotrinh.core.files.models import StoredFile
        from lotrinh.documents.models import DocumentFile, Reading, Review
        from lotrinh.documents.vocab import ReviewState
        from lotrinh.plans.models import PlanVersion, Section, Task, TaskParty

        record = _record(plan.title)
        name = f"{plan.pk}-{number}".encode()
        stored = StoredFile.objects.create(
            sha256=hashlib.sha256(name).hexdigest(), size=len(name), media_type="text/plain"
        )
        file = DocumentFile.objects.create(
            document=plan.document, stored=stored, filename="ke-hoach.docx", added_by=self._user
        )
        reading = Reading.objects.create(file=file, engine="0.1.0", record=record, read_at=clock.now(), seconds=1.0)
        review = Review.objects.create(
            document=plan.document, reading=reading, state=ReviewState.ADOPTED, opened_by=self._user
        )
        version = PlanVersion.objects.create(
            plan=plan, number=number, review=review, record=record, adopted_by=self._user, adopted_at=clock.now()
        )
        Section.objects.bulk_create(
            Section(
                version=version,
                key=f"s{index}",
                path=f"II.{index}" if index else "II",
                label=str(index or "II"),
                heading=f"Nhóm nhiệm vụ {index}" if index else "NHIỆM VỤ",
                role="tasks",
                parent_key="s0" if index else "",
                position=index,
                span_start=0,
                span_end=1,
            )
            for index in range(9)
        )
        tasks = Task.objects.bulk_create(self._tasks(plan, version, size, current=current))
        TaskParty.objects.bulk_create(party for task in tasks for party in self._parties(task))
        self._others(plan, version, current=current)

    def _tasks(self, plan: Plan, version: PlanVersion, size: int, *, current: bool) -> Iterator[Task]:
        from lotrinh.core import words
        from lotrinh.plans.models import Task
        from lotrinh.plans.services.building import lead_sort

        for position in range(size):
            lead = self._dice.choice(self._units).name if self._dice.random() < 0.9 else ""
            if self._dice.random() < 0.1:
                lead = "Các sở, ban, ngành"
            said = f"{self._dice.choice(_VERBS)} {self._dice.choice(_THINGS)} số {position + 1}, " + ", ".join(
                self._dice.sample(_WAYS, 2)
            )
            due = dt.date(2025, 6, 1) + dt.timedelta(days=self._dice.randrange(1200))
            dated = self._dice.random() < 0.7
            key = f"s{1 + position * 8 // max(size, 1)}"
            proposes = self._dice.random() < 0.05
            yield Task(
                plan=plan,
                version=version,
                current=current,
                lineage=uuid.UUID(int=self._dice.getrandbits(128)),
                position=position,
                section=f"II.{key[1:]}",
                section_key=key,
                text=said,
                span_start=0,
                span_end=1,
                search=words.fold(f"{said} {lead}"),
                proposed=["deadline"] if proposes else [],
                proposes=proposes,
                deadline=due.isoformat() if dated else "",
                due_on=due if dated else None,
                every="" if dated or self._dice.random() < 0.3 else "continuous",
                deliverable=self._dice.choice(_PRODUCTS),
                lead_names=lead,
                lead_sort=lead_sort((lead,) if lead else ()),
            )

    def _parties(self, task: Task) -> Iterator[TaskParty]:
        from lotrinh.organisations.vocab import GroupKind
        from lotrinh.plans.models import TaskParty
        from lotrinh.plans.vocab import PartyRole

        by_name = {unit.name: unit for unit in self._units}
        if task.lead_names:
            unit = by_name.get(task.lead_names)
            yield TaskParty(
                task=task,
                role=PartyRole.LEAD,
                position=0,
                printed=task.lead_names,
                unit=unit,
                group="" if unit else GroupKind.DEPARTMENTS,
            )
        for position, unit in enumerate(self._dice.sample(self._units, self._dice.randrange(3))):
            yield TaskParty(task=task, role=PartyRole.PARTNER, position=position, printed=unit.name, unit=unit)

    def _others(self, plan: Plan, version: PlanVersion, *, current: bool) -> None:
        from lotrinh.core import words
        from lotrinh.organisations.vocab import GroupKind
        from lotrinh.plans.models import (
            Assignment,
            AssignmentParty,
            BudgetLine,
            ReportingDuty,
            ReportingParty,
            Target,
        )
        from lotrinh.plans.vocab import PartyRole

        def shared(position: int, text: str) -> dict[str, Any]:
            return {
                "plan": plan,
                "version": version,
                "current": current,
                "lineage": uuid.UUID(int=self._dice.getrandbits(128)),
                "position": position,
                "text": text,
                "search": words.fold(text),
            }

        Target.objects.bulk_create(
            Target(**shared(i, f"Chỉ tiêu {i} đạt {i + 10}%"), name=f"Chỉ tiêu {i}", value=i + 10, unit="%", year=2030)
            for i in range(10)
        )
        duties = Assignment.objects.bulk_create(
            Assignment(**shared(i, f"{unit.name} thực hiện nhiệm vụ được giao"), lead_names=unit.name)
            for i, unit in enumerate(self._units[:15])
        )
        AssignmentParty.objects.bulk_create(
            AssignmentParty(assignment=duty, role=PartyRole.LEAD, position=0, printed=unit.name, unit=unit)
            for duty, unit in zip(duties, self._units, strict=False)
        )
        report = ReportingDuty.objects.create(
            **shared(0, "Các cơ quan, đơn vị báo cáo trước ngày 15 tháng 12 hằng năm"), frequency="annual"
        )
        ReportingParty.objects.create(
            duty=report, role=PartyRole.LEAD, position=0, printed="các cơ quan, đơn vị", group=GroupKind.ALL
        )
        BudgetLine.objects.create(**shared(0, "Tổng kinh phí"), label="Tổng kinh phí", amount=10**10, kind="total")


def _record(title: str) -> str:
    """The record of a version, without rows."""
    from vanban.record import SCHEMA, Document, PlanRecord, Source, Text, TextBlock

    content = f"KẾ HOẠCH\n{title}\n"
    return PlanRecord(
        schema=SCHEMA,
        source=Source(filename="ke-hoach.docx", media_type="text/plain", sha256="0" * 64, pages=None),
        text=Text(content=content, blocks=(TextBlock(span=(0, 8)),), quality=1.0, restored=False),
        document=Document(kind="KH", title=title),
    ).to_json()


def main() -> None:
    """Fill the database that the settings name."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lotrinh.settings")
    django.setup()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=200)
    parser.add_argument("--tasks", type=int, default=50_000)
    given = parser.parse_args()
    begun = time.perf_counter()
    written = seed(given.plans, given.tasks)
    _settle()
    print(f"{written.plans} plans, {written.tasks} tasks in {time.perf_counter() - begun:.1f} s")


def _settle() -> None:
    """What PostgreSQL does by itself within minutes of a large load: it looks at the rows anew."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")


if __name__ == "__main__":
    main()
