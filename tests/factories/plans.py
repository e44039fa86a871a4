"""Adopted plans, written straight into the tables: quick enough for thousands of rows."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lotrinh.core import clock, words
from lotrinh.core.files import store
from lotrinh.documents.models import Document, DocumentFile, Reading, Recipient, Review
from lotrinh.documents.vocab import Audience, ReviewState, Standing
from lotrinh.organisations.models import Unit
from lotrinh.plans.models import (
    Assignment,
    AssignmentParty,
    BudgetLine,
    Plan,
    PlanVersion,
    ReportingDuty,
    ReportingParty,
    Section,
    Target,
    Task,
    TaskParty,
)
from lotrinh.plans.vocab import PartyRole, ProposedField
from tests.factories.world import World
from vanban.record import SCHEMA, Finding, PlanRecord, Severity, Source, Text, TextBlock
from vanban.record import Document as Header

_numbers = itertools.count(1)
HEADINGS = (
    ("I", "MỤC TIÊU", "objectives"),
    ("II", "NHIỆM VỤ, GIẢI PHÁP", "tasks"),
    ("II.1", "Nâng cao nhận thức về khoa học và công nghệ", "tasks"),
    ("II.2", "Phát triển hạ tầng và nguồn lực", "tasks"),
    ("III", "KINH PHÍ THỰC HIỆN", "funding"),
    ("IV", "TỔ CHỨC THỰC HIỆN", "organisation"),
)
_DUTIES = (
    "Tổ chức hội nghị phổ biến kế hoạch đến các xã trên địa bàn tỉnh",
    "Ban hành quyết định phê duyệt danh mục nhiệm vụ khoa học và công nghệ cấp tỉnh",
    "Xây dựng cơ sở dữ liệu về tổ chức khoa học và công nghệ của tỉnh",
    "Hỗ trợ doanh nghiệp đổi mới công nghệ trong chế biến nông sản",
    "Rà soát, sửa đổi quy định về quản lý nhiệm vụ khoa học và công nghệ",
)


@dataclass
class Paper:
    """A text that grows line by line and remembers where each line stands."""

    lines: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, line: str) -> tuple[int, int]:
        """Append a line; its span in code points."""
        start = self.length
        self.lines.append(line)
        self.length += len(line) + 1
        return start, start + len(line)

    @property
    def content(self) -> str:
        """The whole text."""
        return "\n".join(self.lines) + "\n"


@dataclass(frozen=True)
class _Sheet:
    """Where the rows of a version come from."""

    world: World
    plan: Plan
    version: PlanVersion
    content: str

    def row(self, position: int, span: tuple[int, int], section: str, key: str) -> dict[str, Any]:
        """What rows of all kinds share."""
        text = self.content[slice(*span)]
        return {
            "plan": self.plan,
            "version": self.version,
            "lineage": uuid.uuid4(),
            "position": position,
            "section": section,
            "section_key": key,
            "text": text,
            "span_start": span[0],
            "span_end": span[1],
            "search": words.fold(text),
        }


@dataclass(kw_only=True)
class Seeded:
    """A plan with what it was made of."""

    plan: Plan
    version: PlanVersion
    document: Document
    review: Review
    tasks: list[Task]
    targets: list[Target]


def document(world: World, title: str, *, audience: str = Audience.RECIPIENTS, owner: Unit | None = None) -> Document:
    """An issued plan document of the science department (or of `owner`), addressed to the finance department."""
    number = next(_numbers)
    assert world.coordinator.user_id is not None
    made = Document.objects.create(
        owner=owner or world.science,
        created_by_id=world.coordinator.user_id,
        kind="KH",
        number=f"{number}/KH-UBND",
        issued_on="2026-02-05",
        issuer="Ủy ban nhân dân tỉnh Sông Trà",
        title=title,
        place="Sông Trà",
        standing=Standing.IN_FORCE,
        audience=audience,
    )
    Recipient.objects.create(document=made, unit=world.finance)
    return made


def review(world: World, made: Document, record: PlanRecord, *, state: str = ReviewState.ADOPTED) -> Review:
    """A review of a reading of a file of the document."""
    data = f"{made.pk} {record.source.sha256} {next(_numbers)}".encode()
    user_id = world.coordinator.user_id
    assert user_id is not None
    file = DocumentFile.objects.create(
        document=made, stored=store.keep(data, "text/plain"), filename="ke-hoach.txt", added_by_id=user_id
    )
    reading = Reading.objects.create(
        file=file, engine="0.2.0", record=record.to_json(), read_at=clock.now(), seconds=0.4
    )
    return Review.objects.create(document=made, reading=reading, state=state, opened_by_id=user_id)


def plan(  # noqa: PLR0913 - what tests vary
    world: World,
    *,
    tasks: int = 5,
    targets: int = 3,
    title: str = "Phát triển khoa học, công nghệ và đổi mới sáng tạo năm 2026",
    audience: str = Audience.RECIPIENTS,
    owner: Unit | None = None,
    first_due: dt.date = dt.date(2026, 3, 31),
) -> Seeded:
    """An adopted plan, version 1.

    Of each five tasks the first is led by the science department with finance as partner and falls due (each a month
    after the last), the second by finance with a proposed product, the third is continuous and led by a group, the
    fourth has a proposed deadline, the fifth has neither lead nor deadline.
    """
    paper = Paper()
    paper.add("KẾ HOẠCH")
    paper.add(title)
    sections = [(path, heading, role, paper.add(f"{path}. {heading}")) for path, heading, role in HEADINGS[:1]]
    target_spans = [
        paper.add(f"Chỉ tiêu {n}: tỷ lệ doanh nghiệp đổi mới công nghệ đạt ít nhất {10 + n}% vào năm 2030.")
        for n in range(1, targets + 1)
    ]
    sections += [(path, heading, role, paper.add(f"{path}. {heading}")) for path, heading, role in HEADINGS[1:4]]
    task_spans = [paper.add(f"{_DUTIES[n % 5]}, đợt {n + 1}.") for n in range(tasks)]
    sections += [(path, heading, role, paper.add(f"{path}. {heading}")) for path, heading, role in HEADINGS[4:5]]
    budget_spans = [
        paper.add("Tổng kinh phí thực hiện: 12.000 triệu đồng."),
        paper.add("Ngân sách tỉnh: 7.000 triệu đồng."),
        paper.add("Nguồn khác: 4.000 triệu đồng."),
    ]
    sections += [(path, heading, role, paper.add(f"{path}. {heading}")) for path, heading, role in HEADINGS[5:]]
    duty_span = paper.add("Sở Tài chính bố trí kinh phí thực hiện kế hoạch, hướng dẫn thanh toán, quyết toán.")
    report_span = paper.add("Các sở, ban, ngành báo cáo kết quả về Sở Khoa học và Công nghệ trước ngày 15/12 hằng năm.")
    content = paper.content
    record = _record(title, content, paper)
    made = document(world, title, audience=audience, owner=owner)
    assert world.coordinator.user_id is not None
    reviewed = review(world, made, record)
    adopted = Plan.objects.create(
        owner=made.owner,
        document=made,
        title=title,
        adopted_at=clock.now(),
        follow_up=world.science,
        follow_up_printed="Sở Khoa học và Công nghệ",
        reports_to=world.science,
        reports_to_printed="Sở Khoa học và Công nghệ",
    )
    version = PlanVersion.objects.create(
        plan=adopted,
        number=1,
        review=reviewed,
        record=record.to_json(),
        adopted_by_id=world.coordinator.user_id,
        adopted_at=clock.now(),
    )
    Section.objects.bulk_create(
        Section(
            version=version,
            key=f"s{n}",
            path=path,
            label=path.rsplit(".", 1)[-1],
            heading=heading,
            role=role,
            parent_key="s1" if "." in path else "",
            position=n,
            span_start=span[0],
            span_end=span[1],
        )
        for n, (path, heading, role, span) in enumerate(sections)
    )
    sheet = _Sheet(world, adopted, version, content)
    rows = _tasks(sheet, task_spans, first_due)
    Task.objects.bulk_create(rows)
    TaskParty.objects.bulk_create(party for n, row in enumerate(rows) for party in _parties(world, n, row))
    goals = [
        Target(
            **sheet.row(n, span, "I", "s0"),
            name="Tỷ lệ doanh nghiệp đổi mới công nghệ",
            comparator=">=",
            value=11 + n,
            unit="%",
            year=2030,
        )
        for n, span in enumerate(target_spans)
    ]
    Target.objects.bulk_create(goals)
    _rest(sheet, budget_spans, duty_span, report_span)
    return Seeded(plan=adopted, version=version, document=made, review=reviewed, tasks=rows, targets=goals)


def next_version(
    world: World, before: Seeded, changes: dict[int, dict[str, Any]], *, drop: Sequence[int] = ()
) -> Seeded:
    """Version 2 of a plan: its tasks again, some with other values (by index), some left out; no other rows."""
    assert world.coordinator.user_id is not None
    adopted = before.plan
    adopted.current += 1
    adopted.save()
    version = PlanVersion.objects.create(
        plan=adopted,
        number=adopted.current,
        review=review(world, before.document, PlanRecord.from_json(before.version.record)),
        reason="Đính chính thời hạn",
        record=before.version.record,
        adopted_by_id=world.coordinator.user_id,
        adopted_at=clock.now(),
    )
    for kind in (Task, Target, Assignment, ReportingDuty, BudgetLine):
        kind.objects.filter(plan=adopted).update(current=False)
    rows = list(Task.objects.filter(version=before.version).order_by("position"))
    kept = [row for index, row in enumerate(rows) if index not in drop]
    for index, row in enumerate(rows):
        row.pk, row.version, row.current = None, version, True
        for name, value in changes.get(index, {}).items():
            setattr(row, name, value)
    Task.objects.bulk_create(kept)
    by_lineage = {row.lineage: row for row in kept}
    parties = list(TaskParty.objects.filter(task__version=before.version).select_related("task"))
    going_on = [party for party in parties if party.task.lineage in by_lineage]
    for party in going_on:
        party.pk, party.task = None, by_lineage[party.task.lineage]
    TaskParty.objects.bulk_create(going_on)
    headings = list(Section.objects.filter(version=before.version))
    for heading in headings:
        heading.pk, heading.version = None, version
    Section.objects.bulk_create(headings)
    return Seeded(
        plan=adopted, version=version, document=before.document, review=version.review, tasks=kept, targets=[]
    )


def _record(title: str, content: str, paper: Paper) -> PlanRecord:
    blocks, at = [], 0
    for number, line in enumerate(paper.lines, 1):
        blocks.append(TextBlock(span=(at, at + len(line)), line=number))
        at += len(line) + 1
    return PlanRecord(
        schema=SCHEMA,
        source=Source(
            filename="ke-hoach.txt",
            media_type="text/plain",
            sha256=hashlib.sha256(content.encode()).hexdigest(),
            pages=None,
        ),
        text=Text(content=content, blocks=tuple(blocks), quality=1.0, restored=False),
        document=Header(kind="KH", number="12/KH-UBND", date="2026-02-05", title=title),
        findings=(
            Finding(
                code="budget-sum-mismatch",
                severity=Severity.ERROR,
                message="Các phần cộng lại là 11.000 triệu đồng, tổng ghi 12.000 triệu đồng.",
                span=None,
            ),
            Finding(code="owner-missing", severity=Severity.WARNING, message="Có nhiệm vụ chưa rõ chủ trì.", span=None),
        ),
    )


def _tasks(sheet: _Sheet, spans: Sequence[tuple[int, int]], first_due: dt.date) -> list[Task]:
    rows = []
    for n, span in enumerate(spans):
        section, key = ("II.1", "s2") if n < len(spans) // 2 else ("II.2", "s3")
        row = Task(**sheet.row(n, span, section, key))
        kind = n % 5
        if kind in {0, 3}:
            row.due_on = first_due + dt.timedelta(days=30 * (n // 5))
            row.deadline = row.due_on.isoformat()
            row.deadline_text = f"{row.due_on:%d/%m/%Y}"
        if kind == 0:
            row.lead_names, row.deliverable = "Sở Khoa học và Công nghệ", "Quyết định của UBND tỉnh"
        elif kind == 1:
            row.lead_names, row.deliverable = "Sở Tài chính", "Báo cáo"
            row.proposed = [ProposedField.DELIVERABLE]
        elif kind == 2:
            row.lead_names, row.every = "các sở, ban, ngành", "continuous"
        elif kind == 3:
            row.lead_names, row.proposed = "Sở Khoa học và Công nghệ", [ProposedField.DEADLINE]
        row.proposes = bool(row.proposed)
        row.lead_sort = words.sort_key(row.lead_names)[:100] if row.lead_names else "~"
        row.partner_names = {0: "Sở Tài chính", 1: "các đơn vị liên quan", 3: "UBND các xã"}.get(kind, "")
        rows.append(row)
    return rows


def _parties(world: World, n: int, row: Task) -> list[TaskParty]:
    lead, partner = PartyRole.LEAD, PartyRole.PARTNER
    science, finance = world.science, world.finance
    by_kind: dict[int, list[tuple[str, str, Unit | None, str]]] = {
        0: [(lead, science.name, science, ""), (partner, finance.name, finance, "")],
        1: [(lead, finance.name, finance, ""), (partner, "các đơn vị liên quan", None, "")],
        2: [(lead, "các sở, ban, ngành", None, "departments")],
        3: [(lead, science.name, science, ""), (partner, "UBND các xã", None, "communes")],
        4: [],
    }
    return [
        TaskParty(task=row, role=role, position=place, printed=printed, unit=unit, group=group)
        for place, (role, printed, unit, group) in enumerate(by_kind[n % 5])
    ]


def _rest(
    sheet: _Sheet, budget_spans: Sequence[tuple[int, int]], duty_span: tuple[int, int], report_span: tuple[int, int]
) -> None:
    total = BudgetLine(
        **sheet.row(0, budget_spans[0], "III", "s4"),
        label="Tổng kinh phí thực hiện",
        amount=12_000_000_000,
        kind="total",
    )
    parts = [
        BudgetLine(
            **sheet.row(n, span, "III", "s4"),
            label=label,
            amount=amount,
            kind="part",
            source=source,
            parent_lineage=total.lineage,
        )
        for n, (span, label, amount, source) in enumerate(
            (
                (budget_spans[1], "Ngân sách tỉnh", 7_000_000_000, "ngân sách tỉnh"),
                (budget_spans[2], "Nguồn khác", 4_000_000_000, ""),
            ),
            1,
        )
    ]
    BudgetLine.objects.bulk_create([total, *parts])
    duty = Assignment.objects.create(**sheet.row(0, duty_span, "IV", "s5"), lead_names="Sở Tài chính")
    AssignmentParty.objects.create(
        assignment=duty, role=PartyRole.LEAD, position=0, printed="Sở Tài chính", unit=sheet.world.finance
    )
    report = ReportingDuty.objects.create(
        **sheet.row(0, report_span, "IV", "s5"),
        frequency="annual",
        by=["các sở, ban, ngành"],
        to="Sở Khoa học và Công nghệ",
        due="trước ngày 15/12 hằng năm",
    )
    ReportingParty.objects.create(
        duty=report, role=PartyRole.LEAD, position=0, printed="các sở, ban, ngành", group="departments"
    )
