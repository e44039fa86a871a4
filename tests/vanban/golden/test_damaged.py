"""A plan that a recogniser without Vietnamese read gives the record that an officer would write down."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from vanban.language.normal import fold
from vanban.record import PlanRecord

Reader = Callable[[Path], PlanRecord]

pytestmark = pytest.mark.reference

NAME: Final = "lai-chau-2023-ocr"
GOLD: Final[Mapping[str, Any]] = tomllib.loads((Path(__file__).parent / "damaged.toml").read_text(encoding="utf-8"))[
    NAME
]


@pytest.fixture(scope="module")
def record(reference: Path, reading: Reader) -> PlanRecord:
    return reading(reference / "plans" / f"{NAME}.txt")


def test_the_header_is_told_by_the_text_itself(record: PlanRecord) -> None:
    document = record.document
    assert (document.kind, document.issuer, document.province) == (GOLD["kind"], GOLD["issuer"], GOLD["province"])
    assert (document.number, document.date) == (None, None)
    assert document.title is not None
    assert document.title.endswith(GOLD["title_ends"])
    assert document.signer is not None
    assert document.signer.position == GOLD["position"]
    assert fold(document.signer.name or "").endswith("thanh hai")


def test_outline_and_tasks_are_whole(record: PlanRecord) -> None:
    assert [section.path for section in record.outline] == GOLD["headings"]
    assert Counter(task.section for task in record.tasks) == GOLD["tasks"]


def test_numbers_are_those_of_the_page(record: PlanRecord) -> None:
    assert [[c.number, c.date] for c in record.citations] == GOLD["citations"]
    assert [[t.value, t.comparator, t.unit, t.year, t.indicator] for t in record.targets] == GOLD["targets"]


def test_duties_and_reports(record: PlanRecord) -> None:
    assert [list(one.lead) for one in record.assignments] == GOLD["leads"]
    routes = [[one.frequency, one.to or "", one.through or ""] for one in record.reporting]
    assert routes[: len(GOLD["reporting"])] == GOLD["reporting"]


def test_findings_name_what_is_missing_and_numbers_that_may_be_words(record: PlanRecord) -> None:
    assert set(GOLD["findings"]) <= {finding.code for finding in record.findings}
    assert "signature-missing" not in {finding.code for finding in record.findings}
    content = record.text.content
    spelling = [content[slice(*f.span)] for f in record.findings if f.code == "spelling" and f.span is not None]
    assert [words for words in spelling if words.isdigit()] == GOLD["misread"]


def test_every_number_that_was_changed_keeps_what_was_read(record: PlanRecord) -> None:
    content = record.text.content
    numbers = {
        word.read: content[slice(*word.span)]
        for word in record.text.changes
        if any(c.isdigit() for c in content[slice(*word.span)])
    }
    assert numbers == {"569/QD-TTg": "569/QĐ-TTg", "994/QDB-UBND": "994/QĐ-UBND"}
    assert all(word.confidence <= 0.8 for word in record.text.changes if word.read in numbers)
