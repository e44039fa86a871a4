"""Clauses of a plan, readable by an officer: text in, fields out."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from vanban.extract.assignments import read_assignments
from vanban.extract.reporting import read_reporting
from vanban.extract.tasks import read_tasks
from vanban.readers import read_blocks
from vanban.structure import Structure, build

HERE = Path(__file__).parent


def cases(name: str) -> list[Any]:
    loaded = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    return [pytest.param(case, id=case["name"]) for case in loaded]


def shape(case: dict[str, Any]) -> Structure:
    return build(read_blocks(case["text"].strip().encode()))


def assert_agree(found: Sequence[msgspec.Struct], wanted: Sequence[dict[str, Any]], structure: Structure) -> None:
    """Each found item has the wanted fields, in order, and points at its own words."""
    answers = [msgspec.to_builtins(item) for item in found]
    asked = [
        {field: (list(answer[field]) if isinstance(answer[field], tuple) else answer[field]) for field in want}
        for answer, want in zip(answers, wanted, strict=False)
    ]
    assert (len(answers), asked) == (len(wanted), list(wanted))
    for answer in answers:
        start, end = answer["span"]
        assert 0 <= start < end <= len(structure.content)


@pytest.mark.parametrize("case", cases("tasks"))
def test_tasks(case: dict[str, Any]) -> None:
    structure = shape(case)
    tasks = read_tasks(structure)
    assert_agree(tasks, case["tasks"], structure)
    assert all(structure.content[slice(*task.span)].endswith(task.text) for task in tasks)


@pytest.mark.parametrize("case", cases("duties"))
def test_assignments_and_reporting(case: dict[str, Any]) -> None:
    structure = shape(case)
    assert_agree(read_assignments(structure), case["assignments"], structure)
    assert_agree(read_reporting(structure), case["reporting"], structure)
