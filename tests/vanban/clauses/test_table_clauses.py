"""Tables that hand out tasks, readable by an officer: rows in, tasks out."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from vanban.extract.tasks import read_tasks
from vanban.readers import read_blocks
from vanban.structure import build

CASES = tomllib.loads((Path(__file__).parent / "tasks_tables.toml").read_text(encoding="utf-8"))["case"]
BEFORE = "I. NHIỆM VỤ\nTheo Phụ lục kèm theo Kế hoạch này của tỉnh.\nNơi nhận:\n- Sở Tài chính;\nPHỤ LỤC\n"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_rows_are_tasks(case: dict[str, Any]) -> None:
    """Each row that hands out a task has the wanted fields; an empty text stands for nothing."""
    title = case.get("title", "DANH MỤC NHIỆM VỤ")
    structure = build(read_blocks(f"{BEFORE}{title}\n{case['table'].strip()}\n".encode()))
    tasks = read_tasks(structure)
    wanted = [{field: value if value != "" else None for field, value in want.items()} for want in case["tasks"]]
    answers = [msgspec.to_builtins(task) for task in tasks]
    asked = [
        {field: list(answer[field]) if isinstance(answer[field], tuple) else answer[field] for field in want}
        for answer, want in zip(answers, wanted, strict=False)
    ]
    assert (len(answers), asked) == (len(wanted), wanted)
    assert all(structure.content[slice(*task.span)] == task.text for task in tasks)
