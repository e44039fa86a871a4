"""Names, groups, the tree and the history of the units of a whole country: what they cost.

`python bench/platform/organisations.py` fills the database of the settings in force, which must be migrated and empty,
and prints what was measured in it, a JSON object a line. The same rows come every time.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, Any, Final

from bench.platform.seed import FIRST_DAY, PASSWORD

if TYPE_CHECKING:
    from lotrinh.organisations.models import Unit

ROOT: Final = Path(__file__).resolve().parents[2]
PLACES: Final = ROOT / "src/lotrinh/organisations/reference/data/places-2025.csv"
NAMES: Final = 10_000
DUTIES: Final = 10_000
COMMUNES: Final = 3_321
#: Paths of the tree: today, and on the last day of the districts.
TREES: Final = (("tree of today", "/co-quan/so-do/"), ("tree of 30/06/2025", "/co-quan/so-do/?ngay=30/06/2025"))
USER: Final = "xem.so.do"
MERGER: Final = dt.date(2025, 3, 1)
SECOND: Final = dt.date(2025, 7, 1)
_DAY: Final = dt.timedelta(days=1)
_SERIES: Final = 3
_FIELDS: Final = (
    "Khoa học và Công nghệ", "Tài chính", "Nội vụ", "Tư pháp", "Công Thương", "Xây dựng", "Nông nghiệp và Môi trường",
    "Giáo dục và Đào tạo", "Y tế", "Văn hóa, Thể thao và Du lịch", "Ngoại vụ", "Dân tộc và Tôn giáo",
)  # fmt: skip
#: Departments that ended, and to which of today each field went; one name alone: everything.
_ENDED: Final = {
    "Thông tin và Truyền thông": {"viễn thông": 0, "báo chí, xuất bản": 9},
    "Kế hoạch và Đầu tư": {"": 1},
    "Giao thông vận tải": {"": 5},
    "Nông nghiệp và Phát triển nông thôn": {"": 6},
    "Tài nguyên và Môi trường": {"": 6},
    "Lao động - Thương binh và Xã hội": {"việc làm": 2, "giáo dục nghề nghiệp": 7, "trẻ em": 8, "": 2},
}
_SHORT: Final = {
    "Khoa học và Công nghệ": "KH&CN",
    "Giáo dục và Đào tạo": "GD&ĐT",
    "Văn hóa, Thể thao và Du lịch": "VHTTDL",
}
_SYLLABLES: Final = ("tân", "phú", "hòa", "minh", "quang", "trung", "lạc", "thượng", "khê", "giáp", "đồng", "vĩnh")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What was measured, in milliseconds; `bar` 0 is none."""

    what: str
    milliseconds: float
    bar: float = 0.0
    note: str = ""


class Country:
    """34 provinces with their departments, 3,321 communes, and the bodies that ended in 2025."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self.provinces: list[Unit] = []
        self.departments: list[list[Unit]] = []
        self.communes: list[Unit] = []
        self.ended: list[Unit] = []

    def write(self) -> None:
        """Write units and acts; about 4,000 units."""
        from lotrinh.organisations.models import Unit
        from lotrinh.organisations.provinces import PROVINCES
        from lotrinh.organisations.vocab import UnitKind

        with PLACES.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        by_code = {}
        for known in PROVINCES:
            unit = Unit.objects.create(name=known.committee, kind=UnitKind.PROVINCE, province=known.name)
            by_code[known.code] = unit
            self.provinces.append(unit)
        self.communes = self._below(
            (by_code[row["parent"]], f"Ủy ban nhân dân {row['kind']} {row['name']}", UnitKind.COMMUNE) for row in rows
        )
        for province in self.provinces:
            kind = UnitKind.DEPARTMENT
            self.departments.append(self._below((province, f"Sở {name}", kind) for name in _FIELDS))
        self._write_history()

    def _below(self, wanted: Iterable[tuple[Unit, str, str]], *, ends_on: dt.date | None = None) -> list[Unit]:
        from lotrinh.organisations.models import Unit

        units, above = [], []
        for parent, name, kind in wanted:
            unit = Unit(parent=parent, name=name, kind=kind, ends_on=ends_on)
            unit.set_keys()
            units.append(unit)
            above.append(parent.path)
        Unit.objects.bulk_create(units, batch_size=500)
        for unit, path in zip(units, above, strict=True):
            unit.path, unit.agency_id = f"{path}{unit.pk}/", unit.pk
        Unit.objects.bulk_update(units, ("path", "agency_id"), batch_size=200)
        return units

    def _write_history(self) -> None:
        """Departments that were divided or merged on 1 March 2025, a district of each province on 1 July."""
        from lotrinh.organisations.models import Reorganisation, Succession
        from lotrinh.organisations.services.reorganising import settle_heirs
        from lotrinh.organisations.vocab import ReorganisationKind, UnitKind

        first = Reorganisation.objects.create(kind=ReorganisationKind.SPLIT, effective_on=MERGER, number="45/2025")
        second = Reorganisation.objects.create(kind=ReorganisationKind.SPLIT, effective_on=SECOND, number="203/2025")
        lines = []
        for province, standing in zip(self.provinces, self.departments, strict=True):
            kind = UnitKind.DEPARTMENT
            olds = self._below(((province, f"Sở {name}", kind) for name in _ENDED), ends_on=MERGER - _DAY)
            for old, takers in zip(olds, _ENDED.values(), strict=True):
                lines += [
                    Succession(reorganisation=first, predecessor=old, successor=standing[number], subject=subject)
                    for subject, number in takers.items()
                ]
            self.ended += olds
        for province in self.provinces[:33]:
            name = f"Ủy ban nhân dân huyện {self._invented()}"
            (old,) = self._below(((province, name, UnitKind.DISTRICT),), ends_on=SECOND - _DAY)
            below = [unit for unit in self.communes if unit.parent_id == province.pk]
            lines += [
                Succession(reorganisation=second, predecessor=old, successor=unit)
                for unit in self._dice.sample(below, min(14, len(below)))
            ]
            self.ended.append(old)
        Succession.objects.bulk_create(lines)
        settle_heirs({line.predecessor_id for line in lines})

    def names(self) -> list[str]:
        """What documents might print: 60 % as it is, 20 % said another way, 20 % misspelt or nobody's."""
        standing = [unit for units in self.departments for unit in units]
        exact = [self._dice.choice((*self.communes, *standing)).name for _ in range(NAMES * 6 // 10)]
        varied = [self._varied(self._dice.choice((*self.communes, *standing))) for _ in range(NAMES * 2 // 10)]
        wrong = [self._wrong(self._dice.choice(self.communes)) for _ in range(NAMES * 2 // 10)]
        names = [*exact, *varied, *wrong]
        self._dice.shuffle(names)
        return names

    def _varied(self, unit: Unit) -> str:
        name = unit.name.replace("Ủy ban nhân dân", "UBND")
        for long, short in _SHORT.items():
            name = name.replace(f"Sở {long}", f"Sở {short}")
        ways: Sequence[Callable[[str], str]] = (
            str,
            str.upper,
            lambda text: text.removeprefix("UBND "),
            lambda text: text.replace(" và ", ", "),
            lambda text: f"- {text}.",
            lambda text: f"{text} {self._province_of(unit)}",
            lambda text: text.replace("ò", "o").replace("ắ", "ă"),
        )
        return self._dice.choice(ways)(name)

    def _province_of(self, unit: Unit) -> str:
        return f"tỉnh {unit.parent.province}" if unit.parent else ""

    def _wrong(self, unit: Unit) -> str:
        if self._dice.random() < 0.5:
            letters = list(unit.name)
            at = self._dice.randrange(len(letters) - 4, len(letters) - 1)
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
            return "".join(letters)
        return f"Trung tâm {self._invented()} {self._invented()}"

    def _invented(self) -> str:
        return " ".join(word.capitalize() for word in self._dice.sample(_SYLLABLES, 2))


def figures(country: Country) -> Iterator[Figure]:
    """Everything that is measured inside one process."""
    from lotrinh.organisations import naming
    from lotrinh.organisations.models import Unit
    from lotrinh.organisations.selectors.history import history_from
    from lotrinh.organisations.vocab import GroupKind
    from lotrinh.plans.selectors.holding import Given, holders

    names = country.names()
    within = country.provinces[0]
    spent: list[float] = []
    found: dict[str, naming.Resolution] = {}
    for _ in range(_SERIES):
        forget()
        begun = time.perf_counter()
        found = naming.resolve_all(names, SECOND, within=within)
        spent.append((time.perf_counter() - begun) * 1000)
    known = sum(item.unit is not None or bool(item.candidates) for item in found.values())
    note = f"{len(found):,} different, {known:,} found or likely, {Unit.objects.count():,} units"
    yield Figure(what=f"{NAMES:,} names resolved, nothing kept before", milliseconds=min(spent), bar=2000, note=note)

    def expand() -> int:
        return len(naming.members(GroupKind.COMMUNES).values_list("pk", "name", "parent_id"))

    yield Figure(what=f"a group of {expand():,} communes, as a page needs it", milliseconds=p95(expand), bar=50)

    def expand_rows() -> int:
        return len(list(naming.members(GroupKind.COMMUNES)))

    yield Figure(what="the same as whole rows", milliseconds=p95(expand_rows))

    subjects = ("", "viễn thông", "báo chí, xuất bản", "việc làm", "trẻ em", "thể thao")
    every = [unit.pk for unit in country.ended]
    dice = random.Random(7)  # noqa: S311 - rows, not secrets
    duties = [(dice.choice(every), dice.choice(subjects)) for _ in range(DUTIES)]
    history = history_from(every)

    def walk() -> int:
        return sum(
            len(history.holding(unit, SECOND, since=FIRST_DAY, subject=subject).units) for unit, subject in duties
        )

    yield Figure(what=f"the owners of {DUTIES:,} duties by the rules", milliseconds=p95(walk, times=8), bar=500)
    days = [FIRST_DAY + dt.timedelta(days=number % 1500) for number in range(DUTIES)]
    given = [
        Given(unit_id=unit, subject=subject, since=day if subject else None)
        for (unit, subject), day in zip(duties, days, strict=True)
    ]

    def ask() -> int:
        return len(holders(given, SECOND))

    yield Figure(
        what=f"the owners of {DUTIES:,} parties, {ask():,} different", milliseconds=p95(ask, times=8), bar=1000
    )


def loading(country: Country) -> Iterator[Figure]:
    """A table of all communes, looked through and read in; what it wrote is taken back."""
    from django.db import transaction

    from lotrinh.core.actor import system
    from lotrinh.core.vocab import Via
    from lotrinh.organisations.services import importing

    actor = system("bench", Via.COMMAND)
    rows = [
        importing.UnitRow(
            number=number, name=f"Ủy ban nhân dân xã Số {number}", kind="Ủy ban nhân dân cấp xã",
            parent=country.provinces[0].name, code=f"H99.{number:05}", names=f"UBND xã {number}; xã Số {number}",
            starts_on="01/07/2025",
        )
        for number in range(COMMUNES)
    ]  # fmt: skip
    with transaction.atomic():
        begun = time.perf_counter()
        report = importing.check_units(actor, rows=rows)
        looked = time.perf_counter()
        importing.load_units(actor, rows=rows, mark=report.mark)
        loaded = time.perf_counter()
        transaction.set_rollback(True)
    yield Figure(what=f"a table of {COMMUNES:,} units looked through", milliseconds=(looked - begun) * 1000, bar=5000)
    yield Figure(what="the same table read in", milliseconds=(loaded - looked) * 1000, bar=20_000)


def forget() -> None:
    """Empty what the modules of naming keep between calls, so that each series begins like the first."""
    from lotrinh.organisations import printed
    from lotrinh.organisations.naming import alike, directory

    for module in (printed, alike, directory):
        for thing in vars(module).values():
            if hasattr(thing, "cache_clear"):
                thing.cache_clear()


def p95(work: Callable[[], Any], *, times: int = 20) -> float:
    """p95 of so many runs in milliseconds, after one that does not count; the best of several series."""
    work()
    found = []
    for _ in range(_SERIES):
        spent = []
        for _ in range(times):
            begun = time.perf_counter()
            work()
            spent.append((time.perf_counter() - begun) * 1000)
        found.append(quantiles(spent, n=20)[-1])
    return min(found)


def main() -> None:
    """Fill the database that the settings name and measure in it."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lotrinh.settings")
    django.setup()
    from django.db import connection, transaction

    from lotrinh.accounts.models import User
    from lotrinh.accounts.vocab import Role
    from lotrinh.organisations.models import Post

    country = Country(random.Random(34))  # noqa: S311 - rows, not secrets
    with transaction.atomic():
        country.write()
        person = User.objects.create_user(USER, PASSWORD, full_name="Nguyễn Văn An")
        Post.objects.create(user=person, unit=country.provinces[0], role=Role.COORDINATOR, starts_on=FIRST_DAY)
    if connection.vendor == "postgresql":
        # What it does by itself within minutes of a large load.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")
    for figure in chain(figures(country), loading(country)):
        print(json.dumps({name: getattr(figure, name) for name in Figure.__slots__}, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
