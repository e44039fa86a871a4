"""Clauses of the plan checker, readable by an officer: text in, findings out."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from vanban.findings import Context, check
from vanban.readers import read_blocks
from vanban.record import Document
from vanban.structure import build

HERE = Path(__file__).parent
TODAY = dt.date(2026, 1, 15)
CASES = tomllib.loads((HERE / "findings.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_clause_gives_its_findings_and_no_others_of_their_kind(case: dict[str, Any]) -> None:
    structure = build(read_blocks(case["text"].strip().encode()))
    context = Context(structure=structure, document=Document(), on=TODAY)
    found = check(context)
    expected = case.get("found", [])
    codes = {want["code"] for want in expected}
    got = [finding for finding in found if finding.code in codes]
    places = [structure.content[slice(*finding.span)] if finding.span else "" for finding in got]
    assert sorted((finding.code, place) for finding, place in zip(got, places, strict=True)) == sorted(
        (want["code"], want["at"]) for want in expected
    )
    for want in expected:
        said = [f.message for f, place in zip(got, places, strict=True) if place == want["at"]]
        assert any(want.get("says", "") in message for message in said)
    assert not {finding.code for finding in found} & set(case.get("quiet", []))
