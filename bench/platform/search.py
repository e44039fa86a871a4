"""Finding words in many documents: what it costs, for one person and for twenty at once.

`python bench/platform/search.py --documents 160000` fills the database of the settings in force, which must be migrated
and empty, with invented documents of 2 kB median text, and prints what was measured in it, a JSON object a line. An
officer of one of forty agencies asks: rights are part of each question. The same rows come every time.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import TYPE_CHECKING, Final

from bench.platform.seed import FIRST_DAY, PASSWORD

if TYPE_CHECKING:
    from django.db.models import Model

    from lotrinh.core.actor import Actor
    from lotrinh.core.search.models import SearchEntry
    from lotrinh.documents.models import Document

USER: Final = "nguoi.tim"
AGENCIES: Final = 40
#: Middle of the lengths of texts, in characters.
MEDIAN: Final = 2000
FIRST: Final = dt.date(2010, 1, 1)
LAST: Final = dt.date(2026, 11, 1)
_SENTENCES: Final = 12_000
_BATCH: Final = 2000
_CHANCE: Final = 26
#: Seconds between an answer and the next question of the same person, and how often each asks.
PAUSE: Final = 1.0
_EACH: Final = 20
#: How many processes twenty people share: as many as serve pages.
_PROCESSES: Final = 2
_ONSETS: Final = (
    "b", "c", "ch", "d", "đ", "g", "gh", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "qu", "r", "s", "t", "th", "tr",
    "v", "x",
)  # fmt: skip
_RIMES: Final = (
    "a", "á", "à", "ả", "ã", "ạ", "an", "án", "ao", "ăn", "ất", "âm", "ân", "ậu", "e", "ê", "én", "iên", "iều", "o",
    "ò", "ô", "ông", "ơ", "ơn", "ôi", "u", "ủ", "ưng", "ược", "uyên", "uân", "ình", "ích", "oan", "oài",
)  # fmt: skip
_COMMON: Final = (
    "phát triển", "khoa học", "công nghệ", "đổi mới sáng tạo", "chuyển đổi số", "kế hoạch", "nhiệm vụ", "thực hiện",
    "trên địa bàn tỉnh", "doanh nghiệp", "cơ sở dữ liệu", "báo cáo", "cải cách hành chính", "nguồn nhân lực", "đầu tư",
    "quản lý nhà nước", "xây dựng", "nông nghiệp", "môi trường", "hạ tầng", "an toàn thông tin", "ngân sách",
    "hoà bình",
    "giáo dục và đào tạo", "đất đai", "đường bộ", "thủ tục", "người dân", "dịch vụ công", "hợp tác quốc tế",
)  # fmt: skip
_KINDS: Final = ("KH", "QĐ", "BC", "CTr", "NQ", "ĐA", "TB", "CT")
_TITLES: Final = ("Kế hoạch", "Quyết định", "Báo cáo", "Chương trình", "Nghị quyết", "Đề án", "Thông báo", "Chỉ thị")


@dataclass(frozen=True, slots=True)
class Paper:
    """A document with its entry in the index."""

    document: Document
    entry: SearchEntry
    recipients: tuple[int, ...]


class Papers:
    """Invented documents; sentences are made once, with their folded words, and put together."""

    def __init__(self, units: Sequence[int], writer: int) -> None:
        from lotrinh.core.search import tokens

        self.dice = random.Random(_CHANCE)  # noqa: S311 - rows, not secrets
        self._units = units
        self._writer = writer
        self.rare = sorted({a + b for a in _ONSETS for b in _RIMES})
        self.sentences = [self._sentence() for _ in range(_SENTENCES)]
        self._folded = [" ".join(tokens.tokens(sentence)) for sentence in self.sentences]

    def _sentence(self) -> str:
        said = self.dice.choices(_COMMON, weights=range(len(_COMMON), 0, -1), k=4)
        said.insert(2, " ".join(self.dice.choices(self.rare, k=2)))
        if self.dice.random() < 0.1:
            said.append(f"theo Kế hoạch số {self.dice.randrange(1, 4000)}/KH-UBND")
        return f"{' '.join(said).capitalize()}."

    def make(self, number: int) -> Iterator[Paper]:
        """So many documents, with the keys from 1 on."""
        from lotrinh.core import clock, words
        from lotrinh.core.search.registry import Entry
        from lotrinh.core.search.writing import entry_row, help_phrases
        from lotrinh.documents.models import Document
        from lotrinh.documents.vocab import Audience, Standing

        days = (LAST - FIRST).days
        audiences = (Audience.PUBLIC, Audience.INTERNAL, Audience.RECIPIENTS, Audience.DRAFTING)
        now = clock.now()
        for key in range(1, number + 1):
            kind = self.dice.randrange(len(_KINDS))
            day = FIRST + dt.timedelta(days=self.dice.randrange(days))
            owner = self.dice.choice(self._units)
            title = (
                f"{_TITLES[kind]} {' '.join(self.dice.sample(_COMMON, 3))} {self.dice.choice(self.rare)} năm {day.year}"
            )
            printed = f"{key % 4000 + 1}/{_KINDS[kind]}-UBND"
            audience = self.dice.choices(audiences, weights=(30, 40, 20, 10))[0]
            document = Document(
                pk=key, owner_id=owner, created_by_id=self._writer, created_at=now, kind=_KINDS[kind], number=printed,
                issued_on=day.isoformat(), issuer="Ủy ban nhân dân tỉnh Sông Trà", title=title,
                standing=Standing.IN_FORCE, audience=audience, search=words.fold(f"{printed} {title}"),
            )  # fmt: skip
            entry = entry_row(
                Entry(
                    kind="document",
                    ref=key,
                    title=title,
                    names=(printed,),
                    words=document.issuer,
                    document_id=key,
                    year=day.year,
                    doc_kind=_KINDS[kind],
                    dated=int(f"{day:%Y%m%d}"),
                    unit_ids=(owner,),
                )
            )
            some = self.dice.choices(range(_SENTENCES), k=self._length())
            entry.body = " ".join(self.sentences[index] for index in some)
            entry.folded = " ".join((entry.folded, *(self._folded[index] for index in some)))
            help_phrases(entry)
            known = audience == Audience.RECIPIENTS
            yield Paper(document, entry, tuple(self.dice.sample(self._units, 3)) if known else ())

    def _length(self) -> int:
        """How many sentences: half of the texts are shorter than MEDIAN, one in fifty is five times as long."""
        return max(1, round(MEDIAN / 85 * self.dice.lognormvariate(0, 0.8)))

    def questions(self) -> dict[str, list[str]]:
        """What people type, by what it is; as many of each."""
        from lotrinh.core import words

        def phrase() -> str:
            said = self.dice.choice(self.sentences).strip(".").split()
            return " ".join(said[2:6])

        return {
            "rare words": [" ".join(self.dice.sample(self.rare, 2)) for _ in range(40)],
            "common words": [" ".join(self.dice.sample(_COMMON, self.dice.randrange(1, 3))) for _ in range(40)],
            "numbers": [f"{self.dice.randrange(1, 4000)} {self.dice.choice(('kh', 'QĐ'))}-ubnd" for _ in range(40)],
            "phrases": [f'"{phrase()}"' for _ in range(40)],
            "without diacritics": [words.fold(phrase()) for _ in range(40)],
        }


def seed(number: int) -> Papers:
    """Fill the database; what was written."""
    from django.db import connection

    from lotrinh.accounts.models import User
    from lotrinh.accounts.vocab import Role
    from lotrinh.core.search.models import SearchEntry
    from lotrinh.documents.models import Document, Recipient
    from lotrinh.organisations.models import Post, Unit
    from lotrinh.organisations.vocab import UnitKind

    province = Unit.objects.create(name="Ủy ban nhân dân tỉnh Sông Trà", kind=UnitKind.PROVINCE)
    units = [
        Unit.objects.create(name=f"Sở số {index}", kind=UnitKind.DEPARTMENT, parent=province).pk
        for index in range(AGENCIES)
    ]
    person = User.objects.create_user(USER, PASSWORD, full_name="Nguyễn Thị Tìm")
    Post.objects.create(user=person, unit_id=units[5], role=Role.SPECIALIST, starts_on=FIRST_DAY)
    papers = Papers(units, person.pk)
    fast = connection.vendor == "postgresql"
    if fast:
        with connection.cursor() as cursor:
            # The index is made in one go, as `create index` does.
            cursor.execute("DROP INDEX search_entry_words")
    for some in _some(papers.make(number), _BATCH):
        _copy(Document, [paper.document for paper in some], fast=fast)
        _copy(SearchEntry, [paper.entry for paper in some], fast=fast)
        sent = [Recipient(document=paper.document, unit_id=unit) for paper in some for unit in paper.recipients]
        Recipient.objects.bulk_create(sent)
    with connection.cursor() as cursor:
        if fast:
            cursor.execute("CREATE INDEX search_entry_words ON core_searchentry USING gin (words)")
            cursor.execute("VACUUM (ANALYZE)")
        else:
            cursor.execute("ANALYZE")
    return papers


def _copy(model: type[Model], rows: Sequence[Model], *, fast: bool) -> None:
    """Insert the rows as they are."""
    from django.db import connection

    if not fast:
        model._default_manager.bulk_create(rows)  # noqa: SLF001 - Django's name for it
        return
    fields = [field for field in model._meta.concrete_fields if getattr(rows[0], field.attname) is not None]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor, cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as stream:
        for row in rows:
            stream.write_row([getattr(row, field.attname) for field in fields])


def _some(papers: Iterable[Paper], number: int) -> Iterator[list[Paper]]:
    batch: list[Paper] = []
    for paper in papers:
        batch.append(paper)
        if len(batch) == number:
            yield batch
            batch = []
    if batch:
        yield batch


def officer() -> Actor:
    """The officer who asks."""
    from lotrinh.accounts.models import User
    from lotrinh.organisations.selectors import actor_of

    return actor_of(User.objects.get(username=USER))


def asked(questions: Sequence[str], pause: float = 0) -> list[float]:
    """Milliseconds of each question."""
    from lotrinh.plans.selectors import finding

    who = officer()
    spent = []
    for question in questions:
        time.sleep(pause)
        begun = time.perf_counter()
        finding.search(who, finding.Query(text=question))
        spent.append((time.perf_counter() - begun) * 1000)
    return spent


def together(questions: Sequence[str], users: int) -> list[float]:
    """The same, asked by so many threads of this process at once: each person asks again PAUSE after the answer."""
    from django.db import connection

    spent: list[float] = []

    def person(number: int) -> None:
        dice = random.Random(number)  # noqa: S311 - an order
        try:
            asked(questions[:2])
            time.sleep(dice.random() * PAUSE)
            spent.extend(asked(dice.sample(questions, _EACH), PAUSE))
        finally:
            connection.close()

    threads = [threading.Thread(target=person, args=(number,)) for number in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return spent


def measure(questions: dict[str, list[str]], users: int, bar: int) -> None:
    """Print p95 of each kind for one person, of all for one and for many."""
    mixed = [question for row in zip(*questions.values(), strict=True) for question in row]
    asked(mixed)
    for kind, some in questions.items():
        tell(f"found by {kind}, 1 user", asked(some), 0)
    tell("found, 1 user", asked(mixed), bar)
    part = ["--ask", str(users // _PROCESSES), "--questions", json.dumps(mixed)]
    processes = [
        subprocess.Popen([sys.executable, __file__, *part], stdout=subprocess.PIPE, text=True)
        for _ in range(_PROCESSES)
    ]
    spent = [each for process in processes for each in json.loads(process.communicate()[0])]
    tell(f"found, {users} users, each asks {PAUSE:.0f} s after the answer", spent, bar)


def tell(what: str, spent: Sequence[float], bar: int) -> None:
    """Print p95 of these."""
    cut = quantiles(spent, n=100)
    note = f"middle {cut[49]:.1f} ms, longest {max(spent):.0f} ms"
    print(json.dumps({"what": what, "milliseconds": cut[94], "bar": bar, "note": note}), flush=True)


def timed(what: str, action: Callable[[], Papers]) -> Papers:
    """Do it and print how long it took."""
    begun = time.perf_counter()
    made = action()
    spent = (time.perf_counter() - begun) * 1000
    print(json.dumps({"what": what, "milliseconds": spent, "bar": 0, "note": ""}), flush=True)
    return made


def main() -> None:
    """Fill the database that the settings name and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--bar", type=int, default=0, help="milliseconds that p95 has to stay under")
    parser.add_argument("--ask", type=int, help="only ask --questions, by so many threads")
    parser.add_argument("--questions", default="[]")
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lotrinh.settings")
    import django

    django.setup()
    if given.ask:
        print(json.dumps(together(json.loads(given.questions), given.ask)))
        return
    papers = timed(f"{given.documents:,} documents written and indexed", lambda: seed(given.documents))
    measure(papers.questions(), given.users, given.bar)


if __name__ == "__main__":
    main()
