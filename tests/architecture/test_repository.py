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
#: What settings name and nothing need import: a hasher, an app, a middleware.
BY_NAME: Final = {"argon2-cffi", "django-htmx", "whitenoise"}
#: Django writes migrations.
WRITTEN: Final = [path for path in SOURCES if path.parent.name != "migrations"]
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
    """For each package and the condition under which it is wanted: newer interpreters may have newer versions."""
    versions: dict[tuple[str, str], set[str]] = {}
    for lock in LOCKS:
        text = lock.read_text(encoding="utf-8")
        for package, version, when in re.findall(r"^([a-z0-9._-]+)==(\S+)(?: ; (.+?))? \\$", text, re.MULTILINE):
            python = " ".join(re.findall(r"python_full_version \S+ \S+", when))
            versions.setdefault((package, python), set()).add(version)
    assert len(versions) > 100
    assert {package: found for package, found in versions.items() if len(found) > 1} == {}


def imports(paths: list[Path]) -> set[str]:
    """The distributions from which these files import, in lower case."""
    imported = {
        node_name.partition(".")[0]
        for path in paths
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for node_name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom) and not node.level
            else []
        )
    }
    homes = metadata.packages_distributions()
    return {homes[name][0].lower() for name in imported - set(sys.stdlib_module_names) - {"vanban", "lotrinh"}}


def declared(lines: object) -> set[str]:
    """The names of distributions in a list of requirements."""
    assert isinstance(lines, list)
    return {re.split(r"[<>=\[]", str(line))[0].lower() for line in lines}


def of_the_base(path: Path) -> bool:
    """Whether the file belongs to what `pip install lotrinh` alone runs: the engine and its commands."""
    name = path.relative_to(ROOT / "src").as_posix()
    return name.startswith(("vanban/", "lotrinh/cli/")) and not name.startswith("lotrinh/cli/platform/")


def of_scans(path: Path) -> bool:
    """Whether a module is loaded only where pages are recognised."""
    return path.relative_to(ROOT / "src").as_posix().startswith("vanban/readers/scan/")


def test_every_dependency_of_the_base_is_imported_and_every_import_is_declared() -> None:
    extras = project()["optional-dependencies"]
    assert isinstance(extras, dict)
    base = declared(project()["dependencies"])
    assert imports([path for path in SOURCES if of_the_base(path) and not of_scans(path)]) == base
    assert imports([path for path in SOURCES if of_scans(path)]) <= base | declared(extras["scan"])


def test_every_dependency_of_the_platform_is_used_and_every_import_is_declared() -> None:
    extras = project()["optional-dependencies"]
    assert isinstance(extras, dict)
    platform = declared(extras["web"])
    imported = imports([path for path in SOURCES if not of_the_base(path)])
    assert imported <= platform | declared(project()["dependencies"])
    assert platform <= imported | BY_NAME


def test_the_licence_is_the_apache_licence_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert project()["license"] == "Apache-2.0"
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text


@pytest.mark.parametrize("path", WRITTEN, ids=name_of)
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
    assert not {"django", "granian", "docx", "lxml", "pdfplumber", "pypdfium2", "xlsxwriter"} & set(loaded)


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
