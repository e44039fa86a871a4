"""Whatever is written in a legacy encoding comes back, and nothing breaks the judges."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from vanban.language import lexicon
from vanban.language.quality import damage, quality
from vanban.language.syllables import syllables
from vanban.readers.blocks import Block, BlockKind, Reading
from vanban.restore import Encoding, convert, looks_legacy, mend

WORDS = sorted(syllables())
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join)
cased = st.lists(
    st.sampled_from(WORDS).flatmap(lambda word: st.sampled_from([word, word.upper(), word.capitalize()])),
    min_size=1,
    max_size=40,
).map(" ".join)


def to_tcvn3(text: str) -> str:
    letters = lexicon.load("legacy")["tcvn3"]["letters"]
    return text.translate({ord(letter): source for source, letter in letters.items()})


def to_vni(text: str) -> str:
    table = lexicon.load("legacy")["vni"]
    pairs: dict[str, str] = {}
    for source, letter in table["letters"].items():
        pairs |= {letter: source, letter.upper(): source.upper()}
    for base, marks in table["bases"].items():
        for mark in marks:
            letter = unicodedata.normalize("NFC", table["letters"].get(base, base) + table["marks"][mark])
            pairs |= {letter: base + mark, letter.upper(): (base + mark).upper()}
    return "".join(pairs.get(character, character) for character in text)


@given(words)
def test_tcvn3_comes_back(text: str) -> None:
    assert convert(to_tcvn3(text), Encoding.TCVN3) == text


@given(words)
def test_tcvn3_in_its_font_of_capitals_comes_back(text: str) -> None:
    assert convert(to_tcvn3(text), Encoding.TCVN3, upper_font=True) == text.upper()


@given(cased)
def test_vni_comes_back(text: str) -> None:
    assert convert(to_vni(text), Encoding.VNI) == text


@given(words)
def test_unicode_is_never_taken_for_legacy(text: str) -> None:
    mended, done = mend(Reading(media_type="text/plain", pages=None, blocks=(Block(kind=BlockKind.LINE, text=text),)))
    assert not done.restored
    assert mended.blocks[0].text == text


@given(st.text())
def test_any_text_is_judged(text: str) -> None:
    assert 0.0 <= quality(text) <= 1.0
    damage(text)
    looks_legacy(text)
    for encoding in Encoding:
        convert(text, encoding)


@given(
    st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0xFF)),
    st.sampled_from([".VnTimeH", "VNI-Times", None]),
)
def test_any_bytes_as_letters_are_mended(text: str, font: str | None) -> None:
    block = Block(kind=BlockKind.ROW, text=text, cells=(text, ""), font=font, notes_called=(("1", len(text)),))
    mended, _ = mend(Reading(media_type="text/plain", pages=None, blocks=(block,)))
    assert mended.blocks[0].cells is not None
    assert len(mended.blocks[0].cells) == 2
    assert 0 <= mended.blocks[0].notes_called[0][1] <= len(mended.blocks[0].text)
