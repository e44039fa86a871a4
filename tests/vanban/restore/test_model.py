"""The model is loaded once, and a damaged one is named; the repair works window by window and obeys the clock."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from vanban.errors import VanbanError
from vanban.readers.blocks import Block, BlockKind, Reading
from vanban.restore import mend, model, repair
from vanban.restore.choices import Mode

UNMARKED = (
    "Uy ban nhan dan tinh giao So Khoa hoc va Cong nghe chu tri, phoi hop voi cac so, ban, nganh va Uy ban nhan dan "
    "cac huyen, thanh pho to chuc trien khai thuc hien Ke hoach nay."
)


@pytest.fixture
def fresh() -> object:
    """The model as if nobody had loaded it; afterwards the one of the package comes back."""
    model._loaded.cache_clear()
    yield
    model._loaded.cache_clear()


def test_many_threads_load_it_once(fresh: object, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = []
    unfold = model.unfold

    def counted(data: bytes) -> model.Model:
        loaded.append(len(data))
        return unfold(data)

    monkeypatch.setattr(model, "unfold", counted)
    threads = [threading.Thread(target=model.load) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loaded) == 1


@pytest.mark.parametrize("size", [None, 0, 40, 5000, -10])
def test_a_missing_or_damaged_file_is_named(
    fresh: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, size: int | None
) -> None:
    file = tmp_path / "model.bin"
    if size is not None:
        file.write_bytes(model.FILE.read_bytes()[:size])
    monkeypatch.setattr(model, "FILE", file)
    with pytest.raises(VanbanError) as caught:
        model.load()
    assert caught.value.code == "model-unusable"
    assert str(file) in caught.value.vietnamese
    assert str(file) in caught.value.english


def test_windows_change_nothing_but_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join([UNMARKED] * 12)
    whole = repair.repair(text, Mode.UNMARKED)
    monkeypatch.setattr(repair, "_WINDOW", 400)
    monkeypatch.setattr(repair, "_SLOTS", 50)
    cut = repair.repair(text, Mode.UNMARKED)
    assert cut == whole
    assert cut.undone() == text


def test_the_clock_ends_a_repair() -> None:
    asked = []

    def late() -> None:
        asked.append(1)
        raise VanbanError("too-long", limit=1)

    blocks = (Block(kind=BlockKind.LINE, text=UNMARKED),)
    with pytest.raises(VanbanError):
        mend(Reading(media_type="text/plain", pages=None, blocks=blocks), late)
    assert asked == [1]
