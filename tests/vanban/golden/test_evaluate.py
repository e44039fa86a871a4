"""The scorer itself: it counts what is right, what is missing and what is too much."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import pytest

from vanban.evaluate import Count, Miss, MissKind, calibration, evaluate, pool, pool_bins

Gold = Mapping[str, Any]


def answered(gold: Gold) -> dict[str, Any]:
    """A record that says exactly what the gold says."""
    record: dict[str, Any] = copy.deepcopy(dict(gold))
    for target in record["targets"]:
        if isinstance(target["year"], list):
            target["year"] = target["year"][-1]
    record["findings"] = [{"code": code} for code in gold["findings"]]
    return record


def test_the_gold_itself_is_all_right(sample_gold: Mapping[str, Gold]) -> None:
    for name, gold in sample_gold.items():
        score = evaluate(gold, answered(gold))
        wrong = {part: count for part, count in score.counted.items() if count.f1 < 1 and part != "spans"}
        assert not wrong, (name, score.misses)


def test_an_empty_record_answers_nothing(sample_gold: Mapping[str, Gold]) -> None:
    gold = sample_gold["ke-hoach-chuyen-doi-so"]
    score = evaluate(gold, {})
    assert score.parts["tasks"] == Count(0, 0, len(gold["tasks"]))
    assert score.lowest == 0


def test_what_is_missed_and_what_is_too_much_is_named(sample_gold: Mapping[str, Gold]) -> None:
    gold = sample_gold["ke-hoach-quy-khoa-hoc"]
    record = answered(gold)
    record["budget"] = [*record["budget"][1:], {"amount": 123, "years": None}]
    record["findings"] = [item for item in record["findings"] if item["code"] != "body-abolished"]
    score = evaluate(gold, record)
    assert score.parts["budget"] == Count(4, 5, 5)
    assert [(miss.part, miss.kind) for miss in score.misses] == [
        ("budget", MissKind.MISSED),
        ("budget", MissKind.SURPLUS),
        ("findings", MissKind.MISSED),
    ]
    assert score.misses[-1] == Miss("findings", MissKind.MISSED, "body-abolished")


def test_optional_items_neither_help_nor_harm(sample_gold: Mapping[str, Gold]) -> None:
    gold = sample_gold["ke-hoach-chuyen-doi-so"]
    record = answered(gold)
    record["citations"] += gold["optional_citations"]
    record["findings"] += [{"code": "owner-missing"}]
    assert evaluate(gold, record).parts["citations"] == Count(2, 2, 2)
    assert not [miss for miss in evaluate(gold, record).misses if miss.part == "findings"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", "41 /kh-ubnd"),
        ("province", "VĨNH LONG"),
        ("issuer", "UBND tỉnh Vĩnh Long"),
        (
            "title",
            "KẾ HOẠCH Phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số tỉnh Vĩnh Long năm 2026.",
        ),
    ],
)
def test_header_fields_are_compared_without_case_and_abbreviation(
    field: str, value: str, sample_gold: Mapping[str, Gold]
) -> None:
    gold = sample_gold["ke-hoach-chuyen-doi-so"]
    record = answered(gold)
    record["document"][field] = value
    assert evaluate(gold, record).parts["header"].f1 == 1


def test_counts_add_up_over_documents(sample_gold: Mapping[str, Gold]) -> None:
    scores = [evaluate(gold, answered(gold)) for gold in sample_gold.values()]
    assert pool(scores).parts["tasks"].wanted == sum(len(gold["tasks"]) for gold in sample_gold.values())


def test_calibration_counts_right_items_by_confidence(sample_gold: Mapping[str, Gold]) -> None:
    gold = sample_gold["ke-hoach-quy-khoa-hoc"]
    record = answered(gold)
    for item, confidence in zip(record["budget"], (0.95, 0.95, 0.6, 0.6, 1.0), strict=True):
        item["confidence"] = confidence
    record["budget"][2]["amount"] = 1
    bins = calibration(gold, record)
    assert [(found.items, found.right) for found in bins] == [(0, 0), (2, 1), (0, 0), (3, 3)]
    assert [found.share for found in pool_bins([bins, bins])] == [None, 0.5, None, 1.0]
