"""How well damaged reference documents come back, as `docs/explanation/restoring.md` says."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

import vanban
from vanban.language.quality import Damage, damage
from vanban.restore import restored
from vanban.restore.candidates import bare
from vanban.restore.choices import Mode
from vanban.restore.repair import repair

pytestmark = pytest.mark.reference

_TONES = "\u0300\u0301\u0303\u0309\u0323"


def normal(text: str) -> str:
    """Blanks as one, the tone of an open `oa`, `oe`, `uy` in one place."""
    text = re.sub(rf"(?i)([ou])([aey])([{_TONES}])", r"\1\3\2", unicodedata.normalize("NFD", text))
    return " ".join(unicodedata.normalize("NFC", text).split())


def rates(got: str, truth: str) -> tuple[float, float]:
    """Character and word error rates."""
    got, truth = normal(got), normal(truth)
    words = Levenshtein.distance(got.split(), truth.split()) / len(truth.split())
    return Levenshtein.distance(got, truth) / len(truth), words


def test_a_scan_that_an_english_reader_read(reference: Path) -> None:
    lines = (reference / "plans/lai-chau-2023-ocr.txt").read_text(encoding="utf-8").split("\n")
    read, truth = [], []
    for row in (reference / "gold/ocr/lai-chau-2023-ocr.clean.tsv").read_text(encoding="utf-8").splitlines():
        span, text = row.split("\t")
        first, last = map(int, span.split("-"))
        read.append("\n".join(lines[first - 1 : last]))
        truth.append(text)
    letters, words = rates(restored("\n\n".join(read)).text, "\n\n".join(truth))
    assert letters <= 0.012
    assert words <= 0.035


@pytest.mark.parametrize(
    ("name", "bar"),
    [("dong-thap-597-2025.noisy", 0.02), ("ha-noi-308-2025.noisy", 0.02), ("nghe-an-987-2025.glyph", 0.006)],
)
def test_damaged_twins(reference: Path, name: str, bar: float) -> None:
    read = (reference / f"gold/ocr/{name}.txt").read_text(encoding="utf-8")
    truth = (reference / f"plans/{name.split('.', maxsplit=1)[0]}.txt").read_text(encoding="utf-8")
    done = restored(read)
    assert rates(done.text, truth)[1] <= bar
    assert done.undone() == read


def test_sound_documents_are_left_to_the_letter(reference: Path) -> None:
    plans = [path for path in sorted((reference / "plans").glob("*.[tm][xd]*")) if "-ocr" not in path.name]
    assert len(plans) > 10
    for path in plans:
        text = path.read_text(encoding="utf-8")
        assert restored(text).text == text
        assert not restored(unicodedata.normalize("NFD", text)).changes


def test_marks_lost_from_whole_plans(reference: Path) -> None:
    right = total = 0
    for path in sorted((reference / "plans").glob("*-2025.txt")):
        text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
        assert damage(bare(text)) is Damage.UNMARKED
        for one, two in zip(normal(repair(bare(text), Mode.UNMARKED).text).split(), normal(text).split(), strict=True):
            right += one == two
            total += 1
    assert right >= 0.98 * total


def test_a_plan_is_read_from_its_damaged_text(reference: Path) -> None:
    record = vanban.read(reference / "plans/lai-chau-2023-ocr.txt")
    assert record.text.quality > 0.95
    assert len(record.text.changes) > 5000
    assert record.document.province == "Lai Châu"
    assert len(record.tasks) > 40
    shares = {target.value for target in record.targets if target.unit == "%"}
    assert {37.6, 2.0, 40.0} <= shares
