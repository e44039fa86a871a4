"""The grammar of Vietnamese agency names: head noun and name, place or level; groups; persons by office.

A name is a head (`Sở`, `UBND`, `Cục`) and what belongs to it: a field (`Khoa học và Công nghệ`), a place or level
(`tỉnh`, `các xã, phường`), or a free name that runs to a verb or a mark. Words are data: `lexicon/agencies.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from vanban.extract.agencies import tables
from vanban.extract.agencies.places import opens, places_at, proper_name
from vanban.extract.agencies.tokens import Tokens, tokenise
from vanban.language import gazetteer
from vanban.record import Span


class AgencyMention(msgspec.Struct, frozen=True, kw_only=True):
    """An agency that a text names.

    span: its place in the text. name: as printed, on one line (a field that shares its head with the one before,
    `các Sở Tài chính, Xây dựng`, gets the head: `Sở Xây dựng`). code: the body's code in the gazetteer, None where it
    is not listed. group: a collective (`các sở, ban, ngành`). person: somebody by office (`Giám đốc Sở Y tế`).
    """

    span: Span
    name: str
    code: str | None
    group: bool
    person: bool


class _Part(msgspec.Struct, frozen=True):
    """Words [start, end) that make a name; `field` is where the field of a closed head begins, else -1."""

    start: int
    end: int
    group: bool = False
    person: bool = False
    field: int = -1


def _closed(tokens: Tokens, index: int) -> _Part | None:
    """`Sở` or `Bộ` with its field."""
    size = tables.CLOSED.match(tokens, index)
    if not size or tokens.at(index - 1) in tables.GUARDS:
        return None
    field = index + size
    end = _field(tokens, field, named=tokens.capital(index))
    if end == field:
        typed = (
            tokens.at(index) == "sở" and tokens.capital(index) and tokens.capital(field) and not tokens.shouted(field)
        )
        if (
            not typed
            or not tokens.at(field + 1).isalpha()
            or tokens.capital(field + 1)
            or tables.STOPS.match(tokens, field)
        ):
            return None
        end = field + 2
        if tokens.at(end) == "và" and tokens.capital(end + 1) and not opens(tokens, end + 1):
            end += 3 if tokens.at(end + 2).isalpha() and not tokens.capital(end + 2) else 2
    if tokens.at(end) == "cũ":
        end += 1
    place, _ = places_at(tokens, end)
    return _Part(index, min(place, len(tokens)), field=field)


def _field(tokens: Tokens, index: int, *, named: bool) -> int:
    """The end of the field at `index`, `index` when there is none."""
    size = tables.FIELDS.match(tokens, index)
    if size and (named or tokens.capital(index)):
        return index + size
    word = tokens.words[index] if index < len(tokens) else ""
    if (
        (tokens.at(index) in tables.SHORTS and word.isupper())
        or "&" in word
        or (tokens.shouted(index) and word.isalpha() and len(word) <= 8)
    ):
        if tokens.at(index + 1) in {"và", "&"} and tokens.shouted(index + 2):
            return index + 3
        if (
            tokens.shouted(index + 1)
            and not tables.CLOSED.match(tokens, index + 1)
            and tokens.at(index) not in tables.SHORTS
            and "&" not in word
        ):
            return index
        return index + 1
    return index


def _named(tokens: Tokens, index: int, *, inner: bool) -> _Part | None:
    size = tables.NAMES.match(tokens, index)
    if not size or not (tokens.capital(index) or size > 2 or (inner and size > 1)):
        return None
    name, end = " ".join(tokens.keys[index : index + size]), index + size
    if tables.UNLESS.match(tokens, end) and not tokens.capital(end):
        return None
    place, many = places_at(tokens, end)
    if name in tables.PLACED and place == end:
        return None
    return _Part(index, place, group=many)


def _territory(tokens: Tokens, index: int) -> _Part | None:
    size = tables.TERRITORIAL.match(tokens, index)
    if not size:
        return None
    name, end = " ".join(tokens.keys[index : index + size]), index + size
    place, many = places_at(tokens, end)
    if place == end and (name not in tables.ALONE or not tokens.capital(index)):
        return None
    if place > end and not tokens.capital(index) and name in {"chính quyền", "cấp ủy", "đảng bộ"} and not many:
        return None
    return _Part(index, place, group=many)


def _office(tokens: Tokens, index: int, depth: int) -> _Part | None:
    size = tables.OFFICES.match(tokens, index)
    if not size or depth <= 0:
        return None
    inner = _body(tokens, index + size, depth - 1)
    if inner is None or inner.start != index + size or (not tokens.capital(index) and inner.field >= 0):
        return None
    return _Part(index, inner.end, group=inner.group)


def _free(tokens: Tokens, index: int) -> _Part | None:
    """A head with a free name."""
    size = tables.OPEN.match(tokens, index)
    if not size or not tokens.capital(index):
        return None
    start = end = index + size
    if not tokens.capital(end):
        place, many = places_at(tokens, end, bare=False)
        if place > end and tokens.at(index) not in {"hội", "đoàn", "trường", "vụ", "cục", "viện", "quỹ"}:
            return _Part(index, place, group=many)
        return None
    shouting = tokens.shouted(index)
    while end < len(tokens) and end - start < tables.LONGEST:
        word = tokens.words[end]
        if word[0].isalnum():
            if end > start and (shouting or not tokens.capital(end)) and tables.STOPS.match(tokens, end):
                break
            if tokens.at(end) == "và" and (not tokens.at(end + 1).isalpha() or opens(tokens, end + 1)):
                break
            if tokens.at(end) == "các" and opens(tokens, end):
                break
            end += 1
        elif step := _joining(tokens, end):
            end += step
        else:
            break
    while end > start and tokens.at(end - 1) in {"và", "&"}:
        end -= 1
    return _Part(index, end) if end > start else None


def _joining(tokens: Tokens, index: int) -> int:
    """How many words the mark at `index` joins to a free name, 0 when the name ends there."""
    word = tokens.words[index]
    if word in tables.DASHES:
        if (tokens.at(index + 1), tokens.at(index + 2)) == ("xã", "hội"):
            return 3
        return 2 if tokens.capital(index + 1) and not opens(tokens, index + 1) else 0
    if word == ",":
        return 2 if _continues(tokens, index + 1) else 0
    return int(word == "&")


def _continues(tokens: Tokens, index: int) -> bool:
    """Whether a free name runs on behind a comma: `Cục Chất lượng, Chế biến và Phát triển thị trường`."""
    if not tokens.capital(index) or tokens.shouted(index) or opens(tokens, index):
        return False
    for ahead in range(index + 1, min(index + 7, len(tokens))):
        if not tokens.words[ahead][0].isalpha() or (not tokens.capital(ahead) and tables.STOPS.match(tokens, ahead)):
            return False
        if tokens.at(ahead) == "và":
            return tokens.capital(ahead + 1) and not opens(tokens, ahead + 1)
    return False


def _body(tokens: Tokens, index: int, depth: int) -> _Part | None:
    """An agency that is no group of its own and no person, the longest reading."""
    if tokens.at(index) not in tables.FIRSTS:
        return None
    found: _Part | None = None
    for part in (
        _closed(tokens, index),
        _named(tokens, index, inner=depth < tables.DEPTH),
        _territory(tokens, index),
        _office(tokens, index, depth),
        _free(tokens, index),
    ):
        if part is not None and (found is None or part.end > found.end):
            found = part
    return found


def _group(tokens: Tokens, index: int, *, minimum: int = 2) -> _Part | None:
    """A collective: a quantifier and nouns of institutions, or at least `minimum` of them joined."""
    start = index
    size = tables.QUANTIFIERS.match(tokens, index)
    index += size
    first = index
    noun = tables.NOUNS.match(tokens, index)
    weak = noun == 1 and tokens.at(index) in tables.WEAK
    place = tables.UNITS.match(tokens, index) == noun
    if place and not size and minimum > 1:
        return None
    count, index = _joined_nouns(tokens, index)
    if not count or (count == 1 and weak) or (not size and (count < minimum or (place and minimum > 1))):
        return None
    if count == 1 and tokens.capital(first) and _body(tokens, first, 1) is not None:
        return None
    if count == 1 and tokens.at(index) == ":" and tables.CLOSED.match(tokens, first):
        return None
    index = _suffixed(tokens, index)
    while (
        tokens.at(index) in {",", "và"} and tokens.at(index - 1) not in tables.SEPARATORS and _joins(tokens, index + 1)
    ):
        if tables.UNITS.match(tokens, index + 1):
            break
        _, index = _joined_nouns(tokens, index + 1)
        index = _suffixed(tokens, index)
    return _Part(start, index, group=True)


def _joined_nouns(tokens: Tokens, index: int) -> tuple[int, int]:
    """How many nouns of institutions stand at `index`, joined by marks or `và`, and where they end."""
    count = 0
    while noun := tables.NOUNS.match(tokens, index):
        count += 1
        index += noun
        if tokens.at(index) not in tables.SEPARATORS or not _joins(tokens, index + 1):
            break
        index += 1
    return count, index


def _joins(tokens: Tokens, index: int) -> bool:
    """Whether the noun at `index` goes on with a group and opens no name of its own."""
    if not tables.NOUNS.match(tokens, index) or _names_place(tokens, index):
        return False
    return not tokens.capital(index) or _body(tokens, index, 1) is None


def _suffixed(tokens: Tokens, index: int) -> int:
    """The end of what is said about a group: `có liên quan`, `trên địa bàn tỉnh`."""
    for _ in range(3):
        suffix = tables.SUFFIXES.match(tokens, index)
        if not suffix or (tables.CLOSING.match(tokens, index) == suffix and _word(tokens, index + suffix)):
            break
        index += suffix
        if tokens.at(index - 1) in {"tỉnh", "phố", "bộ"} and tokens.capital(index):
            proper = tables.FIELDS.match(tokens, index) if tokens.at(index - 1) == "bộ" else 0
            index = index + proper if proper else proper_name(tokens, index)
    return index


def _names_place(tokens: Tokens, index: int) -> bool:
    """Whether the unit at `index` opens a proper name: `…, tỉnh Lai Châu`."""
    size = tables.UNITS.match(tokens, index)
    return size > 0 and tokens.capital(index + size) and not opens(tokens, index + size)


def _word(tokens: Tokens, index: int) -> bool:
    return tokens.at(index).isalnum()


def _person(tokens: Tokens, index: int, depth: int) -> _Part | None:
    size = tables.PERSONS.match(tokens, index)
    if not size or depth <= 0 or (tokens.at(index) == "lãnh" and not tokens.capital(index)):
        return None
    end = index + size
    inner = _body(tokens, end, depth - 1) or _group(tokens, end, minimum=1) or _person(tokens, end, depth - 1)
    if inner is None and tokens.at(index) == "thủ" and (tokens.at(end), tokens.at(end + 1)) == (",", "các"):
        # `Thủ trưởng` is always somebody's: a comma behind it is a slip, or was seen by a recogniser
        inner = _group(tokens, end + 1, minimum=1)
    if inner is not None:
        return _Part(index, inner.end, group=inner.group, person=True, field=inner.field)
    if tokens.at(index) == "chánh" and tokens.capital(index):
        return _Part(index, end, person=True)
    place, many = places_at(tokens, end, bare=False)
    return _Part(index, place, group=many, person=True) if place > end and size > 1 else None


def _shared(tokens: Tokens, part: _Part) -> Iterator[tuple[int, int]]:
    """Further fields under the head of `part`: `Sở Tài chính, Xây dựng và Y tế` (words [start, end) of each)."""
    if part.field < 0 or part.person:
        return
    head, end = tokens.at(part.field - 1), part.end
    listed = tokens.at(part.field) == ":" or tokens.at(part.start - 1) == "các"
    while tokens.at(end) in {",", ";", "và", "/"}:
        start = end + 1
        stop = _field(tokens, start, named=False) if tokens.capital(start) else start
        shout = stop == start + 1 and tokens.shouted(start)
        if stop == start or (shout and not listed) or tokens.at(stop) in {"tỉnh", "xã"}:
            return
        if opens(tokens, start) and not (head == "bộ" and tokens.at(start) == "công"):
            return
        yield start, stop
        end = stop


def _listed(tokens: Tokens, index: int) -> Iterator[tuple[int, int]]:
    """Fields behind `Các Sở:` and its like at `index`; nothing when it is none."""
    head = index + tables.QUANTIFIERS.match(tokens, index)
    if not tables.CLOSED.match(tokens, head):
        return
    _, end = _joined_nouns(tokens, head)
    if tokens.at(end) != ":":
        return
    start = end + 1
    while (stop := _field(tokens, start, named=tokens.capital(start))) > start:
        yield start, stop
        if tokens.at(stop) not in {",", ";", "và", "/"}:
            return
        start = stop + 1


def _read(tokens: Tokens, index: int) -> _Part | None:
    return _person(tokens, index, tables.DEPTH) or _best(_body(tokens, index, tables.DEPTH), _group(tokens, index))


def _best(one: _Part | None, other: _Part | None) -> _Part | None:
    if one is None or other is None:
        return one or other
    return one if one.end >= other.end else other


def mentions(tokens: Tokens) -> Iterator[tuple[int, int, AgencyMention]]:
    """The agencies of a text in order, with the words [start, end) that they cover."""
    index, keys = 0, tokens.keys
    while index < len(keys):
        if keys[index] not in tables.FIRSTS:
            index += 1
            continue
        listed = list(_listed(tokens, index))
        if listed:
            head = tokens.words[index + tables.QUANTIFIERS.match(tokens, index)]
            for start, end in listed:
                first = index if start == listed[0][0] else start
                yield first, end, _mention(tokens, _Part(start, end), head)
            index = listed[-1][1]
            continue
        part = _read(tokens, index)
        if part is None:
            index += 1
            continue
        yield part.start, part.end, _mention(tokens, part, None)
        index = part.end
        if part.field >= 0:
            head = tokens.words[part.field - 1]
            for start, end in _shared(tokens, part):
                yield start, end, _mention(tokens, _Part(start, end), head)
                index = end


def _mention(tokens: Tokens, part: _Part, head: str | None) -> AgencyMention:
    """The mention of a part; `head` is what a field shares with the one before it."""
    printed = tokens.slice(part.start, part.end)
    name = f"{head} {printed}" if head else printed
    body = None if part.group or part.person else gazetteer.body_of(name)
    return AgencyMention(
        span=(tokens.starts[part.start], tokens.ends[part.end - 1]),
        name=name,
        code=body.code if body else None,
        group=part.group,
        person=part.person,
    )


def find_agencies(text: str, offset: int = 0) -> tuple[AgencyMention, ...]:
    """All agencies that `text` names, in order; `offset` is where `text` begins in the content."""
    found = [mention for _, _, mention in mentions(tokenise(text))]
    if not offset:
        return tuple(found)
    return tuple(msgspec.structs.replace(m, span=(m.span[0] + offset, m.span[1] + offset)) for m in found)
