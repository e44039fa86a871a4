"""The two reference scans are read as a careful reader of their pages would: who does what, by when, what is cited.

One of them carries a text of its own: it is read from that, and once more from nothing but pictures of its pages.
"""

from __future__ import annotations

import io
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image

import vanban
from vanban.language.normal import fold
from vanban.record import Assignment, PlanRecord, Task

Reader = Callable[[Path], PlanRecord]

pytestmark = [pytest.mark.reference, pytest.mark.tesseract, pytest.mark.slow]

GOLD: Final[Mapping[str, Any]] = tomllib.loads((Path(__file__).parent / "scans.toml").read_text(encoding="utf-8"))
HAND: Final = "quang-ngai-07-2018-scan"
SIGNED: Final = "quang-ngai-565-2024-scan"


def pictures_of(path: Path, dpi: int = 200) -> bytes:
    """A PDF of nothing but pictures of the pages of another."""
    document = pypdfium2.PdfDocument(path)
    document.init_forms()
    pages: list[Image.Image] = [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    buffer = io.BytesIO()
    pages[0].save(buffer, "PDF", resolution=dpi, save_all=True, append_images=pages[1:], quality=80)
    document.close()
    return buffer.getvalue()


@pytest.fixture(scope="module")
def pictured(reference: Path) -> PlanRecord:
    return vanban.read(pictures_of(reference / "plans" / f"{SIGNED}.pdf"))


def duties(record: PlanRecord) -> tuple[Task | Assignment, ...]:
    return (*record.tasks, *record.assignments)


def wanted(name: str) -> list[Mapping[str, Any]]:
    return [duty for duty in GOLD[name]["duties"] for _ in range(duty.get("times", 1))]


def is_same(gold: str, got: str) -> bool:
    """The rule of the reference's scorer: most of the words, marks aside."""
    a, b = set(fold(gold).split()), set(fold(got).split())
    return 2 * len(a & b) >= 0.6 * (len(a) + len(b))


def agreement(gold: Sequence[str], got: Sequence[str]) -> float:
    """F1 of two lists of names."""
    left = list(got)
    hits = 0
    for name in gold:
        found = next((other for other in left if is_same(name, other)), None)
        if found is not None:
            left.remove(found)
            hits += 1
    return 2 * hits / max(len(gold) + len(got), 1)


def check(name: str, record: PlanRecord, least: float = 0.9) -> None:
    """Agencies reach F1 `least`, the number of duties 0.9; every cited number is right."""
    gold = wanted(name)
    found = duties(record)
    leads = agreement([lead for duty in gold for lead in duty["lead"]], [lead for duty in found for lead in duty.lead])
    partners = agreement(
        [partner for duty in gold for partner in duty.get("partners", ())],
        [partner for duty in found for partner in duty.partners],
    )
    count = 2 * min(len(gold), len(found)) / (len(gold) + len(found))
    assert {"leads": leads >= least, "partners": partners >= least, "duties": count >= 0.9} == dict.fromkeys(
        ("leads", "partners", "duties"), True
    ), (leads, partners, count)
    assert {citation.number for citation in record.citations} == set(GOLD[name]["cited"])


def times(items: Sequence[Any]) -> list[str]:
    """Deadlines and recurrences of duties, given as mappings or as items of a record."""
    pairs = [
        (item.get("deadline"), item.get("every")) if isinstance(item, Mapping) else (item.deadline, item.every)
        for item in items
    ]
    return sorted(f"{deadline} {every}" for deadline, every in pairs if deadline or every)


def header(record: PlanRecord) -> tuple[str | None, str, str | None, str | None]:
    document = record.document
    return document.kind, document.number or "", document.date, document.issuer


@pytest.mark.parametrize("name", [HAND, SIGNED])
def test_duties_agencies_and_deadlines_of_a_scan(name: str, reference: Path, reading: Reader) -> None:
    record = reading(reference / "plans" / f"{name}.pdf")
    gold = GOLD[name]
    assert header(record) == (gold["kind"], gold["number"], gold["date"], gold["issuer"])
    check(name, record)
    assert times(record.tasks) == times(wanted(name))


def test_what_is_written_by_hand_is_a_finding_and_not_a_guess(reference: Path, reading: Reader) -> None:
    record = reading(reference / "plans" / f"{HAND}.pdf")
    assert {"number-missing", "date-incomplete"} <= {finding.code for finding in record.findings}


def test_the_same_is_read_from_nothing_but_pictures(pictured: PlanRecord) -> None:
    # Of these thin letters Tesseract loses the marks of three words in a hundred, and the full stop of a heading.
    check(SIGNED, pictured, 0.65)
    assert pictured.document.kind == "TB"
    assert pictured.document.number in {None, GOLD[SIGNED]["number"]}


def test_every_line_of_a_scan_leads_to_its_place(reference: Path, reading: Reader) -> None:
    record = reading(reference / "plans" / f"{HAND}.pdf")
    for block in record.text.blocks:
        assert block.page is not None
        assert block.box is not None
        x0, top, x1, bottom = block.box
        assert 0 <= x0 < x1 <= 580
        assert 0 <= top < bottom <= 825
