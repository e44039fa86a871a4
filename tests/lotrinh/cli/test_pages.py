"""How far the pages of a scan are: a line where a person looks, nothing in a pipe."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from lotrinh.cli import files
from lotrinh.cli.files import Input
from lotrinh.cli.pages import Pages
from tests.factories.scans import BODY, Sheet, as_pdf
from vanban.readers.limits import Limits


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_pages_are_counted_on_a_terminal_and_the_line_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    pages = Pages("vi")
    pages.show(1, 3)
    pages.show(2, 3)
    pages.clear()
    pages.clear()
    assert terminal.getvalue() == "\r\x1b[KNhận dạng trang 1/3\r\x1b[KNhận dạng trang 2/3\r\x1b[K"


@pytest.mark.tesseract
@pytest.mark.parametrize(("stream", "told"), [(_Terminal, True), (io.StringIO, False)])
def test_reading_a_scan_says_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stream: Callable[[], io.StringIO], *, told: bool
) -> None:
    page = Sheet(height=0.3)
    page.lines(BODY[:2], top=10)
    path = tmp_path / "quet.pdf"
    path.write_bytes(as_pdf(page.picture, page.picture))
    errors = stream()
    monkeypatch.setattr("sys.stderr", errors)
    record = files.read(Input(path, path.name), Limits(), "en")
    assert record.source.pages == 2
    assert ("Recognised page 2 of 2" in errors.getvalue()) is told
    assert errors.getvalue().endswith("\x1b[K") is told
