"""The documentation says what the code does: nothing is missing from it, nothing in it is stale."""

from __future__ import annotations

import enum
import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import pytest

from vanban import reading_warnings, record
from vanban.errors import MESSAGES
from vanban.findings import RULES
from vanban.language.lexicon import load
from vanban.readers.limits import Limits

ROOT: Final = Path(__file__).resolve().parents[2]
PAGES: Final = (*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/**/*.md")))
DECISION: Final = re.compile(r"\d{4}-[a-z0-9-]+\.md")


def table(page: Path, heading: str) -> dict[str, list[str]]:
    """Rows of the first table below a heading: the code in the first cell -> the other cells."""
    text = page.read_text(encoding="utf-8").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = (line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| `"))
    return {row[0].strip("`"): [cell.strip() for cell in row[1:]] for row in rows}


def test_every_type_and_code_of_the_record_stands_in_the_glossary(root: Path) -> None:
    glossary = (root / "docs/glossary.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([^`]+)`", glossary))
    types = [
        thing for thing in vars(record).values() if isinstance(thing, type) and thing.__module__ == "vanban.record"
    ]
    codes = {member.value for thing in types if issubclass(thing, enum.Enum) for member in thing}
    assert ({thing.__name__ for thing in types} | codes) - named == {"PlanRecord"} - named


def test_every_error_code_is_documented_with_its_sentence(root: Path) -> None:
    documented = {code: cells[0] for code, cells in table(root / "docs/reference/codes.md", "Errors").items()}
    assert documented == {code: english for code, (_, english) in MESSAGES.items()}


def test_every_warning_is_documented_with_its_sentence(root: Path) -> None:
    documented = table(root / "docs/reference/codes.md", "Warnings of a reading")
    assert {code: cells[0] for code, cells in documented.items()} == {
        code: english for code, (_, english) in reading_warnings.MESSAGES.items()
    }


def test_every_finding_code_is_documented_with_its_severity_and_source(root: Path) -> None:
    documented = table(root / "docs/reference/codes.md", "Findings")
    assert {code: (cells[0], cells[3].rstrip(" |")) for code, cells in documented.items()} == {
        rule.code: (rule.severity.value, rule.source) for rule in RULES
    }


def test_the_confidences_in_use_are_the_documented_ones(root: Path) -> None:
    page = (root / "docs/explanation/confidence.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("|")]
    documented = {(row[0], row[1]): float(row[5]) for row in rows if len(row) == 6 and row[5][0].isdigit()}
    assert documented == {
        (part, evidence): value
        for part, table in load("confidence").items()
        for evidence, value in table.items()
        if evidence != "source"
    }


def test_every_limit_is_documented_with_its_default(root: Path) -> None:
    documented = table(root / "docs/reference/settings.md", "Limits of one reading")
    defaults = Limits()
    assert {name: cells[0] for name, cells in documented.items()} == {
        f"LOTRINH_{field.upper()}": str(getattr(defaults, field)) for field in Limits.__struct_fields__
    }
    errors = {cells[2].strip("|` ") for cells in documented.values() if len(cells) > 2}
    assert errors <= set(MESSAGES)


def test_every_variable_that_the_sources_name_is_documented(root: Path) -> None:
    settings = (root / "docs/reference/settings.md").read_text(encoding="utf-8")
    named = {
        name
        for folder in ("src", "scripts", "tests")
        for path in (root / folder).rglob("*")
        if path.is_file() and path.suffix in {".py", ""}
        for name in re.findall(r"\bLOTRINH_[A-Z]+(?:_[A-Z]+)*\b", path.read_text(encoding="utf-8"))
    }
    assert named - set(re.findall(r"`(LOTRINH_[A-Z_]+)`", settings)) == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_to_files_of_the_repository(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)#\s]+)", text)
    local = [target for target in targets if not target.startswith(("https:", "http:", "mailto:"))]
    assert [target for target in local if not (page.parent / unquote(target)).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_make_commands_that_are_named_exist(page: Path, root: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    named = re.findall(r"(?:`|^\$ |^)make ([a-z-]+)", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert set(named) <= targets


def test_decisions_are_numbered_in_order_and_fit_one_page(root: Path) -> None:
    pages = sorted((root / "docs/decisions").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    assert all(DECISION.fullmatch(page.name) for page in pages)
    assert all(len(page.read_text(encoding="utf-8").splitlines()) <= 60 for page in pages)
