"""Who works in tỉnh Sông Trà. All names are invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lotrinh.accounts.vocab import Role
from lotrinh.organisations.vocab import UnitKind

PROVINCE: Final = "Sông Trà"
TOP: Final = "Ủy ban nhân dân tỉnh Sông Trà"
SCIENCE: Final = "Sở Khoa học và Công nghệ"
DIVISION: Final = "Phòng Kế hoạch - Tổng hợp"
FINANCE: Final = "Sở Tài chính"
COMMUNE: Final = "Ủy ban nhân dân xã Bình An"
#: The demo serves this machine only: its passwords are no secret.
PASSWORD: Final = "song-tra-2026"  # noqa: S105 - shown on the sign-in page of the demo


@dataclass(frozen=True, slots=True)
class Place:
    """A unit below the province or, for a division, below `parent`."""

    name: str
    kind: str
    parent: str = TOP
    short_name: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """An account in one role in one unit."""

    username: str
    name: str
    role: str
    place: str


#: Codes of bodies beside the departments that every province has.
BODIES: Final = ("CAT", "BCHQS")
PLACES: Final = (
    Place(DIVISION, UnitKind.DIVISION, SCIENCE),
    Place("Phòng Chuyển đổi số", UnitKind.DIVISION, SCIENCE),
    Place(COMMUNE, UnitKind.COMMUNE, short_name="UBND xã Bình An"),
    Place("Ủy ban nhân dân xã Trà Giang", UnitKind.COMMUNE, short_name="UBND xã Trà Giang"),
    Place("Ủy ban nhân dân phường Cửa Sông", UnitKind.COMMUNE, short_name="UBND phường Cửa Sông"),
    Place("Trường Đại học Sông Trà", UnitKind.OTHER),
    Place("Trường Chính trị tỉnh", UnitKind.OTHER),
    Place("Tỉnh đoàn", UnitKind.FRONT),
    Place("Hội Liên hiệp Phụ nữ tỉnh", UnitKind.FRONT),
)
OPERATOR: Final = Person("quantri", "Đỗ Quang Vinh", Role.OPERATOR, TOP)
COORDINATOR: Final = Person("daumoi", "Lê Thị Thanh Hà", Role.COORDINATOR, SCIENCE)
HEAD_OF_DIVISION: Final = Person("truongphong", "Trần Minh Đức", Role.HEAD_OF_DIVISION, DIVISION)
HEAD_OF_AGENCY: Final = Person("giamdoc", "Phạm Hồng Sơn", Role.HEAD_OF_AGENCY, SCIENCE)
PEOPLE: Final = (
    COORDINATOR,
    Person("chuyenvien", "Nguyễn Thu An", Role.SPECIALIST, DIVISION),
    HEAD_OF_DIVISION,
    HEAD_OF_AGENCY,
    Person("vanthu", "Võ Ngọc Mai", Role.CLERK, SCIENCE),
    Person("vanphong", "Hoàng Văn Bách", Role.OFFICE, TOP),
    Person("lanhdao", "Đặng Thị Kim Oanh", Role.LEADER, TOP),
    Person("thanhtra", "Bùi Xuân Trường", Role.INSPECTOR, TOP),
    Person("taichinh", "Ngô Đình Phúc", Role.SPECIALIST, FINANCE),
    Person("binhan", "Lý Thị Ánh", Role.SPECIALIST, COMMUNE),
)
