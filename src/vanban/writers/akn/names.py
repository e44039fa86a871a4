"""Names of documents on the web: IRIs of works by the naming convention of Akoma Ntoso (OASIS, 2019), for Vietnam.

`/akn/vn/act/quyet-dinh/uy-ban-nhan-dan-tinh-lam-dong/2026/512-QĐ-UBND`: country, whether it is an act, type, issuer,
year, number. Numbers of the State start again each year and belong to their issuer, so these five tell documents
apart; the codes in a number keep their letters, as ĐA and DA are different types.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import msgspec

from vanban.extract.citations.number import parse_number
from vanban.language.lexicon import load
from vanban.language.normal import slug
from vanban.record import Citation, PlanRecord

COUNTRY: Final = "vn"
LANGUAGE: Final = "vie"
#: Where no day and no number is known.
_NO_YEAR: Final = "0000"
_YEAR: Final = re.compile(r"(?:1[89]|20|21)\d\d")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_NOT_IN_NUMBER: Final = re.compile(r"[^\w.]+")
_LEADING_ZEROS: Final = re.compile(r"^0+(?=\d)")


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """What identifies a document. `day` is an ISO date, as precise as it is known; empty when it is not."""

    act: bool
    subtype: str
    issuer: str
    day: str
    number: str
    printed: str

    @property
    def iri(self) -> str:
        """The IRI of the work, without component."""
        actor = f"/{self.issuer}" if self.issuer else ""
        return f"/akn/{COUNTRY}/{'act' if self.act else 'doc'}/{self.subtype}{actor}/{self.year}/{self.number}"

    @property
    def year(self) -> str:
        """The year of the day, `0000` when none is known."""
        return self.day[:4] or _NO_YEAR

    @property
    def expression(self) -> str:
        """The IRI of its Vietnamese text as it was issued."""
        return f"{self.iri}/{LANGUAGE}@{self.day if _DAY.fullmatch(self.day) else self.year}"


@cache
def _subtypes() -> dict[str, str]:
    return {item["code"]: slug(item["names"][0]) for item in load("instruments")["instrument"]}


def subtype_of(kind: str | None) -> str:
    """The type of a document as a segment: `ke-hoach` for KH, `van-ban` for None or an unknown code."""
    return _subtypes().get(kind or "", "van-ban")


def is_act(kind: str | None, number: str | None) -> bool:
    """Whether the type is one of the State's that are written in articles."""
    if kind not in load("akn")["acts"]["codes"]:
        return False
    known = parse_number(number) if number else None
    return known is None or not known.party


def work_of(record: PlanRecord) -> Work:
    """The work that a record is the text of; without a number the first digits of its file's hash name it."""
    document = record.document
    number = _segment(document.number) if document.number else ""
    return Work(
        act=is_act(document.kind, document.number),
        subtype=subtype_of(document.kind),
        issuer=_issuer(document.issuer),
        day=_day(document.date),
        number=number or f"khong-so-{slug(record.source.sha256)[:8] or '0'}",
        printed=document.number or "",
    )


def cited(citation: Citation) -> str | None:
    """The IRI of a cited document; None where its year, or both its number and its name are missing."""
    known = parse_number(citation.number) if citation.number else None
    day = _day(citation.date) or (known.year or "" if known is not None else "")
    number = _segment(citation.number) if citation.number else slug(citation.subject or "")[:60].strip("-")
    if not day or not number or (not citation.number and citation.kind != "Luật"):
        return None
    return Work(
        act=is_act(citation.kind, citation.number),
        subtype=subtype_of(citation.kind),
        issuer=_issuer(citation.issuer),
        day=day,
        number=number,
        printed=citation.number or "",
    ).iri


def _day(date: str | None) -> str:
    return date if date and _YEAR.match(date) else ""


def _issuer(name: str | None) -> str:
    """The name as a segment; one that begins with a digit would be read as the year."""
    made = slug(name or "")
    return f"co-quan-{made}" if made[:1].isdigit() else made


def _segment(number: str) -> str:
    """A number as a segment: canonical, without leading zeros, `512-QĐ-UBND`."""
    known = parse_number(number)
    bare = _LEADING_ZEROS.sub("", known.canonical if known is not None else number.strip())
    return _NOT_IN_NUMBER.sub("-", bare).strip("-.")[:80]
