"""Lists that people save."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import Missing, NotAllowed, Refused
from lotrinh.core.writes import service
from lotrinh.plans.models import SavedView

#: More than anybody looks through.
MOST_VIEWS: Final = 50


@service
def save_view(actor: Actor, *, page: str, name: str, query: str) -> SavedView:
    """Keep the filters and the order of a list under a name; a view of this name is replaced.

    Raises:
        NotAllowed: nobody is signed in.
        Refused: the name or the query is empty or too long, or there are too many views (`fields`).

    """
    if actor.user_id is None:
        raise NotAllowed(_("Hãy đăng nhập để lưu danh sách."), code="not-allowed")
    views = SavedView.objects.filter(user_id=actor.user_id, page=page)
    view = views.filter(name=" ".join(name.split())).first()
    before = {"query": view.query} if view else None
    if view is None:
        if views.count() >= MOST_VIEWS:
            sentence = _("Bạn đã lưu 50 danh sách. Hãy xóa bớt trước khi lưu thêm.")
            raise Refused(sentence, code="too-many-views", fields={"name": sentence})
        last = views.aggregate(last=Max("position"))["last"] or 0
        view = SavedView(user_id=actor.user_id, page=page, name=" ".join(name.split()), position=last + 1)
    view.query = query.lstrip("?")
    try:
        view.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as problem:
        fields = {field: " ".join(messages) for field, messages in problem.message_dict.items()}
        raise Refused(_("Chưa lưu được danh sách."), code="wrong-fields", fields=fields) from None
    view.save()
    audit.note(
        actor, "view.saved", kind="view", id=view.pk, label=view.name, before=before, after={"query": view.query}
    )
    return view


@service
def delete_view(actor: Actor, *, view_id: int) -> None:
    """Forget a saved list of the actor's own.

    Raises:
        Missing: the actor has no such list.

    """
    view = SavedView.objects.filter(pk=view_id, user_id=actor.user_id).first() if actor.user_id else None
    if view is None:
        raise Missing(_("Không có danh sách này."), code="view-missing")
    audit.note(actor, "view.deleted", kind="view", id=view.pk, label=view.name, before={"query": view.query})
    view.delete()
