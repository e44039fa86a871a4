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


class OutboxState(models.TextChoices):
    """What became of an effect outside the database."""

    WAITING = "waiting", _("Chờ gửi")
    SENDING = "sending", _("Đang gửi")
    SENT = "sent", _("Đã nhận")
    FAILED = "failed", _("Không gửi được")
    #: it went out, and nobody knows whether it arrived: never sent again unless a person says so
    UNKNOWN = "unknown", _("Không rõ kết quả")
    DROPPED = "dropped", _("Không gửi nữa")


class WebhookOff(models.TextChoices):
    """Why an address is told nothing any more."""

    PERSON = "person", _("Có người tắt")
    FAILURES = "failures", _("Tự tắt: nhiều lần liền không gửi được")
    GONE = "gone", _("Tự tắt: nơi nhận báo không còn nhận nữa (410)")
    OWNER = "owner", _("Tự tắt: người đăng ký không còn vai trò cần thiết")
    SECRET = "secret", _("Tự tắt: khóa của hệ thống đã đổi, cần tạo lại bí mật")


class EntryKind(models.TextChoices):
    """What can be found by searching."""

    DOCUMENT = "document", _("Văn bản")
    TASK = "task", _("Nhiệm vụ")
    TARGET = "target", _("Chỉ tiêu")
    UNIT = "unit", _("Cơ quan")
