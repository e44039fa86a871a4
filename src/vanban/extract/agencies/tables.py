"""The words of `lexicon/agencies.toml` as tables that the grammar looks up."""

from __future__ import annotations

from typing import Final

from vanban.extract.agencies.tokens import Phrases
from vanban.language import gazetteer, lexicon

LEXICON: Final = lexicon.load("agencies")
FIELDS: Final = Phrases(LEXICON["fields"]["words"])
SHORTS: Final = frozenset(LEXICON["fields"]["shorts"])
CLOSED: Final = Phrases(LEXICON["closed"]["heads"])
NAMES: Final = Phrases([*LEXICON["names"]["words"], *LEXICON["names"]["bare"]])
PLACED: Final = frozenset(LEXICON["names"]["placed"])
UNLESS: Final = Phrases(LEXICON["names"]["unless"])
TERRITORIAL: Final = Phrases(LEXICON["territorial"]["heads"])
ALONE: Final = frozenset(LEXICON["territorial"]["alone"])
OFFICES: Final = Phrases(LEXICON["offices"]["heads"])
OPEN: Final = Phrases(LEXICON["open"]["heads"])
LONGEST: Final[int] = LEXICON["open"]["longest"]
PERSONS: Final = Phrases(LEXICON["persons"]["titles"])
QUANTIFIERS: Final = Phrases(LEXICON["groups"]["quantifiers"])
NOUNS: Final = Phrases(LEXICON["groups"]["nouns"])
WEAK: Final = frozenset(LEXICON["groups"]["weak"])
SUFFIXES: Final = Phrases(LEXICON["groups"]["suffixes"])
CLOSING: Final = Phrases(LEXICON["groups"]["closing"])
STOPS: Final = Phrases(LEXICON["stops"]["words"])
UNITS: Final = Phrases(LEXICON["places"]["units"])
LEVELS: Final = Phrases(LEXICON["places"]["levels"])
AFTER: Final = Phrases(LEXICON["places"]["after"])
PROVINCES: Final = Phrases(name for province in gazetteer.provinces() for name in province.names)
GUARDS: Final = frozenset(LEXICON["guards"]["before"])

FIRSTS: Final = frozenset().union(
    *(table.firsts for table in (CLOSED, NAMES, TERRITORIAL, OFFICES, OPEN, PERSONS, QUANTIFIERS, NOUNS)),
)
SEPARATORS: Final = frozenset({",", "/", "-", "–", "và"})
DASHES: Final = frozenset({"-", "–", "—"})
NAME_WORDS: Final = 5
DEPTH: Final = 3
