"""Limits are settings, and every reader keeps them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from vanban.errors import VanbanError
from vanban.readers import Limits, read_blocks


def test_limits_come_from_the_environment() -> None:
    limits = Limits.from_environment({"LOTRINH_MAX_BYTES": "5", "LOTRINH_MAX_PAGES": " 7 ", "OTHER": "x"})
    assert (limits.max_bytes, limits.max_pages) == (5, 7)
    assert limits.max_seconds == Limits().max_seconds


@pytest.mark.parametrize("printed", ["0", "-1", "mười", "1.5", "²"])
def test_a_limit_that_is_no_positive_integer_names_its_variable(printed: str) -> None:
    with pytest.raises(ValueError, match="LOTRINH_MAX_PAGES"):
        Limits.from_environment({"LOTRINH_MAX_PAGES": printed})


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(max_bytes=10), "too-large"),
        (Limits(max_text_bytes=10), "too-large"),
        (Limits(max_line=10), "line-too-long"),
        (Limits(max_blocks=2), "too-many-parts"),
    ],
)
def test_a_text_over_a_limit_is_refused(limits: Limits, code: str) -> None:
    with pytest.raises(VanbanError) as caught:
        read_blocks("một dòng dài hơn mười ký tự\nhai\nba\nbốn\n".encode(), limits=limits)
    assert caught.value.code == code


def test_time_is_a_limit(docx_file: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter(range(0, 10_000_000, 1000))
    monkeypatch.setattr("vanban.readers.limits.time.monotonic", lambda: next(ticks))
    data = docx_file("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 3000)
    with pytest.raises(VanbanError) as caught:
        read_blocks(data, limits=Limits(max_seconds=5))
    assert caught.value.code == "too-long"


def test_cells_count_as_parts(docx_file: Callable[..., bytes]) -> None:
    row = "<w:tr>" + "<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>" * 10 + "</w:tr>"
    with pytest.raises(VanbanError) as caught:
        read_blocks(docx_file(f"<w:tbl>{row * 50}</w:tbl>"), limits=Limits(max_blocks=300))
    assert caught.value.code == "too-many-parts"
