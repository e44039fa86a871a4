"""What of documents the search index holds, and when it changes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

import msgspec
from django.db.models import Max
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from lotrinh.core import words
from lotrinh.core.search.changes import touch
from lotrinh.core.search.registry import Entry, Source, of_kind, register
from lotrinh.core.vocab import EntryKind
from lotrinh.documents.models import Document, Reading
from lotrinh.organisations.searching import units_called

SOURCE: Final = "documents"
_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?\Z")


class _Text(msgspec.Struct):
    content: str = ""


class _Record(msgspec.Struct):
    """Of a record that may be long, the text alone."""

    text: _Text


def dated(document: Document) -> int:
    """The day by which the document is put in order, 20260205: that of issue, or, of a draft, of its coming here."""
    found = _DATE.match(document.issued_on)
    if found is None:
        return int(f"{document.created_at:%Y%m%d}")
    return int(found[1]) * 10000 + int(found[2] or 0) * 100 + int(found[3] or 0)


def year(document: Document) -> int | None:
    """The year of issue, where it is known."""
    found = _DATE.match(document.issued_on)
    return int(found[1]) if found else None


def entries(keys: Collection[int]) -> Iterator[Entry]:
    """The entries of these documents, with the text of their newest reading; four queries."""
    documents = list(Document.objects.filter(pk__in=keys))
    newest = Reading.objects.filter(file__document__in=keys).order_by().values("file__document")
    of = {row["newest"]: row["file__document"] for row in newest.annotate(newest=Max("pk"))}
    texts: dict[int, str] = {}
    for pk, record in Reading.objects.filter(pk__in=of).values_list("pk", "record").iterator(chunk_size=20):
        texts[of[pk]] = _text_of(record)
    issuers = units_called(document.issuer for document in documents)
    for document in documents:
        yield _entry(document, texts.get(document.pk, ""), issuers)


def _text_of(record: str) -> str:
    """The text of a record; a record that cannot be decoded hides the document's text, not the document."""
    try:
        return msgspec.json.decode(record, type=_Record).text.content
    except msgspec.MsgspecError:
        return ""


def _entry(document: Document, text: str, issuers: Mapping[str, frozenset[int]]) -> Entry:
    return Entry(
        kind=EntryKind.DOCUMENT,
        ref=document.pk,
        title=document.title,
        body=text,
        names=(document.number,) if document.number else (),
        words=f"{document.issuer} {document.signer}",
        document_id=document.pk,
        year=year(document),
        doc_kind=document.kind,
        dated=dated(document),
        unit_ids=(document.owner_id, *sorted(issuers.get(words.fold(document.issuer), ()))),
    )


def _keys() -> Iterable[int]:
    return Document.objects.order_by("pk").values_list("pk", flat=True).iterator()


register(Source(name=SOURCE, read=entries, entries=of_kind(EntryKind.DOCUMENT), keys=_keys, at_once=50))


@receiver((post_save, post_delete), sender=Document)
def on_document(sender: object, instance: Document, **kwargs: Any) -> None:
    """A document came, changed or went."""
    touch(SOURCE, (instance.pk,))


@receiver(post_save, sender=Reading)
def on_reading(sender: object, instance: Reading, **kwargs: Any) -> None:
    """A document was read."""
    touch(SOURCE, (instance.file.document_id,))
