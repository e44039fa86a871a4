"""Numbers of glyphs become letters again, font by font; what is no cipher stays."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import vanban
from tests.factories.ciphers import DOCUMENT, LINES, font, in_words, throughout
from vanban.readers.blocks import Block, BlockKind, Reading
from vanban.restore import mend, restored
from vanban.restore.deciphering import deciphered
from vanban.restore.glyphs import cuts


def wrong(got: str, truth: str) -> float:
    """The share of words that are not right; the two texts have the same words."""
    pairs = list(zip(got.split(), truth.split(), strict=True))
    return sum(one != two for one, two in pairs) / len(pairs)


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize("ciphered", [throughout, in_words])
def test_both_ways_in_which_programs_cipher(ciphered: object, ordered: bool) -> None:  # noqa: FBT001
    cipher = font(3, ordered=ordered)
    damaged = throughout(DOCUMENT, cipher) if ciphered is throughout else in_words(DOCUMENT, cipher)
    done = restored(damaged)
    assert wrong(done.text, DOCUMENT) <= 0.02
    assert digits(done.text) == digits(DOCUMENT)
    assert done.undone() == damaged


def test_numbers_of_documents_that_are_ciphered() -> None:
    done = restored(throughout(DOCUMENT, font(3))).text
    for code in ("182/KH-UBND", "57-NQ/TW", "749/QĐ-TTg", "I. MỤC", "GDP"):
        assert done.count(code) == DOCUMENT.count(code)


@pytest.mark.parametrize("word", ["GDP", "ERP", "FRP", "WLQ", "PD", "YL", "OLA", "5G", "H2S", "17PL", "2025", "3G/4G"])
def test_what_is_sound_beside_ciphered_words_stays(word: str) -> None:
    text = DOCUMENT.replace("Internet", word).replace("- Các", f"{word}\n- Các")
    done = restored(in_words(text, font(3)))
    assert done.text.split().count(word) == text.split().count(word)


@pytest.mark.parametrize("second", [lambda at: at >= len(LINES) * 3 // 2, lambda at: at % 5 == 3])
def test_two_fonts_in_one_text(second: object) -> None:
    one, two = font(2), font(9, ordered=False)
    lines = DOCUMENT.split("\n") * 2
    damaged = [throughout(line, two if second(at) else one) for at, line in enumerate(lines)]  # type: ignore[operator]
    assert wrong(restored("\n".join(damaged)).text, "\n".join(lines)) <= 0.03


def test_fonts_that_the_file_names_are_solved_each_by_itself() -> None:
    one, two = font(2), font(9, ordered=False)
    lines = DOCUMENT.split("\n") * 2
    blocks = tuple(
        Block(kind=BlockKind.LINE, text=throughout(line, two if at % 2 else one), font="Bold" if at % 2 else "Plain")
        for at, line in enumerate(lines)
    )
    mended, done = mend(Reading(media_type="application/pdf", pages=None, blocks=blocks))
    assert wrong("\n".join(block.text for block in mended.blocks), "\n".join(lines)) <= 0.02
    assert done.restored


def test_a_few_ciphered_lines_in_a_sound_text() -> None:
    cipher = font(5)
    lines = DOCUMENT.split("\n") * 2
    damaged = "\n".join(throughout(line, cipher) if at % 12 == 1 else line for at, line in enumerate(lines))
    mended, done = mend(reading_of(damaged))
    assert wrong("\n".join(block.text for block in mended.blocks), "\n".join(lines)) <= 0.02
    assert len(done.warnings) == 1


def reading_of(text: str) -> Reading:
    blocks = tuple(Block(kind=BlockKind.LINE, text=line) for line in text.split("\n"))
    return Reading(media_type="text/plain", pages=None, blocks=blocks)


def test_a_text_file_that_is_ciphered_throughout_is_read() -> None:
    data = throughout(DOCUMENT, font(3)).encode()
    assert sum(byte < 0x20 and byte != 0x0A for byte in data) > 0.02 * len(data)
    text = vanban.read(data, "a.txt").text
    assert "749/QĐ-TTg" in text.content
    assert "đạt 95,5%; tốc độ" in text.content
    held = {text.content[slice(*word.span)]: word.read for word in text.changes}
    assert held["95,5%;"] == "\x1c\x18\x0f\x18\x08\x1e"


@pytest.mark.parametrize("token", ["(" * 400 + "ӵ" + ")" * 400, "ӵ" + ")" * 8000, "x", "((", "))", "“(Ủ)”,"])
def test_few_ways_to_leave_out_signs(token: str) -> None:
    found = list(cuts(token))
    assert len(found) <= 6
    assert all("".join(parts) == token for parts in found)


@given(st.text(alphabet="7KӵFKLӋQ \n\x11\x14()ҥ,Y", max_size=400), st.integers(1, 4))
def test_any_ciphered_text_can_be_undone(text: str, times: int) -> None:
    damaged = "\n".join([throughout(DOCUMENT, font(3)), *[text] * times])
    assert restored(damaged).undone() == damaged


@pytest.mark.parametrize(
    "text",
    [
        "Hệ số α, β, γ và δ; α1, β2, σ, μ, α, β, γ được xác định theo phụ lục.",
        "Hlăm thŭn 2025 mnuih ƀuôn sang mâo klei hdĭp jăk, ƀrư̆ hruê ƀrư̆ jăk hĭn; Ƀuôn Hồ, ƀuôn Ea Bông, ƀuôn Dhông.",
        "Правительство области утверждает план развития науки и поручает министерству его выполнить.",
        unicodedata.normalize("NFD", LINES[0]),
    ],
)
def test_letters_that_are_no_glyphs_stay(text: str) -> None:
    assert deciphered(f"{LINES[0]} {text}") is None
    assert deciphered(text) is None


def test_a_question_mark_inside_a_ciphered_word_stands_for_no_letter() -> None:
    damaged = in_words(DOCUMENT, font(3))
    asked = " ".join(f"{word[:place]}?{word[place:]}" for word in damaged.split()[:60] for place in range(1, len(word)))
    assert restored(f"{damaged}\n{asked}").undone() == f"{damaged}\n{asked}"
