"""Who leads and who takes part, in a sentence, a heading or a table cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from vanban.extract.agencies.grammar import AgencyMention, find_agencies, mentions
from vanban.extract.agencies.tables import DASHES
from vanban.extract.agencies.tokens import Phrases, Tokens, tokenise
from vanban.language import lexicon
from vanban.language.normal import key

_LEXICON: Final = lexicon.load("agencies")
_ROLES: Final = _LEXICON["roles"]
_OPENERS: Final = Phrases(_ROLES["openers"])
_VERBS: Final = Phrases(_ROLES["verbs"])
_DIRECTS: Final = Phrases(_ROLES["directs"])
_ASKS: Final = Phrases(_ROLES["asks"])
_JOINS: Final = Phrases(_ROLES["joins"])
_HEADINGS: Final = Phrases(_ROLES["headings"])
_ADVERBIALS: Final = Phrases(_ROLES["adverbials"])
_IMPERATIVES: Final = Phrases(_ROLES["imperatives"])
_ORGANISATIONS: Final = Phrases(_ROLES["organisations"])
_QUANTIFIERS: Final = Phrases(_LEXICON["groups"]["quantifiers"])
_TITLED: Final = Phrases(_ROLES["titled"])
_PARTNER_CAPTIONS: Final = Phrases(_ROLES["partner_captions"])
_CAPTIONS: Final = tuple(sorted(_ROLES["captions"], key=len, reverse=True))
_BETWEEN: Final = frozenset({",", ";", "và", "/", "cùng", "&", "+"})
#: A label in front of a heading or a paragraph: `2.9.`, `III-`, `a)`, `-`, with Markdown marks around it.
_LABEL: Final = re.compile(
    r"[\s#*_]{0,12}(?:(?:\d{1,3}(?:\.\d{1,3}){0,4}|[IVXL]{1,6}|[A-ZĐ]|[a-zđ]\d?)(?:[.)\-:/]{1,2}(?=\s|[*_]|[A-ZĐÀ-Ỹ])|\s(?=\d))|[-–+•●▪*])?[\s*_]{0,8}",
)
_PIECE: Final = re.compile(r"[;\n\r•●▪|]|(?<=[.,:])\s{1,3}[-–+](?=\s)|^\s{0,9}[-–+]\s{0,9}")
_PARENTHESIS: Final = re.compile(r"\([^()]{0,200}\)")
_TRIM: Final = " \t\r\n.,;:-–+*_|/"
_HEADING_WORDS: Final = 40


class Roles(msgspec.Struct, frozen=True):
    """Who leads and who takes part, as printed; a group stays one name."""

    lead: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()


class _Run(msgspec.Struct, frozen=True):
    """Agencies named one after the other, words [start, end)."""

    start: int
    end: int
    names: tuple[str, ...]


def _runs(tokens: Tokens, found: Sequence[tuple[int, int, AgencyMention]]) -> tuple[_Run, ...]:
    runs: list[tuple[int, int, list[str]]] = []
    for start, end, mention in found:
        previous = runs[-1][1] if runs else -1
        if runs and 1 <= start - previous <= 2 and all(tokens.at(i) in _BETWEEN for i in range(previous, start)):
            first, _, names = runs[-1]
            names.append(mention.name)
            runs[-1] = (first, end, names)
        else:
            runs.append((start, end, [mention.name]))
    return tuple(_Run(start, end, tuple(names)) for start, end, names in runs)


def _first_word(tokens: Tokens, text: str) -> int:
    label = _LABEL.match(text)
    offset = label.end() if label else 0
    return next((i for i, start in enumerate(tokens.starts) if start >= offset), len(tokens))


def _opened(tokens: Tokens, index: int, phrases: Phrases) -> int:
    """The word behind the opening phrases at `index`, and behind a comma or colon that follows them."""
    for _ in range(3):
        size = phrases.match(tokens, index)
        if not size:
            break
        index += size
        while tokens.at(index) in {",", ":"}:
            index += 1
    return index


def read_roles(sentence: str) -> Roles:
    """Who leads and who takes part in what `sentence` orders.

    `Sở A chủ trì, phối hợp với Sở B` has lead A and partner B; `Chủ trì, phối hợp với Sở B` has no lead of its own
    (the heading above it names one); `UBND tỉnh chỉ đạo các sở` has the sở as partners, `UBND tỉnh yêu cầu các sở`
    as leads.
    """
    tokens = tokenise(sentence)
    runs = _runs(tokens, list(mentions(tokens)))
    if not runs:
        return Roles()
    by_start = {run.start: run for run in runs}
    first = _first_word(tokens, sentence)
    captioned = _PARTNER_CAPTIONS.match(tokens, first)
    if captioned and tokens.at(first + captioned) == ":":
        run = by_start.get(first + captioned + 1)
        return Roles((), run.names if run else ())
    lead = _subject(tokens, by_start, runs, first)
    names = lead.names if lead else ()
    partners: dict[str, None] = {}
    for run in _partners(tokens, by_start, runs, lead):
        partners |= dict.fromkeys(run.names)
    return Roles(names, tuple(name for name in partners if name not in set(names)))


def _subject(tokens: Tokens, by_start: dict[int, _Run], runs: Sequence[_Run], first: int) -> _Run | None:
    start = _opened(tokens, first, _OPENERS)
    run = _run_at(tokens, by_start, start)
    if run is not None:
        if start > first and _JOINS.match(tokens, first):
            return None
        if asked := _ASKS.match(tokens, run.end):
            return by_start.get(run.end + asked, run)
        return run
    for other in runs:
        before = tokens.at(other.start - 1)
        if before in {",", ";", ":"} and _ADVERBIALS.match(tokens, first) and _VERBS.match(tokens, other.end):
            if asked := _ASKS.match(tokens, other.end):
                return by_start.get(other.end + asked, other)
            return other
        if _giving(tokens, other.start) and _VERBS.match(tokens, other.end):
            return other
    return None


def _run_at(tokens: Tokens, by_start: dict[int, _Run], start: int) -> _Run | None:
    """The agencies at `start`, also behind a title that all their heads bear: `Giám đốc các sở: Tài chính, Nội vụ`."""
    behind = start + _TITLED.match(tokens, start)
    places = (start, behind, behind + _QUANTIFIERS.match(tokens, behind))
    return next((by_start[place] for place in places if place in by_start), None)


def _giving(tokens: Tokens, index: int) -> bool:
    """Whether `giao`, `đề nghị` or `yêu cầu` at the head of a clause stands right before `index`."""
    for size in (1, 2, 3):
        place = index - size
        if place >= 0 and _ASKS.match(tokens, place) == size:
            return place == 0 or not tokens.words[place - 1][0].isalpha() or tokens.capital(place)
    return False


def _partners(tokens: Tokens, by_start: dict[int, _Run], runs: Sequence[_Run], lead: _Run | None) -> Iterator[_Run]:
    ends = {run.end for run in runs if run is not lead}
    index, keys = 0, tokens.keys
    if lead is not None and (size := _DIRECTS.match(tokens, lead.end)) and lead.end + size in by_start:
        yield by_start[lead.end + size]
    while index < len(keys):
        size = _JOINS.match(tokens, index)
        if not size:
            index += 1
            continue
        run = by_start.get(index + size)
        if run is not None and index not in ends:
            yield run
        index += size


def agency_heading(text: str) -> tuple[str, ...]:
    """The agencies that a heading names, when it names nothing else; `()` for any other heading.

    `3.4. Đề nghị Hội Nông dân tỉnh` gives one, `5. Các sở, ngành khác và các xã, thị trấn` two.
    An organisation with what it does, `Các doanh nghiệp hoạt động trong khu công nghiệp`, is one name.
    """
    plain = _PARENTHESIS.sub(" ", text.replace("**", "").replace("#", ""))
    label = _LABEL.match(plain)
    body = plain[label.end() if label else 0 :].strip(_TRIM)
    tokens = tokenise(body)
    if not 0 < len(tokens) <= _HEADING_WORDS:
        return ()
    first = _opened(tokens, 0, _HEADINGS)
    found = list(mentions(tokens))
    if found and found[0][0] == first + _QUANTIFIERS.match(tokens, first):
        first = found[0][0]
    if not found or found[0][0] != first:
        return _organisation(tokens, first)
    covered = {i for start, end, _ in found for i in range(start, end)}
    rest = [i for i in range(first, len(tokens)) if i not in covered and tokens.at(i) not in _BETWEEN]
    if not rest:
        return tuple(mention.name for _, _, mention in found)
    if any(_VERBS.match(tokens, i) for i in rest) or tokens.at(rest[0]) == ":":
        return _organisation(tokens, first)
    names = _runs(tokens, found)[0]
    last = tokens.slice(max(start for start, end, _ in found if end == names.end), len(tokens))
    return (*names.names[:-1], last)


def _organisation(tokens: Tokens, first: int) -> tuple[str, ...]:
    start = first + _QUANTIFIERS.match(tokens, first)
    if start == first or not _ORGANISATIONS.match(tokens, start):
        return ()
    if any(_IMPERATIVES.match(tokens, i) for i in range(start, len(tokens))):
        return ()
    return (tokens.slice(first, len(tokens)),)


def split_agencies(text: str) -> tuple[str, ...]:
    """The agencies of a table cell or a line, one name each; a group stays one name.

    New lines, bullets and semicolons always separate; a comma or `và` only where no name goes on over it.
    `Các Sở: XD, TC` gives `Sở XD`, `Sở TC`. A word that is no known agency is kept as printed.
    """
    names: dict[str, None] = {}
    for piece in _PIECE.split(text):
        bare = _uncaptioned(piece)
        names |= dict.fromkeys(_grouped(_names(bare), bare))
    return tuple(names)


def _grouped(names: Iterable[str], piece: str) -> list[str]:
    """`names` with the fields of a group kept together: `các đơn vị cấp nước, điện lực` is one group."""
    kept: list[str] = []
    for name in names:
        joined = f"{kept[-1]}, {name}" if kept else name
        if (
            kept
            and kept[-1][:4].lower() == "các "
            and name[0].islower()
            and joined in piece
            and not find_agencies(name)
        ):
            kept[-1] = joined
        else:
            kept.append(name)
    return kept


def _uncaptioned(piece: str) -> str:
    stripped = piece.strip(_TRIM)
    keyed = key(stripped)
    for caption in _CAPTIONS:
        if keyed.startswith(caption) and stripped[len(caption) :].lstrip()[:1] == ":":
            return stripped[len(caption) :].lstrip(": ")
    return stripped


def _names(piece: str) -> Iterator[str]:
    tokens = tokenise(piece)
    found = list(mentions(tokens))
    starts = {start for start, _, _ in found}
    position = 0
    for start, end, mention in found:
        if start < position:
            continue
        if start > position:
            yield from _loose(tokens, position, start)
        stop = end
        if tokens.at(stop) == "(":
            while stop < len(tokens) and tokens.at(stop) != ")":
                stop += 1
            stop = min(stop + 1, len(tokens))
        if tokens.at(stop) in DASHES and tokens.at(stop + 1).isalpha() and not tokens.capital(stop + 1):
            stop = _apposition_end(tokens, stop)
        following = tokens.at(stop)
        if _VERBS.match(tokens, stop):
            yield mention.name
            while stop < len(tokens) and tokens.at(stop) not in {",", ";", "."}:
                stop += 1
        elif following.isalnum() and following not in _BETWEEN and mention.name == tokens.slice(start, end):
            while stop < len(tokens) and tokens.at(stop) not in {",", ";", "và", "("} and stop not in starts:
                stop += 1
            yield tokens.slice(start, stop)
        else:
            yield mention.name
        position = max(position, stop)
    yield from _loose(tokens, position, len(tokens))


def _apposition_end(tokens: Tokens, index: int) -> int:
    """Where what a dash adds to a name ends: `Sở A - cơ quan thường trực, …`."""
    while index < len(tokens) and tokens.at(index) not in {",", ";", "."}:
        index += 1
    return index


def _loose(tokens: Tokens, start: int, end: int) -> Iterator[str]:
    """What stands between known names, cut at commas; what stands in brackets is left out."""
    begin = start
    inside = False
    for index in range(start, end + 1):
        mark = tokens.at(index)
        if index < end and (inside or mark not in {",", "/", "("}):
            if mark == ")":
                inside, begin = False, index + 1
            continue
        words = [i for i in range(begin, index) if tokens.at(i) not in _BETWEEN and tokens.words[i][0].isalnum()]
        if words and _QUANTIFIERS.match(tokens, words[0]) != len(words):
            name = tokens.slice(words[0], words[-1] + 1).strip(_TRIM)
            if name:
                yield name
        begin = index + 1
        inside = mark == "("
