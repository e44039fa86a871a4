"""The metadata of a document: its names as work, text and file, and the bodies that it speaks of."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

import msgspec
from lxml import etree

from vanban.language.normal import slug
from vanban.record import PlanRecord
from vanban.writers.akn.divided import Part
from vanban.writers.akn.markup import child
from vanban.writers.akn.names import COUNTRY, LANGUAGE, Work

#: What made the XML.
_SOURCE: Final = "#lotrinh"
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH: Final = re.compile(r"\d{4}-\d{2}")
_YEAR: Final = re.compile(r"\d{4}")
_NO_DAY: Final = "0001-01-01"
_MOST_BODIES: Final = 2000


class Component(msgspec.Struct, frozen=True, kw_only=True):
    """One document of the file: the main one is number 0. `on`: the day on which the XML was made."""

    part: Part
    number: int
    on: dt.date | None

    @property
    def name(self) -> str:
        """Its segment in an IRI."""
        return f"!{self.part.name}_{self.number}" if self.number else "!main"


class Named:
    """The issuer, the signer and the bodies that a record names, each once, with ids."""

    def __init__(self, record: PlanRecord) -> None:
        self.issuer = record.document.issuer or ""
        self.signer = record.document.signer
        self.title = record.document.title or ""
        self.bodies = dict(_bodies(record))


def _bodies(record: PlanRecord) -> Iterator[tuple[str, str]]:
    """Ids and names of the agencies that lead, help or report; names that differ by case only are one."""
    names = [name for task in record.tasks for name in (*task.lead, *task.partners)]
    names += [name for duty in record.assignments for name in (*duty.lead, *duty.partners)]
    names += [name for target in record.targets for name in target.lead]
    names += [name for reporting in record.reporting for name in reporting.by]
    given: set[str] = set()
    for name in names:
        made = slug(name)
        if made and made not in given and len(given) < _MOST_BODIES:
            given.add(made)
            yield f"org-{made}", " ".join(name.split())


def write(root: etree._Element, work: Work, component: Component, named: Named) -> None:
    """Write the metadata as the first child of `root`."""
    meta = child(root, "meta")
    identification = child(meta, "identification", source=_SOURCE)
    day, name = _date(work.day)
    made = component.on.isoformat() if component.on is not None else day
    author = "#issuer" if named.issuer and not component.number else _SOURCE

    frbr = _level(identification, "FRBRWork", (work.iri, component.name, ""), (day, name), author)
    child(frbr, "FRBRcountry", value=COUNTRY)
    child(frbr, "FRBRsubtype", value=component.part.name)
    if not component.number:
        if work.printed:
            child(frbr, "FRBRnumber", value=work.printed)
        if named.title:
            child(frbr, "FRBRname", value=named.title)
        child(frbr, "FRBRauthoritative", value="false")
    frbr = _level(identification, "FRBRExpression", (work.expression, component.name, ""), (day, name), author)
    child(frbr, "FRBRlanguage", language=LANGUAGE)
    frbr = _level(
        identification, "FRBRManifestation", (work.expression, component.name, ".xml"), (made, "xml"), _SOURCE
    )
    child(frbr, "FRBRformat", value="application/akn+xml")
    if not component.number:
        _references(child(meta, "references", source=_SOURCE), named)


def _level(
    above: etree._Element, tag: str, names: tuple[str, str, str], date: tuple[str, str], author: str
) -> etree._Element:
    """One level of FRBR; `names`: its IRI, the component, the ending."""
    frbr = child(above, tag)
    iri, component, ending = names
    child(frbr, "FRBRthis", value=f"{iri}/{component}{ending}")
    child(frbr, "FRBRuri", value=f"{iri}{ending}")
    child(frbr, "FRBRdate", date=date[0], name=date[1])
    child(frbr, "FRBRauthor", href=author)
    return frbr


def _date(day: str) -> tuple[str, str]:
    """A whole day as the schema wants it, and how much of it is known.

    `promulgation`, `promulgation-month`, `promulgation-year`, `unknown`: the first day stands for what is not known.
    """
    try:
        if _DAY.fullmatch(day):
            return dt.date.fromisoformat(day).isoformat(), "promulgation"
        if _MONTH.fullmatch(day):
            return dt.date.fromisoformat(f"{day}-01").isoformat(), "promulgation-month"
        if _YEAR.fullmatch(day[:4]):
            return dt.date.fromisoformat(f"{day[:4]}-01-01").isoformat(), "promulgation-year"
    except ValueError:
        pass
    return _NO_DAY, "unknown"


def _references(references: etree._Element, named: Named) -> None:
    """What made the XML, and who is spoken of; attachments refer to those of the main document."""
    child(references, "TLCProcess", eId="lotrinh", href="/akn/ontology/process/lotrinh", showAs="Lộ Trình")
    if named.issuer:
        href = f"/akn/ontology/organization/{COUNTRY}/{slug(named.issuer) or 'khong-ten'}"
        child(references, "TLCOrganization", eId="issuer", href=href, showAs=named.issuer)
    signer = named.signer
    if signer is not None and signer.name:
        href = f"/akn/ontology/person/{COUNTRY}/{slug(signer.name) or 'khong-ten'}"
        child(references, "TLCPerson", eId="signer", href=href, showAs=signer.name)
    if signer is not None and signer.position:
        href = f"/akn/ontology/role/{COUNTRY}/{slug(signer.position) or 'khong-ten'}"
        child(references, "TLCRole", eId="signer-role", href=href, showAs=signer.position)
    for eid, name in named.bodies.items():
        href = f"/akn/ontology/organization/{COUNTRY}/{eid.removeprefix('org-')}"
        child(references, "TLCOrganization", eId=eid, href=href, showAs=name)
