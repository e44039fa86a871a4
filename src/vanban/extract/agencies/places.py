"""Places and levels behind a head: `tỉnh Lai Châu`, `cấp xã`, `các huyện, thị xã`, `các xã: Tân Lập, Mường So`."""

from __future__ import annotations

from vanban.extract.agencies import tables
from vanban.extract.agencies.tokens import Tokens


def places_at(tokens: Tokens, index: int, *, bare: bool = True) -> tuple[int, bool]:
    """The end of the place or level at `index` (`index` when none stands there) and whether it is many places."""
    start, many = index, False
    if size := tables.LEVELS.match(tokens, index):
        if tokens.at(index) == "cấp" and size == 1:
            return start, False
        return _after(tokens, index + size), True
    if tokens.at(index) == "các":
        many, index = True, index + 1
    units = 0
    while size := tables.UNITS.match(tokens, index):
        units += 1
        index += size
        if tokens.at(index) == "." and tokens.at(index - 1) in {"tp", "tx"}:
            index += 1
        ahead = index + 1
        if tokens.at(index) in tables.SEPARATORS and tokens.at(ahead) != "các" and tables.UNITS.match(tokens, ahead):
            index = ahead
            continue
        break
    many = many or units > 1
    if not units:
        if many or not bare:
            return start, False
        size = tables.PROVINCES.match(tokens, start) if tokens.capital(start) else 0
        return (_after(tokens, start + size), False) if size else (_after(tokens, start), False)
    if not many or tokens.capital(index):
        index = proper_name(tokens, index)
    if many and tokens.at(index) == ":" and tokens.capital(index + 1):
        index = _list_ofplaces_at(tokens, index + 1) if _begins_place(tokens, index + 1) else index
    return _after(tokens, index), many


def _after(tokens: Tokens, index: int) -> int:
    while size := tables.AFTER.match(tokens, index):
        index += size
        if tokens.at(index - 1) == "vực" and index < len(tokens) and tokens.words[index][0].isalnum():
            index += 1
        elif tokens.capital(index) and tokens.at(index - 1) in {"tỉnh", "phố"}:
            index = proper_name(tokens, index)
    return index


def proper_name(tokens: Tokens, index: int) -> int:
    """The end of the proper name at `index`: words with capitals, `Bà Rịa - Vũng Tàu` with its dash."""
    if size := tables.PROVINCES.match(tokens, index):
        return index + size if tokens.capital(index) else index
    first = index
    while index < len(tokens) and index - first < tables.NAME_WORDS and tokens.words[index][0].isalpha():
        if not tokens.capital(index) or tables.STOPS.match(tokens, index) > 1 or opens(tokens, index):
            break
        index += 1
    if index == first and tokens.at(index).isdigit():
        return index + 1
    return index


def _begins_place(tokens: Tokens, index: int) -> bool:
    """Whether a name of a place begins at `index`: not the first word of what is to be done (`các xã: Sắp xếp …`)."""
    end = proper_name(tokens, index)
    return end > index + 1 or (end > index and tokens.at(end) in {",", "và"})


def _list_ofplaces_at(tokens: Tokens, index: int) -> int:
    end = index
    while (stop := proper_name(tokens, index)) > index:
        end, index = stop, stop + 1
        if tokens.at(stop) not in {",", "và"}:
            break
    return end


def opens(tokens: Tokens, index: int) -> bool:
    """Whether the word at `index` opens the name of an agency with a capital, or a group."""
    if tokens.at(index) not in tables.FIRSTS:
        return False
    if size := tables.QUANTIFIERS.match(tokens, index):
        return tables.NOUNS.match(tokens, index + size) > 0 or tables.CLOSED.match(tokens, index + size) > 0
    if not tokens.capital(index):
        return False
    if size := tables.CLOSED.match(tokens, index):
        return tables.FIELDS.match(tokens, index + size) > 0 or tokens.shouted(index + size)
    if (
        tables.NAMES.match(tokens, index) > 1
        or tables.TERRITORIAL.match(tokens, index)
        or tables.OFFICES.match(tokens, index) > 1
    ):
        return True
    if size := tables.OPEN.match(tokens, index) or tables.PERSONS.match(tokens, index):
        return tokens.capital(index + size)
    return False
