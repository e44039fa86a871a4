"""Whether a text is in another language than Vietnamese: by its script, or by the small words of another language.

Damaged Vietnamese must not be taken for a foreign text: words that are Vietnamese but for their marks tell nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Final

from vanban.language import lexicon
from vanban.language.normal import fold, nfc
from vanban.language.syllables import ONLY_VIETNAMESE, skeletons

_WORDS: Final = re.compile(r"[^\W\d_]+")
#: letters of other scripts; the Latin ones end at U+024F, Vietnamese has U+1EA0 to U+1EF9
_OTHER_SCRIPT: Final = re.compile(r"(?![\u1e00-\u1eff])[^\W\d_\u0000-\u024f]")
_LETTER: Final = re.compile(r"[^\W\d_]")
#: words that a text must have to be judged, letters of another script where words are not parted
_FEW: Final = 12
_FEW_LETTERS: Final = 20
#: share of its letters in another script, of its words that are small words of one language
_IN_OTHER_SCRIPT: Final = 0.5
_SMALL_WORDS: Final = 0.1
#: share of words with a letter that only Vietnamese has, from which it is no foreign text
_MARKED: Final = 0.1
#: share of such letters among all characters, from which it is none either: most texts need no closer look
_USUAL: Final = 0.02


@lru_cache(maxsize=1)
def _languages() -> dict[str, frozenset[str]]:
    """Language -> its small words that no Vietnamese word looks like."""
    plain = skeletons()
    table = lexicon.load("languages")
    return {
        name: frozenset(word for word in row.split() if fold(word) not in plain)
        for name, row in table.items()
        if name != "source"
    }


def is_foreign(text: str) -> bool:
    """Whether `text` is mostly in another language; a text of few words is not judged."""
    text = nfc(text)
    if len(ONLY_VIETNAMESE.findall(text)) >= _USUAL * len(text):
        return False
    other = len(_OTHER_SCRIPT.findall(text))
    if other >= _FEW_LETTERS and other >= _IN_OTHER_SCRIPT * len(_LETTER.findall(text)):
        return True
    words = Counter(_WORDS.findall(text.lower()))
    total = words.total()
    if total < _FEW or len(ONLY_VIETNAMESE.findall(text)) >= _MARKED * total:
        return False
    found = (sum(words[word] for word in row) for row in _languages().values())
    return max(found) >= _SMALL_WORDS * total
