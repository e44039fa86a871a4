"""What must hold for any text: sound Vietnamese untouched, numbers kept, every repair undone to the letter."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from vanban.language.syllables import syllables
from vanban.restore import examine, restored
from vanban.restore.repair import repair
from vanban.restore.slots import Mode

MARKED = sorted(word for word in syllables() if not word.isascii())
sound = st.lists(st.sampled_from(MARKED), min_size=1, max_size=60).map(" ".join)
numbers = st.from_regex(r"[0-9]{1,4}([.,/-][0-9]{1,4}){0,2}", fullmatch=True)
tokens = st.one_of(st.sampled_from(["thuc", "hién", "Ké", "hoach", "s6", "d6i", "va", "c6ng", "nghé,", "sé"]), numbers)
damaged = st.lists(tokens, min_size=1, max_size=60).map(" ".join)


@given(sound)
def test_sound_syllables_are_never_touched(text: str) -> None:
    assert restored(text).text == text


@given(damaged, st.sampled_from(Mode))
def test_numbers_stay(text: str, mode: Mode) -> None:
    done = repair(text, mode).text
    standing = [token for token in text.split() if re.fullmatch(r"[\d.,/-]+", token)]
    assert [token for token in done.split() if re.fullmatch(r"[\d.,/-]+", token)] == standing


@given(st.text(), st.sampled_from(Mode))
def test_any_text_can_be_repaired_and_undone(text: str, mode: Mode) -> None:
    done = repair(text, mode)
    assert done.undone() == text
    assert restored(text).undone() == text
    for passage in examine(text):
        assert 0 <= passage.quality <= 1
    for change in done.changes:
        assert done.text[slice(*change.span)] == change.restored
