"""What the model learns from pages read with Vietnamese."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

from scripts.restore_letters import letters
from vanban.restore.model import unfold, with_letters


def page(folder: Path, name: str, text: str, read: str) -> None:
    (folder / name).write_text(json.dumps({"text": text, "read": read}), encoding="utf-8")


def costs(row: str) -> dict[str, int]:
    return {item[0]: int(item[2:]) for item in row.split()}


def test_marks_that_are_often_missed_are_cheap(tmp_path: Path) -> None:
    truth = "tổ chức triển khai thực hiện các nhiệm vụ được giao để tổng hợp báo cáo cơ quan có thẩm quyền " * 3
    page(tmp_path, "vie-0000.json", truth, truth.replace("tổ ", "tô "))
    page(tmp_path, "eng-0000.json", truth, "nothing of this is looked at")
    learned = letters(tmp_path)
    assert costs(learned["ô"])["ổ"] < costs(learned["ô"])["ồ"]
    # marks of the same kind share what was learned
    assert costs(learned["â"])["ẩ"] < costs(learned["â"])["ậ"]
    assert "o" not in costs(learned["â"])
    assert set(learned["d"][0]) == {"đ"}


def test_a_page_that_cannot_be_read_teaches_nothing(tmp_path: Path) -> None:
    truth = "tổ chức triển khai thực hiện các nhiệm vụ được giao"
    page(tmp_path, "vie-0000.json", truth, truth)
    before = letters(tmp_path)
    page(tmp_path, "vie-0001.json", truth, truth.replace("ổ", "ô").replace("ể", "ê").replace("ệ", "ê"))
    assert letters(tmp_path) == before


def test_other_parts_of_the_model_stay(tmp_path: Path) -> None:
    data = resources.files("vanban.restore").joinpath("model.bin").read_bytes()
    old = unfold(data)
    new = unfold(with_letters(data, {"ê": "ể:7"}))
    assert new.channel.letters == {"ê": "ể:7"}
    assert (new.words, new.two, new.three, new.channel.whole) == (old.words, old.two, old.three, old.channel.whole)
    assert with_letters(data, old.channel.letters) == data
