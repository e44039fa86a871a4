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
    AS_READ = "as_read", _("Trả lại chữ đã đọc")
    UNDO = "undo", _("Hoàn tác")


class ItemState(models.TextChoices):
    """Where an item of a reading stands after all decisions."""

    PENDING = "pending", _("Chưa xem")
    ACCEPTED = "accepted", _("Đã chấp nhận")
    EDITED = "edited", _("Đã sửa")
    REJECTED = "rejected", _("Đã loại")
    #: cut into others, or joined to the one before: no longer an item of its own
    GONE = "gone", _("Đã tách hoặc gộp")


class CitedAs(models.TextChoices):
    """What a cited document is to the one that cites it: the engine's roles."""

    IMPLEMENTS = "implements", _("thực hiện")
    BASIS = "basis", _("căn cứ")
    AMENDS = "amends", _("sửa đổi, bổ sung")
    REPLACES = "replaces", _("thay thế")
    REPEALS = "repeals", _("bãi bỏ")
    MENTIONS = "mentions", _("nhắc đến")


#: What a document answers to.
ANSWERS_TO: Final = frozenset({CitedAs.IMPLEMENTS, CitedAs.BASIS})


class LinkState(models.TextChoices):
    """Whether it is known which document a citation means."""

    RESOLVED = "resolved", _("Đã nhận ra")
    PROPOSED = "proposed", _("Chờ xác nhận")
    CONFIRMED = "confirmed", _("Đã xác nhận")
    REFUSED = "refused", _("Đã bác")
    OPEN = "open", _("Chưa có trong hệ thống")


class LinkAction(models.TextChoices):
    """What people do with a citation."""

    CONFIRM = "confirm", _("Xác nhận")
    REFUSE = "refuse", _("Không phải văn bản này")
    POINT = "point", _("Chọn văn bản khác")
    REOPEN = "reopen", _("Rút lại")


#: {(state, action): next state}. After REOPEN the machine looks again.
LINK_CYCLE: Final[Mapping[tuple[str, str], str]] = {
    (LinkState.RESOLVED, LinkAction.CONFIRM): LinkState.CONFIRMED,
    (LinkState.RESOLVED, LinkAction.REFUSE): LinkState.REFUSED,
    (LinkState.RESOLVED, LinkAction.POINT): LinkState.CONFIRMED,
    (LinkState.PROPOSED, LinkAction.CONFIRM): LinkState.CONFIRMED,
    (LinkState.PROPOSED, LinkAction.REFUSE): LinkState.REFUSED,
    (LinkState.PROPOSED, LinkAction.POINT): LinkState.CONFIRMED,
    (LinkState.CONFIRMED, LinkAction.REFUSE): LinkState.REFUSED,
    (LinkState.CONFIRMED, LinkAction.POINT): LinkState.CONFIRMED,
    (LinkState.CONFIRMED, LinkAction.REOPEN): LinkState.OPEN,
    (LinkState.REFUSED, LinkAction.POINT): LinkState.CONFIRMED,
    (LinkState.REFUSED, LinkAction.REOPEN): LinkState.OPEN,
    (LinkState.OPEN, LinkAction.POINT): LinkState.CONFIRMED,
}
#: A document stands behind the citation.
POINTING: Final = frozenset({LinkState.RESOLVED, LinkState.PROPOSED, LinkState.CONFIRMED})


class LinkReason(models.TextChoices):
    """Why a document is, or may be, the one that a citation means."""

    NUMBER_SAME = "number-same", _("cùng số, ký hiệu")
    NUMBER_MISSING = "number-missing", _("văn bản hoặc lời dẫn không ghi số")
    DATE_SAME = "date-same", _("cùng ngày ban hành")
    YEAR_SAME = "year-same", _("cùng năm ban hành")
    TERM_SAME = "term-same", _("cùng nhiệm kỳ")
    DATE_MISSING = "date-missing", _("chưa rõ ngày ban hành")
    DATE_DIFFERS = "date-differs", _("ngày ban hành khác")
    ISSUER_SAME = "issuer-same", _("cùng cơ quan ban hành")
    ISSUER_SUCCEEDED = "issuer-succeeded", _("cơ quan ban hành đã sắp xếp lại")
    ISSUER_MISSING = "issuer-missing", _("chưa rõ cơ quan ban hành")
    TITLE_ALIKE = "title-alike", _("trích yếu gần như nhau")
    TITLE_IN_TEXT = "title-in-text", _("trích yếu được dẫn nằm ở đầu văn bản")
    KIND_UNSURE = "kind-unsure", _("chưa rõ quyết định hay quy định")
    SEVERAL = "several", _("nhiều văn bản cùng khớp")


class ChainLayer(models.TextChoices):
    """The level at which a document was issued, from the top."""

    CENTRAL = "central", _("Trung ương")
    PARTY = "party", _("Tỉnh ủy")
    PROVINCE = "province", _("UBND, HĐND tỉnh")
    LOCAL = "local", _("Sở, xã")
    OTHER = "other", _("Chưa rõ cấp")
