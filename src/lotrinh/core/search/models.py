"""The index. What stands in it is derived: it can be made again from the rows that it names at any time."""

from __future__ import annotations

from django.db import models

from lotrinh.core.vocab import EntryKind


class SearchEntry(models.Model):
    """One thing that can be found, with the words by which it is.

    The database keeps a full-text index of `folded`, `facets` and `pairs` beside this table (migration 0002_search).
    """

    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    ref = models.BigIntegerField()
    #: the lasting name of a row of a plan
    key = models.CharField(max_length=40, blank=True)
    #: whoever may read this document may find the entry; None: no document stands behind it
    document_id = models.BigIntegerField(null=True)
    plan_id = models.BigIntegerField(null=True, db_index=True)
    #: year and type of the document
    year = models.PositiveSmallIntegerField(null=True)
    doc_kind = models.CharField(max_length=10, blank=True)
    #: day by which the newest come first, 20260205; 0: none is known
    dated = models.PositiveIntegerField(default=0)
    title = models.TextField(blank=True)
    #: the text that is shown where a word of it was found
    body = models.TextField(blank=True)
    #: all words in their order (`tokens.tokens`), blanks between
    folded = models.TextField(blank=True)
    #: the words of the title again, as such, whole names and numbers, and what filters ask for
    facets = models.TextField(blank=True)
    #: words that follow each other (`tokens.pairs`), for PostgreSQL; empty on SQLite
    pairs = models.TextField(blank=True)
    written_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "ref"), name="search_entry_once"),)
        indexes = (models.Index(fields=("document_id",), name="search_of_document"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"
