"""The engine reads real plans as well as the reference asks, judged by the reference's own scorer."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from rapidfuzz import fuzz

from vanban.evaluate import evaluate
from vanban.record import PlanRecord, Task

Reader = Callable[[Path], PlanRecord]

pytestmark = pytest.mark.reference

#: Documents in which nobody is given a task: (number, date) of each.
WITHOUT_TASKS: Final = {
    "thong-tu-34-2025.txt": ("34/2025/TT-BKHCN", "2025-11-15"),
    "bxd-1074-2026.pdf": ("1074/QĐ-BXD", "2026-06-29"),
}
HEADERS: Final = {
    "bac-giang-2024.txt": (None, None),
    "dak-lak-0134-2025.txt": ("0134/KH-UBND", "2025-11-25"),
    "dong-nai-182-2025.txt": ("182/KH-UBND", "2025-11-20"),
    "dong-thap-556-2025.txt": ("556/KH-UBND", "2025-11-19"),
    "dong-thap-597-2025.txt": ("597/KH-UBND", "2025-11-27"),
    "ha-noi-308-2025.txt": ("308/KH-UBND", "2025-11-17"),
    "lai-chau-2023-ocr.txt": (None, None),
    "lai-chau-2024.txt": (None, None),
    "lai-chau-182-2013.txt": ("182/QĐ-UBND", "2013-02-22"),
    "lao-cai-chi-thi-11-2026.docx": (None, "2026"),
    "nam-dinh-2024.txt": (None, "2024-06"),
    "nghe-an-987-2025.txt": ("987/KH-UBND", "2025-11-20"),
    "nq-57-2024.md": ("57-NQ/TW", "2024-12-22"),
    "qd-2597-2025.txt": ("2597/QĐ-TTg", "2025-11-27"),
    **WITHOUT_TASKS,
}


@pytest.fixture(scope="module")
def records(reference: Path, reading: Reader, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the record of each gold plan, as the command line prints it."""
    folder = tmp_path_factory.mktemp("records")
    for path in (reference / "gold").glob("*.json"):
        plan = reference / "plans" / json.loads(path.read_text(encoding="utf-8"))["file"]
        (folder / path.name).write_text(reading(plan).to_json(), encoding="utf-8")
    return folder


def test_every_part_reaches_the_bar_of_the_reference(reference: Path, records: Path) -> None:
    command = [sys.executable, str(reference / "gold" / "score.py"), str(reference / "gold"), str(records)]
    printed = subprocess.run([*command, "--json"], check=True, capture_output=True, text=True, encoding="utf-8").stdout
    pooled = {part: figures[2] for part, figures in json.loads(printed)["pooled"].items()}
    differences = subprocess.run([*command, "--diff"], check=True, capture_output=True, text=True, encoding="utf-8")
    assert min(pooled.values()) >= 0.90, differences.stdout
    assert sum(pooled.values()) / len(pooled) >= 0.96, differences.stdout


def test_our_scorer_agrees_with_that_of_the_reference(reference: Path, records: Path) -> None:
    command = [sys.executable, str(reference / "gold" / "score.py"), str(reference / "gold"), str(records), "--json"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    theirs = json.loads(printed)["documents"]
    ours = {
        path.stem: evaluate(
            json.loads(path.read_text(encoding="utf-8")), json.loads((records / path.name).read_text(encoding="utf-8"))
        )
        for path in (reference / "gold").glob("*.json")
    }
    for name, parts in theirs.items():
        assert {part: count.f1 for part, count in ours[name].counted.items()} == pytest.approx(parts)


@pytest.mark.parametrize("name", HEADERS)
def test_number_and_date_of_every_plan(name: str, reference: Path, reading: Reader) -> None:
    document = reading(reference / "plans" / name).document
    assert (document.number, document.date) == HEADERS[name]


@pytest.mark.parametrize("name", WITHOUT_TASKS)
def test_a_document_that_assigns_nothing_gives_no_tasks(name: str, reference: Path, reading: Reader) -> None:
    assert reading(reference / "plans" / name).tasks == ()


def test_tables_that_are_no_task_tables_give_no_tasks(reference: Path, reading: Reader) -> None:
    record = reading(reference / "plans" / "dak-lak-0134-2025.txt")
    cells = [block.span for block in record.text.blocks if block.cell is not None]
    assert cells
    assert [
        task.text for task in record.tasks if any(start < task.span[1] and task.span[0] < end for start, end in cells)
    ] == []


def test_rows_of_an_appendix_table_are_found_with_their_fields(reference: Path, reading: Reader) -> None:
    for path in sorted((reference / "gold" / "appendix").glob("*.tsv")):
        tasks = reading(reference / "plans" / f"{path.stem}.txt").tasks
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
        pairs = [(row, _closest(row["text"], tasks)) for row in rows]
        found = [(row, task) for row, task in pairs if task is not None]
        assert len(found) >= 0.98 * len(rows), [row["text"] for row, task in pairs if task is None]
        for right in (_same_lead, _same_deadline, _same_deliverable):
            wrong = [(row, task) for row, task in found if not right(row, task)]
            assert len(wrong) <= 0.05 * len(rows), (right.__name__, wrong)


def _closest(text: str, tasks: tuple[Task, ...]) -> Task | None:
    best = max(tasks, key=lambda task: fuzz.ratio(text, task.text), default=None)
    return best if best is not None and fuzz.ratio(text, best.text) >= 80 else None


def _names(text: str) -> list[str]:
    return sorted(" ".join(re.findall(r"\w+", part.lower())) for part in re.split(r"[;,]", text) if part.strip())


def _same_lead(row: dict[str, str], task: Task) -> bool:
    return _names(row["lead"]) == _names(";".join(task.lead))


def _same_deadline(row: dict[str, str], task: Task) -> bool:
    first, _, last = row["deadline"].partition("-")
    return (task.start, task.deadline) == ((first, last) if last else (None, first))


def _same_deliverable(row: dict[str, str], task: Task) -> bool:
    return fuzz.ratio(row["deliverable"].lower(), (task.deliverable or "").lower()) >= 90
