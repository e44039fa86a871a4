"""What the pages of documents call things."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lotrinh.documents.vocab import Audience, Relation, Standing
from vanban.writers.labels import INSTRUMENTS, instrument

#: Kind of badge of a standing.
STANDING_BADGES: Final[Mapping[str, str]] = {
    Standing.DRAFT: "info",
    Standing.IN_FORCE: "ok",
    Standing.EXPIRED: "muted",
}
#: Kind of badge of an audience.
AUDIENCE_BADGES: Final[Mapping[str, str]] = {
    Audience.DRAFTING: "muted",
    Audience.INTERNAL: "info",
    Audience.RECIPIENTS: "info",
    Audience.PUBLIC: "ok",
}
#: Who reads a document of an audience, in words that leave no doubt.
AUDIENCE_READERS: Final[Mapping[str, str | Promise]] = {
    Audience.DRAFTING: _(
        "Chỉ những người làm việc với văn bản ở cơ quan này: đầu mối, chuyên viên, văn thư, lãnh đạo."
    ),
    Audience.INTERNAL: _("Mọi người trong cơ quan này, cùng lãnh đạo và Văn phòng Ủy ban nhân dân cấp trên."),
    Audience.RECIPIENTS: _("Thêm mọi người ở các cơ quan có tên trong Nơi nhận."),
    Audience.PUBLIC: _(
        "Mọi người có tài khoản trên hệ thống; và, qua cổng công khai khi cổng được bật, mọi người trên mạng."
    ),
}
#: What a document suffers, seen from itself.
SUFFERED: Final[Mapping[str, str | Promise]] = {
    Relation.CORRECTS: _("Được đính chính bởi"),
    Relation.AMENDS: _("Được sửa đổi, bổ sung bởi"),
    Relation.REPLACES: _("Bị thay thế bởi"),
    Relation.REPEALS: _("Bị bãi bỏ bởi"),
    Relation.WITHDRAWS: _("Bị thu hồi bởi"),
}
#: What a document does to another.
DONE: Final[Mapping[str, str | Promise]] = {
    Relation.CORRECTS: _("Đính chính"),
    Relation.AMENDS: _("Sửa đổi, bổ sung"),
    Relation.REPLACES: _("Thay thế"),
    Relation.REPEALS: _("Bãi bỏ"),
    Relation.WITHDRAWS: _("Thu hồi"),
}
#: The steps of reading, as `lotrinh.documents.jobs` names them.
STEPS: Final[Mapping[str, str | Promise]] = {
    "": _("Đang chờ đến lượt đọc"),
    "open": _("Đang mở tệp"),
    "mend": _("Đang kiểm tra chữ và phông"),
    "structure": _("Đang tách đoạn, mục, bảng"),
    "header": _("Đang đọc thể thức và viện dẫn"),
    "targets": _("Đang đọc chỉ tiêu"),
    "tasks": _("Đang đọc nhiệm vụ"),
    "budget": _("Đang đọc kinh phí và chế độ báo cáo"),
    "findings": _("Đang soát lỗi"),
    "keep": _("Đang lưu kết quả"),
}


def language() -> str:
    """`vi` or `en`."""
    return "en" if (get_language() or "").startswith("en") else "vi"


def kind_name(kind: str) -> str:
    """The type of a document in words: `Kế hoạch` for `KH`; `Văn bản` where it is not known."""
    return instrument(kind or None, "en" if language() == "en" else "vi")


def kind_choices(present: str = "") -> list[tuple[str, str | Promise]]:
    """The types to choose from, with one that is kept already and not among them."""
    codes = [*INSTRUMENTS, *([present] if present and present not in INSTRUMENTS else [])]
    return [("", _("Chưa rõ")), *((code, f"{kind_name(code)} ({code})") for code in codes)]
