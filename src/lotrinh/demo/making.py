"""Making the demo: people and units, a plan on its whole way to the public, one of 2024, one that waits, its chain."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lotrinh.accounts import selectors as accounts
from lotrinh.accounts.services import choose_password
from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.jobs import running
from lotrinh.core.jobs.selectors import job_of
from lotrinh.core.problems import Refused
from lotrinh.core.vocab import Via
from lotrinh.demo import papers, past, people
from lotrinh.documents.selectors import readings, reviews
from lotrinh.documents.services import approving, audience, reading, reviewing, uploading
from lotrinh.documents.vocab import Audience, DecisionAction, Part
from lotrinh.organisations.reference import bodies
from lotrinh.organisations.selectors import actor_of
from lotrinh.organisations.selectors import units as unit_selectors
from lotrinh.organisations.services import first_run
from lotrinh.organisations.services import people as staff
from lotrinh.organisations.services import units as unit_services
from lotrinh.organisations.vocab import UnitKind
from lotrinh.plans.services.adopting import adopt


def make() -> None:
    """Make the demo where nobody has worked yet, and write its accounts beside the data; again, it does nothing.

    Raises:
        Refused: there are data here that are not the demo's, or this is no demo.

    """
    path = Path(settings.DATA_DIR) / "demo-accounts.json"
    if not settings.ENVIRONMENT.demo:
        raise Refused(_("Tỉnh ví dụ chỉ dành cho bản dùng thử."), code="no-demo")
    if accounts.anyone():
        if not path.exists():
            raise Refused(
                _("Thư mục dữ liệu này đã có dữ liệu thật; hãy chọn thư mục khác bằng LOTRINH_DATA_DIR."),
                code="not-empty",
            )
        return
    rows = [_account(person) for person in (*people.PEOPLE, people.OPERATOR)]
    # Before the accounts: a start that was cut off leaves either no account or all of them with this file.
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    draft.replace(path)
    with transaction.atomic():
        actors = _staff()
        head = actors[people.HEAD_OF_AGENCY]
        _open(head, _adopt(actors, papers.PLAN), Audience.RECIPIENTS, Audience.PUBLIC)
        _open(head, _adopt(actors, papers.OLD_PLAN), Audience.RECIPIENTS)
        for name in (papers.WAITING, *papers.CHAIN):
            _take_in(actors[people.COORDINATOR], name)


def _account(person: people.Person) -> dict[str, str]:
    return {"username": person.username, "password": people.PASSWORD, "name": person.name, "role": str(person.role)}


def _staff() -> dict[people.Person, Actor]:
    """Units and people; who acts as whom."""
    beginning = first_run.Beginning(
        unit_name=people.TOP,
        province=people.PROVINCE,
        is_city=False,
        full_name=people.OPERATOR.name,
        username=people.OPERATOR.username,
        password=people.PASSWORD,
        units=(*bodies.usual_departments(), *people.BODIES),
    )
    operator = actor_of(first_run.begin(data=beginning), via=Via.COMMAND)
    known = {unit.name: unit.pk for unit in unit_selectors.units(operator)}
    for place in people.PLACES:
        data = unit_services.UnitData(
            kind=place.kind,
            name=place.name,
            short_name=place.short_name,
            parent_id=known[place.parent],
            starts_on=past.TWO_LEVELS_ON if place.kind == UnitKind.COMMUNE else None,
        )
        known[place.name] = unit_services.create_unit(operator, data=data).pk
    past.record(operator, known)
    actors = {}
    for person in people.PEOPLE:
        post = staff.PostData(unit_id=known[person.place], role=person.role, starts_on=clock.today())
        user = staff.create_person(
            operator, data=staff.PersonData(username=person.username, full_name=person.name), posts=(post,)
        )
        choose_password(token=staff.make_link(operator, person_id=user.pk), password=people.PASSWORD)
        actors[person] = actor_of(user, via=Via.COMMAND)
    return actors


def _take_in(coordinator: Actor, name: str) -> int:
    """Bring the document in and read it; its number."""
    brought = uploading.upload(coordinator, filename=name, data=papers.paper(name))
    job = job_of(reading.job_key(brought.file.pk))
    if job is not None:
        running.run(job.pk)
    return brought.document.pk


def _adopt(actors: Mapping[people.Person, Actor], name: str) -> int:
    """A plan on its way until it is followed: read, reviewed, approved, adopted; the number of its document."""
    coordinator, head = actors[people.COORDINATOR], actors[people.HEAD_OF_AGENCY]
    document_id = _take_in(coordinator, name)
    read = readings.latest(document_id)
    if read is None:
        raise Refused(_("Không đọc được văn bản ví dụ."), code="not-read")
    review = reviewing.open_review(coordinator, reading_id=read.pk)
    present = reviewing.accept_above(coordinator, review_id=review.pk, threshold=0).present
    # The header is accepted on sight; an item that lacks a required field would have to be completed by who knows it.
    left = present.folded.pending
    for part in sorted({item.part for item in left}):
        keys = [item.key for item in left if item.part == part]
        seq = reviews.get(coordinator, review.pk).seq
        action = DecisionAction.ACCEPT if part == Part.DOCUMENT else DecisionAction.REJECT
        reviewing.decide(coordinator, review_id=review.pk, seen_seq=seq, part=part, keys=keys, action=action)
    approving.submit(coordinator, review_id=review.pk)
    approving.approve(actors[people.HEAD_OF_DIVISION], review_id=review.pk)
    approving.approve(head, review_id=review.pk)
    adopt(coordinator, review_id=review.pk)
    return document_id


def _open(head: Actor, document_id: int, *steps: Audience) -> None:
    """Open the document to more and more people, step by step."""
    for before, after in pairwise((Audience.INTERNAL, *steps)):
        audience.decide(head, document_id=document_id, seen=before, audience=after, sure=True)
