"""Naming who stands in for the holder of a post while the holder is away."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lotrinh.accounts.models import User
from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import Missing, NotAllowed, Refused
from lotrinh.core.validation import clean
from lotrinh.core.writes import service
from lotrinh.organisations import policies
from lotrinh.organisations.models import Delegation, Post

#: Longer is no absence: somebody else is appointed to the post.
LONGEST: Final = dt.timedelta(days=365)


@service
def delegate(  # noqa: PLR0913 - what is said of an absence
    actor: Actor, *, post_id: int, deputy_id: int, starts_on: dt.date, ends_on: dt.date, reason: str
) -> Delegation:
    """Name who stands in for the holder of a post, from a day to a day, both included.

    The deputy has the holder's rights in that post beside their own; the holder keeps theirs. It ends by itself where
    the post, the holder's account or the deputy's own post ends.

    Raises:
        Missing: there is no such post in force.
        NotAllowed: it is neither the actor's own nor in the scope of an operator; or it is a post of an operator or
            inspector.
        Refused: the deputy or a day does not fit (`fields`); somebody stands in on one of the days already.

    """
    if actor.user_id is None:
        raise NotAllowed(_("Việc này phải do một người quyết định."), code="no-person")
    post = _post_for(actor, post_id)
    deputy = _deputy_for(actor, post, deputy_id)
    _check_days(post, starts_on, ends_on)
    if not any(_covers(own, starts_on, ends_on) for own in _fit(deputy, post)):
        raise _wrong(
            "deputy",
            _("%(name)s không giữ vai trò ở cơ quan này hoặc cấp trên trong suốt thời gian đó.") % {"name": deputy},
        )
    taken = Delegation.objects.filter(post=post, withdrawn_at=None, starts_on__lte=ends_on, ends_on__gte=starts_on)
    other = taken.select_related("deputy").first()
    if other is not None:
        raise _wrong(
            "starts_on",
            _("%(name)s đã thay vai trò này từ %(first)s đến hết %(last)s; hãy thu hồi trước hoặc chọn ngày khác.")
            % {"name": other.deputy, "first": f"{other.starts_on:%d/%m/%Y}", "last": f"{other.ends_on:%d/%m/%Y}"},
        )
    row = Delegation(
        post=post, deputy=deputy, starts_on=starts_on, ends_on=ends_on, reason=_reason(reason), made_by_id=actor.user_id
    )
    clean(row)
    row.save()
    audit.note(
        actor, "post.delegated", kind="person", id=post.user_id, label=str(post.user), after=_state(row),
    )  # fmt: skip
    return row


@service
def withdraw(actor: Actor, *, delegation_id: int) -> int:
    """End standing in at once; one that has ended or was withdrawn stays as it is. The key of the holder of the post.

    Raises:
        Missing: there is none for this person; the holder and the operator of the holder withdraw it.

    """
    row = (
        Delegation.objects.select_for_update(of=("self",))
        .select_related("post__unit", "post__user", "deputy")
        .filter(pk=delegation_id)
        .first()
    )
    if row is None or not policies.may_delegate(actor, row.post):
        raise Missing(_("Không có ủy quyền này, hoặc bạn không được thu hồi."), code="delegation-missing")
    if row.withdrawn_at is not None or row.ends_on < clock.today():
        return row.post.user_id
    row.withdrawn_at = clock.now()
    row.save(update_fields=("withdrawn_at",))
    audit.note(
        actor, "post.delegation_withdrawn", kind="person", id=row.post.user_id, label=str(row.post.user),
        before=_state(row),
    )  # fmt: skip
    return row.post.user_id


def _post_for(actor: Actor, post_id: int) -> Post:
    """The post, locked, so that two who name a deputy at once do not both succeed."""
    rows = Post.objects.select_for_update(of=("self",)).select_related("unit", "user")
    post = rows.filter(policies.in_force(), pk=post_id, user__is_active=True).first()
    if post is None:
        raise Missing(_("Vai trò này không còn nữa."), code="post-missing")
    if post.role not in policies.DELEGATED:
        raise NotAllowed(
            _(
                "Vai trò quản trị hệ thống và kiểm tra, thanh tra không ủy quyền được: "
                "hãy để người quản trị cấp trên giao vai trò có thời hạn cho người khác."
            ),
            code="not-delegated",
        )
    if not policies.may_delegate(actor, post):
        raise NotAllowed(
            _("Chỉ người giữ vai trò hoặc người quản trị của cơ quan được ủy quyền vai trò này."), code="not-allowed"
        )
    return post


def _deputy_for(actor: Actor, post: Post, deputy_id: int) -> User:
    deputy = User.objects.filter(pk=deputy_id).first()
    if deputy is None or not deputy.is_active:
        raise _wrong("deputy", _("Hãy chọn người có tài khoản đang hoạt động."))
    if deputy.pk == post.user_id:
        raise _wrong("deputy", _("Không ủy quyền cho chính người giữ vai trò."))
    if deputy.pk == actor.user_id:
        raise _wrong("deputy", _("Không tự ủy quyền cho chính mình; hãy nhờ một người quản trị khác."))
    return deputy


def _fit(deputy: User, post: Post) -> list[Post]:
    """The deputy's own posts by which they may stand in."""
    own = Post.objects.filter(policies.in_force(), user=deputy).select_related("unit")
    return [row for row in own if policies.may_stand_in(row, post.unit)]


def _covers(own: Post, starts_on: dt.date, ends_on: dt.date) -> bool:
    return own.starts_on <= starts_on and (own.ends_on is None or own.ends_on >= ends_on)


def _check_days(post: Post, starts_on: dt.date, ends_on: dt.date) -> None:
    if starts_on < clock.today():
        raise _wrong("starts_on", _("Ủy quyền bắt đầu sớm nhất từ hôm nay."))
    if ends_on < starts_on:
        raise _wrong("ends_on", _("Ngày kết thúc trước ngày bắt đầu."))
    if ends_on - starts_on >= LONGEST:
        raise _wrong("ends_on", _("Ủy quyền dài nhất một năm; vắng lâu hơn thì giao vai trò cho người khác."))
    if starts_on < post.starts_on:
        raise _wrong("starts_on", _("Vai trò này chỉ bắt đầu từ %(day)s.") % {"day": f"{post.starts_on:%d/%m/%Y}"})
    if post.ends_on is not None and ends_on > post.ends_on:
        raise _wrong("ends_on", _("Vai trò này chỉ đến hết %(day)s.") % {"day": f"{post.ends_on:%d/%m/%Y}"})


def _reason(text: str) -> str:
    reason = " ".join(text.split())
    if not reason:
        raise _wrong("reason", _("Hãy ghi lý do, ví dụ: nghỉ phép, đi công tác, đi học."))
    return reason


def _wrong(field: str, sentence: str | Promise) -> Refused:
    return Refused(_("Chưa ghi được: hãy xem lại các ô được đánh dấu."), code="wrong-fields", fields={field: sentence})


def _state(row: Delegation) -> dict[str, Any]:
    return {
        "role": row.post.role,
        "unit": row.post.unit_id,
        "unit_name": row.post.unit.name,
        "deputy": str(row.deputy),
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "reason": row.reason,
    }
