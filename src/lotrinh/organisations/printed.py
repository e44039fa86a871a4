"""Printed names of bodies in the forms in which they are compared: no database, no state."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from lotrinh.core import words
from lotrinh.organisations.vocab import GroupKind, UnitKind
from vanban.language import gazetteer
from vanban.language.normal import nfc, place_tones
from vanban.language.syllables import is_syllable

#: Abbreviations of offices as plans of provinces print them (Decree 30/2020/NĐ-CP leaves them to the writer).
_ABBREVIATIONS: Final[Mapping[str, str]] = {
    "UBND": "ủy ban nhân dân",
    "UB": "ủy ban",
    "HĐND": "hội đồng nhân dân",
    "UBMTTQ": "ủy ban mặt trận tổ quốc",
    "UBMTTQVN": "ủy ban mặt trận tổ quốc việt nam",
    "MTTQ": "mặt trận tổ quốc",
    "MTTQVN": "mặt trận tổ quốc việt nam",
    "VP": "văn phòng",
    "BQL": "ban quản lý",
    "BTV": "ban thường vụ",
    "BCĐ": "ban chỉ đạo",
    "CHQS": "chỉ huy quân sự",
    "LHPN": "liên hiệp phụ nữ",
    "CCB": "cựu chiến binh",
    "LĐLĐ": "liên đoàn lao động",
    "TNCS": "thanh niên cộng sản",
    "KBNN": "kho bạc nhà nước",
    "BHXH": "bảo hiểm xã hội",
    "KCN": "khu công nghiệp",
    "KKT": "khu kinh tế",
    "PT-TH": "phát thanh truyền hình",
    "PTTH": "phát thanh truyền hình",
    "PTNT": "phát triển nông thôn",
}
#: Words and signs between the parts of a name.
_BETWEEN: Final = re.compile(r"[\s,;/&–—-]+(?:và[\s,;/&–—-]+)*", re.IGNORECASE)
#: Resolution 203/2025/QH15: no district level from this day on.
DISTRICTS_ENDED: Final = dt.date(2025, 7, 1)
_EDGES: Final = re.compile(r"^[\s•+*–—-]+|[\s.,;:]+$")
#: Two capitals without a mark on a vowel are an abbreviation even where everything is in capitals.
_LONGEST_BARE_CODE: Final = 2
_CAPITALS: Final = re.compile(r"[^\W\d_]{2,}\Z")
#: The person who stands for the body.
_HEADS: Final = ("lãnh đạo", "giám đốc", "thủ trưởng", "chủ tịch")
_PLACES: Final = ("tỉnh", "thành phố")
_TERRITORIES: Final = ("xã", "phường", "đặc khu", "thị trấn")
_COMMITTEE: Final = "ủy ban nhân dân"
_FRONT: Final = "mặt trận tổ quốc"
#: Who leads a Party body stands for it, unless it is a unit of its own.
_LEADING: Final = ("ban thường vụ", "ban chấp hành")
#: Words of the longest name of a province: `thừa thiên huế`, `bà rịa vũng tàu`.
_LONGEST_PLACE: Final = 4


@lru_cache(maxsize=20_000)
def key(name: str) -> str:
    """The form in which names are compared.

    Lower case with marks, one tone placement, known abbreviations in full, one space between the parts; an abbreviation
    that is not known stays in capitals.
    """
    text = _EDGES.sub("", place_tones(nfc(name)))
    spelt = " ".join(_ABBREVIATIONS.get(token.strip(",;"), token) for token in text.split())
    tokens = [token for token in _BETWEEN.split(spelt) if token]
    shouted = text.isupper() and len(tokens) > 1
    form = " ".join(token if _is_code(token, shouted=shouted) else token.lower() for token in tokens)
    for head in _HEADS:
        form = form.removeprefix(f"{head} ")
    return form


def _is_code(token: str, *, shouted: bool) -> bool:
    """Whether the token is an abbreviation; in a name printed in capitals, only what is no word."""
    if not (token.isupper() and _CAPITALS.match(token)):
        return False
    word = len(token) > _LONGEST_BARE_CODE or words.fold(token) != token.lower().replace("đ", "d")
    return not (shouted and word and is_syllable(token.lower()))


def unmarked(form: str) -> str:
    """The key without marks; abbreviations keep theirs, as ĐA and DA are different."""
    return " ".join(token if token.isupper() else _folded(token) for token in form.split())


@lru_cache(maxsize=20_000)
def _folded(token: str) -> str:
    return words.fold(token)


def place_of(name: str, province: str) -> str:
    """The key of the bare name of a province, from what is recorded or from the name of its committee."""
    if province:
        return _bare_place(key(province))
    form = key(name)
    for head in _PLACES:
        _before, found, place = form.rpartition(f"{head} ")
        if found:
            return place
    return form


def _bare_place(form: str) -> str:
    for head in _PLACES:
        form = form.removeprefix(f"{head} ")
    return form


def named_place(form: str, places: Collection[str]) -> str:
    """The province among `places` with whose name the form ends; empty where it ends in a commune's, or in none."""
    tokens = form.split()
    for length in range(min(_LONGEST_PLACE, len(tokens) - 1), 0, -1):
        place = " ".join(tokens[-length:])
        if place in places:
            return "" if " ".join(tokens[:-length]).endswith(_TERRITORIES) else place
    return ""


def has_code(form: str) -> bool:
    """Whether the key has an abbreviation in it that is not known."""
    return any(token.isupper() for token in form.split())


def initials(form: str) -> tuple[str, str]:
    """The first word of a name and the first letters of the others, as abbreviations print them: `sở`, `KHCN`.

    Abbreviations that the name has already stay as they are.
    """
    tokens = form.split()
    letters = (token if token.isupper() else _first_letter(token) for token in tokens[1:])
    return (tokens[0], "".join(letters)) if len(tokens) > 1 else ("", "")


def _first_letter(token: str) -> str:
    return "Đ" if token.startswith("đ") else words.fold(token[:1]).upper()


def forms(name: str, places: Collection[str] = ()) -> Iterator[str]:
    """The keys under which a name is looked up, the most complete first.

    Then the official name behind an abbreviation (the engine's list of bodies), then both without the province's own
    name, `places`, and without `tỉnh`; last the body behind its standing committee.
    """
    whole = key(name)
    if not whole:
        return
    official = _bodies().get(whole)
    for form in dict.fromkeys((whole, key(official.name) if official else whole)):
        yield form
        bare = _without_place(form, places)
        if bare != form:
            yield bare
            known = _bodies().get(bare)
            if known:
                yield key(known.name)
        for head in _PLACES:
            body = bare.removesuffix(f" {head}")
            if body != bare and not body.endswith(_COMMITTEE):
                yield body
                known = _bodies().get(body)
                if known:
                    yield key(known.name)
    for leading in _LEADING:
        if whole.startswith(f"{leading} "):
            yield from forms(whole.removeprefix(f"{leading} "), places)


def short_forms(kind: str, form: str) -> Iterator[str]:
    """How documents shorten a key of a unit of this kind.

    A commune or district stands for its committee, the Front for its committee, with or without `Việt Nam`.
    """
    if kind in {UnitKind.COMMUNE, UnitKind.DISTRICT} and form.startswith(f"{_COMMITTEE} "):
        yield form.removeprefix(f"{_COMMITTEE} ")
    if kind == UnitKind.FRONT and _FRONT in form:
        bare = form.removeprefix("ủy ban ")
        yield from (bare, bare.replace(f"{_FRONT} việt nam", _FRONT), form.replace(f"{_FRONT} việt nam", _FRONT))


def successors(keys: Iterable[str]) -> tuple[str, ...]:
    """The names of those who took over from the body that one of the keys stands for."""
    body = next((_bodies()[form] for form in keys if form in _bodies()), None)
    return tuple(successor.name for successor in body.successors) if body else ()


def _without_place(form: str, places: Collection[str]) -> str:
    place = named_place(form, places)
    return form.removesuffix(f" {place}") if place else form


@lru_cache(maxsize=1)
def _bodies() -> dict[str, gazetteer.Body]:
    """The engine's list of bodies under the keys of all their names."""
    return {key(name): body for body in reversed(gazetteer.bodies()) for name in body.names}


_QUANTIFIERS: Final = re.compile(r"(?<!\w)(?:tat ca cac|toan the|cac|nhung|moi) ")
#: `thủ trưởng các sở và chủ tịch UBND các xã`
_HEADS_BETWEEN: Final = re.compile(r"(?<= )(?:lanh dao|giam doc|thu truong|chu tich) ")
_COMMITTEES: Final = r"(?:uy ban nhan dan |chinh quyen )?"
_TERRITORY: Final = r"(?:cap xa|xa|phuong|dac khu|thi tran)"
#: `thành phố` alone may be the city under the central government: a district stands beside it.
_DISTRICT: Final = r"(?:cap huyen|(?:huyen|(?<!co )quan)(?! uy)|thi xa)"
#: Nouns that mean a group only behind a quantifier.
_LONELY: Final = frozenset(
    {
        "so",
        "nganh",
        "co quan",
        "don vi",
        "to chuc",
        "dia phuong",
        "doan the",
        "co quan dang",
        "ban dang",
        "co quan chuyen mon",
    }
)
#: What may follow a group without making it smaller.
_WHOLE: Final = re.compile(
    r"(?: (?:cua|cap|thuoc|tren dia ban|trong toan|trong|toan))?(?: (?:uy ban nhan dan )?(?:tinh|thanh pho))\Z"
)
_DISTRICTS: Final = (
    rf"(?:{_COMMITTEES}(?:thanh pho (?:thuoc tinh )?)*{_DISTRICT}"
    rf"(?: {_COMMITTEES}(?:{_DISTRICT}|thanh pho(?: thuoc tinh| truc thuoc tinh)?))*)"
)
_COMMUNES: Final = rf"(?:{_COMMITTEES}{_TERRITORY}(?: {_COMMITTEES}{_TERRITORY})*)"
_LOCALITIES: Final = r"(?:chinh quyen )?dia phuong"
_DEPARTMENTS: Final = (
    r"(?:so ban nganh|so nganh|ban nganh|so ban|so|co quan chuyen mon)(?: (?:cap )?tinh(?= uy ban| huyen| cap))?"
)
_FRONTS: Final = r"(?:(?:hoi )?doan the(?: chinh tri xa hoi)?|to chuc chinh tri xa hoi|hoi quan chung)"
#: Phrases of groups, without marks, small words and quantifiers; the first that fits counts.
_GROUPS: Final = (
    (rf"{_DISTRICTS} {_COMMUNES}", GroupKind.DISTRICTS_COMMUNES),
    (rf"(?:{_DEPARTMENTS}|nganh) {_DISTRICTS}", GroupKind.DEPARTMENTS_DISTRICTS),
    (_DISTRICTS, GroupKind.DISTRICTS),
    (rf"{_DEPARTMENTS} {_COMMUNES}", GroupKind.DEPARTMENTS_COMMUNES),
    (rf"{_DEPARTMENTS} {_LOCALITIES}", None),
    (rf"{_DEPARTMENTS} (?:mat tran to quoc |to chuc )?{_FRONTS}", GroupKind.DEPARTMENTS_FRONTS),
    (_DEPARTMENTS, GroupKind.DEPARTMENTS),
    (_COMMUNES, GroupKind.COMMUNES),
    (_LOCALITIES, None),
    (rf"(?:(?:uy ban )?mat tran(?: to quoc)?(?: viet nam)?(?: tinh| thanh pho)? )?{_FRONTS}", GroupKind.FRONTS),
    (r"(?:co quan(?: tham muu giup viec)? dang|ban xay dung dang|ban dang|dang uy truc thuoc)", GroupKind.PARTIES),
    (
        r"(?:co quan to chuc don vi|co quan don vi|co quan to chuc|co quan|cap nganh|nganh|don vi)(?: dia phuong)?",
        GroupKind.ALL,
    ),
)
_PATTERNS: Final = tuple((re.compile(rf"(?:{phrase})(?!\w)"), group) for phrase, group in _GROUPS)
#: Whom `địa phương` means: the committees of the level below the province.
_LOCAL: Final = {
    (True, True): GroupKind.DEPARTMENTS_DISTRICTS,
    (True, False): GroupKind.DISTRICTS,
    (False, True): GroupKind.DEPARTMENTS_COMMUNES,
    (False, False): GroupKind.COMMUNES,
}


def group_of(
    name: str, places: Collection[str] = (), *, on: dt.date = DISTRICTS_ENDED
) -> tuple[GroupKind, bool] | None:
    """The group that a name stands for, and whether all of it (`liên quan`, `ven biển` name a part); None for none.

    `các địa phương` are the districts until these ended, from then on (and without a day) the communes.
    """
    form = _HEADS_BETWEEN.sub("", unmarked(_without_place(key(name), places)))
    bare = _QUANTIFIERS.sub("", f"{form} ").strip()
    plural = bare != form
    for pattern, group in _PATTERNS:
        match = pattern.match(bare)
        if match is None:
            continue
        if not plural and (match.group() in _LONELY or _single(match.group())):
            return None
        rest = bare[match.end() :]
        named = group or _LOCAL[on < DISTRICTS_ENDED, not match.group().removeprefix("chinh quyen ").startswith("dia")]
        return named, not rest or bool(_WHOLE.fullmatch(rest))
    return None


def _single(named: str) -> bool:
    """Whether the phrase ends in one commune or district rather than in all of them."""
    level = re.findall(rf"\b(?:{_TERRITORY}|{_DISTRICT}|thanh pho)\b", named)
    return len(level) == 1 and not level[0].startswith("cap ")
