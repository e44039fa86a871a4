"""Tasks of other plans that are like a given one: the full-text index finds some, their words put them in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lotrinh.core.actor import Actor
from lotrinh.core.search import tokens
from lotrinh.core.search.matching import Every, Matches, Node, Some, Word, in_a_row
from lotrinh.core.search.models import SearchEntry
from lotrinh.core.vocab import EntryKind
from lotrinh.documents import policies as documents
from lotrinh.plans.coverage.duties import plain
from lotrinh.plans.models import IN_FORCE, Task
from vanban.comparing import Likeness, Rarity, Wording, explained, likeness, worded

#: Below this score two tasks are about the same field at most.
_LEAST: Final = 0.35
#: So many tasks are compared, the last that came in; so many runs of words are looked for, of a task that is a whole
#: page those at its start.
_MOST_COMPARED: Final = 200
_MOST_RUNS: Final = 40
_LONGEST: Final = 2000
#: A run of three syllables is a term (`kho dữ liệu`) or a turn of phrase; two are a word that many tasks have.
_RUNS: Final = (3, 2)
_ENOUGH: Final = 40
_COLUMNS: Final = (
    *("text", "lineage", "section", "lead_names", "proposed", "plan__title"),
    *(f"plan__document__{name}" for name in ("kind", "number", "issued_on", "issuer")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """A task of another plan (what names its document is fetched), its text as it was compared, and what both share."""

    task: Task
    text: str
    likeness: Likeness


def similar_tasks(actor: Actor, task: Task, most: int = 5) -> tuple[Alike, ...]:
    """The tasks in force of other plans that the actor may read which are most like this one; at most three queries.

    Longer runs of shared words are looked for first, shorter ones only where those find few.
    """
    text = plain(task.text)[:_LONGEST]
    asked = worded(text)
    readable = documents.visible(actor).order_by().values("pk")
    found: dict[int, None] = {}
    for length in _RUNS:
        runs = tuple(_runs(asked, length))
        if not runs:
            continue
        node = Every((Word(tokens.of_kind(EntryKind.TASK)), Some(runs)))
        entries = SearchEntry.objects.filter(Matches(node), document_id__in=readable).exclude(plan_id=task.plan_id)
        found |= dict.fromkeys(entries.order_by("-id").values_list("ref", flat=True)[: _MOST_COMPARED - len(found)])
        if len(found) >= _ENOUGH:
            break
    return _best(asked, list(found), most) if found else ()


def _runs(asked: Wording, length: int) -> Iterator[Node]:
    """The different runs of so many words that nothing parts, the rarest kind unknown: in the order of the text."""
    seen: set[tuple[str, ...]] = set()
    words = asked.words
    for start in range(len(words) - length + 1):
        if len(seen) >= _MOST_RUNS:
            return
        if not all(asked.pair(index) for index in range(start + 1, start + length)):
            continue
        run = tuple(tokens.tokens(asked.text[words[start].start : words[start + length - 1].end]))
        if run and run not in seen:
            seen.add(run)
            # Shorthand is one word in the index, several in the wording.
            yield in_a_row(run)


def _best(asked: Wording, keys: list[int], most: int) -> tuple[Alike, ...]:
    tasks = Task.objects.filter(IN_FORCE, pk__in=keys).select_related("plan__document").only(*_COLUMNS)
    rows = [(row, worded(plain(row.text)[:_LONGEST])) for row in tasks.order_by("pk")]
    rarity = Rarity((asked, *(wording for _row, wording in rows)))
    scored = sorted(
        ((likeness(asked, wording, rarity), row.pk, row, wording) for row, wording in rows),
        key=lambda item: (-item[0], item[1]),
    )
    chosen = [item for item in scored[:most] if item[0] >= _LEAST]
    return tuple(
        Alike(task=row, text=wording.text, likeness=explained(asked, wording, rarity))
        for _score, _key, row, wording in chosen
    )
