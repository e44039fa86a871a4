"""What is wrong with a text, passage by passage, and the repair of those that are damaged."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from vanban.language.quality import DAMAGED, Damage, damage, quality, shares
from vanban.record import Span
from vanban.restore.changes import Change, Restoration, moved
from vanban.restore.glyphs import deciphered
from vanban.restore.model import load
from vanban.restore.repair import repair
from vanban.restore.slots import Mode

#: a passage with fewer words is judged with the passage before it
_FEW: Final = 12
_BORDER: Final = re.compile(r"\n\s*\n")
#: letters that only Vietnamese text has: no recogniser without Vietnamese yields them
_VIETNAMESE: Final = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
#: words of a sound passage for each such letter, at most
_RARE: Final = 4
#: by how much a repair must raise the quality
_GAIN: Final = 0.15
_MODES: Final = {Damage.OCR: Mode.READ, Damage.UNMARKED: Mode.UNMARKED}


class Passage(msgspec.Struct, frozen=True):
    """A paragraph as blank lines part them: where it stands, how well it reads (0 to 1), what is wrong with it."""

    span: Span
    quality: float
    damage: Damage


def examine(text: str) -> tuple[Passage, ...]:
    """All passages of `text`, which may be of any kind; a short one shares the fate of the text around it."""
    kind = damage(text)
    if kind is Damage.NONE:
        return (Passage(span=(0, len(text)), quality=quality(text), damage=kind),) if text else ()
    found = []
    last: Damage = Damage.NONE if kind is Damage.MIXED else kind
    for start, end in _spans(text):
        piece = text[start:end]
        last = _verdict(piece, kind, last)
        found.append(Passage(span=(start, end), quality=quality(piece), damage=last))
    return tuple(found)


def _spans(text: str) -> list[Span]:
    starts, ends = [0], []
    for match in _BORDER.finditer(text):
        ends.append(match.start())
        starts.append(match.end())
    return [(start, end) for start, end in zip(starts, [*ends, len(text)], strict=True) if start < end]


def _verdict(piece: str, whole: Damage, before: Damage) -> Damage:
    counts = shares(piece)
    if counts.words and len(_VIETNAMESE.findall(piece)) * _RARE >= counts.words:
        return Damage.NONE if whole is not Damage.LEGACY else whole
    if counts.words < _FEW:
        return before
    if counts.quality >= DAMAGED:
        return Damage.NONE
    own = damage(piece)
    if whole is not Damage.MIXED:
        return whole
    return own if own not in (Damage.NONE, Damage.MIXED) else Damage.OCR


def restored(text: str) -> Restoration:
    """`text` with every damaged passage repaired; what is sound, or gains nothing, stays to the letter."""
    kind = damage(text)
    if kind is Damage.NONE:
        return Restoration(text=text)
    done = Restoration(text=text)
    if kind in (Damage.LEGACY, Damage.MIXED):
        done = deciphered(text, load()) or done
        if kind is Damage.LEGACY and not done.changes:
            return done
    for mode in Mode:
        wanted = [p.span for p in examine(done.text) if _MODES.get(p.damage) is mode]
        if wanted:
            done = _joined(done, repair(done.text, mode, wanted))
    return done if quality(done.text) >= quality(text) + _GAIN or kind is Damage.MIXED else Restoration(text=text)


def _joined(first: Restoration, second: Restoration) -> Restoration:
    """Two repairs, one after the other, as one; of a word that both changed the first reading is kept."""
    if not first.changes:
        return second
    starts = moved(second.changes, [change.span[0] for change in first.changes])
    ends = moved(second.changes, [change.span[1] for change in first.changes])
    earlier = [
        Change(span=(start, end), read=change.read, restored=second.text[start:end], confidence=change.confidence)
        for change, start, end in zip(first.changes, starts, ends, strict=True)
    ]
    covered = {place for change in earlier for place in range(*change.span)}
    later = [change for change in second.changes if covered.isdisjoint(range(*change.span))]
    return Restoration(text=second.text, changes=tuple(sorted([*earlier, *later], key=lambda change: change.span)))
