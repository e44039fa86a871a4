"""Any file gives None, a secrecy mark or a VanbanError, in a time that grows with the file."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban import SecrecyMark, VanbanError, secrecy_mark
from vanban.readers import Limits

LIMITS = Limits(max_seconds=20)
NAMES = st.sampled_from([None, "a.txt", "a.md", "a.docx", "a.pdf", "a.html"])
PIECES = [
    "MẬT", "mật", "Mật", "M", "Ậ", "T", "TỐI", "TUYỆT", "tối", "Độ mật", ":", " ", "  ", "\t", "|", "\n", "BÍ",
    "\u0323", "\u0302", "[", "]", "<b>", "</b>", "<p>", "<!--", "-->", "string='", "'", "nhà nước", "1", "MËT", "MAÄT",
    "_", "\u00ad",
]  # fmt: skip
#: Conversion by LibreOffice takes seconds for each of these.
CONVERTED = (b"{\\rtf", b"\xd0\xcf")

FAMILIES: dict[str, Callable[[int], str]] = {
    "marks that are none": lambda size: "Mật khẩu, MẬT ĐỘ\n" * (size // 17),
    "pieces": lambda size: "bí | mật  bí  \t" * (size // 15),
    "blanks": lambda size: "MẬT" + " " * size + "ĐỘ",
    "blanks and bars": lambda size: "bí mật" + " |" * (size // 2),
    "letters": lambda size: "M\nẬ\n1\n" * (size // 6),
    "open letters": lambda size: "M _ " * (size // 4),
    "marks of letters": lambda size: "m" + "\u0323\u0302" * (size // 2),
    "labels": lambda size: "Độ mật: \n" * (size // 9),
    "tags": lambda size: "<b" * (size // 2) + " MẬT a",
    "comments": lambda size: "<html>" + "<!--[if " * (size // 8),
    "attributes": lambda size: "<html>" + "<p title='MẬT " * (size // 14),
}


def outcome(data: bytes, name: str | None = None) -> object:
    try:
        mark = secrecy_mark(data, name, limits=LIMITS)
    except VanbanError as refusal:
        return refusal.code
    assert mark is None or mark.degree in {"mật", "tối mật", "tuyệt mật"}
    return mark


@given(st.binary(max_size=400), st.sampled_from([b"", b"%PDF-1.7\n", b"<html>", b"PK\x03\x04"]), NAMES)
def test_any_bytes(data: bytes, start: bytes, name: str | None) -> None:
    if not data.startswith(CONVERTED) or start:
        outcome(start + data, name)


@given(st.lists(st.sampled_from(PIECES), max_size=60), st.sampled_from(["", "<html><body>"]), NAMES)
def test_any_order_of_the_pieces_of_marks(pieces: list[str], start: str, name: str | None) -> None:
    outcome((start + "".join(pieces)).encode(), name)


@given(st.lists(st.sampled_from(PIECES), max_size=20), st.sampled_from(["NFC", "NFD"]))
def test_a_mark_on_a_line_of_its_own_is_found_behind_anything(pieces: list[str], form: str) -> None:
    text = "".join(piece for piece in pieces if not piece.startswith("<")) + "\n\nKế hoạch công tác\n\nTỐI MẬT\n\nSố 1"
    assert isinstance(outcome(unicodedata.normalize(form, text).encode(), "a.txt"), SecrecyMark)  # type: ignore[arg-type]


@given(st.lists(st.sampled_from(PIECES), max_size=20))
def test_inside_a_sentence_there_is_no_mark(pieces: list[str]) -> None:
    inner = "".join(pieces).replace("\n", " ").replace("\t", " ").replace("|", " ")
    line = f"Các cơ quan thực hiện {' '.join(inner.split())} theo quy định của pháp luật"
    assert not isinstance(outcome(line.encode(), "a.txt"), SecrecyMark)


def seconds(text: str) -> float:
    data = text.encode()
    start = time.process_time()
    outcome(data)
    return time.process_time() - start


@pytest.mark.parametrize("name", FAMILIES)
def test_time_grows_with_the_text(name: str) -> None:
    small, large = (seconds(FAMILIES[name](size)) for size in (20_000, 160_000))
    assert large < 24 * small + 1, f"{small:.2f} s became {large:.2f} s"
