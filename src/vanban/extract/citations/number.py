"""Numbers of documents: `3631/KH-UBND`, `02/2024/TT-BKHCN`, `93/2025/QH15`, `50-CTr/TU`, and their canonical form.

A State number has its signs as number / type - body (Decree 30/2020/NĐ-CP, Annex I), a Party number as number - type /
body (Guide 36-HD/VPTW). Either is accepted with the signs of the other, with blanks, or with a blank for a sign.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from vanban.language import gazetteer, lexicon
from vanban.language.patterns import alternatives

_INSTRUMENTS: Final = lexicon.load("instruments")["instrument"]
_NUMBERS: Final = lexicon.load("citations")["numbers"]
#: Upper case of a code to the code itself: CTR to CTr, TTR to TTr.
CODES: Final[dict[str, str]] = {
    alias.upper(): item["code"] for item in _INSTRUMENTS for alias in (item["code"], *item.get("aliases", ()))
} | {"QYĐ": "QyĐ"}
_PARTY: Final = {organ.upper(): organ for organ in _NUMBERS["party"]}
_ASSEMBLY: Final = re.compile(
    r"(?:" + alternatives(_NUMBERS["assemblies"]) + r")\s?(?:\d{1,2}|[IVX]{1,5})", re.IGNORECASE
)
_LETTER: Final = "A-ZĐÂĂÊÔƠƯ"
_WORD: Final = rf"[{_LETTER}][A-Za-zĐđÀ-ỹ0-9]{{0,13}}"
#: What stands behind the digits: type and body, joined by signs that may have blanks beside them.
TAIL: Final = rf"{_WORD}(?:(?: {{0,2}}[-–/&] {{0,2}}|[.,](?=[{_LETTER}])){_WORD}){{0,5}}"
_CODE_AHEAD: Final = "(?=(?:" + alternatives(CODES.values()) + ") ?[/–-] ?[A-ZĐ])"
_SIGN: Final = r" {0,3}[/–-] {0,3}"
#: A printed number with digits; groups digits, year, sign, tail.
PRINTED: Final = (
    r"(?P<digits>\d{1,6}[a-zđA-ZĐ]?)(?P<year>(?: ?/ ?|-)(?:19|20)\d\d(?!\d))?"
    rf"(?P<sign>{_SIGN}| {{1,2}}{_CODE_AHEAD})(?P<tail>{TAIL})"
)
_PRINTED: Final = re.compile(PRINTED)
_PARTS: Final = re.compile(r" {0,2}[-–/] {0,2}")
#: Types that old numbers print last.
_LAST: Final = frozenset(_NUMBERS["last"])
_BLANKS: Final = re.compile(r"\s+")


class DocumentNumber(msgspec.Struct, frozen=True, kw_only=True):
    """One number.

    digits: as printed, with zeros. year: the one in the number. kind: code of the type, None for a công văn and for
    the numbers of the Quốc hội. organ: sign of the body. party: whether it is a number of the Party.
    """

    digits: str
    year: str | None
    kind: str | None
    organ: str | None
    party: bool
    canonical: str


def compose(digits: str, year: str | None, sign: str, tail: str) -> DocumentNumber | None:
    """The number made of these printed pieces; None when the tail is none of a number (`3/Sở`)."""
    year = year.strip(" /-") if year else None
    parts = [part for part in _PARTS.split(tail.strip()) if part]
    signs = [match.group().strip() for match in _PARTS.finditer(tail.strip())]
    if not parts:
        return None
    if _ASSEMBLY.fullmatch(parts[0]):
        head = parts[0].replace(" ", "").upper()
        rest = "".join(f"-{part}" for part in parts[1:])
        return DocumentNumber(
            digits=digits,
            year=year,
            kind=None,
            organ=head,
            party=False,
            canonical=f"{digits}{'/' + year if year else ''}/{head}{rest}",
        )
    kind = CODES.get(parts[0].upper())
    if kind == "Luật":
        kind = "L" if parts[0].upper() == "L" else kind
    if kind is None:
        return _letter(digits, year, parts)
    if len(parts) == 1:
        if year is None:
            return None
        return DocumentNumber(
            digits=digits, year=year, kind=kind, organ=None, party=False, canonical=f"{digits}/{year}/{kind}"
        )
    organ = "-".join(parts[1:])
    known = _PARTY.get(parts[1].upper())
    party = known is not None if year is None else False
    if not party and sign.strip() == "-" and signs[0] == "/" and year is None and not _of_state(parts[1]):
        party = True
    if party:
        organ = "-".join([known or parts[1], *parts[2:]])
        canonical = f"{digits}-{kind}/{organ}"
    else:
        canonical = f"{digits}{'/' + year if year else ''}/{kind}-{organ}"
    return DocumentNumber(digits=digits, year=year, kind=kind, organ=parts[1], party=party, canonical=canonical)


def _of_state(organ: str) -> bool:
    """Whether the sign is of a body of the State, whatever signs stand around it."""
    known = gazetteer.body(organ)
    return (
        organ.upper().startswith(("UBND", "HĐND", "QH"))
        or organ.upper() in {"CP", "TTG", "VPCP"}
        or (known is not None and known.kind in {"ministry", "department"})
    )


def _letter(digits: str, year: str | None, parts: list[str]) -> DocumentNumber | None:
    """A công văn: its number has the body in the place of the type.

    Before Decree 30/2020/NĐ-CP and Circular 01/2011/TT-BNV the type could stand behind the body: `18-BYT/TT`.
    """
    if not parts[0].isalnum() or not any(c.isupper() for c in parts[0][1:]):
        return None
    tail = "-".join(parts)
    return DocumentNumber(
        digits=digits,
        year=year,
        kind=CODES.get(parts[-1].upper()) if len(parts) > 1 and parts[-1].upper() in _LAST else None,
        organ=parts[0],
        party=False,
        canonical=f"{digits}{'/' + year if year else ''}/{tail}",
    )


def parse_number(text: str) -> DocumentNumber | None:
    """The number that the whole text is, in any printed form; None for anything else."""
    match = _PRINTED.fullmatch(_BLANKS.sub(" ", text.strip()))
    if match is None:
        return None
    return compose(match["digits"], match["year"], match["sign"], match["tail"])
