"""Documents: the list, one of them, its files, bringing files in."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Router, UploadedFile
from ninja.params import Query
from ninja.params.functions import File, Form
from ninja.responses import Status

from lotrinh.accounts.vocab import Scope
from lotrinh.api.calls import ApiRequest, actor_of
from lotrinh.api.operations import reads, writes
from lotrinh.api.paging import page
from lotrinh.api.problems import unknown_parameters
from lotrinh.api.shapes import documents as shapes
from lotrinh.api.shapes.values import Id, UnitRef
from lotrinh.core.problems import Refused
from lotrinh.documents import policies
from lotrinh.documents.selectors import documents, reviews
from lotrinh.documents.selectors.standing import standing_on
from lotrinh.documents.services import uploading
from lotrinh.documents.vocab import Audience, Relation, ReviewState, Standing
from lotrinh.plans import selectors as plans

TAG: Final = "documents"
_MULTIPART: Final = "multipart/form-data"
router = Router()


@reads(router, "documents", shapes.DocumentList, looks="document", listed=True)
def list_documents(request: ApiRequest, query: Query[shapes.DocumentQuery]) -> shapes.DocumentList:
    """The documents that you may read, newest first."""
    rows = documents.matching(documents.listed(actor_of(request)), query.text)
    chosen = {
        "kind": query.kind,
        "issued_on__startswith": str(query.year) if query.year else "",
        "standing_now": query.standing,
        "audience": query.audience,
        "owner_id": query.owner_id,
    }
    rows = rows.filter(**{name: value for name, value in chosen.items() if value})
    part = rows[query.offset : query.offset + query.limit]
    return shapes.DocumentList(**page(request, query, rows.count()), items=[_line(row) for row in part])


@reads(router, "documents/{int:document_id}", shapes.Document, looks="document", missing=True)
def get_document(request: ApiRequest, document_id: Id) -> shapes.Document:
    """One document with its relations, recipients, plan and review."""
    actor = actor_of(request)
    document = documents.get(actor, document_id)
    relations, may = documents.relations_of(actor, document), documents.rights(actor, document)
    standing = standing_on(document, relations.acted_on_by)
    document.standing_now = standing.standing  # type: ignore[attr-defined]  # the list has it as a column
    inside = policies.Action.READ_FINDINGS in may
    review = reviews.of_document(document_id) if inside else None
    plan = plans.plans(actor).filter(document_id=document_id).first()
    return shapes.Document(
        **_line(document).model_dump(),
        signer=document.signer,
        ends_on=standing.ends_on,
        acts_on=[_relation(row, row.target_id, relations.readable) for row in relations.acts_on],
        acted_on_by=[_relation(row, row.source_id, relations.readable) for row in relations.acted_on_by],
        recipients=[UnitRef(id=unit.pk, name=unit.name) for unit in documents.recipient_units(document)],
        plan_id=plan.pk if plan else None,
        review=shapes.ReviewRef(id=review.pk, state=ReviewState(review.state)) if review else None,
        may=sorted(may),
    )


@reads(router, "documents/{int:document_id}/files", shapes.FileList, stamped=False, looks="document", missing=True)
def list_files(request: ApiRequest, document_id: Id) -> shapes.FileList:
    """The files of a document with the state of their reading."""
    document = documents.get(actor_of(request), document_id)
    return shapes.FileList(
        items=[
            shapes.File(
                id=row.file.pk,
                filename=row.file.filename,
                media_type=row.file.stored.media_type,
                size=row.file.stored.size,
                sha256=row.file.stored.sha256,
                added_at=row.file.added_at,
                reading_state=row.job.state if row.job else "",
                readings=[
                    shapes.ReadingRef(id=reading.pk, engine=reading.engine, read_at=reading.read_at)
                    for reading in row.readings
                ],
            )
            for row in documents.files_of(document)
        ]
    )


_UPLOADED: Final = {200: shapes.Uploaded, 201: shapes.Uploaded}


@writes(router, "documents", _UPLOADED, scope=Scope.UPLOAD, takes=_MULTIPART, also=(507,))
def upload_document(
    request: ApiRequest,
    response: HttpResponse,
    file: UploadedFile = File(..., description="The file: Word, ODT, RTF, PDF, HTML, Markdown or text."),  # noqa: B008 - the library's way of declaring
    owner_id: Id | None = Form(None, description="The agency that will keep it; the first of yours if left out."),  # noqa: B008 - see above
) -> Status[shapes.Uploaded]:
    """Bring a new document in; it is read in the background.

    200 where you could see the same content already: nothing is added. A file with a secrecy mark is refused
    (`secret`) and no byte of it is kept.
    """
    _require_form(request, "file", "owner_id")
    return _kept(request, response, file, owner_id=owner_id)


@writes(router, "documents/{int:document_id}/files", _UPLOADED, scope=Scope.UPLOAD, takes=_MULTIPART, also=(507,))
def upload_file(
    request: ApiRequest,
    response: HttpResponse,
    document_id: Id,
    file: UploadedFile = File(..., description="A corrected version, an appendix."),  # noqa: B008 - see above
) -> Status[shapes.Uploaded]:
    """Add a file to a document; as `upload_document` otherwise."""
    _require_form(request, "file")
    return _kept(request, response, file, document_id=document_id)


def _require_form(request: ApiRequest, *fields: str) -> None:
    """One file, and no field that nobody knows: a misspelt owner would be taken for none, a second file be lost.

    Raises:
        Refused: `unknown-parameter`, `several-files`.

    """
    unknown = {*request.POST, *request.FILES} - set(fields)
    if unknown:
        raise unknown_parameters(unknown)
    if len(request.FILES.getlist("file")) > 1:
        sentence = _("Mỗi lần chỉ gửi một tệp.")
        raise Refused(sentence, code="several-files", fields={"file": sentence})


def _kept(request: ApiRequest, response: HttpResponse, file: Any, **where: Any) -> Status[shapes.Uploaded]:
    done = uploading.upload(actor_of(request), filename=file.name or "", data=file.read(), **where)
    response["Location"] = reverse("api:get_document", args=[done.document.pk])
    return Status(
        200 if done.known else 201,
        shapes.Uploaded(document_id=done.document.pk, file_id=done.file.pk, known=done.known),
    )


def _line(row: Any) -> shapes.DocumentLine:
    return shapes.DocumentLine(
        id=row.pk,
        kind=row.kind,
        number=row.number,
        issued_on=row.issued_on,
        issuer=row.issuer,
        title=row.title,
        place=row.place,
        standing=Standing(row.standing_now),
        audience=Audience(row.audience),
        owner=UnitRef(id=row.owner_id, name=row.owner.name),
        created_at=row.created_at,
    )


def _relation(row: Any, other: int | None, readable: frozenset[int]) -> shapes.RelationShape:
    return shapes.RelationShape(
        relation=Relation(row.relation),
        effective_on=row.effective_on,
        document_id=other if other in readable else None,
        printed=row.source_printed,
    )
