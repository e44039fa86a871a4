"""The strokes of Roman numerals are counted in the picture; what is no numeral stays as it was read."""

from __future__ import annotations

from typing import Final

import msgspec
import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.factories.scans import scanned
from vanban.readers.scan.hocr import Seen
from vanban.readers.scan.roman import counted

FONTS: Final = {
    "serif": "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
    "bold": "/usr/share/fonts/truetype/dejavu/DejaVuSerif-Bold.ttf",
    "sans": "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
}
NUMERALS: Final = (
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XIX",
    "XXI",
)


def printed(text: str, font: str, seed: int = 0) -> tuple[Image.Image, Seen]:
    """A page with a word at 13 pt and 200 dpi, and the word with its box."""
    drawn = ImageFont.truetype(FONTS[font], 36)
    page = Image.new("RGB", (600, 120), "white")
    pen = ImageDraw.Draw(page)
    pen.text((100, 40), text, font=drawn, fill=(22, 22, 24))
    left, top, right, bottom = pen.textbbox((100, 40), text, font=drawn)
    word = Seen(text=text, x0=left, top=top, x1=right, bottom=bottom, foot=bottom, size=40, sure=90)
    return scanned(page, seed=seed, noise=15).convert("L"), word


def after(read: str, truth: str, font: str) -> str:
    page, word = printed(truth, font, seed=len(truth))
    return counted([msgspec.structs.replace(word, text=read)], page)[0].text


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("numeral", NUMERALS)
def test_a_numeral_that_was_read_rightly_stays(numeral: str, font: str) -> None:
    assert after(numeral, numeral, font) == numeral
    assert after(f"{numeral}.", f"{numeral}.", font) == f"{numeral}."


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize(
    ("read", "truth"),
    [
        ("II.", "III."),
        ("VII.", "VIII."),
        ("VHI.", "VIII."),
        ("VIH.", "VIII."),
        ("XI.", "XII."),
        ("XIIH.", "XIII."),
        ("1X.", "IX."),
        ("1V.", "IV."),
        ("VỊ.", "VI."),
        ("IL", "I."),
        ("IIL", "II."),
    ],
)
def test_strokes_that_were_miscounted_are_counted(read: str, truth: str, font: str) -> None:
    assert after(read, truth, font) == truth


@pytest.mark.parametrize("word", ["H.", "VH.", "V", "l)", "Hà", "TX.", "XL", "1.", "HV."])
def test_what_is_no_numeral_stays(word: str) -> None:
    assert after(word, word, "serif") == word


def test_only_what_begins_a_line_may_be_a_misread_numeral() -> None:
    page, word = printed("VI.", "serif")
    before = msgspec.structs.replace(word, text="Mục", x0=10.0, x1=90.0)
    misread = msgspec.structs.replace(word, text="VỊ.")
    assert [each.text for each in counted([before, misread], page)] == ["Mục", "VỊ."]
    assert [each.text for each in counted([misread], page)] == ["VI."]


@pytest.mark.parametrize("colour", [0, 255])
def test_a_word_without_a_picture_stays(colour: int) -> None:
    word = printed("III.", "serif")[1]
    assert counted([word], Image.new("L", (600, 120), colour)) == [word]
    assert counted([word], Image.new("L", (5, 5), 255)) == [word]
