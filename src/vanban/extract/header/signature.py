"""Who signed, in which capacity, and who receives the document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from vanban.extract.header.issuer import in_sentence_case
from vanban.extract.header.lines import Line
from vanban.language import lexicon
from vanban.language.gazetteer import trie
from vanban.language.normal import key
from vanban.record import Signer

_LEXICON: Final = lexicon.load("positions")["positions"]
_POSITIONS: Final = re.compile(trie(_LEXICON["words"]) + r"(?!\w)")
_CAPACITY: Final = re.compile(
    r"(?:tm|kt|tl|tuq|q|qđ)\s?\.|(?:t/m|k/t|t/l)(?=\s|\.)|t\.m\.?|(?:tm|kt|tl|tuq)(?=\s)|t\.?u\.?q\.?(?=\s)|thay mặt (?=[a-zđ])|ký thay |thừa lệnh "
)
_TITLES: Final = tuple(sorted(_LEXICON["titles"], key=len, reverse=True))
_SIGNED: Final = frozenset(_LEXICON["signed"])
_NAME: Final = re.compile(r"[^\W\d_][\w’']{0,8}(?:[ -][^\W\d_][\w’']{0,8}){1,5}")
_BULLET: Final = re.compile(r"\s*[-–+•*·]\s*")
_INLINE: Final = re.compile(r"(?:^|[;,.])\s*[-–+•]\s+")
_RECIPIENTS: Final = re.compile(r"\W{0,4}nơi nhận\s{0,3}[:.;]?\s*")
_SKIP: Final = re.compile(r"[\W\d_]*$")
_LOOK_BACK: Final = 4
_LOOK_AHEAD: Final = 8
_LONGEST: Final = 120
_WORD: Final = 12


def _is_capacity(line: Line) -> bool:
    if len(line.text) >= _LONGEST:
        return False
    match = _CAPACITY.match(line.keyed)
    return match is not None and line.text[match.end() :].strip(" .").upper() == line.text[match.end() :].strip(" .")


def _is_position(line: Line) -> bool:
    return len(line.text) < _LONGEST and line.capitals and _POSITIONS.match(line.keyed) is not None


def _person(text: str) -> str | None:
    """The name in a line, without rank and academic title; None when the line is no name."""
    bare = text.strip(" .,;*_|")
    keyed = key(bare)
    if keyed.startswith("(") or keyed in _SIGNED:
        return None
    moved = True
    while moved:
        moved = False
        for title in _TITLES:
            if keyed.startswith((title + " ", title + ".")) or (title.endswith(".") and keyed.startswith(title)):
                bare = bare[len(title) :].lstrip(" .,")
                keyed, moved = key(bare), True
                break
    if not _NAME.fullmatch(bare) or len(bare) > 45:
        return None
    words = re.split(r"[ -]", bare)
    if not all(word[0].isupper() for word in words):
        return None
    return bare.title() if bare.isupper() else bare


def read_signer(lines: Sequence[Line]) -> Signer | None:
    """The first signature block of the document: lines of capacity and position in capitals, then a name."""
    for index, line in enumerate(lines):
        if not (_is_capacity(line) or _is_position(line)):
            continue
        block, cursor = [line.text], index + 1
        while cursor < len(lines) and cursor - index < _LOOK_AHEAD:
            text = lines[cursor].text
            if (
                lines[cursor].keyed.strip(" .()[]") in {s.strip("()[]") for s in _SIGNED}
                or _SKIP.match(text)
                or text.startswith("(")
            ):
                cursor += 1
                continue
            if _is_capacity(lines[cursor]) or _is_position(lines[cursor]):
                block.append(text)
                cursor += 1
                continue
            name = _person(text)
            if (
                name is None
                and lines[cursor].capitals
                and len(text) < _LONGEST
                and cursor - index < _LOOK_BACK
                and not _SKIP.match(text)
            ):
                block.append(text)
                cursor += 1
                continue
            if name is not None and not (lines[cursor].capitals and cursor == index + 1 and not _certain(block)):
                return _signer(block, name)
            break
        if cursor >= len(lines) and _is_capacity(line):
            return _signer(block, None)
    return None


def _certain(block: Sequence[str]) -> bool:
    return (
        any(_CAPACITY.match(key(text)) for text in block)
        or _POSITIONS.fullmatch(key(block[-1]).strip(" .")) is not None
    )


def _signer(block: Sequence[str], name: str | None) -> Signer:
    parts: list[str] = []
    for text in block:
        parts += _parted(text)
    capacities = [part for part in parts if _CAPACITY.match(key(part))]
    positions = [part for part in parts if not _CAPACITY.match(key(part))]
    position = positions[-1] if positions else None
    for candidate in positions:
        if _POSITIONS.match(key(candidate)):
            position = candidate
    if position is None and capacities:
        inner = _CAPACITY.sub("", key(capacities[-1]), count=1).strip(" .")
        position = capacities[-1][-len(inner) :] if inner and _POSITIONS.match(inner) else None
    return Signer(
        name=name,
        position=_cased(position) if position else None,
        capacity=" ".join(capacities[-1].split()) if capacities else None,
    )


def _parted(text: str) -> list[str]:
    """A line with several printed lines glued: `TM. UBND TỈNH KT. CHỦ TỊCH PHÓ CHỦ TỊCH`, `T/M BAN CÁN SỰ ĐẢNG BÍ THƯ`."""
    keyed = key(text)
    cuts = [0]
    for match in re.finditer(r"(?<=\s)(?:kt\s?\.|k/t|tl\s?\.|tuq\s?\.|tm\s?\.|t/m)", keyed):
        cuts.append(match.start())
    pieces = [text[a:b].strip() for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)]
    last = pieces[-1]
    keyed = key(last)
    head = _CAPACITY.match(keyed)
    if head is None:
        return [p for p in pieces if p]
    own = _POSITIONS.match(keyed, _skip(keyed, head.end()))
    start = own.end() if own else _skip(keyed, head.end())
    best = None
    for match in re.finditer(r"(?<=\s)\S", keyed[start:]):
        position = _POSITIONS.match(keyed, start + match.start())
        if position and position.end() == len(keyed.rstrip(" .")):
            best = position.start()
            break
    if best is not None:
        return [*(p for p in pieces[:-1] if p), last[:best].strip(), last[best:].strip()]
    return [p for p in pieces if p]


def _skip(text: str, index: int) -> int:
    while index < len(text) and text[index] in " .":
        index += 1
    return index


def _cased(position: str) -> str:
    """`PHÓ CHỦ TỊCH` as `Phó Chủ tịch`."""
    lower = key(position).strip(" .*")
    match = _POSITIONS.match(lower)
    if match is None:
        return lower[:1].upper() + lower[1:]
    words = match.group()
    prefix = next((p for p in ("phó ", "quyền ") if words.startswith(p)), "")
    rest = words[len(prefix) :]
    cased = prefix.capitalize() + in_sentence_case(rest)
    behind = position[match.end() : match.end() + _LONGEST].rstrip(" .*")
    return cased + (" " + _small(in_sentence_case(behind.strip())) if behind.strip(" ,-") else "")


def _small(text: str) -> str:
    """The name of a body behind a position; a common noun loses its capital."""
    return text if text[:1].isupper() else text.lower()


def read_recipients(lines: Sequence[Line]) -> tuple[str, ...]:
    """The lines below `Nơi nhận`, wrapped ones joined, without bullets and final marks."""
    for index, line in enumerate(lines):
        match = _RECIPIENTS.match(line.keyed)
        if match is None or len(line.text) > 2000:
            continue
        found: list[str] = []
        rest = line.text[match.end() :]
        if rest:
            found += [piece.strip() for piece in _INLINE.split(rest) if piece.strip()]
        for other in lines[index + 1 : index + 60]:
            text = other.text
            if (
                _is_capacity(other)
                or _is_position(other)
                or (
                    other.capitals
                    and len(text) > _WORD
                    and not _BULLET.match(text)
                    and not (found and found[-1].endswith(","))
                )
            ):
                break
            if _BULLET.match(text):
                found += [piece.strip() for piece in _INLINE.split(text) if piece.strip()]
            elif found and not _person(text) and len(text) < 200 and not text.startswith("("):
                if found[-1].endswith((";", ".")):
                    break
                found[-1] = f"{found[-1]} {text}"
            elif not text.startswith("("):
                break
        names = (name.strip(" ;,.-–+•*") for name in found)
        return tuple(name for name in names if name)
    return ()
