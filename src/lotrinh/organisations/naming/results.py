"""What resolving a printed name gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from lotrinh.organisations.models import Unit
from lotrinh.organisations.vocab import GroupKind


class Reason(models.TextChoices):
    """Why a name stands for a unit or group, or why for none."""

    NAME = "name", _("đúng tên")
    ALIAS = "alias", _("tên khác đã ghi")
    UNMARKED = "unmarked", _("đúng tên, khác dấu")
    #: the unit exists on the day, under another name
    OTHER_TIME = "other_time", _("tên của cơ quan vào thời gian khác")
    FORMER = "former", _("cơ quan đã kết thúc hoạt động")
    LATER = "later", _("cơ quan chỉ hoạt động từ sau ngày văn bản")
    CHOSEN = "chosen", _("đã xác nhận")
    GROUP = "group", _("nhóm cơ quan")
    #: a group to which no agency belongs on the day
    GROUP_EMPTY = "group_empty", _("nhóm cơ quan, không có cơ quan nào vào ngày văn bản")
    GROUP_ENDED = "group_ended", _("nhóm có cấp huyện, đã kết thúc từ 01/07/2025")
    AMBIGUOUS = "ambiguous", _("nhiều cơ quan cùng tên")
    #: only outside the tree in which the name was read
    ELSEWHERE = "elsewhere", _("cùng tên, thuộc tỉnh, thành phố khác")
    PART_OF_GROUP = "part_of_group", _("một phần của nhóm, chưa rõ gồm những ai")
    UNKNOWN = "unknown", _("chưa có trong danh mục")


#: Reasons after which nobody needs to look again.
SURE: Final = frozenset({Reason.NAME, Reason.ALIAS, Reason.CHOSEN, Reason.GROUP})


#: Who may be meant where districts are named that are no more.
AFTER_DISTRICTS: Final = {
    GroupKind.DISTRICTS: GroupKind.COMMUNES,
    GroupKind.DISTRICTS_COMMUNES: GroupKind.COMMUNES,
    GroupKind.DEPARTMENTS_DISTRICTS: GroupKind.DEPARTMENTS_COMMUNES,
}


class Likeness(models.TextChoices):
    """Why a unit may be meant although the name is not its own."""

    SAME = "same", _("cùng tên")
    ELSEWHERE = "elsewhere", _("cùng tên, thuộc tỉnh, thành phố khác")
    ABBREVIATION = "abbreviation", _("tên viết tắt khớp chữ cái đầu")
    SPELLING = "spelling", _("gần giống, có thể viết sai")
    SUCCESSOR = "successor", _("cơ quan kế thừa")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A unit that may be meant. `likeness` is 0–100; `name` is that of its names by which it was found."""

    unit: Unit
    reason: Likeness
    likeness: float
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What a name stands for: a unit, a group, or neither; candidates where it is neither or the unit has ended.

    near: a group that may be meant instead: that of which the name is a part, that which took over from the districts.
    """

    printed: str
    reason: Reason
    unit: Unit | None = None
    group: GroupKind | None = None
    candidates: tuple[Candidate, ...] = ()
    near: GroupKind | None = None

    @property
    def sure(self) -> bool:
        """Whether nobody needs to look again."""
        return self.reason in SURE
