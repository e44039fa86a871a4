"""What the repair knows: the language (one, two, three words) and how recognisers damage letters.

`model.bin` is made by `scripts/restore_model.py`. All costs are negative natural logarithms in steps of 1 / SCALE.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources
from itertools import accumulate
from threading import Lock
from typing import Final

import msgspec

from vanban.errors import VanbanError
from vanban.restore.words import SYMBOLS

#: bits of the number of a word, steps of a cost in a nat, the greatest cost
BITS: Final = 14
SCALE: Final = 8
TOP: Final = 255
_MAGIC: Final = b"vanban.restore/2\n"


class Tables(msgspec.Struct, frozen=True):
    """The language as the file holds it: keys as distances from the one before, costs and back-off costs as bytes."""

    words: list[str]
    case: array[int]
    short: Mapping[str, str]
    one: array[int]
    one_back: array[int]
    two_keys: array[int]
    two: array[int]
    two_back: array[int]
    three_keys: array[int]
    three: array[int]


class Misreadings(msgspec.Struct, frozen=True):
    """How words are misread.

    whole: a token as read -> the words it may be, `word:cost` joined by blanks, capitals as they stood in the truth.
    onsets, nuclei, codas: part of a token as read -> parts of a syllable, in the same form.
    letters: a small letter as a recogniser that knows Vietnamese read it -> those that it may be with other marks,
        `letter:cost`, the cost being what it is dearer than to believe the letter.
    """

    whole: Mapping[str, str]
    onsets: Mapping[str, str]
    nuclei: Mapping[str, str]
    codas: Mapping[str, str]
    letters: Mapping[str, str]


class Model(msgspec.Struct, eq=False):
    """The file unfolded for use.

    numbers: word in small letters -> its number. one, one_back: costs by number. two: `first << BITS | second` ->
    place of the pair in two_cost and two_back. three: `place << BITS | third` -> cost. case: six costs a word, small
    letter and capital at the start of a sentence, after a word in small letters, after a capital. short: abbreviation
    without marks -> with them.
    """

    words: tuple[str, ...]
    numbers: Mapping[str, int]
    case: bytes
    short: Mapping[str, str]
    one: bytes
    one_back: bytes
    two: dict[int, int]
    two_cost: bytes
    two_back: bytes
    three: dict[int, int]
    channel: Misreadings

    def pair(self, first: int, second: int) -> int:
        """What a word costs after another."""
        at = self.two.get(first << BITS | second)
        return self.one_back[first] + self.one[second] if at is None else self.two_cost[at]


def write(tables: Tables, channel: Misreadings) -> bytes:
    """The bytes of the file; the same tables give the same bytes."""
    sections = {"words": "\n".join(tables.words).encode(), "short": _packed(tables.short)}
    for name in ("case", "one", "one_back", "two_keys", "two", "two_back", "three_keys", "three"):
        column: array[int] = getattr(tables, name)
        if sys.byteorder == "big":
            column = array(column.typecode, column)
            column.byteswap()
        sections[name] = column.tobytes()
    for name in Misreadings.__struct_fields__:
        sections[name] = _packed(getattr(channel, name))
    return _joined({name: zlib.compress(data, 9) for name, data in sections.items()})


def with_letters(data: bytes, letters: Mapping[str, str]) -> bytes:
    """The bytes of a model with other `letters`; all its other parts stay as they are, byte by byte."""
    sections = dict(_sections(data))
    sections["letters"] = zlib.compress(_packed(letters), 9)
    return _joined(sections)


def _joined(packed: Mapping[str, bytes]) -> bytes:
    head = json.dumps({name: len(data) for name, data in packed.items()}).encode() + b"\n"
    return _MAGIC + head + b"".join(packed.values())


def _packed(rows: Mapping[str, str]) -> bytes:
    return "\n".join(f"{key}\t{rows[key]}" for key in sorted(rows)).encode()


def _sections(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The parts of a file, still packed; raises ValueError where it is none."""
    if not data.startswith(_MAGIC):
        raise ValueError("not a model of vanban.restore")
    end = data.index(b"\n", len(_MAGIC)) + 1
    for name, length in json.loads(data[len(_MAGIC) : end]).items():
        yield name, data[end : end + length]
        end += length


def unfold(data: bytes) -> Model:
    """The model that `write` put into bytes; raises ValueError for anything else."""
    try:
        return _unfolded({name: zlib.decompress(part) for name, part in _sections(data)})
    except (zlib.error, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"damaged model of vanban.restore: {error}") from error


def _unfolded(sections: Mapping[str, bytes]) -> Model:
    words = sections["words"].decode().split("\n")
    two = _keys(sections["two_keys"])
    return Model(
        words=("", "", "", "", "", *words),
        numbers={word: place for place, word in enumerate(words, SYMBOLS)},
        case=bytes(6 * SYMBOLS) + sections["case"],
        short=_rows(sections["short"]),
        one=sections["one"],
        one_back=sections["one_back"],
        two=dict(zip(two, range(len(sections["two"])), strict=True)),
        two_cost=sections["two"],
        two_back=sections["two_back"],
        three=dict(zip(_keys(sections["three_keys"]), sections["three"], strict=True)),
        channel=Misreadings(**{name: _rows(sections[name]) for name in Misreadings.__struct_fields__}),
    )


def _keys(data: bytes) -> accumulate[int]:
    steps = array("I")
    steps.frombytes(data)
    if sys.byteorder == "big":
        steps.byteswap()
    return accumulate(steps)


def _rows(data: bytes) -> dict[str, str]:
    text = data.decode()
    return dict(line.split("\t") for line in text.split("\n")) if text else {}


#: where the package has it
FILE: Final = resources.files(__package__).joinpath("model.bin")
_LOCK: Final = Lock()


def load() -> Model:
    """The model of the package, read when it is first needed, once for all threads.

    Raises VanbanError `model-unusable` where the file is missing or damaged.
    """
    with _LOCK:
        return _loaded()


@lru_cache(maxsize=1)
def _loaded() -> Model:
    try:
        return unfold(FILE.read_bytes())
    except (OSError, ValueError) as error:
        raise VanbanError("model-unusable", path=FILE, reason=error) from error
