"""Whether a citation means a document: surely, perhaps (a person says), or not.

State numbers begin anew each year, Party numbers run per type through a term; neither says the province. So a number
alone settles nothing: number, issuer and year (or term) together do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from lotrinh.core import words
from lotrinh.documents.chain.bodies import Body, Likeness, body_of, compare
from lotrinh.documents.chain.numbers import dates_agree, number_key, parsed, same_day, year_of
from lotrinh.documents.chain.terms import term_of
from lotrinh.documents.vocab import ChainLayer, LinkReason
from vanban.language.normal import nfc

#: From this likeness (0–100) on, two titles are one; measured on the reference documents, where others stay below 80.
SAME_TITLE: Final = 88.0
#: The same for a title in the damaged first words of a text, where others stay below 76.
IN_TEXT: Final = 88.0
#: Letters of a title that say enough to compare by likeness; shorter ones must be the same.
_ENOUGH: Final = 25
_SHORTEST: Final = 4
#: Letters at the top of a text in which its title stands.
OPENING: Final = 420
_OPENINGS: Final = ("ve viec ", "v/v ", "ve ")
_QUOTES: Final = str.maketrans("", "", "“”\"'‘’*_#")
_EDGES: Final = " .,;:-–—()"
#: The types between which the Party's code QĐ does not tell.
_DECISIONS: Final = frozenset({"QĐ", "QyĐ"})
_WEIGHT: Final = {
    LinkReason.NUMBER_SAME: 8,
    LinkReason.DATE_SAME: 4,
    LinkReason.YEAR_SAME: 2,
    LinkReason.TERM_SAME: 2,
    LinkReason.ISSUER_SAME: 3,
    LinkReason.ISSUER_SUCCEEDED: 2,
    LinkReason.TITLE_ALIKE: 3,
    LinkReason.TITLE_IN_TEXT: 2,
    LinkReason.DATE_DIFFERS: -3,
}


class Strength(IntEnum):
    """How far a citation and a document agree."""

    NONE = 0
    LIKELY = 1
    SURE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a document, kept or cited; empty where it is not known.

    issued_on: as precise as the source. province: where a bare `UBND tỉnh` of it stands. opening: the folded first
    words of its text, for one without title.
    """

    kind: str = ""
    number: str = ""
    issued_on: str = ""
    issuer: str = ""
    title: str = ""
    province: str = ""
    opening: str = ""

    @property
    def number_key(self) -> str:
        """The number as it is looked up; empty where it has none."""
        return number_key(self.number)

    @property
    def body(self) -> Body:
        """Who issued it."""
        return body_of(self.issuer, self.number, province=self.province)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How a citation and a document agree, and why."""

    strength: Strength
    reasons: tuple[LinkReason, ...] = ()

    @property
    def score(self) -> int:
        """More for what agrees; orders what is likely."""
        return sum(_WEIGHT.get(reason, 0) for reason in self.reasons)


NO_MATCH: Final = Match(strength=Strength.NONE)


def match(cited: Facts, kept: Facts) -> Match:
    """Whether the citation means the document. Symmetric but for `opening`, which only a kept document has."""
    one, other = cited.number_key, kept.number_key
    if one and other:
        return _by_number(cited, kept) if one == other else NO_MATCH
    return _by_words(cited, kept)


def _by_number(cited: Facts, kept: Facts) -> Match:
    reasons = [LinkReason.NUMBER_SAME]
    issuer = compare(cited.body, kept.body)
    if issuer is Likeness.DIFFERENT:
        return NO_MATCH
    reasons.append(_ISSUERS[issuer])
    period, why = _period(cited, kept)
    alike = titles_alike(cited.title, kept.title)
    if period is False and not alike:
        return NO_MATCH
    reasons.append(why)
    if alike:
        reasons.append(LinkReason.TITLE_ALIKE)
    sure = issuer is Likeness.SAME and period is True
    if sure and _kind_unsure(cited, kept):
        reasons.append(LinkReason.KIND_UNSURE)
        sure = False
    return Match(strength=Strength.SURE if sure else Strength.LIKELY, reasons=tuple(reasons))


_ISSUERS: Final = {
    Likeness.SAME: LinkReason.ISSUER_SAME,
    Likeness.SUCCEEDED: LinkReason.ISSUER_SUCCEEDED,
    Likeness.UNKNOWN: LinkReason.ISSUER_MISSING,
}


def _period(cited: Facts, kept: Facts) -> tuple[bool | None, LinkReason]:
    """Whether both are of one run of numbers: the year of the State, the term of the Party. None: not known.

    Two different days in one run are one misprint or two documents: None, with a reason that says so.
    """
    if same_day(cited.issued_on, kept.issued_on):
        return True, LinkReason.DATE_SAME
    agree = dates_agree(cited.issued_on, kept.issued_on)
    known = parsed(cited.number)
    if known is not None and known.party:
        return _term(cited, kept, agree=agree)
    years = (year_of(cited.number, cited.issued_on), year_of(kept.number, kept.issued_on))
    if not all(years):
        return None, LinkReason.DATE_MISSING
    if years[0] != years[1]:
        return False, LinkReason.DATE_DIFFERS
    return (None, LinkReason.DATE_DIFFERS) if agree is False else (True, LinkReason.YEAR_SAME)


def _term(cited: Facts, kept: Facts, *, agree: bool | None) -> tuple[bool | None, LinkReason]:
    if agree is None:
        return None, LinkReason.DATE_MISSING
    central = cited.body.layer is ChainLayer.CENTRAL
    terms = (term_of(cited.issued_on, central=central), term_of(kept.issued_on, central=central))
    if terms[0] is None or terms[1] is None:
        return None, LinkReason.YEAR_SAME if agree else LinkReason.DATE_DIFFERS
    if terms[0] != terms[1]:
        return False, LinkReason.DATE_DIFFERS
    return (True, LinkReason.TERM_SAME) if agree else (None, LinkReason.DATE_DIFFERS)


def _kind_unsure(cited: Facts, kept: Facts) -> bool:
    """Whether a number of the Party could be of a quyết định and of a quy định: each has its own row of numbers."""
    known = parsed(cited.number)
    if known is None or not known.party or known.kind not in _DECISIONS:
        return False
    return not same_day(cited.issued_on, kept.issued_on) and not titles_alike(cited.title, kept.title)


def _by_words(cited: Facts, kept: Facts) -> Match:
    """One of them has no number: type, date, issuer and title have to speak. Never sure."""
    if not _kinds_agree(cited.kind, kept.kind) or dates_agree(cited.issued_on, kept.issued_on) is False:
        return NO_MATCH
    alike = titles_alike(cited.title, kept.title)
    told = alike or (not kept.title and title_in(cited.title, kept.opening))
    day = same_day(cited.issued_on, kept.issued_on)
    both = bool(cited.title and kept.title)
    same_paper = day and bool(cited.kind) and cited.kind == kept.kind and not both
    if not told and not same_paper:
        return NO_MATCH
    issuer = compare(cited.body, kept.body)
    if issuer is Likeness.DIFFERENT or not (told or issuer is Likeness.SAME):
        return NO_MATCH
    reasons = [LinkReason.NUMBER_MISSING]
    if told:
        reasons.append(LinkReason.TITLE_ALIKE if alike else LinkReason.TITLE_IN_TEXT)
    if day:
        reasons.append(LinkReason.DATE_SAME)
    elif cited.issued_on and kept.issued_on:
        reasons.append(LinkReason.YEAR_SAME)
    else:
        reasons.append(LinkReason.DATE_MISSING)
    reasons.append(_ISSUERS[issuer])
    return Match(strength=Strength.LIKELY, reasons=tuple(reasons))


def _kinds_agree(one: str, other: str) -> bool:
    if not one or not other or one == other:
        return True
    pair = {one, other}
    return pair <= _DECISIONS or pair <= {"L", "Luật"}


@lru_cache(maxsize=8192)
def _plain_title(title: str) -> str:
    text = words.fold(nfc(title).translate(_QUOTES)).strip(_EDGES)
    for opening in _OPENINGS:
        text = text.removeprefix(opening)
    return text


def titles_alike(one: str, other: str) -> bool:
    """Whether two titles are one. A cited one is often cut, so the shorter is compared with as much of the longer."""
    first, second = _plain_title(one), _plain_title(other)
    length = min(len(first), len(second))
    if length < _SHORTEST:
        return False
    if length < _ENOUGH:
        return first == second
    return fuzz.ratio(first[:length], second[:length], score_cutoff=SAME_TITLE) > 0


def title_in(title: str, opening: str) -> bool:
    """Whether a title stands in the first words of a text that may be damaged."""
    text = _plain_title(title)
    if len(text) < _ENOUGH or len(opening) < _ENOUGH:
        return False
    return fuzz.partial_ratio(text, opening[:OPENING], score_cutoff=IN_TEXT) > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A kept document that a citation may mean.

    Two that surely agree with each other are copies of one, kept by several agencies, unless one stands `apart`:
    somebody has said so. rank: which copy is taken, the smallest first.
    """

    pk: int
    facts: Facts
    apart: bool = False
    rank: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What a citation means: `target` surely where `sure`, else as a proposal; None where nothing fits."""

    target: int | None = None
    sure: bool = False
    reasons: tuple[LinkReason, ...] = ()


NOTHING: Final = Resolution()


def resolve(cited: Facts, candidates: Iterable[Candidate], *, careful: bool = False) -> Resolution:
    """The document that a citation means among the candidates.

    Sure where exactly one agrees surely, copies of one counted once; `careful` where a person refused one before: then
    the rest is a proposal only.
    """
    found = [(match(cited, item.facts), item) for item in candidates]
    best = max((result.strength for result, _item in found), default=Strength.NONE)
    if best is Strength.NONE:
        return NOTHING
    strongest = [(result, item) for result, item in found if result.strength is best]
    papers = _papers(strongest)
    first, chosen = papers[0]
    tied = len(papers) > 1 and (best is Strength.SURE or papers[1][0].score == first.score)
    reasons = (*first.reasons, LinkReason.SEVERAL) if tied else first.reasons
    return Resolution(target=chosen.pk, sure=best is Strength.SURE and not tied and not careful, reasons=reasons)


def _papers(found: Sequence[tuple[Match, Candidate]]) -> list[tuple[Match, Candidate]]:
    """One candidate for each document, the best first; of copies the one with the smallest rank."""
    papers: list[tuple[Match, Candidate]] = []
    for result, item in sorted(found, key=lambda pair: (pair[1].rank, pair[1].pk)):
        if not any(_copies(item, other) for _result, other in papers):
            papers.append((result, item))
    return sorted(papers, key=lambda pair: (-pair[0].score, pair[1].rank, pair[1].pk))


def _copies(one: Candidate, other: Candidate) -> bool:
    return not one.apart and not other.apart and match(one.facts, other.facts).strength is Strength.SURE
