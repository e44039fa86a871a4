"""How well a record agrees with what a careful officer wrote down from the same document.

The officer's answers ("gold") are JSON objects in the form of the record, with lists `optional_*` of items that may be
there or not. Each part is compared item by item: an item of the record and one of the gold are paired when they say
the same thing (see `_ALIKE`), each at most once. Texts and names are compared without diacritics, case and punctuation,
so that a repaired text still equals its damaged source.
"""

from __future__ import annotations

import itertools
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeAlias

import msgspec
from rapidfuzz import fuzz

from vanban.language.patterns import alternatives
from vanban.record import PlanRecord

#: One item of a part, or a whole gold record, as JSON reads it.
Item: TypeAlias = Mapping[str, Any]
#: How well two items agree: 0 is not at all, the largest wins.
Likeness: TypeAlias = Callable[[Item, Item], float]

#: Abbreviations of bodies that stand for the same name, both written without diacritics.
_SHORT_NAMES: Final[Mapping[str, str]] = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "mttq": "mat tran to quoc",
    "kh&cn": "khoa hoc va cong nghe",
    "khcn": "khoa hoc va cong nghe",
    "tt&tt": "thong tin va truyen thong",
    "kh&dt": "ke hoach va dau tu",
    "nn&ptnt": "nong nghiep va phat trien nong thon",
    "btv": "ban thuong vu",
}
_SHORT_NAME: Final = re.compile(rf"(?<![a-z])(?:{alternatives(_SHORT_NAMES)})(?![a-z])")
_WORD: Final = re.compile(r"[a-z0-9]+")
_WORD_OR_PERCENT: Final = re.compile(r"[a-z0-9%]+")
_HEADING_LABEL: Final = re.compile(r"^(?:(?:phan|muc|chuong|dieu) )?[a-z0-9]{1,5} ")

#: `=` and `range` stand alone; `>` and `>=` point the same way.
_DIRECTIONS: Final[Mapping[str, str]] = {">": "up", ">=": "up", "<": "down", "<=": "down", "=": "at", "range": "range"}

#: A title longer than this has swallowed part of the body.
_LONGEST_TITLE: Final = 700
_SAME_TEXT: Final = 80
_SAME_DUTY: Final = 70
_SAME_HEADING: Final = 85
_SAME_PERSON: Final = 90
_SAME_NAMES: Final = 0.6


class Count(msgspec.Struct, frozen=True):
    """How many answers were right (`hits`), given (`answered`) and asked for (`wanted`)."""

    hits: int
    answered: int
    wanted: int

    @property
    def precision(self) -> float:
        """Share of the answers that are right."""
        return self.hits / self.answered if self.answered else 0.0

    @property
    def recall(self) -> float:
        """Share of what was asked for that was found."""
        return self.hits / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.hits else 0.0

    def __add__(self, other: Count) -> Count:
        return Count(self.hits + other.hits, self.answered + other.answered, self.wanted + other.wanted)


class MissKind(StrEnum):
    """In which way an answer differs from the gold."""

    WRONG = "wrong"
    MISSED = "missed"
    SURPLUS = "surplus"


class Miss(msgspec.Struct, frozen=True):
    """One difference: its part, its kind and the item in short."""

    part: str
    kind: MissKind
    item: str


class Score(msgspec.Struct, frozen=True):
    """Counts for each part, in the order of the record, and every difference."""

    parts: dict[str, Count]
    misses: tuple[Miss, ...] = ()

    @property
    def counted(self) -> dict[str, Count]:
        """The parts in which something was asked for or answered."""
        return {part: count for part, count in self.parts.items() if count.answered or count.wanted}

    @property
    def mean(self) -> float:
        """Mean F1 of the counted parts; 0 where nothing counts."""
        values = [count.f1 for count in self.counted.values()]
        return sum(values) / len(values) if values else 0.0

    @property
    def lowest(self) -> float:
        """F1 of the weakest counted part; 0 where nothing counts."""
        return min((count.f1 for count in self.counted.values()), default=0.0)


class Evaluation(msgspec.Struct, frozen=True):
    """Scores of several documents by name, and their counts added up (`pooled`)."""

    documents: dict[str, Score]
    pooled: Score


class Bin(msgspec.Struct, frozen=True):
    """Items whose confidence lies in [low, high), the last bin including 1, and how many of them are right."""

    low: float
    high: float
    items: int
    right: int

    @property
    def share(self) -> float | None:
        """Share of the items that are right; None for an empty bin."""
        return self.right / self.items if self.items else None


def evaluate(gold: Item, record: PlanRecord | Item) -> Score:
    """Scores one record against its gold, part by part.

    Beside the parts of the record there are `header` (kind, date, number, province, issuer, title, signer, position),
    `target details` (indicator and unit of the targets found), `task sections` and `spans` (items whose span holds
    their own text).
    """
    answers = record.to_dict() if isinstance(record, PlanRecord) else record
    parts: dict[str, Count] = {}
    misses: list[Miss] = []
    checks = _header(gold["document"], answers.get("document") or {})
    parts["header"] = Count(sum(checks.values()), len(checks), len(checks))
    misses += [Miss("header", MissKind.WRONG, name) for name, right in checks.items() if not right]
    for part in _ALIKE:
        pairs, missed, surplus = _paired(part, gold, answers)
        parts[part] = Count(len(pairs), len(pairs) + len(surplus), len(pairs) + len(missed))
        misses += [Miss(part, MissKind.MISSED, _short(item)) for item in missed]
        misses += [Miss(part, MissKind.SURPLUS, _short(item)) for item in surplus]
        if part == "targets" and pairs + missed:
            right = sum(_same_indicator(ours, theirs) + _same_unit(ours, theirs) for ours, theirs in pairs)
            asked = 2 * len(pairs + missed)
            parts["target details"] = Count(right, asked, asked)
        if part == "tasks":
            right = sum(str(ours.get("section")) == str(theirs.get("section")) for ours, theirs in pairs)
            parts["task sections"] = Count(right, len(pairs + missed), len(pairs + missed))
    count, differing = _findings(gold, answers)
    parts["findings"] = count
    parts["spans"] = _spans(answers)
    return Score(parts, (*misses, *differing))


def pool(scores: Iterable[Score]) -> Score:
    """The counts of several documents added up; the differences stay with their documents."""
    total: dict[str, Count] = {}
    for score in scores:
        for part, count in score.parts.items():
            total[part] = total.get(part, Count(0, 0, 0)) + count
    return Score(total)


def evaluate_folder(gold_folder: Path, records: Mapping[str, PlanRecord | Item]) -> Evaluation:
    """Scores records against `NAME.json` of a folder; a gold without a record counts as answered by nothing."""
    documents = {
        path.stem: evaluate(json.loads(path.read_text(encoding="utf-8")), records.get(path.stem, {}))
        for path in sorted(gold_folder.glob("*.json"))
    }
    return Evaluation(documents, pool(documents.values()))


def calibration(gold: Item, record: PlanRecord | Item, edges: Sequence[float] = (0, 0.5, 0.7, 0.9, 1)) -> list[Bin]:
    """How often items of each degree of confidence are right; an item that the gold calls optional counts as right."""
    answers = record.to_dict() if isinstance(record, PlanRecord) else record
    judged: list[tuple[float, bool]] = []
    for part in _ALIKE:
        items = [item for item in answers.get(part) or [] if item.get("confidence") is not None]
        _, _, surplus = _paired(part, gold, {part: items})
        wrong = {id(item) for item in surplus}
        judged += [(item["confidence"], id(item) not in wrong) for item in items]
    bins = []
    for low, high in itertools.pairwise(edges):
        inside = [right for value, right in judged if low <= value < high or value == high == edges[-1]]
        bins.append(Bin(low, high, len(inside), sum(inside)))
    return bins


def pool_bins(tables: Iterable[Sequence[Bin]]) -> list[Bin]:
    """Calibration tables of several documents, made with the same edges, added up."""
    return [
        Bin(column[0].low, column[0].high, sum(b.items for b in column), sum(b.right for b in column))
        for column in zip(*tables, strict=True)
    ]


# Every gold text meets every answer: each is folded once.
@lru_cache(maxsize=4096)
def _bare(text: str | None) -> str:
    decomposed = unicodedata.normalize("NFD", (text or "").lower().replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=4096)
def _folded(text: str | None) -> str:
    return " ".join(_WORD_OR_PERCENT.findall(_bare(text)))


def _name_words(text: str | None) -> set[str]:
    return set(_WORD.findall(_SHORT_NAME.sub(lambda found: _SHORT_NAMES[found[0]], _bare(text))))


def _same_name(gold: str | None, answer: str | None) -> bool:
    """Two words in common (one for a one-word name) and at least 60 % of all."""
    ours, theirs = _name_words(gold), _name_words(answer)
    common = len(ours & theirs)
    return bool(ours and theirs) and common >= min(2, len(ours)) and 2 * common >= 0.6 * (len(ours) + len(theirs))


def _names_f1(gold: Sequence[str], answers: Iterable[str | None] | None) -> float:
    given = [name for name in answers or () if name]
    if not gold or not given:
        return 0.0
    found = sum(any(_same_name(ours, theirs) for theirs in given) for ours in gold)
    right = sum(any(_same_name(ours, theirs) for ours in gold) for theirs in given)
    return 2 * found * right / (found * len(given) + right * len(gold)) if found else 0.0


def _compact(text: object) -> str:
    return "".join(str(text or "").split()).upper()


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _close(gold: object, answer: object, within: float) -> bool:
    ours, theirs = _number(gold), _number(answer)
    if ours is None or theirs is None:
        return ours is theirs
    return abs(ours - theirs) < within


def _same_text(gold: Item, answer: Item) -> float:
    alike = fuzz.ratio(_folded(gold.get("text")), _folded(answer.get("text")))
    return alike if alike >= _SAME_TEXT else 0


def _same_heading(gold: Item, answer: Item) -> float:
    if "".join(str(gold["path"]).split(" ")) != "".join(str(answer.get("path") or "").split(" ")):
        return 0
    printed, given = _folded(gold["heading"]), _folded(answer.get("heading"))
    alike = max(fuzz.ratio(printed, given), fuzz.ratio(_HEADING_LABEL.sub("", printed), given))
    return float(alike >= _SAME_HEADING)


def _same_citation(gold: Item, answer: Item) -> float:
    same = _compact(gold["number"]) == _compact(answer.get("number")) and gold.get("date") == answer.get("date")
    return float(same)


def _same_indicator(gold: Item, answer: Item) -> bool:
    return bool(gold.get("indicator") == answer.get("indicator"))


def _same_unit(gold: Item, answer: Item) -> bool:
    return _folded(gold.get("unit")) == _folded(answer.get("unit"))


def _same_target(gold: Item, answer: Item) -> float:
    """Same numbers, year (the gold may allow several) and direction; indicator and unit only break ties."""
    year = gold.get("year")
    same = (
        all(_close(gold.get(key), answer.get(key), 1e-9) for key in ("value", "value_high"))
        and answer.get("year") in (year if isinstance(year, list) else [year])
        and _DIRECTIONS.get(str(gold["comparator"])) == _DIRECTIONS.get(str(answer.get("comparator")))
    )
    return 1 + _same_indicator(gold, answer) + _same_unit(gold, answer) if same else 0


def _same_assignment(gold: Item, answer: Item) -> float:
    alike = fuzz.ratio(_folded(gold["text"]), _folded(answer.get("text")))
    leads = gold.get("lead") or []
    return alike if alike >= _SAME_DUTY and (not leads or _names_f1(leads, answer.get("lead")) >= _SAME_NAMES) else 0


def _same_reporting(gold: Item, answer: Item) -> float:
    def frequencies(item: Item) -> set[str]:
        return set(str(item.get("frequency") or "").split("+"))

    recipients = all(_same_name(gold[key], answer.get(key)) for key in ("to", "through") if gold.get(key))
    return float(frequencies(gold) == frequencies(answer) and recipients)


def _same_money(gold: Item, answer: Item) -> float:
    years = gold.get("years")
    same_amount = _number(answer.get("amount")) is not None and _close(gold["amount"], answer.get("amount"), 1)
    return float(same_amount and (not years or list(answer.get("years") or []) == years))


#: The lists of the record and when two of their items say the same.
_ALIKE: Final[Mapping[str, Likeness]] = {
    "outline": _same_heading,
    "citations": _same_citation,
    "targets": _same_target,
    "tasks": _same_text,
    "assignments": _same_assignment,
    "reporting": _same_reporting,
    "budget": _same_money,
}


def _paired(part: str, gold: Item, answers: Item) -> tuple[list[tuple[Item, Item]], list[Item], list[Item]]:
    """Pairs (gold, answer) in the order of the gold, each gold item taking the best answer left; missed; surplus."""
    alike = _ALIKE[part]
    left = [item for item in answers.get(part) or () if isinstance(item, Mapping)]
    if part == "citations":
        left = [item for item in left if item.get("number")]

    def take(item: Item) -> Item | None:
        degrees = [alike(item, answer) for answer in left]
        best = max(range(len(left)), key=degrees.__getitem__, default=None)
        return None if best is None or degrees[best] <= 0 else left.pop(best)

    pairs, missed = [], []
    for item in gold.get(part) or ():
        answer = take(item)
        if answer is None:
            missed.append(item)
        else:
            pairs.append((item, answer))
    for item in gold.get(f"optional_{part}") or ():
        take(item)
    return pairs, missed, left


def _header(gold: Item, answer: Item) -> dict[str, bool]:
    """Which fields of the header are right."""
    signer, given = gold.get("signer"), answer.get("signer") or {}
    title = _folded(answer.get("title"))
    checks = {key: (answer.get(key) or None) == (gold.get(key) or None) for key in ("kind", "date")}
    checks["number"] = _compact(answer.get("number")) == _compact(gold.get("number"))
    checks["province"] = _folded(answer.get("province")) == _folded(gold.get("province"))
    checks["issuer"] = _same_name(gold["issuer"], answer.get("issuer"))
    checks["title"] = _folded(gold["title"]) in title and len(title) < _LONGEST_TITLE
    if signer:
        checks["signer"] = fuzz.ratio(_folded(signer["name"]), _folded(given.get("name"))) >= _SAME_PERSON
        checks["position"] = _folded(signer["position"]) == _folded(given.get("position"))
    else:
        checks["signer"] = not given.get("name")
    return checks


def _findings(gold: Item, answers: Item) -> tuple[Count, list[Miss]]:
    """Codes are compared as a set: a document has a fault or has not."""
    wanted, optional = set(gold["findings"]), set(gold.get("optional_findings") or ())
    found = {item["code"] for item in answers.get("findings") or ()}
    misses = [Miss("findings", MissKind.MISSED, code) for code in sorted(wanted - found)]
    misses += [Miss("findings", MissKind.SURPLUS, code) for code in sorted(found - wanted - optional)]
    return Count(len(wanted & found), len(found - (optional - wanted)), len(wanted)), misses


def _spans(answers: Item) -> Count:
    """How many targets, tasks and assignments point at their own words."""
    content = (answers.get("text") or {}).get("content") or ""
    items = [item for part in ("targets", "tasks", "assignments") for item in answers.get(part) or ()]
    good = 0
    for item in items:
        start, end = item.get("span") or (0, 0)
        inside = 0 <= start < end <= len(content)
        good += inside and fuzz.ratio(_folded(content[start:end]), _folded(item.get("text"))) >= _SAME_TEXT
    return Count(good, len(items), max(len(items), 1))


def _short(item: Item, width: int = 260) -> str:
    return json.dumps(item, ensure_ascii=False)[:width]
