"""Passages inside lines that get an element of their own: references, number, date, title, signer."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec
from lxml import etree

from vanban.language.dates import parse_date
from vanban.language.normal import key
from vanban.record import PlanRecord
from vanban.writers.akn.divided import Part
from vanban.writers.akn.lines import Line
from vanban.writers.akn.markup import child, say
from vanban.writers.akn.names import cited

_DAY: Final = re.compile(r"ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}", re.IGNORECASE)
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


class Mark(msgspec.Struct, frozen=True):
    """A passage [start, end) of the content that an element holds."""

    start: int
    end: int
    tag: str
    attributes: dict[str, str] = {}


class Marks:
    """The marks of a document, none of which meets another."""

    def __init__(self, marks: Sequence[Mark], size: int) -> None:
        self._marks: list[Mark] = []
        end = 0
        # of two that begin together the one that was named first holds
        for mark in sorted(marks, key=lambda mark: mark.start):
            if end <= mark.start < mark.end <= size:
                self._marks.append(mark)
                end = mark.end
        self._starts = [mark.start for mark in self._marks]

    def within(self, start: int, end: int) -> Iterator[Mark]:
        """The marks that lie wholly between two places."""
        for index in range(bisect_left(self._starts, start), len(self._marks)):
            mark = self._marks[index]
            if mark.start >= end:
                return
            if mark.end <= end:
                yield mark

    def fill(self, element: etree._Element, text: str, start: int) -> None:
        """Put `text`, which begins at `start` of the content, into an element with its marks."""
        end = start + len(text)
        done = start
        for mark in self.within(start, end):
            say(element, text[done - start : mark.start - start])
            inner = child(element, mark.tag, **mark.attributes)
            say(inner, text[mark.start - start : mark.end - start])
            done = mark.end
        say(element, text[done - start :])


def marks_of(record: PlanRecord, parts: Sequence[Part]) -> Marks:
    """The marks of the whole document; what identifies it is marked in the head of its main part."""
    found = [*_identity(record, parts[0])]
    for part in parts:
        found += [
            Mark(line.start, line.end, part.roles[line.start]) for line in part.preface if line.start in part.roles
        ]
        found += _signer(record, part.conclusions)
    for citation in record.citations:
        iri = cited(citation)
        if iri is not None:
            found += [Mark(start, end, "ref", {"href": iri}) for start, end in citation.spans]
    return Marks(found, len(record.text.content))


def _identity(record: PlanRecord, main: Part) -> Iterator[Mark]:
    number = record.document.number
    for line in main.preface:
        start, text = line.start, line.text
        if start in main.roles:
            continue
        if number and number in text:
            at = start + text.index(number)
            yield Mark(at, at + len(number), "docNumber")
        elif (day := _DAY.search(text)) is not None:
            said = parse_date(day.group())
            if said is not None and _ISO.fullmatch(said.iso):
                yield Mark(start + day.start(), start + day.end(), "docDate", {"date": said.iso})


def _signer(record: PlanRecord, lines: Sequence[Line]) -> Iterator[Mark]:
    signer = record.document.signer
    if signer is None:
        return
    for name, tag, eid in ((signer.name, "person", "#signer"), (signer.position, "role", "#signer-role")):
        line = next((line for line in reversed(lines) if name and key(line.text.strip()) == key(name)), None)
        if line is not None:
            yield Mark(line.start, line.end, tag, {"refersTo": eid})
