"""Walking the chains, to see whether every row is there, in its place, as it was written.

What the database alone cannot tell: whether somebody who may write to it made the whole chain anew. Therefore the ends
of the chains are given out, to be noted elsewhere, and compared the next time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lotrinh.core.audit.models import AuditEntry, AuditHead
from lotrinh.core.audit.services import digest, searched
from lotrinh.core.audit.vocab import Damage

#: Rows in memory at a time.
_CHUNK: Final = 500
#: How far from where it stands a moved row is looked for.
_FAR: Final = 2000
#: Damage beyond this is counted, not listed.
_MOST_LISTED: Final = 1000


@dataclass(frozen=True, slots=True)
class End:
    """The end of a chain: number and hash of its last row."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A damage: in which chain, at which rows (`first` to `last`), and for a moved row where it stood before."""

    chain: int
    damage: Damage
    first: int
    last: int
    was: int | None = None


@dataclass(slots=True)
class Verification:
    """What the walk found. `found` counts all damage; `findings` lists the first thousand."""

    rows: int = 0
    found: int = 0
    findings: list[Finding] = field(default_factory=list)
    ends: dict[int, End] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether nothing was changed."""
        return not self.found

    def add(self, chain: int, damage: Damage, first: int, last: int | None = None, was: int | None = None) -> None:
        """Take down a damage."""
        self.found += 1
        if len(self.findings) < _MOST_LISTED:
            self.findings.append(Finding(chain, damage, first, first if last is None else last, was))


def verify(noted: Mapping[int, End] | None = None) -> Verification:
    """Walk every chain; `noted`: ends that were written down elsewhere earlier, by chain.

    Reads each row once in the order of the chains, a few hundred at a time, whatever their number.
    """
    result = Verification()
    heads = {head.chain: End(head.seq, head.hash) for head in AuditHead.objects.all()}
    noted = noted or {}
    walk = _Walk(result, heads, noted)
    for entry in _rows():
        result.rows += 1
        walk.step(entry)
    walk.finish()
    return result


class _Walk:
    """The state of the walk: which chain, the row before, its hash."""

    def __init__(self, result: Verification, heads: Mapping[int, End], noted: Mapping[int, End]) -> None:
        self._result = result
        self._heads = heads
        self._noted = noted
        self._chain: int | None = None
        self._seq = 0
        self._hash = ""

    def step(self, entry: AuditEntry) -> None:
        """Look at the next row."""
        if entry.chain != self._chain:
            self._close()
            self._chain, self._seq, self._hash = entry.chain, 0, ""
        whole = digest(entry) == entry.hash and entry.search == searched(entry)
        follows = entry.previous == self._hash
        gap = entry.seq != self._seq + 1
        if gap:
            self._gap(entry)
        if not whole:
            was = _stood_at(entry)
            self._result.add(entry.chain, Damage.CHANGED if was is None else Damage.MOVED, entry.seq, was=was)
        elif not follows and not gap:
            self._result.add(entry.chain, Damage.BROKEN, entry.seq)
        end = self._noted.get(entry.chain)
        if end is not None and end.seq == entry.seq and end.hash != entry.hash:
            self._result.add(entry.chain, Damage.NOTED, entry.seq)
        self._seq, self._hash = entry.seq, entry.hash

    def finish(self) -> None:
        """Look at the ends, and at chains of which nothing is left."""
        self._close()
        for chain, head in self._heads.items():
            if chain not in self._result.ends:
                self._result.ends[chain] = End(0, "")
                if head.seq or head.hash:
                    self._result.add(chain, Damage.CUT, 1, max(head.seq, 1))
        for chain, end in self._noted.items():
            if end.seq > self._result.ends.get(chain, End(0, "")).seq:
                self._result.add(chain, Damage.NOTED, end.seq)

    def _gap(self, entry: AuditEntry) -> None:
        if entry.seq > self._seq + 1:
            self._result.add(entry.chain, Damage.REMOVED, self._seq + 1, entry.seq - 1)
        else:
            self._result.add(entry.chain, Damage.INSERTED, entry.seq)

    def _close(self) -> None:
        """Compare the last row of the chain with the head."""
        if self._chain is None:
            return
        self._result.ends[self._chain] = End(self._seq, self._hash)
        head = self._heads.get(self._chain)
        if head is None:
            self._result.add(self._chain, Damage.HEAD, self._seq)
        elif head.seq > self._seq:
            self._result.add(self._chain, Damage.CUT, self._seq + 1, head.seq)
        elif head.seq < self._seq:
            self._result.add(self._chain, Damage.INSERTED, head.seq + 1, self._seq)
        elif head.hash != self._hash:
            self._result.add(self._chain, Damage.HEAD, self._seq)


def _rows() -> Iterator[AuditEntry]:
    return AuditEntry.objects.order_by("chain", "seq").iterator(chunk_size=_CHUNK)


def _stood_at(entry: AuditEntry) -> int | None:
    """The number under which the row is whole, if there is one near: then the row was only moved."""
    here = entry.seq
    try:
        for seq in range(max(1, here - _FAR), here + _FAR + 1):
            entry.seq = seq
            if seq != here and digest(entry) == entry.hash:
                return seq
    finally:
        entry.seq = here
    return None
