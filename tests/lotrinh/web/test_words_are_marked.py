"""Words that people read are marked for translation: no Vietnamese stands bare in a page, a view or a script."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

WEB: Final = Path(__file__).resolve().parents[3] / "src" / "lotrinh" / "web"
PORTAL: Final = WEB.parent / "portal"
VIETNAMESE: Final = re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
#: Names under which makemessages finds a call; an alias such as `gettext as _now` hides the words from it.
MARKS: Final = frozenset({
    "_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy",
    "npgettext", "npgettext_lazy",
})  # fmt: skip
#: What is marked, or is no text of a page.
MARKED: Final = re.compile(
    r"\{#.*?#\}"
    r"|\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}"
    r"|\{%\s*blocktrans(?:late)?\b.*?%\}.*?\{%\s*endblocktrans(?:late)?\s*%\}"
    r"|\{%\s*trans(?:late)?\s+(?:\"[^\"]*\"|'[^']*').*?%\}"
    r"|\b_\((?:\"[^\"]*\"|'[^']*')\)",
    re.DOTALL,
)
#: Words that are the same in every language, with the reason.
SAME: Final = {
    "Lộ Trình": "the name of the product",
    "Tiếng Việt": "a language is offered under its own name",
    "tỷ": "a key; the word beside it is marked",
    "triệu": "a key; the word beside it is marked",
    "Cốc Cốc": "the name of a browser",
    "Quý": "beside it stands the English form",
    "Nguyễn Thị Lan": "an invented person on the page of components",
}


def _bare(text: str) -> str:
    for word in SAME:
        text = re.sub(rf"\b{word}\b", "", text)
    return text if VIETNAMESE.search(text) else ""


def _literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of string literals that are neither docstrings nor arguments of a translation call."""
    marked: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in MARKS:
                marked.update(id(part) for argument in node.args for part in ast.walk(argument))
        elif isinstance(node, ast.Expr):
            marked.add(id(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in marked:
            yield node.lineno, node.value


def _python(path: Path) -> list[str]:
    return [
        f"{path.name}:{number}: {text}"
        for number, text in _literals(ast.parse(path.read_text(encoding="utf-8")))
        if _bare(text)
    ]


def _lines(path: Path, text: str) -> list[str]:
    return [f"{path.name}:{number}: {line.strip()}" for number, line in enumerate(text.splitlines(), 1) if _bare(line)]


def _template(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return _lines(path, MARKED.sub(lambda found: "\n" * found[0].count("\n"), text))


def _script(path: Path) -> list[str]:
    return _lines(path, path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("pattern", "look"), [("*.py", _python), ("*.html", _template), ("*.txt", _template), ("*.js", _script)]
)
def test_no_vietnamese_stands_outside_a_mark(pattern: str, look: Callable[[Path], list[str]]) -> None:
    assert [line for door in (WEB, PORTAL) for path in sorted(door.rglob(pattern)) for line in look(path)] == []


@pytest.mark.parametrize(
    ("name", "text", "bare"),
    [
        ("a.py", '_now("Chưa rõ")\n', ["a.py:1: Chưa rõ"]),
        ("a.py", '"""Ví dụ."""\ngettext("Chưa rõ") + pgettext("one", "Kế hoạch")\n', []),
        ("a.py", 'x = f"{y} tỉnh"\n', ["a.py:1:  tỉnh"]),
        ("a.html", "{# chú thích #}\n{% trans 'Lưu' %}\n<p>Lưu lại</p>", ["a.html:3: <p>Lưu lại</p>"]),
        ("a.html", '<a title="Mở">{% crumb _("Văn bản") %}', ['a.html:1: <a title="Mở">{% crumb  %}']),
        ("a.html", "{% blocktrans %}Còn\n{{ n }} mục{% endblocktrans %}<b>{{ x }}</b>", []),
        ("a.js", 'alert("Lỗi")', ['a.js:1: alert("Lỗi")']),
    ],
)
def test_the_scanner_sees_bare_words_only(name: str, text: str, bare: list[str], tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    look = {".py": _python, ".html": _template, ".js": _script}[Path(name).suffix]
    assert look(tmp_path / name) == bare
