"""What people type into the box: words, phrases in quotes, numbers of documents."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from lotrinh.core.search import tokens

#: So much of what is typed is looked at: nobody means more.
LONGEST: Final = 400
MOST_WORDS: Final = 16
_QUOTED: Final = re.compile('["“”„«»]([^"“”„«»]+)["“”„«»]')
#: “số” before a number is what people say, not what the number has or a title need have.
_SO: Final = re.compile(
    r"(?<!\w)s[oốô]\s{0,3}[:.]?\s{0,3}(?=\d{1,6}[a-zđ]?\s{0,3}[/–‐‑-]\s{0,3}(?:\d{4}\s{0,3}[/–‐‑-]\s{0,3})?[^\W\d_])",
    re.IGNORECASE,
)
_SO_FIRST: Final = re.compile(r"\A\s*s[oốô]\s{0,3}[:.]?\s{0,3}(?=\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: `terms` are single words and phrases, each a row of the index's words; all must be found.

    exact: the word for a thing that is called so as a whole. number: the word for a thing with the only number that was
    typed, among other words. shown: the same words and phrases as they stand in texts,
    folded. cut: more was typed than is looked at.
    """

    terms: tuple[tuple[str, ...], ...] = ()
    exact: str = ""
    number: str = ""
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
    looked_at = unicodedata.normalize("NFC", text[:LONGEST])
    if tokens.is_without_signs(number := _SO_FIRST.sub("", looked_at)):
        looked_at = number
    numbers = tokens.numbers(looked_at)
    found: list[tuple[str, ...]] = []
    shown: list[tuple[str, ...]] = []
    at = 0
    for match in _QUOTED.finditer(looked_at):
        before = _SO.sub("", looked_at[at : match.start()])
        found += [(word,) for word in tokens.tokens(before, typed=True)]
        found.append(tuple(tokens.tokens(match[1], typed=True)))
        shown += [(word,) for word in tokens.plain_words(before)]
        shown.append(tuple(tokens.plain_words(match[1])))
        at = match.end()
    rest = _SO.sub("", looked_at[at:])
    found += [(word,) for word in tokens.tokens(rest, typed=True)]
    shown += [(word,) for word in tokens.plain_words(rest)]
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
        number=numbers[0] if len(numbers) == 1 else "",
        shown=tuple(term for term in dict.fromkeys(shown) if term)[:MOST_WORDS],
        cut=cut,
    )
