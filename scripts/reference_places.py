"""Make the national lists of places, and what became of each on 1 July 2025, from an open data set.

usage: reference_places.py WHEEL_OR_FOLDER [-o FOLDER]

The data set is that of the package vietnamadminunits 1.0.4 (MIT): `pip download vietnamadminunits==1.0.4 --no-deps`.
It is read here and nowhere else; the platform does not need it. Coordinates are left out: their origin is not stated.

places-2004.csv: districts and communes as they stood on 30 June 2025 (codes of decision 124/2004/QĐ-TTg).
places-2025.csv: communes from 1 July 2025 on (codes of decision 19/2025/QĐ-TTg); `as_before` is 1 where nothing
changed but the places around. changes-2025-07-01.csv: which old place went into which new one, `part` where only a part
did. Provinces are in no file: the gazetteer of the engine has them.

The data set found communes that were divided by their name within the new province, so that of two communes of one
name each got the successors of both. `_sorted_out` gives each its own again: a new commune lies where those of its old
ones lie that are in no doubt. Resolution 1668/NQ-UBTVQH15 (Cần Thơ), read clause by clause, says the same.
"""

from __future__ import annotations

import argparse
import csv
import json
import pathlib
import sqlite3
import sys
import tempfile
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

_TARGET = pathlib.Path(__file__).parents[1] / "src" / "lotrinh" / "organisations" / "reference" / "data"
_KINDS = ("thành phố", "thị xã", "thị trấn", "đặc khu", "quận", "huyện", "phường", "xã")
#: Not rearranged (resolutions 1662 and 1673/NQ-UBTVQH15 say so), only spelt otherwise: Đak Lua, Đăk Ơ, Tà Xi Láng.
_SPELT_OTHERWISE = frozenset({"26119", "25225", "04603"})


@dataclass(frozen=True)
class Place:
    """A place of a list. province: the code of its province, district: that of its district, empty where none."""

    code: str
    kind: str
    name: str
    key: str
    province: str
    district: str = ""


@dataclass(frozen=True)
class Change:
    """An old place went into a new one. divided: the data set says that others got parts of it."""

    old: Place
    new: Place
    divided: bool


@dataclass(frozen=True)
class Lists:
    """The places of the data set, and the keys by which its table of changes names them."""

    districts: tuple[Place, ...]
    old: dict[str, Place]
    new: dict[tuple[str, str], Place]


def main(arguments: Sequence[str]) -> int:
    """Write the files and say how many rows each has and what could not be told."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("source", type=pathlib.Path, metavar="WHEEL_OR_FOLDER")
    parser.add_argument("-o", dest="target", type=pathlib.Path, default=_TARGET, metavar="FOLDER")
    given = parser.parse_args(arguments)
    lists, table = _read(given.source)
    changes, dropped = _sorted_out(tuple(_changes(lists, table)))
    same = _unchanged(changes)
    _write(given.target / "places-2004.csv", ("code", "kind", "name", "parent"), _old_rows(lists))
    _write(given.target / "places-2025.csv", ("code", "kind", "name", "parent", "as_before"), _new_rows(lists, same))
    _write(given.target / "changes-2025-07-01.csv", ("old", "new", "part"), _change_rows(changes, same))
    _report(lists, changes, dropped, same)
    return 0


def _read(source: pathlib.Path) -> tuple[Lists, dict[str, Any]]:
    """The lists and the table of changes of the data set."""
    with tempfile.TemporaryDirectory() as folder:
        if source.is_file():
            with zipfile.ZipFile(source) as wheel:
                for name in ("dataset.db", "converter_2025.json"):
                    wheel.extract(f"vietnamadminunits/data/{name}", folder)
            source = pathlib.Path(folder)
        data = next(path for path in (source / "vietnamadminunits" / "data", source / "data", source) if path.is_dir())
        table: dict[str, Any] = json.loads((data / "converter_2025.json").read_text(encoding="utf-8"))
        with closing(sqlite3.connect(f"file:{data / 'dataset.db'}?mode=ro", uri=True)) as database:
            database.row_factory = sqlite3.Row
            before = database.execute("SELECT * FROM admin_units_legacy").fetchall()
            after = database.execute("SELECT * FROM admin_units").fetchall()
    districts: dict[str, Place] = {}
    old: dict[str, Place] = {}
    for row in before:
        kind, name = _kind_and_name(row["district"])
        district = Place(row["districtCode"], kind, name, row["districtKey"], row["provinceCode"])
        districts[district.code] = district
        key = f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"
        if row["wardCode"]:
            kind, name = _kind_and_name(row["ward"])
            old[key] = Place(row["wardCode"], kind, name, row["wardKey"], district.province, district.code)
        else:
            # An island district without communes stands for itself.
            old[key] = district
    new = {}
    for row in after:
        kind, name = _kind_and_name(row["ward"])
        new[row["provinceKey"], row["wardKey"]] = Place(
            row["wardCode"], kind, name, row["wardKey"], row["provinceCode"]
        )
    if len(old) != len(before) or len(new) != len(after):
        raise SystemExit("two places of the data set have one key")
    return Lists(tuple(districts.values()), old, new), table


def _kind_and_name(printed: str) -> tuple[str, str]:
    """`Phường 1` → phường, 1."""
    whole = " ".join(unicodedata.normalize("NFC", printed).replace("’", "'").split())
    kind = next(kind for kind in _KINDS if whole.casefold().startswith(f"{kind} "))
    return kind, whole[len(kind) + 1 :]


def _changes(lists: Lists, table: dict[str, Any]) -> Iterator[Change]:
    for province, communes in table["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, found in communes.items():
            for key in found:
                yield Change(lists.old[key], lists.new[province, commune], divided=False)
    for province, found in table["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, communes in found.items():
            for commune in communes:
                yield Change(lists.old[key], lists.new[province, commune["newWardKey"]], divided=True)


def _sorted_out(changes: Sequence[Change]) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """The changes without those that a namesake lent, and those."""
    to_new: dict[Place, list[Change]] = defaultdict(list)
    for change in changes:
        to_new[change.new].append(change)
    dropped: set[Change] = set()
    for group in to_new.values():
        names: dict[str, list[Change]] = defaultdict(list)
        for change in group:
            names[change.old.key].append(change)
        namesakes = [found for found in names.values() if len(found) > 1]
        doubtful = {change for found in namesakes for change in found if change.divided}
        districts = {change.old.district for change in group if change not in doubtful}
        provinces = {change.old.province for change in group if change not in doubtful}
        for found in namesakes:
            near = {change for change in found if change.old.district in districts}
            near = near or {change for change in found if change.old.province in provinces}
            if near:
                dropped |= (doubtful & set(found)) - near
    return tuple(c for c in changes if c not in dropped), tuple(c for c in changes if c in dropped)


def _unchanged(changes: Iterable[Change]) -> frozenset[str]:
    """The codes of new communes that are old ones, with nothing added, taken away or renamed."""
    from_old: dict[Place, list[Change]] = defaultdict(list)
    to_new: dict[Place, list[Change]] = defaultdict(list)
    for change in changes:
        from_old[change.old].append(change)
        to_new[change.new].append(change)
    alone = [group[0] for group in to_new.values() if len(group) == 1 and len(from_old[group[0].old]) == 1]
    same = [
        (change.old, change.new)
        for change in alone
        if change.old.kind == change.new.kind
        and (change.old.name.casefold() == change.new.name.casefold() or change.new.code in _SPELT_OTHERWISE)
    ]
    if any(old.code != new.code for old, new in same):
        raise SystemExit("a place that goes on has another code")
    return frozenset(new.code for _, new in same)


def _old_rows(lists: Lists) -> Iterator[tuple[str, ...]]:
    for place in (*lists.districts, *(place for place in lists.old.values() if place.district)):
        yield place.code, place.kind, place.name, place.district or place.province


def _new_rows(lists: Lists, same: frozenset[str]) -> Iterator[tuple[str, ...]]:
    for place in lists.new.values():
        yield place.code, place.kind, place.name, place.province, "1" if place.code in same else ""


def _change_rows(changes: Iterable[Change], same: frozenset[str]) -> Iterator[tuple[str, ...]]:
    successors: dict[Place, set[str]] = defaultdict(set)
    for change in changes:
        successors[change.old].add(change.new.code)
    for change in changes:
        if change.new.code not in same:
            yield change.old.code, change.new.code, "1" if len(successors[change.old]) > 1 else ""


def _write(path: pathlib.Path, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    ordered = sorted(set(map(tuple, rows)), key=lambda row: (len(row[0]), *row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(ordered)
    sys.stdout.write(f"{path.name}: {len(ordered)} rows\n")


def _report(lists: Lists, changes: Sequence[Change], dropped: Sequence[Change], same: frozenset[str]) -> None:
    sys.stdout.write(f"{len(lists.districts)} districts, {len(same)} communes that go on unchanged\n")
    lost = [place for place in lists.old.values() if place not in {change.old for change in changes}]
    unfounded = [place for place in lists.new.values() if place not in {change.new for change in changes}]
    sys.stdout.write(f"old places without a successor: {len(lost)} {[place.code for place in lost]}\n")
    sys.stdout.write(f"new communes without a predecessor: {len(unfounded)} {[place.code for place in unfounded]}\n")
    sys.stdout.write(f"changes lent by a namesake, left out: {len(dropped)}\n")
    for change in sorted(dropped, key=lambda item: (item.old.code, item.new.code)):
        sys.stdout.write(f"  {change.old.code} {change.old.name} -> {change.new.code} {change.new.name}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
