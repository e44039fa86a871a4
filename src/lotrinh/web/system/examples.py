"""What the page of components shows: invented rows, one for each state."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lotrinh.web.charts import Bar, Chart, Piece, bars, stacked_by_year
from lotrinh.web.system.forms import ExampleForm
from lotrinh.web.templatetags.ui.parts import Step

_SPRITE: Final = Path(__file__).resolve().parents[1] / "static/lotrinh/icons.svg"
#: Variables of the design system that are colours.
COLOURS: Final = (
    "bg", "surface", "surface-2", "line", "line-strong", "text", "text-2", "text-3", "accent", "accent-soft", "ok",
    "ok-soft", "warn", "warn-soft", "bad", "bad-soft", "muted", "muted-soft", "part-document", "part-targets",
    "part-tasks", "part-assignments", "part-reporting", "part-budget", "chart-1", "chart-2", "chart-3", "chart-4",
    "chart-5", "chart-6", "chart-7", "chart-8",
)  # fmt: skip


def examples(request: HttpRequest) -> dict[str, Any]:
    """The context of the page."""
    wrong = ExampleForm({"name": "", "deadline": "31/02/2026", "agency": "", "audience": "", "reason": _("Chờ vốn")})
    return {
        "form": ExampleForm(),
        "wrong": wrong,
        "page": Paginator(range(1, 1235), 50).get_page(request.GET.get("page", "4")),
        "rows": (
            (_("Ban hành quy chế quản lý nhiệm vụ khoa học"), "2026-Q3", 226_000_000_000, "ok", _("Hoàn thành")),
            (_("Xây dựng cơ sở dữ liệu chuyên gia"), "2026-06-30", 1_500_000, "warn", _("Sắp đến hạn")),
            (_("Thành lập quỹ phát triển khoa học"), "2026-02", 1_234_567, "bad", _("Quá hạn")),
            (_("Đào tạo kỹ năng số cho cán bộ cấp xã"), "2026", None, "info", _("Đang thực hiện")),
            (_("Đánh giá trình độ công nghệ"), "", None, "muted", _("Chưa bắt đầu")),
        ),
        "steps": (
            Step(_("Chuyên viên"), "done", "Nguyễn Thị Lan, 03/02/2026"),
            Step(_("Trưởng phòng"), "returned", _("Trả lại: thiếu cơ quan chủ trì ở mục III.2")),
            Step(_("Lãnh đạo sở"), "now", _("Đang chờ ý kiến")),
            Step(_("Đưa vào theo dõi")),
        ),
        "bars": _by_agency(),
        "years": _by_year(),
        "icons": _icons(),
        "colours": COLOURS,
    }


def _icons() -> list[str]:
    """The names of the icons, in the order of the sprite."""
    return re.findall(r'<symbol id="([a-z-]+)"', _SPRITE.read_text(encoding="utf-8"))


def _by_agency() -> Chart:
    return bars(
        _("Nhiệm vụ theo cơ quan chủ trì"),
        (
            Bar(_("Sở Khoa học và Công nghệ"), 41, "#charts"),
            Bar(_("Sở Tài chính"), 18, "#charts"),
            Bar(_("Ủy ban nhân dân xã Bình An"), 12, "#charts"),
            Bar(_("Quá hạn"), 5, "#charts", "bad"),
        ),
        heads=(_("Cơ quan"), _("Số nhiệm vụ")),
    )


def _by_year() -> Chart:
    sources = {
        _("Ngân sách tỉnh"): (24.5, 28, 31.25, 36),
        _("Ngân sách trung ương"): (12, 12, 15, 15),
        _("Doanh nghiệp"): (6, 9.5, 14, 22),
    }
    return stacked_by_year(
        _("Kinh phí theo năm và nguồn"),
        (
            Piece(2026 + index, source, value, "#charts")
            for source, amounts in sources.items()
            for index, value in enumerate(amounts)
        ),
        head=_("Năm"),
        unit=_("tỷ đồng"),
    )
