"""Words for what the trail holds."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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
    "person": _("Tài khoản"),
    "unit": _("Cơ quan, đơn vị"),
    "document": _("Văn bản"),
    "review": _("Rà soát"),
    "plan": _("Kế hoạch"),
    "task": _("Nhiệm vụ"),
    "audit": _("Nhật ký"),
    "file": _("Tệp"),
    "view": _("Danh sách đã lưu"),
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
    "looked": _("Xem"),
}
