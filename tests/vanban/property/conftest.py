"""What holds for every record, whatever was read."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date

import jsonschema
import pytest

from vanban.record import PlanRecord, Span, json_schema

_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_QUARTER = re.compile(r"\d{4}-Q[1-4]")
_VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def _spans(record: PlanRecord) -> Iterator[Span | None]:
    for citation in record.citations:
        assert citation.spans, citation
        yield from citation.spans
    for part in (record.outline, record.targets, record.tasks, record.assignments, record.reporting, record.budget):
        yield from (item.span for item in part)
    yield from (finding.span for finding in record.findings)


def _check_text(record: PlanRecord) -> None:
    content = record.text.content
    content.encode()
    assert unicodedata.is_normalized("NFC", content)
    lines = content.split("\n")
    assert all(lines), "an empty line of content"
    assert [content[slice(*block.span)] for block in record.text.blocks] == lines
    starts = [block.span[0] for block in record.text.blocks]
    assert starts == sorted(set(starts))
    assert 0 <= record.text.quality <= 1
    for span in _spans(record):
        assert span is None or 0 <= span[0] < span[1] <= len(content), span


def _check_references(record: PlanRecord) -> None:
    seen: set[str] = set()
    for section in record.outline:
        assert section.id not in seen
        assert section.parent is None or section.parent in seen, "a parent stands before its children"
        seen.add(section.id)
    assert all(task.section_id is None or task.section_id in seen for task in record.tasks)
    for index, line in enumerate(record.budget):
        assert line.parent is None or 0 <= line.parent < index, "a sum stands before its parts: no cycles"


def _check_values(record: PlanRecord) -> None:
    for part in (record.targets, record.tasks, record.assignments, record.reporting, record.budget):
        assert all(0 <= item.confidence <= 1 for item in part)
    texts = [item.text for part in (record.targets, record.tasks, record.assignments) for item in part]
    leads = [item.lead for part in (record.targets, record.tasks, record.assignments) for item in part]
    assert all(text.strip() for text in texts)
    assert all(name.strip() for names in leads for name in names)
    days = [record.document.date, *(citation.date for citation in record.citations)]
    days += [day for task in record.tasks for day in (task.start, task.deadline)]
    for day in filter(None, days):
        if not _QUARTER.fullmatch(day):
            assert _DATE.fullmatch(day), day
            date.fromisoformat(f"{day}-01-01"[:10])
    assert all(finding.message.strip() for finding in record.findings)


def _check_form(record: PlanRecord) -> None:
    printed = record.to_json()
    assert PlanRecord.from_json(printed) == record
    problem = next(_VALIDATOR.iter_errors(json.loads(printed)), None)
    assert problem is None, problem


@pytest.fixture(scope="session")
def sound() -> Callable[[PlanRecord], None]:
    """Checks one record against everything that the contract promises of all records."""

    def check(record: PlanRecord) -> None:
        _check_text(record)
        _check_references(record)
        _check_values(record)
        _check_form(record)

    return check
