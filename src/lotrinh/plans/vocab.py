"""Concepts of adopted plans."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: A task is due soon from this many days before its last day.
SOON_DAYS: Final = 30


class PartyRole(models.TextChoices):
    """What a body owes in a task or duty."""

    LEAD = "lead", _("Chủ trì")
    PARTNER = "partner", _("Phối hợp")


class ProposedField(models.TextChoices):
    """Fields that the document does not fill: a value given here is a proposal until a document confirms it."""

    LEAD = "lead", _("Cơ quan chủ trì")
    DEADLINE = "deadline", _("Thời hạn")
    DELIVERABLE = "deliverable", _("Sản phẩm")
    VALUE = "value", _("Giá trị")
    YEAR = "year", _("Năm hoàn thành")
    FREQUENCY = "frequency", _("Kỳ báo cáo")
    BY = "by", _("Cơ quan báo cáo")
    TO = "to", _("Nơi nhận báo cáo")
    DUE = "due", _("Thời hạn báo cáo")


class RowKind(models.TextChoices):
    """The rows of a plan."""

    TARGET = "target", _("Chỉ tiêu")
    TASK = "task", _("Nhiệm vụ")
    ASSIGNMENT = "assignment", _("Phân công")
    REPORTING = "reporting", _("Chế độ báo cáo")
    BUDGET = "budget", _("Kinh phí")


class Schedule(models.TextChoices):
    """What the calendar alone says of a task, whatever has been done."""

    OVERDUE = "overdue", _("Quá hạn")
    SOON = "soon", _("Sắp đến hạn")
    NOT_DUE = "not_due", _("Chưa đến hạn")
    RECURRING = "recurring", _("Thường xuyên, định kỳ")
    UNDATED = "undated", _("Không thời hạn")


class TaskSort(models.TextChoices):
    """Orders of a list of tasks."""

    PLAN = "plan", _("Theo kế hoạch")
    DEADLINE = "deadline", _("Thời hạn gần nhất")
    DEADLINE_DESC = "-deadline", _("Thời hạn xa nhất")
    LEAD = "lead", _("Cơ quan chủ trì")


class PlanSort(models.TextChoices):
    """Orders of the list of plans."""

    NEWEST = "newest", _("Mới nhất")
    TITLE = "title", _("Tên kế hoạch")


class Change(models.TextChoices):
    """What became of a row between two versions."""

    ADDED = "added", pgettext_lazy("change", "Thêm")
    REMOVED = "removed", pgettext_lazy("change", "Bỏ")
    CHANGED = "changed", pgettext_lazy("change", "Sửa")


class Verdict(models.TextChoices):
    """What a person says about a duty of a higher document and a plan under it."""

    TAKES_UP = "takes_up", _("Mục này tiếp nhận")
    NOT = "not", _("Mục này không phải")
    LEFT_OUT = "left_out", _("Kế hoạch không có")
    OUT_OF_SCOPE = "out_of_scope", _("Không thuộc phạm vi")

    @classmethod
    def of_pairs(cls) -> tuple[str, ...]:
        """Those that are about one row of the plan; the others are about the duty as a whole."""
        return (cls.TAKES_UP.value, cls.NOT.value)


class Taken(models.TextChoices):
    """What becomes of a duty of a higher document in a plan under it."""

    CONFIRMED = "confirmed", _("Đã tiếp nhận")
    PROPOSED = "proposed", _("Chờ xác nhận")
    MISSING = "missing", _("Chưa thấy")
    LEFT_OUT = "left_out", _("Không có")
    OUT_OF_SCOPE = "out_of_scope", _("Ngoài phạm vi")
