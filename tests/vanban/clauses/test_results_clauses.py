"""Targets and budget lines, readable by an officer: paragraphs in, fields out."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from vanban.extract.budget import read_budget
from vanban.extract.targets import read_targets
from vanban.readers import read_blocks
from vanban.structure import Structure, build

HERE = Path(__file__).parent
#: What the source does not say must be null, so a field that a case leaves out is wanted to be None.
SAID = {
    "targets": ("indicator", "value", "value_high", "year", "every"),
    "budget": ("amount", "kind", "parent"),
}


def cases(name: str) -> list[Any]:
    loaded = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    return [pytest.param(case, id=case["name"]) for case in loaded]


def shape(case: dict[str, Any]) -> Structure:
    return build(read_blocks(case["text"].strip().encode()))


def agrees(part: str, answers: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> None:
    assert len(answers) == len(wanted), answers
    for answer, want in zip(answers, wanted, strict=True):
        whole = dict.fromkeys(SAID[part]) | want
        assert {field: answer[field] for field in whole} == whole


@pytest.mark.parametrize("case", cases("targets"))
def test_targets_of_a_text(case: dict[str, Any]) -> None:
    structure = shape(case)
    found = read_targets(structure)
    agrees("targets", [msgspec.json.decode(msgspec.json.encode(target)) for target in found], case["targets"])
    for target in found:
        assert structure.content[target.span[0] : target.span[1]] == target.text
        assert target.name
        assert 0 < target.confidence < 1


@pytest.mark.parametrize("case", cases("budget"))
def test_budget_of_a_text(case: dict[str, Any]) -> None:
    structure = shape(case)
    found = read_budget(structure)
    agrees("budget", [msgspec.json.decode(msgspec.json.encode(line)) for line in found], case["budget"])
    for index, line in enumerate(found):
        assert 0 <= line.span[0] < line.span[1] <= len(structure.content)
        assert line.parent is None or line.parent < index
