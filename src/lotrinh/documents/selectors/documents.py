"""Documents as people see them: the list, one document with everything around it, files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from lotrinh.core import words
from lotrinh.core.actor import Actor
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.jobs import selectors as jobs
from lotrinh.core.jobs.models import Job
from lotrinh.core.problems import Missing
from lotrinh.core.vocab import JobState
from lotrinh.documents import policies
from lotrinh.documents.models import AudienceDecision, Document, DocumentFile, DocumentRelation, Reading
from lotrinh.documents.policies import Action
from lotrinh.documents.selectors.standing import StandingNow, standing_on, with_standing
from lotrinh.organisations.models import Unit
from lotrinh.organisations.vocab import UnitKind

_CHOICES: Final = 20
_HISTORY: Final = 100
#: Each word costs a comparison a row.
_WORDS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """A file with what was read in it: readings newest first, without their records; `job`: its reading now."""

    file: DocumentFile
    readings: tuple[Reading, ...]
    job: Job | None

    @property
    def waits(self) -> bool:
        """Whether its reading is queued or runs."""
        return self.job is not None and self.job.state in {JobState.QUEUED, JobState.RUNNING}

    @property
    def failed(self) -> bool:
        """Whether its last reading failed."""
        return self.job is not None and self.job.state == JobState.FAILED


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """What others do to a document, by day; what it does to others; which of the others the person may read."""

    acted_on_by: tuple[DocumentRelation, ...]
    acts_on: tuple[DocumentRelation, ...]
    readable: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage:
    """A document and what stands around it, as far as the person may see it.

    acted_on_by: what others do to it, by day; acts_on: what it does to others; a document on the other side that the
    person may not read is not named (`hidden`). same: others that are the same by issuer, type, number and date.
    may: the codes of what the person may do (`policies.Action`). history: newest first, for those inside only.
    """

    document: Document
    standing: StandingNow
    acted_on_by: tuple[DocumentRelation, ...]
    acts_on: tuple[DocumentRelation, ...]
    readable: frozenset[int]
    decisions: tuple[AudienceDecision, ...]
    recipients: tuple[Unit, ...]
    files: tuple[ReadFile, ...]
    same: tuple[Document, ...]
    may: frozenset[str]
    history: tuple[AuditEntry, ...]


def get(actor: Actor, document_id: int, action: Action = Action.READ) -> Document:
    """The document, if the actor may do this with it; one query, two where it is open to its recipients.

    Raises:
        Missing, NotAllowed: see `policies.require`.

    """
    document = Document.objects.select_related("owner", "created_by").filter(pk=document_id).first()
    if document is None:
        raise Missing(_("Không có văn bản này, hoặc bạn không được xem."), code="document-missing")
    policies.require(actor, action, document)
    return document


def listed(actor: Actor) -> QuerySet[Document]:
    """All documents that the actor may read, newest first; with their owner, `standing_now` and `first_filename`."""
    first = DocumentFile.objects.filter(document=OuterRef("pk")).order_by("pk").values("filename")[:1]
    rows = with_standing(policies.visible(actor)).annotate(first_filename=Subquery(first))
    return rows.select_related("owner").order_by("-created_at", "-id")


def matching(documents: QuerySet[Document], text: str) -> QuerySet[Document]:
    """Those in whose number, title or issuer every word of the text stands, with or without diacritics."""
    for word in words.fold(text.replace("\x00", " ")).split()[:_WORDS]:
        documents = documents.filter(search__contains=word)
    return documents


def to_relate(actor: Actor, *, text: str, besides: int) -> tuple[Document, ...]:
    """Documents to choose from when one acts on another: the first few that match; one query."""
    found = matching(policies.visible(actor).exclude(pk=besides), text).exclude(number="", title="")
    return tuple(found.order_by("-issued_on", "-id")[:_CHOICES])


def kinds(actor: Actor) -> tuple[str, ...]:
    """The types of documents that the actor may read; one query."""
    rows = policies.visible(actor).exclude(kind="").order_by("kind").values_list("kind", flat=True).distinct()
    return tuple(rows)


def years(actor: Actor) -> tuple[str, ...]:
    """The years of issue of documents that the actor may read, newest first; one query."""
    dates = policies.visible(actor).exclude(issued_on="").order_by().values_list("issued_on", flat=True).distinct()
    return tuple(sorted({date[:4] for date in dates}, reverse=True))


def owners(actor: Actor) -> tuple[Unit, ...]:
    """The agencies that keep documents which the actor may read; one query."""
    return tuple(Unit.objects.filter(pk__in=policies.visible(actor).order_by().values("owner_id")))


def upload_owners(actor: Actor) -> tuple[Unit, ...]:
    """The agencies for which the actor may bring documents in; one query, none where there are none."""
    agencies = policies.may_upload(actor)
    return tuple(Unit.objects.filter(pk__in=agencies)) if agencies else ()


def file_of(actor: Actor, file_id: int) -> DocumentFile:
    """A file of a document that the actor may read; one query, two where it is open to its recipients.

    Raises:
        Missing: there is none for this person.

    """
    rows = DocumentFile.objects.select_related("document__owner", "stored")
    file = rows.filter(pk=file_id).first()
    if file is None or not policies.allowed(actor, Action.READ, file.document):
        raise Missing(_("Không có tệp này, hoặc bạn không được xem."), code="file-missing")
    return file


def page_of(actor: Actor, document_id: int) -> DocumentPage:
    """Everything that the page of a document shows; at most ten queries, whatever there is.

    Raises:
        Missing: there is no such document for this person.

    """
    document = get(actor, document_id)
    may = rights(actor, document)
    relations = relations_of(actor, document)
    inside = str(Action.READ_FINDINGS) in may
    return DocumentPage(
        document=document,
        standing=standing_on(document, relations.acted_on_by),
        acted_on_by=relations.acted_on_by,
        acts_on=relations.acts_on,
        readable=relations.readable,
        decisions=decisions_of(document) if inside else (),
        recipients=recipient_units(document),
        files=files_of(document),
        same=_same(actor, document) if str(Action.EDIT) in may else (),
        may=may,
        history=_history(document) if inside else (),
    )


def relations_of(actor: Actor, document: Document) -> Relations:
    """What the document does to others and they to it, as far as the actor may know; one query, two where there is any.

    What it does to a document that the actor may not read is left out.
    """
    rows = DocumentRelation.objects.filter(Q(target=document) | Q(source=document))
    found = list(rows.select_related("source", "target", "made_by"))
    acted_on_by = tuple(row for row in found if row.target_id == document.pk)
    acts_on = tuple(row for row in found if row.source_id == document.pk)
    others = {row.source_id for row in acted_on_by if row.source_id} | {row.target_id for row in acts_on}
    readable = (
        frozenset(policies.visible(actor).filter(pk__in=others).values_list("pk", flat=True)) if others else frozenset()
    )
    return Relations(
        acted_on_by=acted_on_by, acts_on=tuple(row for row in acts_on if row.target_id in readable), readable=readable
    )


def recipients_of(document: Document) -> frozenset[int]:
    """The agencies to which the document is addressed; one query."""
    return frozenset(document.recipients.values_list("unit_id", flat=True))


def recipient_units(document: Document) -> tuple[Unit, ...]:
    """The same as units, in order; one query."""
    return tuple(Unit.objects.filter(received__document=document))


def decisions_of(document: Document) -> tuple[AudienceDecision, ...]:
    """Who opened and closed it, newest first; one query."""
    return tuple(document.audience_decisions.select_related("decided_by").order_by("-id"))


def files_of(document: Document) -> tuple[ReadFile, ...]:
    """The files of the document, newest first, with their readings and the state of reading; three queries."""
    files = list(document.files.select_related("stored", "added_by"))
    running = jobs.jobs_of(f"reading:{file.pk}" for file in files)
    made: dict[int, list[Reading]] = {}
    for row in Reading.objects.filter(file__in=files).defer("record"):
        made.setdefault(row.file_id, []).append(row)
    return tuple(
        ReadFile(file=file, readings=tuple(made.get(file.pk, ())), job=running.get(f"reading:{file.pk}"))
        for file in files
    )


def agencies() -> tuple[Unit, ...]:
    """The agencies that may be chosen as recipients, in order; one query."""
    return tuple(Unit.objects.exclude(kind=UnitKind.DIVISION).filter(ends_on__isnull=True))


def agencies_named(names: Sequence[str], units: Sequence[Unit]) -> frozenset[int]:
    """The agencies among `units` whose name or short name is one of the printed names; no query.

    `Như trên;` and the like name nobody.
    """
    printed = {words.fold(name).strip(" .;:-–") for name in names}
    return frozenset(
        unit.pk
        for unit in units
        if words.fold(unit.name) in printed or (unit.short_name and words.fold(unit.short_name) in printed)
    )


def rights(actor: Actor, document: Document) -> frozenset[str]:
    """The codes of everything the actor may do, READ aside; a query for each where it is open to recipients."""
    return frozenset(
        str(action) for action in Action if action is not Action.READ and policies.allowed(actor, action, document)
    )


def _same(actor: Actor, document: Document) -> tuple[Document, ...]:
    if not document.identity or document.kept_apart:
        return ()
    rows = policies.visible(actor, Action.EDIT).filter(identity=document.identity, kept_apart=False)
    return tuple(rows.exclude(pk=document.pk).order_by("pk")[:5])


def _history(document: Document) -> tuple[AuditEntry, ...]:
    rows = AuditEntry.objects.filter(thing_kind="document", thing_id=str(document.pk), restricted=False)
    return tuple(rows[:_HISTORY])
