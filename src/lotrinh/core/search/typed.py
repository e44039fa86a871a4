"""What people type into the box: words, phrases in quotes, numbers of documents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lotrinh.core.search import tokens

#: So much of what is typed is looked at: nobody means more.
LONGEST: Final = 400
MOST_WORDS: Final = 16
_QUOTED: Final = re.compile('["“”„«»]([^"“”„«»]+)["“”„«»]')


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: `terms` are single words and phrases, each a row of the index's words; all must be found.

    exact: the word for a thing that is called so as a whole. shown: the same words and phrases as they stand in texts,
    folded. cut: more was typed than is looked at.
    """

    terms: tuple[tuple[str, ...], ...] = ()
    exact: str = ""
    shown: tuple[tuple[str, ...], ...] = ()
    cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def words(self) -> tuple[str, ...]:
        """All words of all terms, each once."""
        return tuple(dict.fromkeys(word for term in self.terms for word in term))


def understand(text: str) -> Typed:
    """What the text asks for; nothing where it holds no word. Any text is understood."""
    looked_at = text[:LONGEST]
    found: list[tuple[str, ...]] = []
    shown: list[tuple[str, ...]] = []
    at = 0
    for match in _QUOTED.finditer(looked_at):
        found += [(word,) for word in tokens.tokens(looked_at[at : match.start()], typed=True)]
        found.append(tuple(tokens.tokens(match[1], typed=True)))
        shown += [(word,) for word in tokens.plain_words(looked_at[at : match.start()])]
        shown.append(tuple(tokens.plain_words(match[1])))
        at = match.end()
    found += [(word,) for word in tokens.tokens(looked_at[at:], typed=True)]
    shown += [(word,) for word in tokens.plain_words(looked_at[at:])]
    terms: list[tuple[str, ...]] = []
    left = MOST_WORDS
    for term in dict.fromkeys(found):
        if term[:left]:
            terms.append(term[:left])
        left -= len(term[:left])
    cut = len(text.strip()) > LONGEST or sum(map(len, dict.fromkeys(found))) > MOST_WORDS
    return Typed(
        terms=tuple(terms),
        exact=tokens.exact(tokens.tokens(looked_at, typed=True)),
        shown=tuple(term for term in dict.fromkeys(shown) if term)[:MOST_WORDS],
        cut=cut,
    )
