"""Views of the first page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lotrinh.web import navigation
from lotrinh.web.asking import actor_of
from lotrinh.web.home.blocks import blocks_for
from lotrinh.web.templatetags.ui.parts import Step


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the person who is signed in, and the ways to everything they may use."""
    actor = actor_of(request)
    return render(
        request,
        "web/home/home.html",
        {
            "blocks": tuple(blocks_for(actor)),
            "ways": tuple(entry for entry in navigation.menu(request, actor) if not entry.active),
            "road": (
                Step(_("Tải lên"), note=_("Thả tệp kế hoạch vào trang; hệ thống đọc và tách từng phần.")),
                Step(_("Rà soát"), note=_("Đối chiếu từng nhiệm vụ, chỉ tiêu với văn bản gốc.")),
                Step(_("Duyệt"), note=_("Trình qua các bước của cơ quan; trả lại thì kèm lý do.")),
                Step(_("Theo dõi"), note=_("Cơ quan liên quan thấy việc của mình, thời hạn và sản phẩm.")),
            ),
        },
    )
