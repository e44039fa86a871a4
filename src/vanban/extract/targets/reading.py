"""Reads all targets of a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from vanban.extract.confidence import confidence
from vanban.extract.targets.scope import Scope, Scopes
from vanban.extract.targets.sentence import Finding, targets_of
from vanban.extract.targets.tables import read_tables
from vanban.extract.targets.years import NO_YEARS, Years, years_of_heading
from vanban.language.normal import fold
from vanban.language.numbers import find_quantities
from vanban.record import Span, Target
from vanban.structure.text import LabelKind, Paragraph, ParagraphKind, Structure

_ORDER: Final = {kind: place for place, kind in enumerate(LabelKind)}
_UNLABELLED: Final = -1
#: A short labelled result (`a) Tỷ lệ … đạt 5%`) can look like a heading.
_READ: Final = frozenset({ParagraphKind.PARAGRAPH, ParagraphKind.HEADING})


def _depth(paragraph: Paragraph) -> int:
    """How deep a paragraph stands: -1 without label, else the rank of its label."""
    return _ORDER[paragraph.label.kind] if paragraph.label else _UNLABELLED


class _Introduction:
    """The year of an introductory line (`Phấn đấu đến năm 2030:`) for the list below it."""

    def __init__(self) -> None:
        self._years = NO_YEARS
        self._depth = _UNLABELLED
        self._section: str | None = None

    def years(self, paragraph: Paragraph) -> Years:
        """The years that hold for a paragraph; the introduction ends where its list does."""
        if paragraph.section != self._section or _depth(paragraph) <= self._depth:
            self._years = NO_YEARS
        return self._years

    def see(self, paragraph: Paragraph, *, empty: bool) -> None:
        """Take up a paragraph that ends in a colon and states no target itself."""
        if empty and paragraph.text.rstrip().endswith(":"):
            years = years_of_heading(paragraph.text)
            if years != NO_YEARS:
                self._years, self._depth, self._section = years, _depth(paragraph), paragraph.section


def _evidence(finding: Finding, scope: Scope) -> str:
    if finding.quantity is None:
        return "result"
    return {Scope.SPECIFIC: "specific", Scope.GENERAL: "general"}.get(scope, "claimed")


def _target(paragraph: Paragraph, finding: Finding, section: str | None, scope: Scope) -> Target:
    quantity = finding.quantity
    span: Span = (paragraph.start + finding.span[0], paragraph.start + finding.span[1])
    return Target(
        name=finding.name,
        indicator=finding.indicator.code if finding.indicator else None,
        comparator=quantity.comparator if quantity else None,
        value=float(quantity.value) if quantity else None,
        value_high=float(quantity.high) if quantity and quantity.high is not None else None,
        unit=finding.indicator.unit if finding.indicator else quantity.unit if quantity else None,
        year=finding.years.year,
        year_from=finding.years.year_from,
        every=finding.every,
        lead=(),
        section=section,
        text=paragraph.text[finding.span[0] : finding.span[1]],
        span=span,
        confidence=confidence("targets", _evidence(finding, scope)),
    )


def _from_paragraphs(structure: Structure, scopes: Scopes) -> Iterator[tuple[Target, Scope]]:
    introduction = _Introduction()
    for paragraph in structure.paragraphs:
        if paragraph.kind not in _READ:
            continue
        scope = scopes.scope(paragraph.section)
        if paragraph.kind is ParagraphKind.HEADING:
            scope = min(scope, Scope.GENERAL) if scope >= Scope.GENERAL else Scope.NONE
        if scope is Scope.NONE or (scope <= Scope.ELSEWHERE and not find_quantities(paragraph.text)):
            continue
        section = scopes.section(paragraph.section)
        inherited = introduction.years(paragraph)
        if inherited == NO_YEARS and scope > Scope.ELSEWHERE:
            inherited = scopes.years(paragraph.section)
        start = paragraph.label.end if paragraph.label else 0
        heading = scopes.years(paragraph.section) if scope is Scope.ELSEWHERE else NO_YEARS
        findings = targets_of(paragraph.text, start, scope, inherited, heading)
        if paragraph.kind is ParagraphKind.PARAGRAPH:
            introduction.see(paragraph, empty=not findings)
        for finding in findings:
            yield _target(paragraph, finding, section.path if section else None, scope), scope


def read_targets(structure: Structure, doubtful: Sequence[Span] = ()) -> tuple[Target, ...]:
    """The targets of a document in reading order, from sentences and from rows of target tables.

    Sentences count in parts of role objectives (general aims only with a number) and, where they name a year and call
    themselves targets or say what is reached, in purpose and tasks; the same target said again there is left out.
    doubtful: places of numbers that may be misread words; outside the specific objectives they give no target.
    """
    scopes = Scopes(structure)
    said = [
        (target, scope)
        for target, scope in _from_paragraphs(structure, scopes)
        if scope is Scope.SPECIFIC or not _rests_on(target, structure.content, doubtful)
    ]
    kept = [target for target, scope in said if scope > Scope.ELSEWHERE] + [*read_tables(structure, scopes)]
    known = {_mark(target) for target in kept}
    for target, scope in said:
        if scope <= Scope.ELSEWHERE and _mark(target) not in known:
            known.add(_mark(target))
            kept.append(target)
    return tuple(sorted(kept, key=lambda one: one.span))


def _rests_on(target: Target, content: str, doubtful: Sequence[Span]) -> bool:
    """Whether the value of a target is one of the numbers at `doubtful` in its own words."""
    start, end = target.span
    return any(start <= span[0] < end and float(content[slice(*span)]) == target.value for span in doubtful)


def _mark(target: Target) -> tuple[str, float | None, str | None, int | None]:
    """What makes two targets the same."""
    return (fold(target.name), target.value, target.unit, target.year)
