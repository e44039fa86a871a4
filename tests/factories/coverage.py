"""A resolution of the invented province's committee, and plans that answer to it."""

from __future__ import annotations

from dataclasses import dataclass

from lotrinh.documents.models import Document
from lotrinh.documents.services.chain import catch_up
from lotrinh.documents.vocab import Audience
from lotrinh.plans.coverage.duties import of_record
from lotrinh.plans.models import Plan
from lotrinh.plans.services import adopt
from tests.factories import approved, readings
from tests.factories.world import World
from vanban.record import PlanRecord

#: Six duties and two targets; the fourth is out of the plan's field, nothing in the plan answers to the fifth.
ABOVE = """TỈNH ỦY SÔNG TRÀ
*
Số 18-NQ/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Sông Trà, ngày 12 tháng 01 năm 2026
NGHỊ QUYẾT
về phát triển khoa học, công nghệ và dữ liệu của tỉnh đến năm 2030
I. MỤC TIÊU
1. Đến năm 2030, tỷ lệ doanh nghiệp có hoạt động đổi mới sáng tạo đạt 45%.
2. Đến năm 2030, tỷ lệ hồ sơ thủ tục hành chính xử lý trên môi trường mạng đạt 95%.
II. NHIỆM VỤ, GIẢI PHÁP
1. Xây dựng kho dữ liệu dùng chung của tỉnh, kết nối với các cơ sở dữ liệu quốc gia.
2. Đào tạo, bồi dưỡng đội ngũ cán bộ kỹ thuật cho các xã, phường và doanh nghiệp chế biến nông sản.
3. Thành lập quỹ phát triển khoa học của tỉnh, huy động vốn của doanh nghiệp.
4. Bảo tồn nguồn gen cây dược liệu quý trên núi Ngự.
5. Mở rộng hợp tác với các viện nghiên cứu nước ngoài về vật liệu mới.
6. Bảo đảm an toàn thông tin cho mọi hệ thống của cơ quan nhà nước, kiểm tra định kỳ sáu tháng một lần.
Nơi nhận:
- Các đảng ủy trực thuộc;
T/M TỈNH ỦY
BÍ THƯ
Phạm Thị Hòa
"""
BELOW = """ỦY BAN NHÂN DÂN
TỈNH SÔNG TRÀ
Số: 31/KH-UBND
Sông Trà, ngày 02 tháng 03 năm 2026
KẾ HOẠCH
Thực hiện Nghị quyết số 18-NQ/TU ngày 12 tháng 01 năm 2026 của Tỉnh ủy về phát triển khoa học, công nghệ và dữ liệu
Thực hiện Nghị quyết số 18-NQ/TU ngày 12 tháng 01 năm 2026 của Tỉnh ủy, Ủy ban nhân dân tỉnh ban hành kế hoạch như sau:
I. MỤC TIÊU
1. Đến năm 2030, tỷ lệ doanh nghiệp có hoạt động đổi mới sáng tạo đạt 40%.
II. NHIỆM VỤ
1. Sở Khoa học và Công nghệ chủ trì xây dựng kho dữ liệu dùng chung, hoàn thành trước ngày 30/9/2026.
2. Sở Nội vụ mở các lớp bồi dưỡng kỹ năng số cho cán bộ xã, phường hằng năm.
3. Bảo đảm an toàn thông tin cho mọi hệ thống của cơ quan nhà nước, kiểm tra định kỳ sáu tháng một lần.
4. Sở Tài chính trình Ủy ban nhân dân tỉnh đề án thành lập quỹ phát triển khoa học trong quý II năm 2026.
Nơi nhận:
- Các sở, ban, ngành;
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lê Văn Bình
"""


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A document that was read and a plan in force under it."""

    above: Document
    plan: Plan


def read_only(world: World, record: PlanRecord, *, audience: str = Audience.INTERNAL) -> Document:
    """A document that was read and not adopted."""
    document = approved.document(world, record, audience=audience)
    readings.reading(world, record, of=document)
    return document


def adopted(world: World, record: PlanRecord, title: str = "", *, audience: str = Audience.INTERNAL) -> Plan:
    """A plan in force."""
    document = approved.document(world, record, audience=audience)
    review = approved.review(world, record, of=document)
    catch_up(document.pk)
    return adopt(world.coordinator, review_id=review.pk, title=title)


def above(world: World, *, audience: str = Audience.INTERNAL) -> Document:
    """The resolution, read and not adopted."""
    return read_only(world, approved.read(ABOVE), audience=audience)


def plan(world: World, text: str = BELOW, *, title: str = "", audience: str = Audience.INTERNAL) -> Plan:
    """A plan in force."""
    return adopted(world, approved.read(text), title, audience=audience)


def pair(world: World, *, audience: str = Audience.INTERNAL) -> Pair:
    """The resolution and the plan."""
    return Pair(above=above(world, audience=audience), plan=plan(world, audience=audience))


def first_key() -> str:
    """The key of the first duty of the resolution."""
    return of_record(approved.read(ABOVE))[0].key
