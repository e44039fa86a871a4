"""Who issued a document: the level, the body and the province, from printed words and the sign of the number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from lotrinh.documents.chain.numbers import parsed
from lotrinh.documents.vocab import ChainLayer
from lotrinh.organisations import printed
from vanban.language import gazetteer

#: Signs of bodies of the centre that no list of ministries has.
_CENTRAL_SIGNS: Final = re.compile(
    r"(?:TW|BCĐ ?TW|[A-ZĐ]{2,10}TW|CP|TTg|VPCP|CTN|QH\d*|UBTVQH\d*|HĐQGPBGDPL|TANDTC|VKSNDTC|KTNN|TGV|BCĐCTTW)\Z"
)
_PARTY_SIGNS: Final = re.compile(
    r"(?:TU|(?:VP|BTC|BTG|BTGDV|BDV|BNC|UBKT|BCĐ|BTV)TU|BCSĐ|BCS|ĐĐ|ĐUUB(?:ND)?|ĐUCQĐ|ĐUK)\Z"
)
#: Words with which the names of bodies begin, in the form of `printed.key`; the first that fits decides.
_WORDS: Final = (
    (
        ChainLayer.LOCAL,
        re.compile(
            r"(?:chủ tịch )?(?:ủy ban|hội đồng) nhân dân (?:xã|phường|đặc khu|thị trấn|huyện|quận|thị xã)\b"
            r"|(?:huyện|quận|thị) ủy\b|đảng ủy (?:xã|phường|đặc khu|huyện|khối)\b|sở\b|chi cục\b|ban quản lý\b"
            r"|ban (?:thường vụ|chấp hành)(?: đảng bộ)? (?:huyện|quận|thị|xã|phường|thị xã)\b"
        ),
    ),
    (
        ChainLayer.PARTY,
        re.compile(
            r"(?:ban thường vụ |thường trực |ban chấp hành |văn phòng |ban \w+ |ban \w+ \w+ |ủy ban kiểm tra )?"
            r"(?:tỉnh ủy|thành ủy|đảng bộ (?:tỉnh|thành phố))\b"
            r"|ban cán sự đảng (?:ủy ban nhân dân|hội đồng)\b|đảng đoàn hội đồng nhân dân\b"
            r"|đảng ủy (?:ủy ban nhân dân (?:tỉnh|thành phố)|các cơ quan đảng)\b"
        ),
    ),
    (ChainLayer.PROVINCE, re.compile(r"(?:ủy ban|hội đồng) nhân dân (?:tỉnh|thành phố)\b|ủy ban nhân dân\Z|tỉnh \w")),
    (
        ChainLayer.CENTRAL,
        re.compile(
            r"bộ chính trị\b|ban bí thư\b|tổng bí thư\b|ban chấp hành trung ương\b|trung ương\b|chính phủ\b|thủ tướng\b"
            r"|(?:ủy ban thường vụ )?quốc hội\b|văn phòng (?:chính phủ|trung ương|quốc hội)\b|bộ(?: trưởng)?\b"
            r"|chủ tịch nước\b|thanh tra chính phủ\b|ngân hàng nhà nước\b"
            r"|ban chỉ đạo (?:trung ương|quốc gia|của chính phủ)\b"
            r"|ban \w+(?: \w+)* trung ương\b|kiểm toán nhà nước\b|tòa án nhân dân tối cao\b"
        ),
    ),
)
#: What the Party's leading bodies of one level share: their numbers run in one row.
_CENTRAL_NAMES: Final = (
    ("TW", re.compile(r"(?:bộ chính trị|ban bí thư|tổng bí thư|ban chấp hành trung ương|trung ương)\b")),
    ("TTG", re.compile(r"thủ tướng\b")),
    ("CP", re.compile(r"chính phủ\b")),
    ("UBTVQH", re.compile(r"ủy ban thường vụ quốc hội\b")),
    ("QH", re.compile(r"quốc hội\b")),
)
_NUMBERED: Final = re.compile(r"(QH|UBTVQH)\d+\Z")
#: A province that no list has: `tỉnh Sông Trà`, `TỈNH SÔNG TRÀ`, `Tỉnh ủy Sông Trà`.
_UNLISTED: Final = re.compile(r"(?<!\w)(?:tỉnh ủy|thành ủy|tỉnh) (?!ủy)(?P<place>[^,;(]{2,40})\Z", re.IGNORECASE)
#: Words of the longest name of a province.
_LONGEST_PLACE: Final = 4
#: Words that say a level and leave the name of the place to the reader.
_RELATIVE: Final = re.compile(r"(?:tỉnh|tỉnh ủy|thành ủy|thành phố|ủy ban nhân dân|hội đồng nhân dân|đảng bộ)\Z")


class Likeness(StrEnum):
    """How two issuers compare."""

    SAME = "same"
    SUCCEEDED = "succeeded"
    UNKNOWN = "unknown"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An issuer. layer: OTHER where nothing says it. code: body within the layer; empty where it is not known.

    province: the name of today's list of the 63 and 34 (`Lai Châu`), empty for the centre and where it is not known.
    """

    layer: ChainLayer
    code: str = ""
    province: str = ""


def province_in(*texts: str) -> str:
    """The province that the first of these names of bodies names, empty for none.

    In the official form where the list has it; else as it is printed behind `tỉnh` or `thành phố`, in lower case.
    """
    for text in texts:
        # Here a name is a name however it is printed: in capitals, or in the middle of a line in lower case.
        found = gazetteer.find_provinces(text.title()) if text else ()
        if found:
            return found[-1][1].name
        unlisted = _UNLISTED.search(text)
        named = unlisted["place"].split() if unlisted else []
        if 0 < len(named) <= _LONGEST_PLACE and all(word[0].isupper() for word in named):
            return printed.key(" ".join(named))
    return ""


def body_of(issuer: str, number: str, *, province: str = "") -> Body:
    """Who issued a document, by the printed name and the sign of its number.

    province: where a bare `UBND tỉnh` or `Tỉnh ủy` stands, that is where the document that says so comes from.
    """
    return _body(" ".join(issuer.split()), number, province)


@lru_cache(maxsize=8192)
def _body(issuer: str, number: str, province: str) -> Body:
    form = printed.key(issuer) if issuer else ""
    parts = parsed(number)
    sign = (parts.organ or "") if parts else ""
    layer = _layer_of_words(form) or _layer_of_sign(sign) or ChainLayer.OTHER
    signed = _layer_of_sign(sign)
    if signed is ChainLayer.CENTRAL and layer is not ChainLayer.CENTRAL:
        layer = signed
    if layer is ChainLayer.CENTRAL:
        return Body(layer=layer, code=_central_code(issuer, form, sign))
    named = province_in(issuer)
    place = named or province
    if layer is ChainLayer.PARTY:
        return Body(layer=layer, code=_party_code(issuer, form, sign), province=place)
    if layer is ChainLayer.PROVINCE:
        council = "hội đồng nhân dân" in form or sign.startswith("HĐND")
        return Body(layer=layer, code="HĐND" if council else "UBND", province=place)
    if layer is ChainLayer.LOCAL:
        return Body(layer=layer, code=_local_code(issuer, form, sign, place), province=place)
    return Body(layer=layer, code=form, province=place)


def _layer_of_words(form: str) -> ChainLayer | None:
    return next((layer for layer, pattern in _WORDS if pattern.match(form)), None) if form else None


def _layer_of_sign(sign: str) -> ChainLayer | None:
    """The level that a sign alone says; None for UBND, which every level has, and for unknown ones."""
    if not sign:
        return None
    known = gazetteer.body(sign)
    if _CENTRAL_SIGNS.match(sign) or (known is not None and known.level == "central"):
        return ChainLayer.CENTRAL
    if _PARTY_SIGNS.match(sign):
        return ChainLayer.PARTY
    if sign.startswith(("UBND", "HĐND")):
        return ChainLayer.PROVINCE
    if known is not None and known.kind == "department":
        return ChainLayer.LOCAL
    return ChainLayer.LOCAL if sign in {"HU", "ThU", "QU", "ThịU"} else None


def _central_code(issuer: str, form: str, sign: str) -> str:
    """`TW`, `TTG`, `BKHCN`; the sign decides, as it is part of the number."""
    numbered = _NUMBERED.match(sign)
    if numbered:
        return numbered[1]
    if sign and _layer_of_sign(sign) is ChainLayer.CENTRAL:
        return sign.replace(" ", "").upper()
    for code, pattern in _CENTRAL_NAMES:
        if pattern.match(form):
            return code
    known = gazetteer.body_of(issuer.removeprefix("Bộ trưởng "))
    return known.code.upper() if known is not None and known.level == "central" else form


def _party_code(issuer: str, form: str, sign: str) -> str:
    """The committee of a province and its standing committee number in one row; its offices have their own."""
    if sign:
        return sign.upper()
    if re.search(r"tỉnh ủy|thành ủy|đảng bộ (?:tỉnh|thành phố)", form):
        return (
            "TU" if re.match(r"(?:ban thường vụ |thường trực |ban chấp hành )?(?:tỉnh|thành|đảng bộ)", form) else form
        )
    known = gazetteer.body_of(issuer)
    return known.code.upper() if known is not None else form


def _local_code(issuer: str, form: str, sign: str, place: str) -> str:
    """A department by the code of the list, another body by its own name."""
    known = gazetteer.body_of(issuer) if issuer else gazetteer.body(sign)
    if known is not None and known.kind == "department":
        return known.code.upper()
    return form.removesuffix(f" {printed.key(place)}").removesuffix(" tỉnh") if place else form


def is_relative(issuer: str) -> bool:
    """Whether the name says a level and leaves its place to the reader: `UBND tỉnh`, `Ban Thường vụ Tỉnh ủy`."""
    return bool(_RELATIVE.search(printed.key(issuer)))


def completed(issuer: str, province: str) -> str:
    """The name with the province that it leaves out."""
    if not province or not is_relative(issuer) or body_of(issuer, "").layer is ChainLayer.CENTRAL:
        return issuer
    return f"{issuer} {province if province[:1].isupper() else province.title()}"


def compare(one: Body, other: Body) -> Likeness:
    """Whether two issuers are one body: the same, one by renaming or merger, not known, or different."""
    if ChainLayer.OTHER in {one.layer, other.layer}:
        return Likeness.SAME if one == other and one.code else Likeness.UNKNOWN
    if one.layer is not other.layer:
        return Likeness.DIFFERENT
    codes = _codes(one.code, other.code)
    places = Likeness.SAME if one.layer is ChainLayer.CENTRAL else _provinces(one.province, other.province)
    order = (Likeness.DIFFERENT, Likeness.UNKNOWN, Likeness.SUCCEEDED, Likeness.SAME)
    return min((codes, places), key=order.index)


def _codes(one: str, other: str) -> Likeness:
    if not one or not other:
        return Likeness.UNKNOWN
    if one.upper() == other.upper():
        return Likeness.SAME
    if other.upper() in _heirs(one) or one.upper() in _heirs(other):
        return Likeness.SUCCEEDED
    return Likeness.DIFFERENT


@lru_cache(maxsize=1)
def _by_upper() -> dict[str, gazetteer.Body]:
    return {body.code.upper(): body for body in gazetteer.bodies()}


def _heirs(code: str) -> frozenset[str]:
    known = _by_upper().get(code.upper())
    return frozenset(item.code.upper() for item in known.successors) if known else frozenset()


def _provinces(one: str, other: str) -> Likeness:
    if not one or not other:
        return Likeness.UNKNOWN
    if one == other:
        return Likeness.SAME
    merged = {item.name: item.merged_into for item in gazetteer.provinces() if item.merged_into}
    return Likeness.SUCCEEDED if merged.get(one) == other or merged.get(other) == one else Likeness.DIFFERENT
