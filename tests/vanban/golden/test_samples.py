"""The engine reads the project's own plans, seven layouts, as a careful officer would."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from rapidfuzz import fuzz

from vanban.evaluate import evaluate, evaluate_folder, pool
from vanban.record import PlanRecord

Reader = Callable[[Path], PlanRecord]
Gold = Mapping[str, Any]

NAMES: Final = (
    "ke-hoach-an-toan-thong-tin",
    "ke-hoach-chuyen-doi-so",
    "ke-hoach-do-luong",
    "ke-hoach-quy-khoa-hoc",
    "ke-hoach-tinh-uy",
    "quyet-dinh-so-huu-tri-tue",
    "thong-bao-ket-luan",
)
#: Fields of a task that the gold may give.
FIELDS: Final = ("lead", "partners", "start", "deadline", "every", "deliverable")


def test_every_sample_has_gold_and_every_gold_a_sample(samples: Path, sample_gold: Mapping[str, Gold]) -> None:
    assert tuple(sample_gold) == NAMES
    assert all((samples / gold["file"]).is_file() for gold in sample_gold.values())


@pytest.mark.parametrize("name", NAMES)
def test_header_is_right_in_every_field(
    name: str, samples: Path, sample_gold: Mapping[str, Gold], reading: Reader
) -> None:
    gold = sample_gold[name]
    score = evaluate(gold, reading(samples / gold["file"]))
    assert [miss for miss in score.misses if miss.part == "header"] == []


@pytest.mark.parametrize("name", NAMES)
def test_mean_of_the_parts_is_high_for_each_plan(
    name: str, samples: Path, sample_gold: Mapping[str, Gold], reading: Reader
) -> None:
    gold = sample_gold[name]
    score = evaluate(gold, reading(samples / gold["file"]))
    assert score.mean >= 0.90, "\n".join(map(str, score.misses))


def test_every_part_is_found_over_all_plans(samples: Path, sample_gold: Mapping[str, Gold], reading: Reader) -> None:
    scores = {name: evaluate(gold, reading(samples / gold["file"])) for name, gold in sample_gold.items()}
    total = pool(scores.values())
    weak = {part: round(count.f1, 3) for part, count in total.counted.items() if count.f1 < 0.90}
    assert not weak, "\n".join(f"{name} {miss}" for name, score in scores.items() for miss in score.misses)
    assert total.mean >= 0.96


@pytest.mark.parametrize("name", ["README.md", "README.en.md"])
def test_the_readme_gives_the_scores_of_today(
    name: str, samples: Path, sample_gold: Mapping[str, Gold], reading: Reader
) -> None:
    total = pool(evaluate(gold, reading(samples / gold["file"])) for gold in sample_gold.values())
    text = (samples.parent / name).read_text(encoding="utf-8")
    table = re.split(r"\n\| [^|\n]+ \| (?:samples|mẫu) \|.*\n.*\n", text)[1].partition("\n\n")[0]
    printed = [row.split("|")[2].strip().replace(",", ".") for row in table.splitlines()]
    assert printed == [f"{count.f1:.2f}" for count in total.counted.values()]


def test_a_folder_scores_like_its_documents(samples: Path, sample_gold: Mapping[str, Gold], reading: Reader) -> None:
    records = {name: reading(samples / gold["file"]) for name, gold in sample_gold.items()}
    evaluation = evaluate_folder(samples / "gold", records)
    assert evaluation.documents == {name: evaluate(gold, records[name]) for name, gold in sample_gold.items()}
    assert evaluation.pooled == pool(evaluation.documents.values())


@pytest.mark.parametrize("name", NAMES)
def test_fields_of_tasks_are_right(name: str, samples: Path, sample_gold: Mapping[str, Gold], reading: Reader) -> None:
    gold = sample_gold[name]
    tasks = reading(samples / gold["file"]).to_dict()["tasks"]
    wrong = []
    for wanted in gold["tasks"]:
        found: Gold = max(tasks, key=lambda task: fuzz.ratio(wanted["text"], task["text"]), default={})
        wrong += [
            (wanted["text"][:60], field, wanted[field], found.get(field))
            for field in FIELDS
            if field in wanted and found.get(field) != wanted[field]
        ]
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_every_item_points_at_words_of_the_text(
    name: str, samples: Path, sample_gold: Mapping[str, Gold], reading: Reader
) -> None:
    record = reading(samples / sample_gold[name]["file"])
    length = len(record.text.content)
    parts = (record.targets, record.tasks, record.assignments, record.reporting, record.budget, record.outline)
    spans = [item.span for part in parts for item in part]
    assert all(0 <= start < end <= length for start, end in spans)
