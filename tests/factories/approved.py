"""Approved reviews, ready to be adopted."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

import vanban
from lotrinh.core import clock
from lotrinh.core.files.models import StoredFile
from lotrinh.documents.models import Decision, Document, DocumentFile, DocumentRelation, Reading, Review
from lotrinh.documents.review import reading as items_of
from lotrinh.documents.vocab import Audience, DecisionAction, Relation, ReviewState
from tests.factories.world import World
from vanban.record import PlanRecord

SAMPLES = Path(__file__).parents[2] / "samples"
#: A small plan of the invented province: everything that a version holds.
PLAN = """ỦY BAN NHÂN DÂN
TỈNH SÔNG TRÀ
Số: 12/KH-UBND
Sông Trà, ngày 05 tháng 02 năm 2026
KẾ HOẠCH
Phát triển khoa học và công nghệ năm 2026
I. MỤC TIÊU
1. Tỷ lệ doanh nghiệp có hoạt động đổi mới sáng tạo đạt 40%.
II. NHIỆM VỤ
1. Sở Khoa học và Công nghệ chủ trì, phối hợp với Sở Tài chính ban hành Quyết định về quỹ khoa học trước ngày 30 tháng 6 năm 2026.
2. Sở Tài chính bố trí kinh phí cho hoạt động khoa học, hoàn thành trong quý III năm 2026.
3. Các sở, ban, ngành thường xuyên tuyên truyền về đổi mới sáng tạo.
4. Rà soát các quy định về sở hữu trí tuệ trên địa bàn.
III. KINH PHÍ
Tổng kinh phí thực hiện là 226 tỷ đồng.
IV. TỔ CHỨC THỰC HIỆN
1. Sở Khoa học và Công nghệ theo dõi, đôn đốc việc thực hiện Kế hoạch này.
2. Các sở, ban, ngành, UBND các xã, phường hằng năm, trước ngày 15 tháng 12 báo cáo kết quả về Ủy ban nhân dân tỉnh (qua Sở Khoa học và Công nghệ).
Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các cơ quan, đơn vị kịp thời phản ánh về Sở Tài chính để tổng hợp.
Nơi nhận:
- Các sở, ban, ngành;
- UBND các xã, phường;
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lê Văn Bình
"""  # noqa: E501 - a paragraph of a document stands in one piece


@lru_cache(maxsize=32)
def read(text: str) -> PlanRecord:
    """What the engine reads in a plain text."""
    return vanban.read(text.encode(), filename="ke-hoach.txt")


@lru_cache(maxsize=8)
def sample(name: str) -> PlanRecord:
    """What the engine reads in one of the samples."""
    return vanban.read(SAMPLES / name)


def _person(world: World) -> int:
    assert world.coordinator.user_id is not None
    return world.coordinator.user_id


def document(world: World, record: PlanRecord, *, audience: str = Audience.INTERNAL) -> Document:
    """The document of a record, kept by the science department."""
    header = record.document
    return Document.objects.create(
        owner=world.science,
        created_by_id=_person(world),
        kind=header.kind or "",
        number=header.number or "",
        issued_on=header.date or "",
        issuer=header.issuer or "",
        title=header.title or "",
        audience=audience,
    )


def review(  # noqa: PLR0913 - what a test may vary
    world: World,
    record: PlanRecord,
    *,
    of: Document | None = None,
    edits: Mapping[tuple[str, str], Mapping[str, Any]] | None = None,
    rejected: Iterable[tuple[str, str]] = (),
    state: str = ReviewState.APPROVED,
) -> Review:
    """A review in which everything was accepted, but for what is edited or rejected (by part and key)."""
    kept = of or document(world, record)
    data = f"{uuid.uuid4()}".encode()
    stored = StoredFile.objects.create(sha256=hashlib.sha256(data).hexdigest(), size=len(data), media_type="text/plain")
    file = DocumentFile.objects.create(
        document=kept, stored=stored, filename="ke-hoach.txt", added_by_id=_person(world)
    )
    read_now = Reading.objects.create(
        file=file, engine="0.1.0", record=record.to_json(), read_at=clock.now(), seconds=0.1
    )
    made = Review.objects.create(
        document=kept, reading=read_now, state=state, opened_by_id=_person(world), chain=["head_of_agency"]
    )
    changed, dropped = dict(edits or {}), set(rejected)
    rows = []
    for seq, item in enumerate(items_of.items(record), 1):
        action, given = DecisionAction.ACCEPT, {}
        if item.address in changed:
            action, given = DecisionAction.EDIT, {"fields": dict(changed[item.address])}
        elif item.address in dropped:
            action = DecisionAction.REJECT
        rows.append(
            Decision(
                review=made,
                seq=seq,
                part=item.part,
                item=item.key,
                action=action,
                data=given,
                batch=uuid.uuid4(),
                made_by_id=_person(world),
                made_at=clock.now(),
            )
        )
    Decision.objects.bulk_create(rows)
    Review.objects.filter(pk=made.pk).update(seq=len(rows))
    made.refresh_from_db()
    return made


def relate(world: World, source: Document, target: Document, relation: str = Relation.REPLACES) -> None:
    """Let one document act on the other."""
    DocumentRelation.objects.create(
        source=source,
        target=target,
        relation=relation,
        effective_on=dt.date(2026, 3, 1),
        made_by_id=_person(world),
    )


def large(tasks: int) -> PlanRecord:
    """A record of many tasks, each in a line of its own."""
    base = read(PLAN)
    model = base.tasks[0]
    lines, items, start = [], [], len(base.text.content)
    for number in range(tasks):
        line = f"{number}. Sở Tài chính triển khai nhiệm vụ thứ {number} về khoa học, công nghệ và đổi mới sáng tạo."
        lines.append(line)
        items.append(
            msgspec.structs.replace(
                model,
                text=line,
                span=(start, start + len(line)),
                lead=("Sở Tài chính",),
                partners=("UBND các xã, phường",),
            )
        )
        start += len(line) + 1
    text = msgspec.structs.replace(base.text, content=base.text.content + "\n".join(lines) + "\n", blocks=())
    return msgspec.structs.replace(base, text=text, tasks=tuple(items))
