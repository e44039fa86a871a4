"""What the selectors of the chain give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lotrinh.documents.models import Document
from lotrinh.documents.selectors.standing import StandingNow
from lotrinh.documents.vocab import ChainLayer, CitedAs, LinkAction, LinkReason, LinkState, Relation, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document as the chain names it. document_id: None for one that is not kept here, or not for this reader.

    opening: the folded first words of one that has neither number nor title.
    """

    document_id: int | None = None
    kind: str = ""
    number: str = ""
    issued_on: str = ""
    issuer: str = ""
    title: str = ""
    opening: str = ""

    @property
    def absent(self) -> bool:
        """Whether it is known by citations only."""
        return self.document_id is None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainNode:
    """A document in the picture. `now`: how it stands, None for an absent one; `here`: the page is about it."""

    key: str
    paper: Paper
    layer: ChainLayer
    now: StandingNow | None
    here: bool

    @property
    def ended(self) -> bool:
        """Whether it binds no longer."""
        return self.now is not None and self.now.standing == Standing.EXPIRED


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainEdge:
    """`lower` cites or acts on `upper`. role: a `CitedAs` or, where `recorded`, a `Relation`."""

    lower: str
    upper: str
    role: str
    recorded: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainRow:
    """A citation, for the list. paper: what is cited, or what cites. printed: the words of the citing document.

    known_id: the named document, one for all citations of the same. words: the clause around the first mention. state:
    `OPEN` where nothing is there for this reader. acts: what this reader may say about it; seen: what such a decision
    carries.
    """

    link_id: int
    role: CitedAs
    state: LinkState
    paper: Paper
    printed: str
    words: str
    known_id: int | None = None
    reasons: tuple[LinkReason, ...] = ()
    acts: tuple[LinkAction, ...] = ()
    seen: str = ""
    decided_by: str = ""
    decided_at: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRow:
    """A recorded relation: `paper` corrects, amends, replaces… this document, or (`outward`) this one does so."""

    relation: Relation
    outward: bool
    paper: Paper
    effective_on: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainPage:
    """What the page of a chain shows.

    left_out: documents of the chain that found no room in the picture. below: documents that answer to this one,
    directly or through others. ended_above: what it answers to and that binds no longer.
    """

    document: Document
    now: StandingNow
    nodes: tuple[ChainNode, ...]
    edges: tuple[ChainEdge, ...]
    left_out: int
    cites: tuple[ChainRow, ...]
    cited_by: tuple[ChainRow, ...]
    cited_by_more: int
    acts: tuple[ActRow, ...]
    below: tuple[int, ...]
    ended_above: tuple[ChainNode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingPaper:
    """A document that is cited and not there for this reader: by how many documents, some of them by name."""

    paper: Paper
    count: int
    cited_by: tuple[Document, ...]
