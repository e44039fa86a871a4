"""Who may read a document: each step is a decision of a named person, wider or narrower."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import Conflict, Refused
from lotrinh.core.webhooks.emitting import emit
from lotrinh.core.writes import service
from lotrinh.documents import policies
from lotrinh.documents.models import AudienceDecision, Document, Recipient
from lotrinh.documents.policies import Action
from lotrinh.documents.services.taking import in_place_of, person, take
from lotrinh.documents.vocab import AUDIENCES, Audience
from lotrinh.organisations.models import Unit
from lotrinh.organisations.vocab import UnitKind

#: What a person must be allowed to decide about an audience: opening to it, and closing it again.
ACTION_OF: Final[Mapping[str, Action]] = {
    Audience.DRAFTING: Action.OPEN_INTERNAL,
    Audience.INTERNAL: Action.OPEN_INTERNAL,
    Audience.RECIPIENTS: Action.OPEN_RECIPIENTS,
    Audience.PUBLIC: Action.OPEN_PUBLIC,
}


def action_between(before: str, after: str) -> Action:
    """The action that the step needs: that of the wider of both, so that who may open may also close."""
    return ACTION_OF[max((before, after), key=_rank)]


def steps_from(audience: str) -> tuple[str, ...]:
    """The audiences that one decision leads to: the next wider one, and every narrower one."""
    rank = _rank(audience)
    return tuple(str(item) for item in AUDIENCES if _rank(item) <= rank + 1 and item != audience)


@service
def decide(  # noqa: PLR0913 - a decision has these parts
    actor: Actor, *, document_id: int, seen: str, audience: str, note: str = "", sure: bool = False
) -> Document:
    """Open the document one step further, or close it to any narrower audience.

    seen: the audience that the person saw. sure: said where the document becomes public.

    Raises:
        Missing, NotAllowed: see `policies`; closing needs what opening needed.
        Conflict: somebody decided in between.
        Refused: no such step, or publication without the confirmation (`not-confirmed`).

    """
    if audience not in Audience.values:
        raise Refused(_("Hãy chọn một phạm vi."), code="wrong-fields", fields={"audience": _("Không có phạm vi này.")})
    document = take(actor, Action.READ, document_id)
    before = str(document.audience)
    document = take(actor, action_between(before, audience), document_id)
    if before != seen:
        raise Conflict(
            _("Phạm vi của văn bản vừa được người khác quyết định. Hãy xem lại rồi quyết định lần nữa."),
            code="changed-meanwhile",
        )
    if audience not in steps_from(before):
        raise Refused(
            _("Mỗi lần chỉ mở rộng một bước: soạn thảo, nội bộ cơ quan, theo nơi nhận, công khai."),
            code="step-skipped",
            fields={"audience": _("Hãy mở từng bước.")},
        )
    if audience == Audience.PUBLIC and not sure:
        raise Refused(
            _("Hãy xác nhận trước khi công khai."),
            code="not-confirmed",
            fields={"sure": _("Hãy đánh dấu vào ô xác nhận.")},
        )
    row = AudienceDecision(
        document=document, before=before, after=audience, note=" ".join(note.split()), decided_by_id=person(actor)
    )
    row.full_clean()
    row.save()
    document.audience = audience
    document.save(update_fields=("audience",))
    audit.note(
        actor,
        "document.audience_decided",
        kind="document",
        id=document.pk,
        label=str(document),
        unit_id=document.owner_id,
        before={"audience": before},
        after={
            "audience": audience,
            "note": row.note,
            **in_place_of(actor, action_between(before, audience), document),
        },
    )
    if audience == Audience.PUBLIC:
        emit("document.published", "document", document.pk)
    return document


@service
def set_recipients(actor: Actor, *, document_id: int, seen: Iterable[int], unit_ids: Iterable[int]) -> Document:
    """Say to which agencies the document is addressed (nơi nhận).

    Before it is open to them this prepares, and whoever completes the document may do it; afterwards it opens or closes
    the document to somebody, and needs what opening needs. seen: the recipients that the person saw.

    Raises:
        Missing, NotAllowed: see `policies`.
        Conflict: they were changed in between.
        Refused: one of the units is no agency (`fields` has `units`).

    """
    document = take(actor, Action.READ, document_id)
    policies.require(actor, recipients_action(actor, document), document)
    before = set(document.recipients.values_list("unit_id", flat=True))
    if before != set(seen):
        raise Conflict(
            _("Nơi nhận vừa được sửa ở nơi khác. Hãy xem lại danh sách rồi lưu lần nữa."), code="changed-meanwhile"
        )
    after = set(unit_ids)
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=before | after)}
    if any(pk not in units or units[pk].kind == UnitKind.DIVISION for pk in after):
        raise Refused(
            _("Có đơn vị không phải là cơ quan nhận văn bản."),
            code="wrong-fields",
            fields={"units": _("Hãy chọn lại trong danh sách.")},
        )
    if before == after:
        return document
    document.recipients.filter(unit_id__in=before - after).delete()
    Recipient.objects.bulk_create([Recipient(document=document, unit_id=pk) for pk in sorted(after - before)])
    audit.note(
        actor,
        "document.recipients_set",
        kind="document",
        id=document.pk,
        label=str(document),
        unit_id=document.owner_id,
        before={"recipients": sorted(units[pk].name for pk in before)},
        after={"recipients": sorted(units[pk].name for pk in after)},
    )
    return document


def recipients_action(actor: Actor, document: Document) -> Action:
    """What the actor must be allowed to do to change the recipients now."""
    prepares = document.audience in {Audience.DRAFTING, Audience.INTERNAL}
    return Action.EDIT if prepares and policies.allowed(actor, Action.EDIT, document) else Action.OPEN_RECIPIENTS


def _rank(audience: str) -> int:
    return [str(item) for item in AUDIENCES].index(str(audience))
