"""The documents that citations name: one for all citations of the same, filled when it comes in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from django.db.models import Q

from lotrinh.core import words
from lotrinh.documents.chain.bodies import completed
from lotrinh.documents.chain.matching import Facts, Strength, match
from lotrinh.documents.chain.numbers import dates_agree
from lotrinh.documents.models import CitationLink, KnownDocument
from lotrinh.documents.vocab import LinkReason, LinkState

_TITLE_KEY: Final = 60
_BATCH: Final = 500


def cited_facts(link: CitationLink | KnownDocument) -> Facts:
    """What a citation says of the document that it means."""
    return Facts(
        kind=link.kind,
        number=link.number,
        issued_on=link.issued_on,
        issuer=link.issuer,
        title=link.title,
        province=link.province,
    )


def name(links: Sequence[CitationLink]) -> None:
    """Give each link the document that it names, one for all citations of the same; two or three queries."""
    keys = {link.number_key for link in links if link.number_key}
    titles = {_title_key(link.title or link.printed) for link in links if not link.number_key}
    rule = Q(number_key__in=keys) if keys else Q(pk__in=())
    if titles:
        rule |= Q(number_key="", title_key__in=titles)
    by_name: dict[str, list[KnownDocument]] = defaultdict(list)
    for row in KnownDocument.objects.filter(rule).order_by("pk"):
        by_name[row.number_key or row.title_key].append(row)
    fresh: list[KnownDocument] = []
    richer: dict[int, KnownDocument] = {}
    for link in links:
        name = link.number_key or _title_key(link.title or link.printed)
        known = next((row for row in by_name[name] if _same_paper(link, row)), None)
        if known is None:
            known = _stub(link)
            by_name[name].append(known)
            fresh.append(known)
        elif _enrich(known, link) and known.pk:
            richer[known.pk] = known
        link.known = known
    KnownDocument.objects.bulk_create(fresh, batch_size=_BATCH)
    KnownDocument.objects.bulk_update(richer.values(), _SAID, batch_size=_BATCH)
    for link in links:
        link.known_id = link.known.pk


_SAID: Final = ("kind", "issued_on", "issuer", "title", "province")


def _title_key(title: str) -> str:
    return words.fold(title)[:_TITLE_KEY]


def _same_paper(link: CitationLink, row: KnownDocument) -> bool:
    """Whether a citation names the document that another names: surely, or as far as both speak."""
    if not link.number_key:
        return link.kind == row.kind and dates_agree(link.issued_on, row.issued_on) is not False
    found = match(cited_facts(link), cited_facts(row))
    if found.strength is Strength.SURE:
        return True
    vague = {LinkReason.NUMBER_SAME, LinkReason.ISSUER_SAME, LinkReason.DATE_MISSING, LinkReason.TITLE_ALIKE}
    return found.strength is Strength.LIKELY and set(found.reasons) <= vague


def _stub(link: CitationLink) -> KnownDocument:
    return KnownDocument(
        kind=link.kind,
        number=link.number,
        number_key=link.number_key,
        issued_on=link.issued_on,
        issuer=completed(link.issuer, link.province)[:200],
        title=link.title or ("" if link.number_key else link.printed),
        province=link.province,
        title_key=_title_key(link.title or link.printed),
    )


def _enrich(row: KnownDocument, link: CitationLink) -> bool:
    """Add what this citation says and others left out."""
    before = [getattr(row, name) for name in _SAID]
    row.kind = row.kind or link.kind
    row.title = row.title or link.title
    row.issued_on = max(row.issued_on, link.issued_on, key=len)
    if not row.issuer and link.issuer:
        row.issuer, row.province = completed(link.issuer, link.province)[:200], link.province
    return before != [getattr(row, name) for name in _SAID]


def fill(known_ids: Iterable[int]) -> None:
    """Say which document fills each stub, and drop stubs that nobody cites any more."""
    ids = set(known_ids)
    sure = CitationLink.objects.filter(known__in=ids, state__in=(LinkState.RESOLVED, LinkState.CONFIRMED))
    filled = dict(sure.order_by("-pk").values_list("known_id", "target_id"))
    rows = list(KnownDocument.objects.filter(pk__in=ids))
    changed = [row for row in rows if row.filled_by_id != filled.get(row.pk)]
    for row in changed:
        row.filled_by_id = filled.get(row.pk)
    KnownDocument.objects.bulk_update(changed, ("filled_by",), batch_size=_BATCH)
    KnownDocument.objects.filter(pk__in=ids, cited_by__isnull=True).delete()
