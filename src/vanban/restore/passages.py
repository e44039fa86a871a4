"""What is wrong with a text, passage by passage, and the repair of those that are damaged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import msgspec

from vanban.language.quality import DAMAGED, Damage, Shares, damage, guessed, quality, shares
from vanban.language.syllables import ONLY_VIETNAMESE
from vanban.record import Span
from vanban.restore.changes import Change, Edits, Restoration, composed, from_old, moved_spans
from vanban.restore.choices import Mode
from vanban.restore.composing import as_read, composed_letters
from vanban.restore.deciphering import deciphered
from vanban.restore.joining import with_words_joined
from vanban.restore.model import load
from vanban.restore.numerals import with_numbers
from vanban.restore.phrases import with_set_phrases
from vanban.restore.repair import repair
from vanban.restore.sense import sense

#: a passage with fewer words is judged with the passage before it; a line with fewer with the lines beside it
_FEW: Final = 12
_FEW_IN_LINE: Final = 4
_BORDER: Final = re.compile(r"\n\s*\n")
_LINE: Final = re.compile(r"[^\n]+")
#: words of a sound passage for each letter that only Vietnamese has, at most
_RARE: Final = 4
#: share of words with a mark from which a line is no damaged one
_MARKED: Final = 0.4
#: by how much a repair must raise the quality
_GAIN: Final = 0.15
#: of so many words without marks one may be left
_LEFT: Final = 3
#: share of pairs of words that the counted texts must hold after a repair: of a passage beside sound ones, any other
_SENSE_BESIDE: Final = 0.5
_SENSE: Final = 0.45
_MODES: Final = {Damage.OCR: Mode.READ, Damage.UNMARKED: Mode.UNMARKED}


class Passage(msgspec.Struct, frozen=True):
    """A paragraph as blank lines part them, or lines of one: its place, how well it reads (0 to 1), what is wrong."""

    span: Span
    quality: float
    damage: Damage


def examine(text: str) -> tuple[Passage, ...]:
    """The passages of a damaged `text`, a short one sharing the fate of the text around it; a sound text is one.

    Where only part of a text is damaged, lines without a blank line between them are parted, too.
    """
    kind = damage(text)
    if kind is Damage.NONE:
        return (Passage(span=(0, len(text)), quality=quality(text), damage=kind),) if text else ()
    return tuple(_passages(text, kind))


def _passages(text: str, kind: Damage) -> Iterator[Passage]:
    """The passages of a text whose damage as a whole is `kind`."""
    mixed = kind is Damage.MIXED
    last: Damage = Damage.NONE if mixed else kind
    for start, end in _runs(text) if mixed else _spans(text):
        piece = text[start:end]
        last = _verdict(piece, kind, last)
        yield Passage(span=(start, end), quality=quality(piece), damage=last)


def _spans(text: str) -> list[Span]:
    starts, ends = [0], []
    for match in _BORDER.finditer(text):
        ends.append(match.start())
        starts.append(match.end())
    return [(start, end) for start, end in zip(starts, [*ends, len(text)], strict=True) if start < end]


def _runs(text: str) -> Iterator[Span]:
    """The paragraphs, each parted where sound lines meet damaged ones; a line that tells nothing goes with the last."""
    for first, last in _spans(text):
        start, state = first, None
        for match in _LINE.finditer(text, first, last):
            own = _is_sound(match.group())
            if own is not None and state is not None and own is not state:
                yield start, match.start() - 1
                start = match.start()
            state = state if own is None else own
        yield start, last


def _is_sound(line: str) -> bool | None:
    """Whether a line has its marks; None where it has too few words, or neither few marks nor many."""
    counts = shares(line)
    if counts.words < _FEW_IN_LINE:
        return None
    if _has_letters(line, counts):
        return True
    return False if counts.marked <= _MARKED * counts.words else None


def _has_letters(piece: str, counts: Shares) -> bool:
    return bool(counts.words) and len(ONLY_VIETNAMESE.findall(piece)) * _RARE >= counts.words


def _verdict(piece: str, whole: Damage, before: Damage) -> Damage:
    counts = shares(piece)
    if _has_letters(piece, counts):
        is_sound = whole is not Damage.LEGACY and not (whole is Damage.UNMARKED and counts.lost)
        return Damage.NONE if is_sound else whole
    if counts.words < (_FEW_IN_LINE if whole is Damage.MIXED else _FEW):
        return before
    if counts.quality >= DAMAGED and not (whole is Damage.UNMARKED and counts.lost):
        return Damage.NONE
    return guessed(counts) if whole is Damage.MIXED else whole


def restored(text: str, fonts: Sequence[Sequence[Span]] = (), check: Callable[[], None] = lambda: None) -> Restoration:
    """`text` with every damaged passage repaired; what is sound, or gains nothing, stays to the letter.

    fonts: for each font that is known the passages that it sets, since each numbers its glyphs in its own way.
    check: called now and then; what it raises ends the work.
    """
    plain = deciphered(text, fonts, check)
    if plain is None:
        return _by_words(text, check)
    return composed(plain, _by_words(plain.text, check))


def _by_words(text: str, check: Callable[[], None]) -> Restoration:
    """`text` with the words of its damaged passages repaired."""
    kind = damage(text)
    if kind in (Damage.NONE, Damage.LEGACY):
        return Restoration(text=text)
    letters = composed_letters(text)
    done = _restored(letters.text, kind, check)
    return as_read(text, letters, done) if done.changes else Restoration(text=text)


def _restored(text: str, kind: Damage, check: Callable[[], None]) -> Restoration:
    done = Restoration(text=text)
    damaged = [(p.span, _MODES[p.damage]) for p in _passages(text, kind) if p.damage in _MODES]
    for mode in _MODES.values():
        wanted = [span for span, own in damaged if own is mode]
        if wanted:
            step = _gaining(done.text, _repaired(done.text, mode, wanted, check), wanted, kind)
            done = composed(done, step)
            spans = moved_spans(step.changes, [span for span, _ in damaged])
            damaged = [(span, own) for span, (_, own) in zip(spans, damaged, strict=True)]
    return done if kind is Damage.MIXED or _reads_better(done.text, text) else Restoration(text=text)


def _reads_better(new: str, old: str) -> bool:
    """Whether a repair raised the quality, or gave nearly all words that lacked marks their marks."""
    if quality(new) >= quality(old) + _GAIN:
        return True
    lost = shares(old).lost
    return lost > 0 and shares(new).lost * _LEFT <= lost


def _repaired(text: str, mode: Mode, spans: list[Span], check: Callable[[], None]) -> Restoration:
    """`text` with the passages at `spans` repaired: what was taken apart, numbers, words, set phrases."""
    steps: list[Callable[[str, list[Span]], Restoration]] = [with_words_joined]
    if mode is Mode.READ:
        steps.append(with_numbers)
    steps.append(lambda text, places: repair(text, mode, places, check))
    done = Restoration(text=text)
    for mend in steps:
        check()
        step = mend(done.text, spans)
        spans = moved_spans(step.changes, spans)
        done = composed(done, step)
    return with_set_phrases(done, spans)


def _gaining(text: str, step: Restoration, spans: Sequence[Span], kind: Damage) -> Restoration:
    """The repair `step` of the passages at `spans` of `text` without those that it leaves without sense."""
    edits = Edits(text)
    waiting = list(reversed([*from_old(step.changes)]))
    gains = True
    for (start, end), (first, last) in zip(spans, moved_spans(step.changes, spans), strict=True):
        own: list[tuple[int, int, Change]] = []
        while waiting and waiting[-1][0] < end:
            own.append(waiting.pop())
        gains = _gains(text[start:end], step.text[first:last], kind, before=gains)
        if gains:
            for begin, stop, change in own:
                edits.put(begin, stop, change.restored, change.confidence)
    return edits.done()


def _gains(old: str, new: str, kind: Damage, *, before: bool) -> bool:
    """Whether a repaired passage has sense; one of few words in a text damaged throughout goes with the one before."""
    if kind is Damage.MIXED:
        return quality(new) >= quality(old) + _GAIN and sense(new, load()) >= _SENSE_BESIDE
    return before if shares(new).words < _FEW else sense(new, load()) >= _SENSE
