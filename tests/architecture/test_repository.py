"""The repository keeps its own rules: locks, dependencies, licences, sizes, what a source file may hold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
LOCKS: Final = sorted((ROOT / "requirements").glob("*.txt"))
SOURCES: Final = sorted((ROOT / "src").rglob("*.py"))
#: A module is a package before it is this long.
LONGEST: Final = 440


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def project() -> dict[str, object]:
    table: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


@pytest.mark.parametrize("lock", LOCKS, ids=name_of)
def test_a_lock_pins_every_package_by_hash_and_names_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^--", text, flags=re.MULTILINE)
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert entries
    assert all(re.match(r"[a-z0-9._-]+==\S+", entry) and "--hash=sha256:" in entry for entry in entries)


def test_locks_agree_on_every_version() -> None:
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        for package, version in re.findall(r"^([a-z0-9._-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE):
            versions.setdefault(package, set()).add(version)
    assert {package: found for package, found in versions.items() if len(found) > 1} == {}


def test_every_dependency_is_imported_and_every_import_is_declared() -> None:
    imported = {
        node_name.partition(".")[0]
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for node_name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom) and not node.level
            else []
        )
    }
    foreign = imported - set(sys.stdlib_module_names) - {"vanban", "lotrinh", "django"}
    homes = metadata.packages_distributions()
    used = {homes[module][0].lower() for module in foreign}
    declared = {re.split(r"[<>=]", str(line))[0].lower() for line in project()["dependencies"]}  # type: ignore[attr-defined]
    assert used == declared


def test_the_licence_is_the_apache_licence_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert project()["license"] == "Apache-2.0"
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_module_is_short_and_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST
    assert ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("path", sorted((ROOT / "src/vanban/language/lexicon").glob("*.toml")), ids=name_of)
def test_every_word_list_names_its_source(path: Path) -> None:
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    assert "source" in tables or all(
        "source" in table or all("source" in inner for inner in table.values())
        for table in tables.values()
        if isinstance(table, dict)
    )


def test_the_command_line_imports_neither_django_nor_the_heavy_libraries() -> None:
    code = "import sys, lotrinh.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert not {"django", "docx", "lxml", "pdfplumber", "pypdfium2", "xlsxwriter"} & set(loaded)


def test_no_file_names_this_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, check=False, capture_output=True
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    texts = {
        path: path.read_bytes()
        for path in paths
        if path.is_file() and path.suffix in {".py", ".md", ".toml", ".txt", ".in", ".html", ".json", ""}
    }
    home = Path.home().as_posix().encode()
    assert [name_of(path) for path, text in texts.items() if ROOT.as_posix().encode() + b"/" in text] == []
    assert [name_of(path) for path, text in texts.items() if len(home) > 5 and home + b"/" in text] == []
