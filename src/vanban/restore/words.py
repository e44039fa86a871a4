"""A text as the words and signs that the model of the language counts.

Both who builds the model and who uses it cut texts here, so that they see the same sequence.
"""

from __future__ import annotations

import re
from typing import Final

#: symbols of the model that are no words: end of a sentence or paragraph, comma or bracket, sign between words,
#: anything with a digit, a word that the model does not know
END: Final = 0
COMMA: Final = 1
SIGN: Final = 2
NUMBER: Final = 3
OTHER: Final = 4
SYMBOLS: Final = 5

#: letters, a run that holds a digit, or one sign
PIECE: Final = re.compile(r"[^\W\d_]+(?![\d_])|\w[\w.,/]*|[^\w\s]")

_ENDS: Final = frozenset(".!?:;…")
_COMMAS: Final = frozenset(",()[]{}“”\"‘’'«»|")


def sign(character: str) -> int:
    """The symbol of a sign."""
    if character in _ENDS:
        return END
    return COMMA if character in _COMMAS else SIGN
