"""In which term of its committee a document of the Party was issued."""

from __future__ import annotations

from functools import cache
from typing import Final

from lotrinh.documents.chain.numbers import known_date
from vanban.language import lexicon

#: A date that is known to the year or month covers all its days.
_FIRST: Final = "-01-01"
_LAST: Final = "-12-31"


@cache
def _congresses(*, central: bool) -> tuple[tuple[str, str], ...]:
    """First and last day of each change of term, in order."""
    rows = lexicon.load("terms")["central" if central else "province"]["congresses"]
    return tuple((first, last) for first, last in rows)


def term_of(issued_on: str, *, central: bool) -> int | None:
    """The number of the term in the list; None where the date is not known, or lies in the days of a change."""
    date = known_date(issued_on)
    if not date:
        return None
    first = date + _FIRST[len(date) - 4 :]
    last = date + _LAST[len(date) - 4 :]
    term = 0
    for begun, ended in _congresses(central=central):
        if last < begun:
            return term
        if first <= ended:
            return None
        term += 1
    return term
