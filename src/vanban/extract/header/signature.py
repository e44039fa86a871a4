"""Who signed, in which capacity, and who receives the document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from vanban.extract.header.issuer import in_sentence_case
from vanban.extract.header.lines import Line
from vanban.language import lexicon
from vanban.language.normal import fold, key
from vanban.language.patterns import trie
from vanban.record import Signer

_LEXICON: Final = lexicon.load("positions")["positions"]
_POSITIONS: Final = re.compile(trie(_LEXICON["words"]) + r"(?!\w)")
#: Positions without marks: a damaged line is no name.
_FOLDED: Final = re.compile("(?:" + trie(fold(word) for word in _LEXICON["words"] if " " in word) + r")(?!\w)")
_CAPACITY: Final = re.compile(
    r"(?:tm|kt|tl|tuq|q|qđ)\s?\.|(?:t/m|k/t|t/l)(?=\s|\.)|t\.m\.?|(?:tm|kt|tl|tuq)(?=\s)|t\.?u\.?q\.?(?=\s)"
    r"|thay mặt (?=[a-zđ])|ký thay |thừa lệnh "
)
_INNER_CAPACITY: Final = re.compile(r"(?<=\s)(?:kt\s?\.|k/t|tl\s?\.|tuq\s?\.|tm\s?\.|t/m)")
_TITLES: Final = tuple(sorted(_LEXICON["titles"], key=len, reverse=True))
_SIGNED: Final = frozenset(word.strip("()[]") for word in _LEXICON["signed"])
_NAME: Final = re.compile(r"[^\W\d_][\w’']{0,8}(?:[ -][^\W\d_][\w’']{0,8}){1,5}")
_BULLET: Final = re.compile(r"\s*[-–+•*·]\s*")
_INLINE: Final = re.compile(r"(?:^|[;,.])\s*[-–+•]\s+")
_RECIPIENTS: Final = re.compile(r"\W{0,4}nơi nhận\s{0,3}[:.;]?\s*")
_SKIP: Final = re.compile(r"[\W\d_]*$")
_LOOK_BACK: Final = 4
_LOOK_AHEAD: Final = 8
_LONGEST: Final = 120
_WORD: Final = 12
_LONGEST_LIST: Final = 2000
_RECIPIENT_LINES: Final = 60


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
    if keyed.startswith("(") or keyed.strip("()[] .") in _SIGNED:
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
    if _FOLDED.match(fold(bare)):
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
        block, name, whole = _block(lines, index)
        if name is not None or (whole and _is_capacity(line)):
            return _signer(block, name)
    return None


def _block(lines: Sequence[Line], start: int) -> tuple[list[str], str | None, bool]:
    """Lines of a signature from `start`, the name below them, and whether nothing else follows.

    Recipients that were printed beside it may stand between its lines.
    """
    block: list[str] = [lines[start].text]
    read = 0
    for cursor in range(start + 1, len(lines)):
        line = lines[cursor]
        if _BULLET.match(line.text) and len(line.text) < _LONGEST:
            continue
        read += 1
        if read > _LOOK_AHEAD:
            return block, None, False
        if line.keyed.strip(" .()[]") in _SIGNED or _SKIP.match(line.text) or line.text.startswith("("):
            continue
        if _is_capacity(line) or _is_position(line):
            block.append(line.text)
            continue
        name = _person(line.text)
        if name is not None and not (line.capitals and read == 1 and not _certain(block)):
            return block, name, False
        if name is None and line.capitals and len(line.text) < _LONGEST and read < _LOOK_BACK:
            block.append(line.text)
            continue
        return block, None, False
    return block, None, True


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
    """Printed lines that were glued: `TM. UBND TỈNH KT. CHỦ TỊCH PHÓ CHỦ TỊCH`, `T/M BAN CÁN SỰ ĐẢNG BÍ THƯ`."""
    keyed = key(text)
    cuts = [0, *(match.start() for match in _INNER_CAPACITY.finditer(keyed))]
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
        if match is None or len(line.text) > _LONGEST_LIST:
            continue
        found = [piece.strip() for piece in _INLINE.split(line.text[match.end() :]) if piece.strip()]
        _gather(found, lines[index + 1 : index + _RECIPIENT_LINES])
        names = (name.strip(" ;,.-–+•*") for name in found)
        return tuple(name for name in names if name)
    return ()


def _gather(found: list[str], lines: Sequence[Line]) -> None:
    """Adds the recipients of `lines` to `found`, up to the first line that is none."""
    for index, line in enumerate(lines):
        text = line.text
        if _BULLET.match(text):
            found += [piece.strip() for piece in _INLINE.split(text) if piece.strip()]
            continue
        if text.startswith("("):
            continue
        if found and found[-1].endswith(";") and text.endswith(";") and text[0].isupper() and len(text) < _LONGEST:
            found.append(text)  # its dash was forgotten, or lost by a recogniser
            continue
        if _is_capacity(line) or _is_position(line):
            if any(_BULLET.match(other.text) for other in lines[index + 1 : index + 3]):
                continue
            return
        unfinished = bool(found) and found[-1].endswith(",")
        if (line.capitals and len(text) > _WORD and not unfinished) or not found or _person(text):
            return
        if found[-1].endswith((";", ".")) or len(text) > _LONGEST:
            return
        found[-1] = f"{found[-1]} {text}"
