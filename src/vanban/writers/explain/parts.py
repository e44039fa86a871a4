"""The seven parts of a record as the page shows them: each with a colour, a word and a shape."""

from __future__ import annotations

from typing import Final

import msgspec

from vanban.record import PlanRecord, Span
from vanban.writers.labels import Words


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One part: `key` names its CSS class, `prefix` begins its anchors, `tag` is the short word in the margin."""

    key: str
    prefix: str
    shape: str
    name: Words
    tag: Words


class Item(msgspec.Struct, frozen=True):
    """One thing that was read: its anchor (`nv12`), its number in its part and where it stands in the text."""

    part: Part
    order: int
    spans: tuple[Span, ...]

    @property
    def anchor(self) -> str:
        """The anchor of its card; the anchor of its words in the source is `s-` and this."""
        return f"{self.part.prefix}{self.order}"


TARGET: Final = Part(key="target", prefix="ct", shape="◆", name=("Chỉ tiêu", "Targets"), tag=("CT", "TG"))
TASK: Final = Part(key="task", prefix="nv", shape="■", name=("Nhiệm vụ", "Tasks"), tag=("NV", "TK"))
ASSIGNMENT: Final = Part(key="assign", prefix="pc", shape="▲", name=("Phân công", "Assignments"), tag=("PC", "AS"))
REPORTING: Final = Part(key="report", prefix="bc", shape="●", name=("Báo cáo", "Reporting"), tag=("BC", "RP"))
BUDGET: Final = Part(key="budget", prefix="kp", shape="₫", name=("Kinh phí", "Budget"), tag=("KP", "BD"))
CITATION: Final = Part(key="cite", prefix="vd", shape="§", name=("Viện dẫn", "Citations"), tag=("VD", "CI"))
FINDING: Final = Part(key="find", prefix="ph", shape="!", name=("Phát hiện", "Findings"), tag=("PH", "FI"))

PARTS: Final = (TARGET, TASK, ASSIGNMENT, REPORTING, BUDGET, CITATION, FINDING)


def items(record: PlanRecord) -> dict[str, tuple[Item, ...]]:
    """Every item of the record by the key of its part, numbered from 1 in the order of the record."""

    def single(part: Part, spans: list[Span | None]) -> tuple[Item, ...]:
        return tuple(Item(part, order, (span,) if span else ()) for order, span in enumerate(spans, 1))

    return {
        TARGET.key: single(TARGET, [target.span for target in record.targets]),
        TASK.key: single(TASK, [task.span for task in record.tasks]),
        ASSIGNMENT.key: single(ASSIGNMENT, [assignment.span for assignment in record.assignments]),
        REPORTING.key: single(REPORTING, [duty.span for duty in record.reporting]),
        BUDGET.key: single(BUDGET, [line.span for line in record.budget]),
        CITATION.key: tuple(
            Item(CITATION, order, citation.spans) for order, citation in enumerate(record.citations, 1)
        ),
        FINDING.key: single(FINDING, [finding.span for finding in record.findings]),
    }
