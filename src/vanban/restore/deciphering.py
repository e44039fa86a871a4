"""Text whose letters are numbers of glyphs, made words again: which font has which cipher, which tokens are ciphered.

Every font numbers its glyphs in its own order, so that each is solved by itself. Where fonts are not known (text files)
lines that one cipher leaves unread are solved again. Whether a token of plain letters is ciphered or sound is judged by
its line: programs cipher a whole line, or only the words whose letters an old font lacked.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Final

import msgspec

from vanban.language.normal import nfc
from vanban.record import Span
from vanban.restore.changes import Edits, Restoration
from vanban.restore.glyphs import GLYPH_SIGNS, Cipher, Reading, is_word, suspicious
from vanban.restore.model import SCALE, Model, load
from vanban.restore.substitution import ENOUGH, solve

#: letters of scripts that no Vietnamese text mixes with its own: a text without them is not looked at
_UNUSUAL: Final = re.compile(
    "[\u0180-\u019f\u01a2-\u01ae\u01b1-\u1e9f\u1f00-\u1fff\u2c00-\u2dff\u2e80-\ud7ff\uf900-\ufdff\ufe70-\ufeff]"
)
#: what parts tokens; the number of the blank among them
_TOKEN: Final = re.compile(r"[^ \t\n\r\u00a0\x03\ue003]+")
_BLANKS: Final = re.compile("[\x03\ue003]")
#: an ampersand is number 9, the tabulator
_AMPERSAND: Final = "\t"
_WORDS: Final = re.compile(r"[^\W\d_]+")
_LONGER_WORDS: Final = re.compile(r"[^\W\d_]{2,}")
#: what is a number in a line that is not ciphered throughout
_NUMBER: Final = re.compile(r"[.,:;()*\"'“”–-]*\d[\d.,:;()/%+*\"'“”–-]*(?:(?:[kcm]?m|kg|g|ha|h|l|G)[.,:;()*\"'“”–-]*)?")
#: fonts at most, windows of lines that are tried for each, tokens with strange letters that a window has
_FONTS: Final = 6
_WINDOWS: Final = 6
_WINDOW: Final = 80
#: tokens with strange letters that no cipher reads and that more likely have another font than are no words
_FONT: Final = 24
#: share of the tokens of a line that must be words, for the line to be read
_READ: Final = 0.7
#: by how much one reading must be likelier for the token to have a vote
_PLAIN: Final = 3 * SCALE
#: lines beside that say whether a line is ciphered, and what they weigh
_BESIDE: Final = 2
_FROM_BESIDE: Final = 0.3
_FROM_ALL: Final = 2.0
_SHARPNESS: Final = 3
_HALF: Final = 0.5
#: bound of the shares
_LEAST: Final = 0.00001
#: confidence of a token that is a word by now, and of another
_READS_WELL: Final = 0.97
_READS_BADLY: Final = 0.5


class _Token(msgspec.Struct, gc=False):
    """What stands between two blanks, and whether it must hold numbers of glyphs."""

    start: int
    end: int
    text: str
    strange: bool


_Line = list[_Token]


def holds_glyphs(text: str) -> bool:
    """Whether a text has letters that no Vietnamese text mixes with its own: a quick look."""
    return next(islice(_UNUSUAL.finditer(text), ENOUGH - 1, None), None) is not None


def deciphered(
    text: str, fonts: Sequence[Sequence[Span]] = (), check: Callable[[], None] = lambda: None
) -> Restoration | None:
    """`text` with its glyphs as letters; None where it holds none, or none that the language can solve.

    fonts: for each font that is known the passages that it sets, in order. check: called now and then.
    """
    if not holds_glyphs(text) or not holds_glyphs(nfc(text)):  # marks that stand beside their letters are no glyphs
        return None
    model = load()
    lines = _lines(text)
    groups = _groups(lines, fonts)
    read: dict[int, Cipher] = {}
    for group in groups:
        check()
        read |= _solved(lines, group, model)
    if fonts:
        read |= _of_others(lines, read, model)
    if not read:
        return None
    check()
    _fill(read, groups)
    votes = _weighed(lines, read)
    edits = Edits(text)
    for at, line in enumerate(lines):
        if at in read:
            for start, end, new, sure in _edits(text, line, read[at], votes[at]):
                edits.put(start, end, new, sure)
    done = edits.done()
    return done if done.changes else None


def _of_others(lines: Sequence[_Line], read: dict[int, Cipher], model: Model) -> dict[int, Cipher]:
    """The lines of fonts with too few words to be solved: by the cipher of another font, or all of them together."""
    left = [at for at, line in enumerate(lines) if at not in read and any(token.strange for token in line)]
    found: dict[int, Cipher] = {}
    ciphers = list(dict.fromkeys(read.values()))
    for place, which in _assigned(lines, left, ciphers).items() if ciphers else ():
        if _goodness(lines[place], ciphers[which]) >= _READ:
            found[place] = ciphers[which]
    return found | _solved(lines, [place for place in left if place not in found], model)


def _lines(text: str) -> list[_Line]:
    lines = []
    start = 0
    for line in text.split("\n"):
        lines.append(
            [
                _Token(start + match.start(), start + match.end(), match.group(), _numbered(match.group()))
                for match in _TOKEN.finditer(line)
            ]
        )
        start += len(line) + 1
    return lines


def _numbered(token: str) -> bool:
    """Whether a token must hold numbers of glyphs."""
    return suspicious(token) or (not token.isprintable() and GLYPH_SIGNS.search(token) is not None)


def _groups(lines: Sequence[_Line], fonts: Sequence[Sequence[Span]]) -> list[list[int]]:
    """The lines that one font sets, for each font; all lines where no fonts are known."""
    if not fonts:
        return [list(range(len(lines)))]
    places = sorted((start, end, number) for number, spans in enumerate(fonts) for start, end in spans)
    groups: dict[int, list[int]] = defaultdict(list)
    at = 0
    for place, line in enumerate(lines):
        if not line:
            continue
        while at + 1 < len(places) and places[at][1] <= line[0].start:
            at += 1
        groups[places[at][2]].append(place)
    return list(groups.values())


def _solved(lines: Sequence[_Line], group: Sequence[int], model: Model) -> dict[int, Cipher]:
    """Line -> its cipher, for the lines with strange letters that some cipher reads."""
    rest = [place for place in group if any(token.strange for token in lines[place])]
    ciphers: list[Cipher] = []
    while rest and len(ciphers) < _FONTS:
        letters = _by_all_or_some(lines, rest, model)
        if letters is None:
            break
        cipher = Cipher(letters, model)
        left = [place for place in rest if _goodness(lines[place], cipher) < _READ]
        few = sum(token.strange for place in left for token in lines[place]) < _FONT
        left = [] if few else left
        ciphers.append(cipher)
        rest = left if len(left) < len(rest) else []
    if not ciphers:
        return {}
    chosen = _assigned(lines, group, ciphers)
    if len(ciphers) > 1:  # each font once more, from all of its lines
        for number in range(len(ciphers)):
            own = [place for place, which in chosen.items() if which == number]
            letters = solve(_tokens(lines, own), model)
            if letters is not None:
                ciphers[number] = Cipher(letters, model)
        chosen = _assigned(lines, group, ciphers)
    return {place: ciphers[which] for place, which in chosen.items()}


def _by_all_or_some(lines: Sequence[_Line], places: Sequence[int], model: Model) -> dict[str, str] | None:
    """A cipher that the lines have in common; where they have none, that of the first window of lines that has."""
    letters = solve(_tokens(lines, places), model)
    if letters is not None:
        return letters
    windows: list[list[int]] = []
    size = _WINDOW
    for place in places:
        if size >= _WINDOW:
            windows.append([])
            size = 0
        windows[-1].append(place)
        size += sum(token.strange for token in lines[place])
    if len(windows) < 2:
        return None
    step = max(1, len(windows) // _WINDOWS)
    for window in windows[::step][:_WINDOWS]:
        letters = solve(_tokens(lines, window), model)
        if letters is not None:
            return letters
    return None


def _tokens(lines: Sequence[_Line], places: Iterable[int]) -> list[str]:
    return [token.text for place in places for token in lines[place]]


def _goodness(line: _Line, cipher: Cipher) -> float:
    """The share of the tokens with strange letters that are words under a cipher."""
    tokens = [token.text for token in line if token.strange]
    return sum(map(_reads, (cipher.read(token).best for token in tokens))) / len(tokens) if tokens else 1.0


def _reads(token: str) -> bool:
    return not suspicious(token) and any(map(is_word, _WORDS.findall(token)))


def _speaks(token: str) -> bool:
    """Whether a token says something: one letter alone does not."""
    return any(map(is_word, _LONGER_WORDS.findall(token)))


def _assigned(lines: Sequence[_Line], group: Sequence[int], ciphers: Sequence[Cipher]) -> dict[int, int]:
    """Line -> the number of the cipher under which it reads best, for the lines with strange letters."""
    chosen = {}
    for place in group:
        line = lines[place]
        if any(token.strange for token in line):
            costs = [sum(c.read(token.text).cost for token in line if token.strange) for c in ciphers]
            chosen[place] = costs.index(min(costs))
    return chosen


def _fill(read: dict[int, Cipher], groups: Iterable[Sequence[int]]) -> None:
    """Gives lines without strange letters the cipher of the line before in the same font, or of its first one."""
    for group in groups:
        known = [place for place in group if place in read]
        if known:
            last = read[known[0]]
            for place in group:
                last = read.setdefault(place, last)


class _Votes(msgspec.Struct, gc=False):
    """Tokens of which it is plain whether they are ciphered: of ASCII alone, and with other letters."""

    ciphered: list[float]
    sound: list[float]

    def share(self, kind: int, own: tuple[int, bool] | None) -> float:
        """The share of ciphered tokens of a kind, the vote of the token itself left out.

        A line is ciphered throughout, or only in words with certain letters: seldom anything between.
        """
        one, two = self.ciphered[kind], self.sound[kind]
        if own is not None and own[0] == kind:
            one, two = one - own[1], two - (not own[1])
        share = one**_SHARPNESS / (one**_SHARPNESS + two**_SHARPNESS)
        return min(1 - _LEAST, max(_LEAST, share))


def _weighed(lines: Sequence[_Line], read: dict[int, Cipher]) -> list[_Votes]:
    """For each line its votes, with some weight those of the lines beside, and what is usual in the text."""
    votes = [_votes(line, read[at]) if at in read else _Votes([0.0, 0.0], [0.0, 0.0]) for at, line in enumerate(lines)]
    usual = []
    for kind in (0, 1):
        ciphered, sound = sum(vote.ciphered[kind] for vote in votes), sum(vote.sound[kind] for vote in votes)
        usual.append((ciphered + 0.5) / (ciphered + sound + 1))
    found = []
    for at, vote in enumerate(votes):
        near = votes[max(0, at - _BESIDE) : at] + votes[at + 1 : at + 1 + _BESIDE]
        weighed = _Votes([], [])
        for kind, share in enumerate(usual):
            beside = sum(other.ciphered[kind] for other in near), sum(other.sound[kind] for other in near)
            weighed.ciphered.append(vote.ciphered[kind] + _FROM_BESIDE * beside[0] + _FROM_ALL * share)
            weighed.sound.append(vote.sound[kind] + _FROM_BESIDE * beside[1] + _FROM_ALL * (1 - share))
        found.append(weighed)
    return found


def _votes(line: _Line, cipher: Cipher) -> _Votes:
    votes = _Votes([0.0, 0.0], [0.0, 0.0])
    for token in line:
        vote = None if token.strange else _vote(token.text, cipher.read(token.text))
        if vote is not None:
            (votes.ciphered if vote[1] else votes.sound)[vote[0]] += 1
    return votes


def _vote(token: str, reading: Reading) -> tuple[int, bool] | None:
    """What a token without strange letters says: its kind, and whether it is ciphered; None where that is not plain."""
    if reading.as_it_is - reading.ciphered > _PLAIN and _speaks(reading.whole):
        return _kind(reading.whole), True
    if reading.ciphered - reading.as_it_is > _PLAIN and _speaks(token):
        return _kind(token), False
    return None


def _kind(token: str) -> int:
    return int(not token.isascii())


def _edits(text: str, line: _Line, cipher: Cipher, votes: _Votes) -> list[tuple[int, int, str, float]]:
    """What a line becomes: place, new letters, confidence; in order."""
    found: list[tuple[int, int, str, float]] = []
    changed_before = False
    end = line[0].start if line else 0
    for token in line:
        reading = cipher.read(token.text)
        # in a line that is ciphered throughout no token is ciphered in part
        if token.strange:
            dear = _dear(1 - votes.share(0, None))
            options = [(reading.ciphered, reading.whole), (reading.ciphered_in_part + dear, reading.part)]
        else:
            own = _vote(token.text, reading)
            sound = 1 - votes.share(_kind(token.text), own)
            options = [(reading.as_it_is + _dear(sound), token.text)]
            if sound < _HALF or not _NUMBER.fullmatch(token.text):
                options.append((reading.ciphered + _dear(votes.share(_kind(reading.whole), own)), reading.whole))
        _, new = min(options)
        changed = new != token.text
        gap = text[end : token.start]
        if changed and changed_before and gap == _AMPERSAND and found[-1][2].isupper() and new.isupper():
            found.append((end, token.start, "&", _READS_WELL))
        else:
            found += [(end + m.start(), end + m.end(), " ", _READS_WELL) for m in _BLANKS.finditer(gap)]
        if changed:
            found.append((token.start, token.end, new, _READS_WELL if _sound(new) else _READS_BADLY))
        changed_before = changed
        end = token.end
    return found


def _dear(share: float) -> float:
    return -SCALE * math.log(share)


def _sound(token: str) -> bool:
    """Whether all words of a token are syllables."""
    return all(map(is_word, _WORDS.findall(token)))
