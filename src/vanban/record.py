"""The plan record, `lotrinh.plan/1`: what reading a document yields, as frozen types.

Spans are half-open ranges of code points of `text.content`. Dates are ISO 8601, as precise as the source
(`2024-06-05`, `2024-06`, `2024`; a quarter is `2026-Q3`). Money is an integer number of đồng. What the source
does not say is None.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final, Literal, TypeAlias

import msgspec

SCHEMA: Final = "lotrinh.plan/1"

Span: TypeAlias = tuple[int, int]
Box: TypeAlias = tuple[float, float, float, float]
#: Start and end of a stretch of `text.content`, then x0, top, x1, bottom of its place on the page, in points.
Place: TypeAlias = tuple[int, int, float, float, float, float]


class Severity(StrEnum):
    """How much a finding matters to whoever signs the document."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class SectionRole(StrEnum):
    """What a part of a plan is for."""

    PURPOSE = "purpose"
    VIEWPOINT = "viewpoint"
    OBJECTIVES = "objectives"
    TASKS = "tasks"
    FUNDING = "funding"
    ORGANISATION = "organisation"
    APPENDIX = "appendix"
    OTHER = "other"


class Comparator(StrEnum):
    """How a target compares with its value."""

    EQUAL = "="
    ABOVE = ">"
    AT_LEAST = ">="
    BELOW = "<"
    AT_MOST = "<="
    RANGE = "range"


class Recurrence(StrEnum):
    """How often a task comes back."""

    CONTINUOUS = "continuous"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    SEMIANNUAL = "semiannual"
    NINE_MONTHS = "nine_months"
    ANNUAL = "annual"


class CitationRole(StrEnum):
    """What a cited document is to the plan."""

    BASIS = "basis"
    IMPLEMENTS = "implements"
    AMENDS = "amends"
    REPLACES = "replaces"
    REPEALS = "repeals"
    MENTIONS = "mentions"


class BudgetKind(StrEnum):
    """What a sum of money stands for."""

    TOTAL = "total"
    PART = "part"
    AVERAGE = "average"


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all record types: immutable, compared by value."""


class Source(Record, frozen=True, kw_only=True):
    """The file that was read."""

    filename: str | None
    media_type: str
    sha256: str
    pages: int | None


class TextBlock(Record, frozen=True, kw_only=True):
    """Where one line of `content` stood in the source.

    `cell` is [table, row, column], `box` is [x0, top, x1, bottom] in points.
    """

    span: Span
    page: int | None = None
    line: int | None = None
    cell: tuple[int, int, int | None] | None = None
    style: str | None = None
    box: Box | None = None


class RestoredWord(Record, frozen=True, kw_only=True):
    """A word of `content` that was restored: what the file had there, and how sure the repair is (0 to 1)."""

    span: Span
    read: str
    confidence: float


class TextPage(Record, frozen=True, kw_only=True):
    """A page as it is shown, its size in points, and what of `content` stands where on it.

    `places` are those of single words where the page was recognised from its picture (`recognised`), else those of
    printed lines and table rows; in the order of `content`. A row that goes on over a page break stands where it
    begins. `turn` is by how many right angles, counter-clockwise, a scan has to be turned to stand upright.
    """

    number: int
    width: float
    height: float
    recognised: bool = False
    turn: int = 0
    places: tuple[Place, ...] = ()


class Text(Record, frozen=True, kw_only=True):
    """The text after re-flow and repair, one paragraph, heading or table row a line.

    `changes` are the words that the repair of damaged letters replaced, in order. `pages` are those of a PDF or a
    picture file, in order; other formats have none.
    """

    content: str
    blocks: tuple[TextBlock, ...]
    quality: float
    restored: bool
    warnings: tuple[str, ...] = ()
    changes: tuple[RestoredWord, ...] = ()
    pages: tuple[TextPage, ...] = ()


class Signer(Record, frozen=True, kw_only=True):
    """Who signed.

    `position` is the line above the name, `capacity` the first line (`TM.`, `KT. CHỦ TỊCH`, `T/M BAN THƯỜNG VỤ`).
    """

    name: str | None
    position: str | None
    capacity: str | None


class Document(Record, frozen=True, kw_only=True):
    """The header and the end of the document: what identifies it."""

    kind: str | None = None
    promulgates: str | None = None
    number: str | None = None
    date: str | None = None
    place: str | None = None
    province: str | None = None
    issuer: str | None = None
    title: str | None = None
    signer: Signer | None = None
    recipients: tuple[str, ...] = ()
    secrecy: Literal["mật", "tối mật", "tuyệt mật", "lưu hành nội bộ"] | None = None
    urgency: Literal["khẩn", "thượng khẩn", "hỏa tốc"] | None = None
    draft: bool = False


class Section(Record, frozen=True, kw_only=True):
    """One heading of the outline."""

    id: str
    path: str
    label: str
    heading: str
    role: SectionRole
    instrument: int
    parent: str | None
    span: Span


class Citation(Record, frozen=True, kw_only=True):
    """One cited document with all its mentions."""

    kind: str | None
    number: str | None
    printed: str
    date: str | None
    issuer: str | None
    subject: str | None
    role: CitationRole
    spans: tuple[Span, ...]


class Target(Record, frozen=True, kw_only=True):
    """A result to reach, with its number where the text gives one."""

    name: str
    indicator: str | None
    comparator: Comparator | None
    value: float | None
    value_high: float | None
    unit: str | None
    year: int | None
    year_from: int | None
    every: Recurrence | None
    lead: tuple[str, ...]
    section: str | None
    text: str
    span: Span
    confidence: float


class Specificity(Record, frozen=True, kw_only=True):
    """Which of the clear fields a task really has."""

    owner: bool
    deadline: bool
    deliverable: bool
    measure: bool


class Task(Record, frozen=True, kw_only=True):
    """Something that somebody commits to do."""

    section: str | None
    section_id: str | None
    text: str
    lead: tuple[str, ...]
    partners: tuple[str, ...]
    start: str | None
    deadline: str | None
    deadline_text: str | None
    every: Recurrence | None
    deliverable: str | None
    budget: int | None
    specificity: Specificity
    span: Span
    confidence: float


class Assignment(Record, frozen=True, kw_only=True):
    """A duty that the organisation part gives to agencies."""

    lead: tuple[str, ...]
    partners: tuple[str, ...]
    text: str
    section: str | None
    span: Span
    confidence: float


class Reporting(Record, frozen=True, kw_only=True):
    """A duty to report: `frequency` joins codes of Recurrence, `periodic` and `ad_hoc` by `+`."""

    frequency: str | None
    by: tuple[str, ...]
    to: str | None
    through: str | None
    due: str | None
    span: Span
    confidence: float


class BudgetLine(Record, frozen=True, kw_only=True):
    """A sum that the plan itself gives; `parent` is an index in the list of lines."""

    label: str
    amount: int
    kind: BudgetKind
    years: tuple[int, int] | None
    source: str | None
    parent: int | None
    span: Span
    confidence: float


class Finding(Record, frozen=True, kw_only=True):
    """One thing that the checker saw; `span` is None where it speaks of the whole document."""

    code: str
    severity: Severity
    message: str
    span: Span | None


class PlanRecord(Record, frozen=True, kw_only=True):
    """Everything that was read from one file."""

    schema: str
    source: Source
    text: Text
    document: Document
    outline: tuple[Section, ...] = ()
    citations: tuple[Citation, ...] = ()
    targets: tuple[Target, ...] = ()
    tasks: tuple[Task, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    reporting: tuple[Reporting, ...] = ()
    budget: tuple[BudgetLine, ...] = ()
    findings: tuple[Finding, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The record as plain dictionaries and lists, in the form of the contract."""
        builtins: dict[str, Any] = msgspec.json.decode(self.to_json())
        return builtins

    def to_json(self, *, indent: int | None = None) -> str:
        """The record as JSON text."""
        data = msgspec.json.encode(self)
        return (msgspec.json.format(data, indent=indent) if indent is not None else data).decode()

    @classmethod
    def from_json(cls, data: str | bytes) -> PlanRecord:
        """The record that `to_json` printed; raises msgspec.ValidationError for anything else."""
        return msgspec.json.decode(data, type=cls)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the record."""
    schema = msgspec.json.schema(PlanRecord)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://lotrinh.example/schema/plan-1.json",
        "title": SCHEMA,
        **schema,
    }
