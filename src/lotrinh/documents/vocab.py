"""Concepts of documents: their standing, audiences, relations; reviews and decisions. Life cycles are tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Standing(models.TextChoices):
    """Whether a document binds."""

    DRAFT = "draft", _("Dự thảo")
    IN_FORCE = "in_force", _("Còn hiệu lực")
    EXPIRED = "expired", _("Hết hiệu lực")


class Relation(models.TextChoices):
    """What one document does to another, from a day on."""

    CORRECTS = "corrects", _("đính chính")
    AMENDS = "amends", _("sửa đổi, bổ sung")
    REPLACES = "replaces", _("thay thế")
    REPEALS = "repeals", _("bãi bỏ")
    WITHDRAWS = "withdraws", _("thu hồi")


#: Relations that end the validity of the document they act on.
ENDING: Final = frozenset({Relation.REPLACES, Relation.REPEALS, Relation.WITHDRAWS})


class Audience(models.TextChoices):
    """Who may read a document; each step further is a named person's decision."""

    DRAFTING = "drafting", _("Soạn thảo")
    INTERNAL = "internal", _("Nội bộ cơ quan")
    RECIPIENTS = "recipients", _("Theo nơi nhận")
    PUBLIC = "public", _("Công khai")


#: From narrow to wide.
AUDIENCES: Final = (Audience.DRAFTING, Audience.INTERNAL, Audience.RECIPIENTS, Audience.PUBLIC)


class ReviewState(models.TextChoices):
    """Where the review of a reading stands."""

    OPEN = "open", _("Đang rà soát")
    SUBMITTED = "submitted", _("Chờ duyệt")
    RETURNED = "returned", pgettext_lazy("state", "Trả lại")
    APPROVED = "approved", _("Đã duyệt")
    ADOPTED = "adopted", _("Đã đưa vào theo dõi")
    ABANDONED = "abandoned", _("Đã thôi")


class ReviewAction(models.TextChoices):
    """What people do with a review as a whole."""

    EDIT = "edit", _("Rà soát")
    SUBMIT = "submit", _("Trình duyệt")
    APPROVE = "approve", _("Duyệt")
    RETURN = "return", _("Trả lại")
    ADOPT = "adopt", _("Đưa vào theo dõi")
    ABANDON = "abandon", _("Thôi rà soát")


#: {(state, action): next state}. APPROVE keeps SUBMITTED until the last step of the chain.
REVIEW_CYCLE: Final[Mapping[tuple[str, str], str]] = {
    (ReviewState.OPEN, ReviewAction.EDIT): ReviewState.OPEN,
    (ReviewState.OPEN, ReviewAction.SUBMIT): ReviewState.SUBMITTED,
    (ReviewState.OPEN, ReviewAction.ABANDON): ReviewState.ABANDONED,
    (ReviewState.RETURNED, ReviewAction.EDIT): ReviewState.RETURNED,
    (ReviewState.RETURNED, ReviewAction.SUBMIT): ReviewState.SUBMITTED,
    (ReviewState.RETURNED, ReviewAction.ABANDON): ReviewState.ABANDONED,
    (ReviewState.SUBMITTED, ReviewAction.APPROVE): ReviewState.APPROVED,
    (ReviewState.SUBMITTED, ReviewAction.RETURN): ReviewState.RETURNED,
    (ReviewState.APPROVED, ReviewAction.ADOPT): ReviewState.ADOPTED,
    (ReviewState.APPROVED, ReviewAction.RETURN): ReviewState.RETURNED,
}


class Part(models.TextChoices):
    """The parts of a reading that a reviewer decides about."""

    DOCUMENT = "document", _("Thông tin văn bản")
    TARGETS = "targets", _("Chỉ tiêu")
    TASKS = "tasks", _("Nhiệm vụ")
    ASSIGNMENTS = "assignments", _("Phân công")
    REPORTING = "reporting", _("Chế độ báo cáo")
    BUDGET = "budget", _("Kinh phí")


class DecisionAction(models.TextChoices):
    """What a reviewer decides about one item."""

    ACCEPT = "accept", _("Chấp nhận")
    EDIT = "edit", _("Sửa")
    REJECT = "reject", _("Loại bỏ")
    SPLIT = "split", _("Tách")
    MERGE = "merge", _("Gộp với mục trước")
    ADD = "add", _("Thêm")
    UNDO = "undo", _("Hoàn tác")


class ItemState(models.TextChoices):
    """Where an item of a reading stands after all decisions."""

    PENDING = "pending", _("Chưa xem")
    ACCEPTED = "accepted", _("Đã chấp nhận")
    EDITED = "edited", _("Đã sửa")
    REJECTED = "rejected", _("Đã loại")
    #: cut into others, or joined to the one before: no longer an item of its own
    GONE = "gone", _("Đã tách hoặc gộp")
