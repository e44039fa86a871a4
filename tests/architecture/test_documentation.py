"""The documentation says what the code does: nothing is missing from it, nothing in it is stale."""

from __future__ import annotations

import enum
import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation
from django.utils.functional import Promise

from lotrinh.core.audit.vocab import DAMAGE_LABELS
from lotrinh.core.webhooks.registry import events
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


def _choices() -> dict[str, str | Promise]:
    """Every choice of the platform (`Role.coordinator`) with its label."""
    labels: dict[str, str | Promise] = {f"Damage.{damage.value}": label for damage, label in DAMAGE_LABELS.items()}
    for kind in models.TextChoices.__subclasses__():
        if kind.__module__.startswith("lotrinh."):
            labels |= {f"{kind.__name__}.{member.value}": member.label for member in kind}
    return labels


def test_every_model_and_choice_of_the_platform_stands_in_the_glossary(root: Path) -> None:
    named = set(re.findall(r"`([^`]+)`", (root / "docs/glossary.md").read_text(encoding="utf-8")))
    found = {
        parent.__name__
        for model in apps.get_models()
        for parent in model.__mro__
        if parent.__module__.startswith("lotrinh.") and issubclass(parent, models.Model)
    }
    assert len(found) > 30
    assert (found | {code.partition(".")[0] for code in _choices()}) - named == set()


@pytest.mark.parametrize(("place", "language"), [(0, "vi"), (1, "en")])
def test_the_glossary_calls_every_choice_what_the_pages_call_it(root: Path, place: int, language: str) -> None:
    page = (root / "docs/glossary.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in page.splitlines() if line[:2] == "| "]
    written = {row[2].strip("`"): row[place] for row in rows if len(row) == 3 and row[2].startswith("`")}
    with translation.override(language):
        shown = {code: str(label) for code, label in _choices().items()}
    assert {code: written.get(code) for code in shown} == shown


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


def test_every_event_of_webhooks_is_documented_with_its_kind_and_its_address(root: Path) -> None:
    documented = table(root / "docs/reference/webhooks.md", "Events")
    assert {code: (cells[1].strip("`"), cells[2].strip("`| ")) for code, cells in documented.items()} == {
        code: (event.thing_kind, event.path) for code, event in events().items()
    }


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
