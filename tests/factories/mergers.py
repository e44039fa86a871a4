"""Bodies that end, and a plan of the time before that names them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from lotrinh.core import words
from lotrinh.core.actor import system
from lotrinh.core.vocab import Via
from lotrinh.documents.models import Document
from lotrinh.organisations.models import Reorganisation, Unit
from lotrinh.organisations.services.reorganising import Decision, Passing, reorganise
from lotrinh.organisations.vocab import ReorganisationKind, UnitKind
from lotrinh.plans.models import AssignmentParty, ReportingParty, Task, TaskParty
from lotrinh.plans.vocab import PartyRole
from tests.factories import plans as seed
from tests.factories.world import World, unit

DEPARTMENTS_DAY = dt.date(2025, 3, 1)
DISTRICTS_DAY = dt.date(2025, 7, 1)
ISSUED = "2024-04-15"
MACHINE = system("lệnh quản trị", Via.COMMAND)


def act(
    kind: str, day: dt.date, *lines: tuple[Unit, Unit | None, str, str], number: str = "18/NQ-HĐND"
) -> Reorganisation:
    """A recorded reorganisation: (from, to, subject, cues) for each line."""
    passings = [
        Passing(predecessor_id=old.pk, successor=new.pk if new is not None else None, subject=subject, cues=cues)
        for old, new, subject, cues in lines
    ]
    return reorganise(MACHINE, kind=kind, decision=Decision(effective_on=day, number=number), lines=passings)


@dataclass
class Merger:
    """Sông Trà in 2025: Sở TT&TT is divided three ways, Sở KH&ĐT goes into Sở Tài chính, two districts end."""

    world: World
    tasks: list[Task] = field(default_factory=list)

    def __post_init__(self) -> None:
        top = self.world.province
        self.media = unit("Sở Thông tin và Truyền thông", parent=top)
        self.planning = unit("Sở Kế hoạch và Đầu tư", parent=top)
        self.culture = unit("Sở Văn hóa, Thể thao và Du lịch", parent=top)
        self.police = unit("Công an tỉnh", parent=top)
        self.district = unit("Ủy ban nhân dân huyện Trà Bắc", UnitKind.DISTRICT, parent=top)
        self.town = unit("Ủy ban nhân dân thị xã Trà Nam", UnitKind.DISTRICT, parent=top)
        self.other_commune = unit("Ủy ban nhân dân xã Tân Hà", UnitKind.COMMUNE, parent=top)

    def happen(self) -> None:
        """Record what the decisions of 2025 did."""
        act(
            ReorganisationKind.SPLIT,
            DEPARTMENTS_DAY,
            (self.media, self.world.science, "bưu chính, viễn thông, công nghệ số, chuyển đổi số", ""),
            (self.media, self.culture, "báo chí, xuất bản, thông tin cơ sở", "báo chí, xuất bản, tuyên truyền"),
            (self.media, self.police, "an toàn thông tin mạng", ""),
        )
        act(ReorganisationKind.MERGE, DEPARTMENTS_DAY, (self.planning, self.world.finance, "", ""))
        act(
            ReorganisationKind.ABOLISH,
            DISTRICTS_DAY,
            (self.district, self.world.commune, "", ""),
            (self.district, self.other_commune, "", ""),
            (self.town, self.other_commune, "", ""),
        )

    def plan(self, *named: tuple[str, str, Unit | None, str], title: str = "Chuyển đổi số năm 2024") -> seed.Seeded:
        """An adopted plan of 2024 whose tasks are led by whom `named` says: (words, printed name, unit, group)."""
        made = seed.plan(self.world, tasks=len(named), targets=0, title=title)
        Document.objects.filter(pk=made.document.pk).update(issued_on=ISSUED, number=f"{made.plan.pk}/KH-UBND")
        TaskParty.objects.filter(task__plan=made.plan).delete()
        AssignmentParty.objects.filter(assignment__plan=made.plan).delete()
        ReportingParty.objects.filter(duty__plan=made.plan).delete()
        parties = []
        for row, (text, printed, place, group) in zip(made.tasks, named, strict=True):
            row.text, row.lead_names, row.search = text, printed, words.fold(f"{text} {printed}")
            row.proposed, row.proposes = [], False
            parties.append(
                TaskParty(task=row, role=PartyRole.LEAD, position=0, printed=printed, unit=place, group=group)
            )
        Task.objects.bulk_update(made.tasks, ("text", "lead_names", "search", "proposed", "proposes"))
        TaskParty.objects.bulk_create(parties)
        return made

    def old_plan(self, times: int = 1) -> seed.Seeded:
        """The plan of 2024 that names each kind of body that was there then, `times` over."""
        media = "Sở TT&TT"
        named: tuple[tuple[str, str, Unit | None, str], ...] = (
            ("Đẩy mạnh tuyên truyền về chuyển đổi số trên báo chí", media, self.media, ""),
            ("Phát triển hạ tầng viễn thông đến các thôn", media, self.media, ""),
            ("Giám sát an toàn thông tin mạng của các cơ quan", media, self.media, ""),
            ("Tổ chức hội nghị sơ kết", media, self.media, ""),
            ("Bố trí vốn đầu tư công cho các dự án", "Sở Kế hoạch và Đầu tư", self.planning, ""),
            ("Lắp đặt trạm phát sóng", "UBND huyện Trà Bắc", self.district, ""),
            ("Thành lập tổ công nghệ số cộng đồng", "UBND các huyện, thành phố", None, "districts"),
            ("Cung cấp dịch vụ công", "các sở, ban, ngành, UBND các huyện", None, "departments_districts"),
            ("Quản lý ngân sách", "Sở Tài chính", self.world.finance, ""),
        )
        return self.plan(*(named * times))
