"""Linking what documents cite with the documents that are kept, by machine.

Both directions: when a reading is kept its citations are linked; when a document arrives, or what identifies it is
completed, the citations that may mean it are looked at again. What a person confirmed stays; what a person refused is
not proposed again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec
from django.db.models import F, Max, Q, QuerySet

from lotrinh.core import words
from lotrinh.core.writes import service
from lotrinh.documents.chain.bodies import province_in
from lotrinh.documents.chain.matching import OPENING, Candidate, Facts, Resolution, match, resolve
from lotrinh.documents.chain.numbers import number_key
from lotrinh.documents.models import CitationLink, Document, KnownDocument, Reading
from lotrinh.documents.services import known
from lotrinh.documents.vocab import AUDIENCES, LinkState
from lotrinh.organisations import printed
from lotrinh.organisations.models import Unit
from vanban.record import Citation, PlanRecord
from vanban.writers.formats import plain

#: Documents without a number that are compared by their words, the newest; and citations that are looked at again.
_MOST_WORDY: Final = 500
_MOST_AGAIN: Final = 3000
#: Names without a number that are looked up one by one.
_MOST_NAMED: Final = 60
_TITLE_KEY: Final = 60
_BATCH: Final = 500
#: Characters of the clause around a mention.
_BEFORE: Final = 140
_BEHIND: Final = 200
_CLAUSE_ENDS: Final = "\n;"
#: Positions of links in the making, so that none collides with one that is still there.
_APART: Final = 1_000_000


def read(document: Document, reading: Reading, record: PlanRecord) -> None:
    """Link the citations of a reading that was just kept, and those of others that mean its document.

    Called inside a service that holds the document.
    """
    document.opening = words.fold(record.text.content[: 2 * OPENING])[:OPENING]
    document.linked_reading = reading.pk
    document.save(update_fields=("opening", "linked_reading"))
    _link(document, reading, record)
    arrived(document)


def arrived(document: Document) -> None:
    """Look again at the citations of others that may mean this document, or were thought to; inside a service."""
    others = CitationLink.objects.exclude(state=LinkState.CONFIRMED).exclude(document=document)
    rule = Q(target=document)
    if document.number_key:
        rule |= Q(number_key=document.number_key)
        worded = others.filter(number_key="", kind=document.kind)
    else:
        kinds = Q(kind__in=("", document.kind)) if document.kind else Q()
        worded = others.filter(kinds, state__in=(LinkState.OPEN, LinkState.PROPOSED, LinkState.REFUSED))
    rule |= Q(pk__in=_meaning(document, worded))
    _look_again(others.filter(rule))


def _meaning(document: Document, links: QuerySet[CitationLink]) -> list[int]:
    """Those of the citations that may mean the document by their words."""
    facts = facts_of(document, _homes([document.owner]).get(document.owner_id, ""))
    return [link.pk for link in links.order_by("-pk")[:_MOST_AGAIN] if match(known.cited_facts(link), facts).strength]


def fill(link: CitationLink) -> None:
    """Let the document that a person pointed at fill the stub that the citation names."""
    known.fill([link.known_id])


def joined(document: Document, into: Document) -> None:
    """Before `document` goes, give what points at it, and what people decided about its citations, to `into`."""
    # It is looked up no more: what is resolved below must not find it again.
    Document.objects.filter(pk=document.pk).update(number_key="", title="", opening="")
    CitationLink.objects.filter(target=document).update(target=into)
    KnownDocument.objects.filter(filled_by=document).update(filled_by=into)
    CitationLink.objects.filter(document=into, target=into).update(target=None, state=LinkState.OPEN, reasons=[])
    last = Reading.objects.filter(file__document=into).order_by("-pk").first()
    if last is None:
        return
    old = list(CitationLink.objects.filter(document=document))
    CitationLink.objects.filter(document=document).update(document=into, position=F("position") + _APART)
    if old or into.linked_reading != last.pk:
        read(into, last, PlanRecord.from_json(last.record))


def unlinked() -> QuerySet[Document]:
    """Documents whose last reading was kept before citations were linked."""
    last = Document.objects.annotate(last_reading=Max("files__readings"))
    return last.filter(last_reading__isnull=False).filter(
        Q(linked_reading__isnull=True) | Q(linked_reading__lt=F("last_reading"))
    )


@service
def catch_up(document_id: int) -> None:
    """Link the citations of a document's last reading, where that was not done; one that cannot be opened is passed."""
    document = Document.objects.select_for_update().filter(pk=document_id).first()
    reading = Reading.objects.filter(file__document_id=document_id).order_by("-pk").first()
    if document is None or reading is None or document.linked_reading == reading.pk:
        return
    try:
        record = PlanRecord.from_json(reading.record)
    except (msgspec.ValidationError, msgspec.DecodeError):
        document.linked_reading = reading.pk
        document.save(update_fields=("linked_reading",))
        return
    read(document, reading, record)


def look_again(links: Iterable[CitationLink]) -> None:
    """Let the machine look at these citations once more; inside a service."""
    _look_again(CitationLink.objects.filter(pk__in=[link.pk for link in links]))


def facts_of(document: Document, home: str = "") -> Facts:
    """What is known of a kept document; `home`: the province of the agency that keeps it."""
    return Facts(
        kind=document.kind,
        number=document.number,
        issued_on=document.issued_on,
        issuer=document.issuer,
        title=document.title,
        province=province_in(document.issuer) or _place(document.place) or home,
        opening=document.opening,
    )


def _place(place: str) -> str:
    """The province behind the place of issue: `Lai Châu`, and one that no list has by its key."""
    return (province_in(place) or printed.key(place)) if place else ""


def _homes(owners: Iterable[Unit]) -> dict[int, str]:
    """The province of each agency: its own, else that of the unit at the top; at most one query."""
    units = {owner.pk: owner for owner in owners}
    tops = {owner.pk: int(owner.path.strip("/").split("/")[0]) for owner in units.values() if owner.path.strip("/")}
    missing = {top for pk, top in tops.items() if not units[pk].province and top not in units}
    units |= {unit.pk: unit for unit in Unit.objects.filter(pk__in=missing)} if missing else {}
    names = {pk: _place(unit.province) or province_in(unit.name) for pk, unit in units.items()}
    return {pk: names[pk] or names.get(top, "") for pk, top in tops.items()}


def _link(document: Document, reading: Reading, record: PlanRecord) -> None:
    """Make the links of the document those of the reading; what people decided goes along."""
    facts = facts_of(document, _homes([document.owner]).get(document.owner_id, ""))
    old = list(CitationLink.objects.filter(document=document).order_by("position"))
    links = [_of_citation(n, item, document, reading, facts.province) for n, item in enumerate(record.citations)]
    for link in links:
        link.words = _clause(record.text.content, link.spans)
    seen: Counter[str] = Counter()
    for link in links:
        seen[link.key] += 1
        if seen[link.key] > 1:
            link.key = f"{link.key[:190]}#{seen[link.key]}"
    _carry(old, links)
    gone = {link.pk for link in old} - {link.pk for link in links}
    CitationLink.objects.filter(pk__in=gone).delete()
    CitationLink.objects.filter(document=document).update(position=F("position") + 2 * _APART)
    known.name(links)
    _resolve(links, {document.pk: document})
    for link in links:
        link.clean_fields(exclude=_CHECKED_ELSEWHERE)
    CitationLink.objects.bulk_update([link for link in links if link.pk], _COLUMNS, batch_size=_BATCH)
    CitationLink.objects.bulk_create([link for link in links if not link.pk], batch_size=_BATCH)
    known.fill({link.known_id for link in links} | {link.known_id for link in old})


#: Keys of rows that were just read or written, and what is computed here.
_CHECKED_ELSEWHERE: Final = {"document", "reading", "known", "target", "decided_by", "key", "number_key"}
#: What a later reading may change of a link.
_COLUMNS: Final = (
    "reading", "position", "role", "printed", "kind", "number", "number_key", "issued_on", "issuer", "title",
    "province", "words", "spans", "key", "known", "target", "state", "reasons",
)  # fmt: skip


def _of_citation(position: int, item: Citation, document: Document, reading: Reading, province: str) -> CitationLink:
    number = _cut("number", item.number or "")
    named = number_key(number)
    title, mention = _cut("title", item.subject or ""), _cut("printed", item.printed)
    words_of = words.fold(title or mention)
    key = f"{named or f'{item.kind}:{words_of}'[:150]}|{item.date or ''}"
    return CitationLink(
        document=document,
        reading=reading,
        position=position,
        role=str(item.role),
        printed=mention,
        kind=_cut("kind", item.kind or ""),
        number=number,
        number_key=named,
        issued_on=_cut("issued_on", item.date or ""),
        issuer=_cut("issuer", item.issuer or ""),
        title=title,
        province=_cut("province", province),
        spans=[list(span) for span in item.spans],
        key=key,
    )


def _clause(text: str, spans: Sequence[Sequence[int]]) -> str:
    """The words around the first mention, at most to the ends of its clause."""
    if not spans:
        return ""
    start, end = spans[0]
    floor = max(0, start - _BEFORE)
    begin = max(text.rfind(mark, floor, start) + 1 for mark in _CLAUSE_ENDS)
    begin = max(floor, begin)
    stops = [found for mark in _CLAUSE_ENDS if (found := text.find(mark, end, end + _BEHIND)) >= 0]
    stop = min(stops, default=min(len(text), end + _BEHIND))
    before = "…" if begin == floor and floor else ""
    behind = "…" if not stops and stop < len(text) else ""
    return _cut("words", f"{before}{text[begin:stop]}{behind}")


def _cut(field: str, text: str) -> str:
    longest = getattr(CitationLink._meta.get_field(field), "max_length", None) or 0
    return " ".join(plain(text).split())[:longest]


def _carry(old: Sequence[CitationLink], links: Sequence[CitationLink]) -> None:
    """Give each new link the row of the same citation before, with what a person decided about it.

    The same key is the same citation; else the same number, where it is cited once in both.
    """
    left = {link.key: link for link in old}
    rest = []
    for link in links:
        before = left.pop(link.key, None)
        if before is None:
            rest.append(link)
        else:
            _take(link, before)
    by_number: dict[str, list[CitationLink]] = defaultdict(list)
    for before in left.values():
        by_number[before.number_key or words.fold(before.printed)].append(before)
    count = Counter(link.number_key or words.fold(link.printed) for link in rest)
    for link in rest:
        name = link.number_key or words.fold(link.printed)
        if count[name] == 1 and len(by_number[name]) == 1:
            _take(link, by_number[name][0])


def _take(link: CitationLink, before: CitationLink) -> None:
    link.pk, link._state.adding = before.pk, False  # noqa: SLF001 - Django's way of saying that a row exists
    link.target_id, link.state, link.reasons = before.target_id, before.state, before.reasons
    link.refused, link.decided_by_id, link.decided_at = before.refused, before.decided_by_id, before.decided_at


def _look_again(rows: QuerySet[CitationLink]) -> None:
    """Resolve saved links once more."""
    links = list(rows.select_for_update(of=("self",)).select_related("document__owner").order_by("pk")[:_MOST_AGAIN])
    if not links:
        return
    before = {link.pk: (link.target_id, link.state, list(link.reasons)) for link in links}
    _resolve(links, {link.document_id: link.document for link in links})
    changed = [link for link in links if (link.target_id, link.state, list(link.reasons)) != before[link.pk]]
    CitationLink.objects.bulk_update(changed, ("target", "state", "reasons"), batch_size=_BATCH)
    known.fill({link.known_id for link in changed})


def _resolve(links: Sequence[CitationLink], documents: dict[int, Document]) -> None:
    """Say of each link that no person confirmed which document it means; a constant number of queries."""
    waiting = [link for link in links if link.state != LinkState.CONFIRMED]
    if not waiting:
        return
    numbered = _numbered(waiting)
    wordy = _wordy(waiting)
    named = _named(waiting)
    everybody = {row.pk: row for group in (numbered, wordy, named) for row in group}
    homes = _homes(row.owner for row in everybody.values())
    facts = {row.pk: facts_of(row, homes.get(row.owner_id, "")) for row in everybody.values()}
    by_number: dict[str, list[Document]] = defaultdict(list)
    for row in numbered:
        by_number[row.number_key].append(row)
    pools: dict[int, list[tuple[Document, Candidate]]] = {}
    for link in waiting:
        citing = documents[link.document_id]
        if citing.pk not in pools:
            pools[citing.pk] = [(row, _candidate(row, facts[row.pk], citing)) for row in wordy]
        exact = [(row, _candidate(row, facts[row.pk], citing)) for row in by_number[link.number_key]]
        if not link.number_key:
            exact = [(row, _candidate(row, facts[row.pk], citing)) for row in named] + pools[citing.pk]
        found = _found(link, citing, exact)
        if found.target is None and link.number_key:
            found = _found(link, citing, pools[citing.pk])
        _say(link, found)


def _found(link: CitationLink, citing: Document, pool: Sequence[tuple[Document, Candidate]]) -> Resolution:
    """What the link means among these; nothing but a proposal where a person refused one before."""
    candidates = (candidate for row, candidate in pool if _may_be_meant(link, citing, row))
    return resolve(known.cited_facts(link), candidates, careful=bool(link.refused))


def _say(link: CitationLink, found: Resolution) -> None:
    link.target_id = found.target
    link.reasons = [str(reason) for reason in found.reasons]
    if found.target is None:
        link.state = LinkState.REFUSED if link.refused else LinkState.OPEN
    else:
        link.state = LinkState.RESOLVED if found.sure else LinkState.PROPOSED


def _may_be_meant(link: CitationLink, citing: Document, row: Document) -> bool:
    """No document cites itself, be it a copy, and what a person refused stays refused."""
    same = bool(citing.identity) and row.identity == citing.identity and not (citing.kept_apart or row.kept_apart)
    return row.pk != citing.pk and not same and row.pk not in link.refused


def _candidate(row: Document, facts: Facts, citing: Document) -> Candidate:
    """Of several copies the one in the same agency is taken, then the one that most people may read."""
    rank = (0 if row.owner_id == citing.owner_id else 1, -AUDIENCES.index(row.audience))
    return Candidate(pk=row.pk, facts=facts, apart=row.kept_apart, rank=rank)


def _numbered(links: Sequence[CitationLink]) -> list[Document]:
    keys = {link.number_key for link in links if link.number_key}
    return list(Document.objects.filter(number_key__in=keys).select_related("owner")) if keys else []


def _wordy(links: Sequence[CitationLink]) -> list[Document]:
    """Documents whose number is not printed, the newest, for citations that say a title or a day."""
    if not any(link.title or link.issued_on for link in links):
        return []
    rows = Document.objects.filter(number_key="").exclude(title="", opening="").select_related("owner")
    return list(rows.order_by("-pk")[:_MOST_WORDY])


def _named(links: Sequence[CitationLink]) -> list[Document]:
    """Numbered documents that a citation without a number may mean: laws by name, numbers that were forgotten."""
    rule = Q()
    for link in [link for link in links if not link.number_key and link.kind][:_MOST_NAMED]:
        kinds = Q(kind__in=("L", "Luật")) if link.kind in {"L", "Luật"} else Q(kind=link.kind)
        said = Q(issued_on=link.issued_on) if link.issued_on else Q()
        title = words.fold(link.title)[:_TITLE_KEY]
        if title:
            said |= Q(search__contains=title)
        if said:
            rule |= kinds & said
    if not rule:
        return []
    return list(Document.objects.filter(rule).exclude(number_key="").select_related("owner").order_by("-pk")[:_BATCH])
