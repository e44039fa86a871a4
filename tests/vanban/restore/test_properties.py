"""What must hold for any text: sound Vietnamese untouched, numbers kept, every repair undone to the letter."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from vanban.language.syllables import syllables
from vanban.restore import examine, restored
from vanban.restore.choices import Mode
from vanban.restore.repair import repair

MARKED = sorted(word for word in syllables() if not word.isascii())
#: of three words of official text two carry a mark at least
triples = st.tuples(st.sampled_from(MARKED), st.sampled_from(MARKED), st.sampled_from(sorted(syllables())))
sound = st.lists(triples.flatmap(st.permutations).map(" ".join), min_size=1, max_size=40).map(" ".join)
numbers = st.from_regex(r"[0-9]{1,4}([.,/-][0-9]{1,4}){0,2}", fullmatch=True)
tokens = st.one_of(st.sampled_from(["thuc", "hién", "Ké", "hoach", "s6", "d6i", "va", "c6ng", "nghé,", "sé"]), numbers)
damaged = st.lists(tokens, min_size=1, max_size=60).map(" ".join)


@given(sound)
def test_sound_syllables_are_never_touched(text: str) -> None:
    assert restored(text).text == text


@given(damaged, st.sampled_from(Mode))
def test_numbers_stay(text: str, mode: Mode) -> None:
    done = repair(text, mode).text
    for read, token in zip(text.split(), done.split(), strict=True):
        assert token == read or any(c.isalpha() for c in read)


@given(st.text(), st.sampled_from(Mode))
@example("Hoa 中 ª", Mode.READ)
@example("Ǆ Ǆa\n0", Mode.UNMARKED)
def test_any_text_can_be_repaired_and_undone(text: str, mode: Mode) -> None:
    done = repair(text, mode)
    assert done.undone() == text
    assert restored(text).undone() == text
    for passage in examine(text):
        assert 0 <= passage.quality <= 1
    for change in done.changes:
        assert done.text[slice(*change.span)] == change.restored


behind_signs = st.tuples(
    st.sampled_from(["hoc/", "(", "té-", "s6,", "x"]), numbers, st.sampled_from(["", ")", ";", "/nam"])
)
with_signs = st.lists(st.one_of(tokens, behind_signs.map("".join)), min_size=1, max_size=40).map(" ".join)


@given(with_signs, st.sampled_from(Mode))
def test_digits_that_no_letter_touches_stay(text: str, mode: Mode) -> None:
    def standing(of: str) -> list[str]:
        return re.findall(r"(?<![^\W_])\d+(?![^\W_])", of)

    assert standing(repair(text, mode).text) == standing(text)
