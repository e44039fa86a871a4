"""Regular expressions for phrases of the lexicon; how a phrase is escaped and ordered is decided here alone."""

from __future__ import annotations

import re
from collections.abc import Iterable


def alternatives(phrases: Iterable[str]) -> str:
    """A regular expression for any of the phrases, the longest first."""
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))


def backwards(phrases: Iterable[str]) -> str:
    """A regular expression for any of the phrases in a text written backwards."""
    return alternatives(phrase[::-1] for phrase in phrases)


def whole_words(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of the phrases where no letter or digit touches it."""
    return re.compile(rf"(?<!\w)(?:{alternatives(phrases)})(?!\w)")


def trie(phrases: Iterable[str]) -> str:
    """A pattern that matches the longest of `phrases` in one pass, whatever their number.

    Common beginnings are shared, so that no character is tried twice.
    """
    root: dict[str, dict] = {}  # type: ignore[type-arg]
    for phrase in phrases:
        node = root
        for character in phrase:
            node = node.setdefault(character, {})
        node[""] = {}
    return _branch(root)


def _branch(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
    pieces = []
    for character, below in sorted(node.items()):
        if character == "":
            continue
        run, rest = character, below
        while len(rest) == 1 and "" not in rest:
            ((step, rest),) = rest.items()
            run += step
        pieces.append(re.escape(run) + _branch(rest))
    if not pieces:
        return ""
    body = pieces[0] if len(pieces) == 1 and "" not in node else "(?:" + "|".join(pieces) + ")"
    return body + "?" if "" in node else body
