"""What cannot be in lists of places: parents that are not there, days that overlap, circles."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _

from lotrinh.organisations.reference.given import Fault, GivenChange, GivenPlace
from lotrinh.organisations.reference.places import EDITIONS, Key, ListedChange, ListedPlace
from lotrinh.organisations.vocab import Level

_DAY: Final = dt.timedelta(days=1)


def resolved(key: Key, known: Mapping[Key, ListedPlace]) -> Key:
    """The key under which a place stands: one that goes on is in both lists and stands under the later."""
    if key in known:
        return key
    edition, code = key
    for other in EDITIONS:
        found = known.get((other, code))
        if other > edition and found is not None and found.starts_on is None:
            return other, code
    return key


def place_faults(given: Sequence[GivenPlace], known: Mapping[Key, ListedPlace]) -> Iterator[Fault]:
    """What is wrong with given places; `known` are all places as they would stand then."""
    lines: dict[Key, int] = {}
    for item in given:
        place = item.place
        if place.key in lines:
            yield Fault(item.line, _("Địa danh này đã có ở dòng %(line)d.") % {"line": lines[place.key]})
        lines.setdefault(place.key, item.line)
        if place.starts_on and place.ends_on and place.ends_on < place.starts_on:
            yield Fault(item.line, _("Ngày kết thúc trước ngày bắt đầu."))
        if place.parent is None and place.level is not Level.PROVINCE:
            yield Fault(item.line, _("Thiếu mã của địa danh cấp trên."))
        for parent in (place.parent, place.parent_before):
            if parent is not None and parent not in known:
                yield Fault(item.line, _("Không có địa danh cấp trên mã %(code)s.") % {"code": ":".join(parent)})
            elif parent is not None and len(parent[1]) >= len(place.code):
                yield Fault(item.line, _("Địa danh cấp trên phải ở cấp cao hơn."))
    yield from _overlaps(lines, known)


def change_faults(
    given: Sequence[GivenChange], known: Mapping[Key, ListedPlace], others: Iterable[ListedChange]
) -> Iterator[Fault]:
    """What is wrong with given changes, beside the `others` that are there."""
    lines: dict[tuple[Key, Key, dt.date], int] = {}
    graphs: dict[dt.date, dict[Key, set[Key]]] = defaultdict(lambda: defaultdict(set))
    for change in (*others, *(item.change for item in given)):
        graphs[change.effective_on][change.old].add(change.new)
    for item in given:
        change = item.change
        what = (change.old, change.new, change.effective_on)
        if what in lines:
            yield Fault(item.line, _("Thay đổi này đã có ở dòng %(line)d.") % {"line": lines[what]})
        lines.setdefault(what, item.line)
        missing = [key for key in (change.old, change.new) if key not in known]
        for key in missing:
            yield Fault(item.line, _("Không có địa danh mã %(code)s.") % {"code": ":".join(key)})
        if missing:
            continue
        if not _exists(known[change.old], change.effective_on - _DAY):
            yield Fault(item.line, _("Địa danh cũ không còn, hoặc chưa có, vào ngày liền trước ngày thay đổi."))
        if not _exists(known[change.new], change.effective_on):
            yield Fault(item.line, _("Địa danh mới không có vào ngày thay đổi."))
        if _reaches(graphs[change.effective_on], change.new, change.old):
            yield Fault(item.line, _("Địa danh chuyển vòng về chính nó trong cùng một ngày."))


def _overlaps(lines: Mapping[Key, int], known: Mapping[Key, ListedPlace]) -> Iterator[Fault]:
    """Two places of one name side by side, or of one code, that are there on the same day."""
    groups: dict[tuple[object, ...], list[ListedPlace]] = defaultdict(list)
    for place in known.values():
        groups["name", place.level, place.parent, place.kind, place.name.casefold()].append(place)
        groups["code", place.code].append(place)
    for (sort, *_rest), places in groups.items():
        for index, one in enumerate(places):
            for other in places[index + 1 :]:
                line = lines.get(one.key) or lines.get(other.key)
                if line is None or not _overlap(one, other):
                    continue
                yield Fault(
                    line,
                    _("Trùng thời gian với địa danh khác cùng tên, cùng cấp trên.")
                    if sort == "name"
                    else _("Trùng thời gian với địa danh khác cùng mã."),
                )


def _exists(place: ListedPlace, day: dt.date) -> bool:
    return not (place.starts_on and day < place.starts_on) and not (place.ends_on and day > place.ends_on)


def _overlap(one: ListedPlace, other: ListedPlace) -> bool:
    first, last = dt.date.min, dt.date.max
    return (one.starts_on or first) <= (other.ends_on or last) and (other.starts_on or first) <= (one.ends_on or last)


def _reaches(graph: Mapping[Key, set[Key]], start: Key, end: Key) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        if here == end:
            return True
        fresh = graph.get(here, set()) - seen
        seen |= fresh
        waiting += fresh
    return False
