"""Roles of people, and what programs may do for them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does in a unit; one person often holds several."""

    COORDINATOR = "coordinator", _("Đầu mối kế hoạch")
    SPECIALIST = "specialist", _("Chuyên viên")
    HEAD_OF_DIVISION = "head_of_division", _("Trưởng phòng")
    HEAD_OF_AGENCY = "head_of_agency", _("Thủ trưởng cơ quan")
    CLERK = "clerk", _("Văn thư")
    OFFICE = "office", _("Văn phòng UBND")
    LEADER = "leader", _("Lãnh đạo tỉnh")
    INSPECTOR = "inspector", _("Kiểm tra, thanh tra")
    OPERATOR = "operator", _("Quản trị hệ thống")


class Scope(models.TextChoices):
    """What a program may do with an access token; never more than the person who made it."""

    READ = "read", _("Đọc dữ liệu")
    UPLOAD = "upload", _("Tải văn bản lên")
    REVIEW = "review", _("Rà soát bản đọc")
