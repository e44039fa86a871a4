"""Words for what became of a delivery."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lotrinh.core.vocab import OutboxState
from lotrinh.core.webhooks.guard import SENTENCES

BADGES: Final[Mapping[str, str]] = {
    OutboxState.WAITING: "info",
    OutboxState.SENDING: "info",
    OutboxState.SENT: "ok",
    OutboxState.FAILED: "bad",
    OutboxState.UNKNOWN: "warn",
    OutboxState.DROPPED: "muted",
}

#: Why a delivery did not reach its end, by the code that the outbox keeps.
REASONS: Final[Mapping[str, str | Promise]] = {
    **SENTENCES,
    "no-address": _("Không tìm thấy máy có tên này."),
    "refused": _("Máy nhận không mở cổng."),
    "connect-timeout": _("Máy nhận không trả lời khi kết nối."),
    "tls": _("Không lập được kết nối bảo mật (chứng thư sai hoặc hết hạn)."),
    "timeout": _("Đã gửi nhưng chờ mãi không có trả lời."),
    "no-answer": _("Đã gửi nhưng kết nối đứt trước khi có trả lời."),
    "answered-later": _("Máy nhận báo chưa nhận được, gửi lại sau."),
    "answered-redirect": _("Máy nhận chỉ sang địa chỉ khác; hệ thống không đi theo. Hãy sửa địa chỉ nhận."),
    "answered-refused": _("Máy nhận từ chối."),
    "answered-gone": _("Máy nhận báo không còn nhận nữa."),
    "resting": _("Chờ địa chỉ nghỉ sau lần gửi hỏng hoặc chậm."),
    "worker-died": _("Tiến trình gửi dừng giữa chừng."),
    "not-kept": _("Hệ thống đã được khôi phục từ bản sao lưu."),
    "switched-off": _("Địa chỉ đang tắt."),
    "owner-gone": _("Người đăng ký không còn vai trò cần thiết."),
    "not-visible": _("Người đăng ký không còn được xem."),
    "secret-changed": _("Khóa của hệ thống đã đổi."),
    "internal": _("Hệ thống gặp lỗi khi gửi; lỗi đã được ghi lại."),
}
