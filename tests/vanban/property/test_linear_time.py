"""Texts made to be slow: eight times the text takes about eight times the time."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable

import pytest

from vanban import read
from vanban.language.normal import nfc

_LETTERS = "ABCDEGHKLMNOPQ"

FAMILIES: dict[str, Callable[[int], str]] = {
    "marks in two orders": lambda size: "\u0323\u0302" * (size // 2),
    "marks of another script": lambda size: "a" + "\u0591\u0323" * (size // 2),
    "a paragraph of short lines": lambda size: "a\n" * (size // 6),
    "a paragraph of capitals": lambda size: "SỞ Y TẾ,\n" * (size // 9),
    "letters that label": lambda size: "\n".join(f"{_LETTERS[1 + i % 13]}. Nội dung {i}" for i in range(size // 20)),
    "sums": lambda size: (
        "V. KINH PHÍ\n" + "- Tổng kinh phí là 226 tỷ đồng, ngân sách tỉnh 24,5 tỷ đồng.\n" * (size // 62)
    ),
    "averages": lambda size: "V. KINH PHÍ\n" + "- Bình quân mỗi năm 24 tỷ đồng giai đoạn 2013 - 2020\n" * (size // 53),
    "headings": lambda size: "\n".join(f"{i % 99 + 1}. MỤC TIÊU {i}" for i in range(size // 20)),
    "agencies": lambda size: "Sở Y tế, UBND các huyện và " * (size // 27),
    "citations": lambda size: "Quyết định số 1/QĐ-UBND ngày 05 tháng 6 năm 2024 của UBND tỉnh, " * (size // 66),
}


def seconds(text: str) -> float:
    data = text.encode()
    start = time.process_time()
    read(data)
    return time.process_time() - start


@pytest.mark.parametrize("name", FAMILIES)
def test_time_grows_with_the_text(name: str) -> None:
    small, large = (seconds(FAMILIES[name](size)) for size in (20_000, 160_000))
    assert large < 24 * small + 1, f"{small:.2f} s became {large:.2f} s"


def test_long_runs_of_marks_are_composed_in_pieces() -> None:
    text = nfc("a\u0301" + "\u0323\u0302" * 50_000)
    assert unicodedata.is_normalized("NFC", text[:2000])
    assert "\u034f" in text
    assert nfc("o\u0302\u0301" * 1000) == "ố" * 1000
