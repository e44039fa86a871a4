"""Words for what the trail holds."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Damage(StrEnum):
    """What was done to a chain."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    MOVED = "moved"
    BROKEN = "broken"
    CUT = "cut"
    HEAD = "head"
    NOTED = "noted"


#: What each damage is called.
DAMAGE_LABELS: Final[Mapping[Damage, str | Promise]] = {
    Damage.CHANGED: _("Dòng đã bị sửa"),
    Damage.REMOVED: _("Dòng đã bị xóa"),
    Damage.INSERTED: _("Dòng được chèn thêm"),
    Damage.MOVED: _("Dòng bị đổi chỗ"),
    Damage.BROKEN: _("Dòng không nối với dòng trước"),
    Damage.CUT: _("Phần cuối bị cắt"),
    Damage.HEAD: _("Mốc cuối chuỗi bị sửa"),
    Damage.NOTED: _("Khác mốc đã ghi lại"),
}

#: Kinds of things; a kind that is not here is shown by its code.
KINDS: Final[Mapping[str, str | Promise]] = {
    "person": pgettext_lazy("one", "Tài khoản"),
    "unit": _("Cơ quan, đơn vị"),
    "document": pgettext_lazy("one", "Văn bản"),
    "review": _("Rà soát"),
    "plan": pgettext_lazy("one", "Kế hoạch"),
    "task": pgettext_lazy("one", "Nhiệm vụ"),
    "audit": _("Nhật ký"),
    "file": _("Tệp"),
    "view": pgettext_lazy("one", "Danh sách đã lưu"),
    "upload": _("Lần tải lên"),
}

#: Acts; one that is not here is shown by its code.
ACTIONS: Final[Mapping[str, str | Promise]] = {
    "platform.begun": _("Thiết lập hệ thống"),
    "person.created": _("Tạo tài khoản"),
    "person.changed": _("Sửa thông tin tài khoản"),
    "person.deactivated": _("Ngừng tài khoản"),
    "person.activated": _("Mở lại tài khoản"),
    "person.link_made": _("Cấp liên kết đặt mật khẩu"),
    "person.password_chosen": _("Đặt mật khẩu"),
    "person.identity_linked": _("Gắn danh tính bên ngoài"),
    "person.second_factor_added": _("Bật xác thực hai lớp"),
    "person.second_factor_removed": _("Tắt xác thực hai lớp"),
    "person.second_factor_renewed": _("Tạo lại mã khôi phục"),
    "session.ended": _("Kết thúc một phiên"),
    "session.others_ended": _("Kết thúc các phiên khác"),
    "post.given": _("Giao vai trò"),
    "post.changed": _("Sửa thời hạn vai trò"),
    "post.taken": _("Thôi vai trò"),
    "unit.created": _("Thêm cơ quan"),
    "unit.changed": _("Sửa thông tin cơ quan"),
    "unit.names_set": _("Sửa tên gọi khác của cơ quan"),
    "unit.chain_set": _("Sửa quy trình duyệt"),
    "document.uploaded": _("Tải văn bản lên"),
    "document.file_added": _("Thêm tệp"),
    "document.joined": _("Gộp vào văn bản đã có"),
    "document.kept_apart": _("Giữ thành văn bản riêng"),
    "document.reading_asked": _("Yêu cầu đọc văn bản"),
    "document.read": _("Đọc xong văn bản"),
    "document.completed": _("Bổ sung thông tin văn bản"),
    "document.standing_set": _("Đổi hiệu lực"),
    "document.related": _("Ghi quan hệ giữa hai văn bản"),
    "document.relation_undone": _("Bỏ quan hệ giữa hai văn bản"),
    "document.audience_decided": _("Đổi phạm vi phổ biến"),
    "document.recipients_set": _("Sửa nơi nhận"),
    "upload.refused_secret": _("Từ chối tệp có dấu mật"),
    "review.opened": _("Mở rà soát"),
    "review.decided": _("Quyết định khi rà soát"),
    "review.undone": _("Hoàn tác khi rà soát"),
    "review.submit": _("Trình duyệt"),
    "review.approve": _("Duyệt"),
    "review.return": _("Trả lại"),
    "review.adopt": _("Đưa vào theo dõi"),
    "review.abandon": _("Thôi rà soát"),
    "plan.adopted": _("Đưa kế hoạch vào theo dõi"),
    "plan.version_adopted": _("Ghi phiên bản mới của kế hoạch"),
    "plan.coordination_set": _("Ghi đầu mối theo dõi"),
    "plan.proposal_confirmed": _("Xác nhận đề xuất"),
    "view.saved": _("Lưu danh sách"),
    "view.deleted": _("Xóa danh sách đã lưu"),
    "looked": _("Xem"),
}

#: Values that a write changes; one that is not here is shown by its code.
FIELDS: Final[Mapping[str, str | Promise]] = {
    "action": _("Việc"),
    "assignment": _("Phân công"),
    "audience": _("Phạm vi"),
    "batch": _("Thao tác nhiều mục"),
    "budget": _("Kinh phí"),
    "carried": _("Quyết định được chuyển sang"),
    "deadline": _("Thời hạn"),
    "degree": _("Mức độ mật"),
    "difficulties_to": _("Nhận khó khăn, vướng mắc"),
    "document": pgettext_lazy("one", "Văn bản"),
    "email": _("Thư điện tử"),
    "ended": _("Số phiên đã kết thúc"),
    "ends_on": _("Đến hết ngày"),
    "engine": _("Phiên bản bộ đọc"),
    "field": _("Trường"),
    "fields": _("Các trường"),
    "file": _("Tệp"),
    "filename": _("Tên tệp"),
    "follow_up": _("Theo dõi, đôn đốc"),
    "full_name": _("Họ và tên"),
    "into": _("Thành các mục"),
    "is_active": _("Đang hoạt động"),
    "issued_on": _("Ngày ban hành"),
    "issuer": _("Cơ quan ban hành"),
    "item": _("Mục"),
    "items": _("Các mục"),
    "kind": _("Loại"),
    "lead": _("Cơ quan chủ trì"),
    "name": _("Tên"),
    "names": _("Tên gọi khác"),
    "note": _("Ghi chú"),
    "number": _("Số, ký hiệu"),
    "parent": _("Cấp trên"),
    "part": _("Phần"),
    "place": _("Nơi ban hành"),
    "proposed": _("Đang đề xuất"),
    "provider": _("Hệ thống cung cấp danh tính"),
    "province": _("Tỉnh, thành phố"),
    "reading": _("Bản đọc"),
    "reason": _("Lý do"),
    "recipients": _("Nơi nhận"),
    "recipients_added": _("Nơi nhận được thêm"),
    "reporting": _("Chế độ báo cáo"),
    "reports_to": _("Nhận báo cáo"),
    "review": _("Lần rà soát"),
    "role": _("Vai trò"),
    "roles": _("Các bước duyệt"),
    "second_factor_dropped": _("Đã tắt xác thực hai lớp"),
    "sections": _("Đề mục"),
    "seq": _("Thứ tự quyết định"),
    "sessions_ended": _("Số phiên đã kết thúc"),
    "sha256": _("Mã băm của tệp"),
    "short_name": _("Tên viết tắt"),
    "signer": _("Người ký"),
    "size": _("Cỡ tệp (byte)"),
    "span": _("Vị trí trong văn bản"),
    "standing": _("Hiệu lực"),
    "starts_on": _("Từ ngày"),
    "state": _("Trạng thái"),
    "step": _("Bước duyệt"),
    "target": _("Chỉ tiêu"),
    "task": _("Nhiệm vụ"),
    "title": _("Trích yếu"),
    "unit": _("Cơ quan"),
    "unit_name": _("Tên cơ quan"),
    "unresolved": _("Tên cơ quan chưa có trong danh mục"),
    "username": _("Tên đăng nhập"),
    "value": _("Giá trị"),
    "version": _("Phiên bản"),
}
