"""What happens to documents and reviews, for other systems that want to know."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor
from lotrinh.core.webhooks.registry import Event, register
from lotrinh.documents import policies
from lotrinh.documents.models import Review
from lotrinh.documents.policies import Action

_DOCUMENT: Final = "/api/v1/documents/{id}"
_REVIEW: Final = "/api/v1/reviews/{id}"


def document_visible(actor: Actor, thing_id: str) -> bool:
    """Whether the actor may read the document; one query."""
    return policies.visible(actor).filter(pk=int(thing_id)).exists()


def review_visible(actor: Actor, thing_id: str) -> bool:
    """Whether the actor may look at the review; one query."""
    documents = policies.visible(actor, Action.READ_FINDINGS)
    return Review.objects.filter(pk=int(thing_id), document__in=documents).exists()


register(
    *(
        Event(code=code, label=label, thing_kind="document", path=_DOCUMENT, visible=document_visible)
        for code, label in (
            ("document.created", _("Có văn bản mới")),
            ("document.read", _("Đọc xong văn bản")),
            ("document.completed", _("Thông tin văn bản được bổ sung, sửa")),
            ("document.published", _("Văn bản được công khai")),
        )
    ),
    *(
        Event(code=code, label=label, thing_kind="review", path=_REVIEW, visible=review_visible)
        for code, label in (
            ("review.submitted", _("Bản rà soát được trình duyệt")),
            ("review.approved", _("Bản rà soát được duyệt xong")),
            ("review.returned", _("Bản rà soát bị trả lại")),
        )
    ),
)
