"""The address of a list holds its state: search, filters, order, columns, page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from django.http import QueryDict

SEARCH: Final = "q"
SORT: Final = "sort"
PAGE: Final = "page"
COLUMNS: Final = "cols"
#: All on one page, for paper.
PAPER: Final = "paper"
#: Part of the address for moving about only: not kept in saved views and exports.
_FLEETING: Final = (PAGE, PAPER)


class Address:
    """The query of a list's address; changes give new texts, the address itself stays."""

    def __init__(self, query: QueryDict, names: Iterable[str]) -> None:
        """Keep what the list knows (`names` are those of its filters) and drop the rest."""
        known = (*dict.fromkeys((SEARCH, *names, SORT, COLUMNS, PAGE, PAPER)),)
        self._values = {name: query.getlist(name) for name in known if any(query.getlist(name))}

    def get(self, name: str) -> str:
        """The last value of a name, empty where there is none."""
        return (self._values.get(name) or [""])[-1]

    def values(self, name: str) -> list[str]:
        """All values of a name."""
        return self._values.get(name, [])

    @property
    def sort(self) -> str:
        """The order that was asked for, empty for that of the declaration."""
        return self.get(SORT)

    @property
    def chosen_columns(self) -> list[str]:
        """The keys of the columns that were asked for."""
        return self.values(COLUMNS)

    @property
    def kept_without_columns(self) -> list[tuple[str, str]]:
        """Names and values that choosing columns keeps."""
        return [
            (name, value)
            for name, values in self._values.items()
            if name not in {COLUMNS, *_FLEETING}
            for value in values
        ]

    def without(self, *names: str) -> str:
        """The query without these names and on its first page."""
        return self._text(dict.fromkeys(names))

    def turned(self, name: str, value: str) -> str:
        """The query with another value of one name; any change but the page begins on the first page."""
        return self._text({name: value})

    @property
    def lasting(self) -> str:
        """What a saved view or an export keeps."""
        return self._text({})

    def _text(self, changes: Mapping[str, str | None]) -> str:
        query = QueryDict(mutable=True)
        for name, values in self._values.items():
            if name not in changes and name not in _FLEETING:
                query.setlist(name, [value for value in values if value])
        for name, value in changes.items():
            if value:
                query[name] = value
        return query.urlencode()
