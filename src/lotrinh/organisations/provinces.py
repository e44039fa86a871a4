"""The 34 provinces and cities since 1 July 2025 and the departments that each has.

Provinces: resolution 202/2025/QH15 with the codes of decision 19/2025/QĐ-TTg. Departments: decree 150/2025/NĐ-CP.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lotrinh.organisations.vocab import UnitKind


@dataclass(frozen=True, slots=True)
class Province:
    """A province or a city under the central government."""

    code: str
    name: str
    is_city: bool = False

    @property
    def committee(self) -> str:
        """The name of its people's committee."""
        return f"Ủy ban nhân dân {'thành phố' if self.is_city else 'tỉnh'} {self.name}"


@dataclass(frozen=True, slots=True)
class UsualUnit:
    """A unit that provinces have; `usual`: proposed unless somebody takes it out."""

    key: str
    name: str
    short_name: str
    kind: UnitKind = UnitKind.DEPARTMENT
    usual: bool = True


PROVINCES: Final = (
    Province("01", "Hà Nội", is_city=True),
    Province("04", "Cao Bằng"),
    Province("08", "Tuyên Quang"),
    Province("11", "Điện Biên"),
    Province("12", "Lai Châu"),
    Province("14", "Sơn La"),
    Province("15", "Lào Cai"),
    Province("19", "Thái Nguyên"),
    Province("20", "Lạng Sơn"),
    Province("22", "Quảng Ninh"),
    Province("24", "Bắc Ninh"),
    Province("25", "Phú Thọ"),
    Province("31", "Hải Phòng", is_city=True),
    Province("33", "Hưng Yên"),
    Province("37", "Ninh Bình"),
    Province("38", "Thanh Hóa"),
    Province("40", "Nghệ An"),
    Province("42", "Hà Tĩnh"),
    Province("44", "Quảng Trị"),
    Province("46", "Huế", is_city=True),
    Province("48", "Đà Nẵng", is_city=True),
    Province("51", "Quảng Ngãi"),
    Province("52", "Gia Lai"),
    Province("56", "Khánh Hòa"),
    Province("66", "Đắk Lắk"),
    Province("68", "Lâm Đồng"),
    Province("75", "Đồng Nai"),
    Province("79", "Hồ Chí Minh", is_city=True),
    Province("80", "Tây Ninh"),
    Province("82", "Đồng Tháp"),
    Province("86", "Vĩnh Long"),
    Province("91", "An Giang"),
    Province("92", "Cần Thơ", is_city=True),
    Province("96", "Cà Mau"),
)

USUAL_UNITS: Final = (
    UsualUnit("van-phong", "Văn phòng Ủy ban nhân dân", "VP UBND"),
    UsualUnit("noi-vu", "Sở Nội vụ", "SNV"),
    UsualUnit("tu-phap", "Sở Tư pháp", "STP"),
    UsualUnit("tai-chinh", "Sở Tài chính", "STC"),
    UsualUnit("cong-thuong", "Sở Công Thương", "SCT"),
    UsualUnit("nong-nghiep", "Sở Nông nghiệp và Môi trường", "SNN&MT"),
    UsualUnit("xay-dung", "Sở Xây dựng", "SXD"),
    UsualUnit("khcn", "Sở Khoa học và Công nghệ", "SKH&CN"),
    UsualUnit("van-hoa", "Sở Văn hóa, Thể thao và Du lịch", "SVHTT&DL"),
    UsualUnit("giao-duc", "Sở Giáo dục và Đào tạo", "SGD&ĐT"),
    UsualUnit("y-te", "Sở Y tế", "SYT"),
    UsualUnit("thanh-tra", "Thanh tra tỉnh", "TTr"),
    UsualUnit("cong-an", "Công an tỉnh", "CA", UnitKind.OTHER, usual=False),
    UsualUnit("quan-su", "Bộ Chỉ huy Quân sự tỉnh", "BCHQS", UnitKind.OTHER, usual=False),
)


def province(code: str) -> Province | None:
    """The province with this code."""
    return next((item for item in PROVINCES if item.code == code), None)


def usual_name(unit: UsualUnit, *, is_city: bool) -> str:
    """The unit's name in a province or, with its own word, in a city; the capital's and the armed forces' of a city."""
    if not is_city:
        return unit.name
    if unit.key == "quan-su":
        return "Bộ Chỉ huy Quân sự thành phố"
    return unit.name.replace(" tỉnh", " thành phố")
