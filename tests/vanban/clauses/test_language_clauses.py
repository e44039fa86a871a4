"""Quantities, times and money, readable by an officer: words in, fields out."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from vanban.language.money import find_money
from vanban.language.numbers import find_quantities
from vanban.language.times import find_times, read_time

HERE = Path(__file__).parent


def cases(name: str, table: str = "case") -> list[Any]:
    loaded = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))[table]
    return [pytest.param(case, id=case.get("name") or case["text"]) for case in loaded]


@pytest.mark.parametrize("case", cases("quantities"))
def test_the_numbers_of_a_sentence(case: dict[str, Any]) -> None:
    text = case["text"]
    found = find_quantities(text)
    answers = [
        {
            "value": float(one.value),
            "high": None if one.high is None else float(one.high),
            "comparator": one.comparator.value,
            "unit": one.unit,
            "baseline": one.baseline,
            "words": text[one.span[0] : one.span[1]],
        }
        for one in found
    ]
    wanted = case["quantities"]
    assert len(answers) == len(wanted), answers
    for answer, want in zip(answers, wanted, strict=True):
        assert {field: answer[field] for field in want} == want


@pytest.mark.parametrize("case", cases("times", "cell"))
def test_the_time_that_a_cell_says(case: dict[str, Any]) -> None:
    frame = read_time(case["text"])
    assert (frame.start, frame.deadline, frame.every) == (case.get("start"), case.get("deadline"), case.get("every"))
    assert frame.text == case["text"]


@pytest.mark.parametrize("case", cases("times"))
def test_the_times_of_a_sentence(case: dict[str, Any]) -> None:
    found = find_times(case["text"])
    asked = [
        (want.get("start"), want.get("deadline"), want.get("every"), want.get("text", frame.text))
        for want, frame in zip(case["times"], found, strict=False)
    ]
    assert [(frame.start, frame.deadline, frame.every, frame.text) for frame in found] == asked
    assert len(found) == len(case["times"])
    assert all(case["text"][frame.span[0] : frame.span[1]] == frame.text for frame in found)


@pytest.mark.parametrize("case", cases("money"))
def test_the_sums_of_a_sentence(case: dict[str, Any]) -> None:
    found = find_money(case["text"])
    asked = [(want["amount"], want.get("high"), want.get("per")) for want in case["money"]]
    assert [(money.amount, money.high, money.per) for money in found] == asked
