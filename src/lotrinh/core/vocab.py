"""Concepts of the foundation."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Via(models.TextChoices):
    """By which door a change came in."""

    WEB = "web", _("Giao diện")
    API = "api", _("API")
    COMMAND = "command", _("Dòng lệnh")
    JOB = "job", _("Việc nền")


class JobState(models.TextChoices):
    """Where a background job stands."""

    QUEUED = "queued", _("Đang chờ")
    RUNNING = "running", _("Đang chạy")
    DONE = "done", _("Xong")
    FAILED = "failed", _("Không thành")
