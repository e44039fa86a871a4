"""Documents for tests: kept, read, with their files."""

from __future__ import annotations

from lotrinh.accounts.models import User
from lotrinh.core.actor import Actor
from lotrinh.core.jobs import running
from lotrinh.core.jobs.models import Job
from lotrinh.core.vocab import JobState
from lotrinh.documents.models import Document
from lotrinh.documents.services import uploading
from lotrinh.documents.services.uploading import Uploaded
from lotrinh.organisations.models import Unit

PLAN = """\
ỦY BAN NHÂN DÂN               CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH SÔNG TRÀ                      Độc lập - Tự do - Hạnh phúc

Số: {number}                  Sông Trà, ngày {day} tháng 3 năm 2026

                           KẾ HOẠCH
      Phát triển khoa học và công nghệ tỉnh Sông Trà năm 2026

I. MỤC TIÊU
- Đến năm 2030, 40% doanh nghiệp có hoạt động đổi mới sáng tạo.

II. NHIỆM VỤ
1. Sở Khoa học và Công nghệ chủ trì, phối hợp với Sở Tài chính xây dựng kho dữ liệu khoa học của tỉnh, \
hoàn thành trước ngày 30/9/2026.

2. Phát triển mạng lưới tổ chức trung gian của thị trường khoa học và công nghệ.

Nơi nhận:                                  TM. ỦY BAN NHÂN DÂN
- Sở Tài chính;                                KT. CHỦ TỊCH
- Lưu: VT.                                    PHÓ CHỦ TỊCH

                                             Trần Văn Bình
"""


def plan_text(number: str = "12/KH-UBND", day: str = "09") -> bytes:
    """A plan of tỉnh Sông Trà as plain text."""
    return PLAN.format(number=number, day=day).encode()


def work_off() -> None:
    """Do every job that waits, as a worker would."""
    for pk in Job.objects.filter(state=JobState.QUEUED).order_by("pk").values_list("pk", flat=True):
        running.run(pk)


def uploaded(actor: Actor, data: bytes | None = None, filename: str = "ke-hoach.txt") -> Uploaded:
    """A file that was brought in and read."""
    done = uploading.upload(actor, filename=filename, data=plan_text() if data is None else data)
    work_off()
    done.document.refresh_from_db()
    return done


def person(actor: Actor) -> User:
    """The account of an actor."""
    return User.objects.get(pk=actor.user_id or 0)


def document(owner: Unit, created_by: Actor, **fields: object) -> Document:
    """A document without a file."""
    row = Document(owner=owner, created_by_id=created_by.user_id or 0, **fields)
    row.save()
    return row
