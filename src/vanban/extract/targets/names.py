"""Short readable names of targets, from the words around their numbers."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final

from vanban.language.lexicon import load
from vanban.language.normal import key
from vanban.language.patterns import alternatives, backwards

_WORDS: Final = load("targets")["name"]
_YEAR: Final = r"(?:19|20)\d{2}"
_TIME: Final = re.compile(
    rf"(?<!\w)(?:(?:trong )?giai đoạn (?:từ nay đến )?(?:năm )?(?:{_YEAR})?(?: ?(?:-|đến) ?(?:năm )?{_YEAR})?"
    rf"|(?:phấn đấu )?(?:đến|vào|trong|từ|tới|kể từ|trước)? ?(?:hết |cuối |đầu |sau )?"
    rf"(?:năm )?{_YEAR}(?: ?(?:-|đến|và) ?(?:năm )?{_YEAR})?"
    r"(?: trở đi)?(?: và (?:những|các) năm tiếp theo)?"
    r"|(?:bình quân |trung bình )?(?:hằng|hàng|mỗi) năm|từ nay đến|và tầm nhìn)(?!\w)"
)
_FILL: Final = r"[\s,.:;\-–+*\\]"
_OPEN: Final = re.compile(rf"(?:(?:{alternatives(_WORDS['open'])})(?!\w)|{_FILL})+")
_CLOSE: Final = re.compile(rf"(?:(?:{backwards(_WORDS['close'])})(?!\w)|{_FILL})+")
_ENSURE: Final = re.compile(rf"(?:(?:{backwards(_WORDS['ensure'])})(?!\w)|{_FILL})+")
_REACH: Final = re.compile(rf" ?(?:{backwards(_WORDS['reach'])})(?!\w)")
_STOP: Final = re.compile(r"[;:(]|\. ")
_LONGEST: Final = 140
_SHORTEST: Final = 2


class NameKind(Enum):
    """What a number says of the thing that it names."""

    COUNT = auto()  # how many
    PERCENT = auto()  # what share
    DURATION = auto()  # how long: không quá 24 giờ để …
    PLACE = auto()  # which place: xếp thứ 5
    GROUP = auto()  # among how many: nhóm 03 tỉnh đứng đầu


def without_time(text: str) -> str:
    """The text without the words that say when."""
    keyed = key(text)
    pieces, place = [], 0
    for match in _TIME.finditer(keyed):
        pieces.append(text[place : match.start()])
        place = match.end()
    return " ".join("".join([*pieces, text[place:]]).split())


def _cut(text: str, closing: re.Pattern[str]) -> str:
    match = closing.match(key(text)[::-1])
    return text[: len(text) - match.end()] if match else text


def stripped(text: str) -> str:
    """The text without the words of time and without filler words around it (`phấn đấu … đạt`)."""
    text = without_time(text)
    if match := _OPEN.match(key(text)):
        text = text[match.end() :]
    return _cut(text, _CLOSE).strip()


def shortened(text: str) -> str:
    """The first 140 characters of a name at most, cut before a word, without marks around and with a capital."""
    if len(text) > _LONGEST:
        text = text[: text.rfind(" ", 0, _LONGEST)] if " " in text[:_LONGEST] else text[:_LONGEST]
    text = text.strip(" ,.;:-")
    return text[:1].upper() + text[1:]


def _last_part(subject: str) -> str:
    """What stands behind the last comma of a long subject, where that says enough."""
    tail = stripped(subject.rpartition(", ")[2])
    return tail if len(subject) > _LONGEST and len(tail.split()) > _SHORTEST else subject


def _joined(*parts: str) -> str:
    whole = ""
    for part in filter(None, (part.strip() for part in parts)):
        whole += part if not whole or part[0] in ",." else f" {part}"
    return whole


def name_of(before: str, after: str, unit_words: str, *, kind: NameKind) -> str:
    """The name of what is measured, from the words before and after the number; '' where they say nothing.

    Behind a verb of reaching the subject stands before the number (`tỷ lệ … đạt 40%`); else what is counted stands
    behind it: `100% cơ quan …` is `Tỷ lệ cơ quan …`, `5 mô hình …` is `Mô hình …`, `24 giờ để …` is
    `Thời gian …`.
    """
    percent = kind is NameKind.PERCENT
    subject = stripped(before)
    stop = _STOP.search(after)
    rest = without_time(after[: stop.start()] if stop and stop.start() > 0 else after)
    rest = _cut(rest, _ENSURE).strip()
    enough = len(subject.split()) >= _SHORTEST
    if kind is NameKind.PLACE and subject:
        return shortened(_last_part(subject))
    if kind is NameKind.GROUP:
        lead = _last_part(subject)
        return shortened(_joined(lead, "trong nhóm" if lead else "nhóm", rest) if rest else lead)
    timeless = without_time(before)
    reached = timeless.endswith(":") or _REACH.match(key(timeless)[::-1]) is not None
    if enough and (not rest or rest[0] in ",.)" or reached):
        return shortened(_last_part(subject))
    if not enough:
        if not rest:
            return "" if percent or len(unit_words.split()) < _SHORTEST else shortened(unit_words)
        if kind is NameKind.DURATION:
            return shortened(f"Thời gian {rest.removeprefix('để ')}")
        return shortened(f"Tỷ lệ {rest}" if percent else _joined(unit_words, rest))
    match = _OPEN.match(key(timeless))
    lead = timeless[match.end() :] if match else timeless
    return shortened(_joined(_cut(lead, _ENSURE), "" if percent else unit_words, rest))
