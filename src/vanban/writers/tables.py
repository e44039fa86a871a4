"""The lists of a record as tables, the common source of the terminal, Markdown, CSV and Excel forms."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, TypeAlias

import msgspec

from vanban.language import wording
from vanban.language.wording import Lang
from vanban.record import PlanRecord, Section, SectionRole, Span
from vanban.writers import formats
from vanban.writers.labels import (
    BUDGET_KINDS,
    CITATION_ROLES,
    SEVERITIES,
    Words,
    frequency,
    instrument,
    pick,
)

Value: TypeAlias = str | int | float | None

_EXCERPT: Final = 160
_LONGEST_SECTION: Final = 60


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column: its heading, its width in characters on an A4 page across, and what it holds.

    figures: numbers and dates, set to the right. section: where the row stands in the document; rows that follow each
    other share it, so a form without space says it once above them.
    """

    heading: str
    width: int
    figures: bool = False
    section: bool = False


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A titled table; every row has one value for each column, texts are on one line and free of control characters.

    name: the short name (of a sheet, at most 31 characters). title: the line above the table.
    empty: the sentence that stands in place of the rows when there are none.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    empty: str


def line_starts(content: str) -> list[int]:
    """The offset at which each line of `content` begins; the first is 0."""
    starts = [0]
    position = content.find("\n")
    while position >= 0:
        starts.append(position + 1)
        position = content.find("\n", position + 1)
    return starts


class Places:
    """Where offsets of `content` stand: line of the re-flowed text, block of the source, path of the section."""

    def __init__(self, record: PlanRecord) -> None:
        self._record = record
        self._lines = line_starts(record.text.content)
        self._blocks = sorted(record.text.blocks, key=lambda block: block.span[0])
        self._block_starts = [block.span[0] for block in self._blocks]
        self._sections = {section.id: section for section in record.outline}
        self._by_path: dict[str, Section] = {}
        for section in record.outline:
            self._by_path.setdefault(section.path, section)

    def line(self, offset: int) -> int:
        """The 1-based line of `content` that holds `offset`."""
        return bisect_right(self._lines, offset)

    def where(self, span: Span | None, lang: Lang) -> str:
        """The place of a span in words; `cả văn bản` for None."""
        if span is None:
            return pick(("cả văn bản", "whole document"), lang)
        index = bisect_right(self._block_starts, span[0]) - 1
        block = self._blocks[index] if index >= 0 else None
        return formats.place(block, self.line(span[0]), lang)

    def source_line(self, span: Span | None) -> str:
        """The place as compilers print it: the line of the source file, `p3` for a page, else the line of `content`.

        A finding about the whole document stands at line 1 (or page 1).
        """
        index = bisect_right(self._block_starts, span[0]) - 1 if span is not None else 0
        block = self._blocks[index] if 0 <= index < len(self._blocks) else None
        if block is not None and block.line is not None:
            return str(block.line if span is not None else 1)
        if block is not None and block.page is not None:
            return f"p{block.page if span is not None else 1}"
        return str(self.line(span[0]) if span is not None else 1)

    def section(self, path: str | None, section_id: str | None = None) -> str:
        """The path of a section with its heading: `II.1 Đào tạo nhân lực`; empty for None.

        The heading of an appendix names it already (`Phụ lục II`), so its path is left out.
        """
        if path is None:
            return ""
        section = self._sections.get(section_id) if section_id is not None else None
        section = section or self._by_path.get(path)
        if section is None:
            return path
        heading = formats.plain(section.heading)
        if heading and section.path == section.label and section.role is SectionRole.APPENDIX:
            return wording.shorten(heading, _LONGEST_SECTION)
        return wording.shorten(f"{path} {heading}".strip(), _LONGEST_SECTION)


def _columns(lang: Lang, *columns: tuple[Words, int, bool]) -> tuple[Column, ...]:
    return tuple(
        Column(heading=pick(words, lang), width=width, figures=figures, section=words is _SECTION)
        for words, width, figures in columns
    )


_SECTION: Final[Words] = ("Mục", "Section")
_ORDER: Final[tuple[Words, int, bool]] = (("TT", "No."), 5, True)


def tasks(record: PlanRecord, lang: Lang = "vi") -> Table:
    """The tasks in the columns of the appendix that officials use."""
    places = Places(record)
    return Table(
        name=pick(("Nhiệm vụ", "Tasks"), lang),
        title=pick(("DANH MỤC NHIỆM VỤ", "LIST OF TASKS"), lang),
        columns=_columns(
            lang,
            _ORDER,
            (("Nhiệm vụ", "Task"), 50, False),
            (("Cơ quan chủ trì", "Lead agency"), 20, False),
            (("Cơ quan phối hợp", "Partners"), 20, False),
            (("Thời gian", "Time"), 13, False),
            (("Sản phẩm", "Product"), 17, False),
            (_SECTION, 18, False),
        ),
        rows=tuple(
            (
                order,
                formats.sentence(task.text),
                formats.agencies(task.lead),
                formats.agencies(task.partners),
                formats.task_when(task, lang),
                formats.plain(task.deliverable or ""),
                places.section(task.section, task.section_id),
            )
            for order, task in enumerate(record.tasks, 1)
        ),
        empty=pick(("Không thấy nhiệm vụ nào.", "No tasks were found."), lang),
    )


def targets(record: PlanRecord, lang: Lang = "vi") -> Table:
    """The targets with value, unit and year."""
    places = Places(record)
    return Table(
        name=pick(("Chỉ tiêu", "Targets"), lang),
        title=pick(("DANH MỤC CHỈ TIÊU", "LIST OF TARGETS"), lang),
        columns=_columns(
            lang,
            _ORDER,
            (("Chỉ tiêu", "Target"), 40, False),
            (("Giá trị", "Value"), 18, True),
            (("Năm", "Year"), 12, True),
            (("Cơ quan chủ trì", "Lead agency"), 20, False),
            (_SECTION, 18, False),
            (("Nguyên văn", "Words of the source"), 45, False),
        ),
        rows=tuple(
            (
                order,
                formats.plain(target.name),
                formats.target_value(target, lang),
                formats.target_when(target, lang),
                formats.agencies(target.lead),
                places.section(target.section),
                formats.sentence(target.text),
            )
            for order, target in enumerate(record.targets, 1)
        ),
        empty=pick(("Không thấy chỉ tiêu nào.", "No targets were found."), lang),
    )


def budget(record: PlanRecord, lang: Lang = "vi") -> Table:
    """The sums of money that the plan gives."""
    return Table(
        name=pick(("Kinh phí", "Budget"), lang),
        title=pick(("KINH PHÍ THỰC HIỆN", "BUDGET"), lang),
        columns=_columns(
            lang,
            _ORDER,
            (("Nội dung", "Item"), 50, False),
            (("Số tiền (đồng)", "Amount (VND)"), 22, True),
            (("Loại", "Kind"), 14, False),
            (("Giai đoạn", "Years"), 14, True),
            (("Nguồn vốn", "Source of funds"), 24, False),
            (("Thuộc dòng", "Part of row"), 10, True),
        ),
        rows=tuple(
            (
                order,
                formats.plain(line.label),
                line.amount,
                pick(BUDGET_KINDS[line.kind], lang),
                formats.budget_years(line),
                formats.plain(line.source or ""),
                line.parent + 1 if line.parent is not None else None,
            )
            for order, line in enumerate(record.budget, 1)
        ),
        empty=pick(("Văn bản không nêu số tiền nào.", "The document gives no amounts."), lang),
    )


def assignments(record: PlanRecord, lang: Lang = "vi") -> Table:
    """The duties of agencies in the part on organisation."""
    places = Places(record)
    return Table(
        name=pick(("Phân công", "Assignments"), lang),
        title=pick(("PHÂN CÔNG TỔ CHỨC THỰC HIỆN", "ASSIGNMENTS"), lang),
        columns=_columns(
            lang,
            _ORDER,
            (("Cơ quan", "Agency"), 26, False),
            (("Nội dung", "Duty"), 66, False),
            (("Cơ quan phối hợp", "Partners"), 26, False),
            (_SECTION, 16, False),
        ),
        rows=tuple(
            (
                order,
                formats.agencies(assignment.lead),
                formats.sentence(assignment.text),
                formats.agencies(assignment.partners),
                places.section(assignment.section),
            )
            for order, assignment in enumerate(record.assignments, 1)
        ),
        empty=pick(("Không thấy phần phân công nào.", "No assignments were found."), lang),
    )


def reporting(record: PlanRecord, lang: Lang = "vi") -> Table:
    """The duties to report."""
    content = record.text.content
    return Table(
        name=pick(("Báo cáo", "Reporting"), lang),
        title=pick(("CHẾ ĐỘ BÁO CÁO", "REPORTING"), lang),
        columns=_columns(
            lang,
            _ORDER,
            (("Chế độ", "Frequency"), 18, False),
            (("Cơ quan báo cáo", "Who reports"), 26, False),
            (("Nơi nhận", "To"), 22, False),
            (("Qua", "Through"), 22, False),
            (("Thời hạn", "Due"), 18, False),
            (("Nguyên văn", "Words of the source"), 40, False),
        ),
        rows=tuple(
            (
                order,
                frequency(duty.frequency, lang),
                formats.agencies(duty.by),
                formats.plain(duty.to or ""),
                formats.plain(duty.through or ""),
                formats.plain(duty.due or ""),
                formats.sentence(content[slice(*duty.span)]),
            )
            for order, duty in enumerate(record.reporting, 1)
        ),
        empty=pick(("Không thấy chế độ báo cáo nào.", "No reporting duties were found."), lang),
    )


def citations(record: PlanRecord, lang: Lang = "vi") -> Table:
    """The cited documents."""
    return Table(
        name=pick(("Viện dẫn", "Citations"), lang),
        title=pick(("VĂN BẢN ĐƯỢC VIỆN DẪN", "CITED DOCUMENTS"), lang),
        columns=_columns(
            lang,
            _ORDER,
            (("Loại", "Kind"), 14, False),
            (("Số, ký hiệu", "Number"), 20, False),
            (("Ngày", "Date"), 13, True),
            (("Cơ quan ban hành", "Issuer"), 26, False),
            (("Trích yếu", "Subject"), 44, False),
            (("Vai trò", "Role"), 14, False),
            (("Số lần", "Mentions"), 8, True),
        ),
        rows=tuple(
            (
                order,
                instrument(citation.kind, lang),
                formats.plain(citation.number or ""),
                wording.date(citation.date, lang),
                formats.plain(citation.issuer or ""),
                formats.plain(citation.subject or ""),
                pick(CITATION_ROLES[citation.role], lang),
                len(citation.spans),
            )
            for order, citation in enumerate(record.citations, 1)
        ),
        empty=pick(("Không thấy văn bản nào được viện dẫn.", "No cited documents were found."), lang),
    )


def findings(record: PlanRecord, lang: Lang = "vi") -> Table:
    """What the checker saw, with the place and the words it speaks of."""
    places = Places(record)
    content = record.text.content
    return Table(
        name=pick(("Phát hiện", "Findings"), lang),
        title=pick(("PHÁT HIỆN KHI KIỂM TRA", "FINDINGS"), lang),
        columns=_columns(
            lang,
            _ORDER,
            (("Mức độ", "Severity"), 12, False),
            (("Mã", "Code"), 24, False),
            (("Nội dung", "Message"), 50, False),
            (("Vị trí", "Place"), 18, False),
            (("Trích đoạn", "Excerpt"), 36, False),
        ),
        rows=tuple(
            (
                order,
                pick(SEVERITIES[finding.severity], lang),
                finding.code,
                formats.plain(finding.message),
                places.where(finding.span, lang),
                wording.shorten(formats.plain(content[slice(*finding.span)]), _EXCERPT) if finding.span else "",
            )
            for order, finding in enumerate(record.findings, 1)
        ),
        empty=pick(("Không có phát hiện nào.", "There are no findings."), lang),
    )


def identity(record: PlanRecord, lang: Lang = "vi") -> tuple[tuple[str, str], ...]:
    """What identifies the document: pairs of a name and a value, without those that the source does not give."""
    document = record.document
    signer = document.signer
    signed = ", ".join(
        formats.plain(part) for part in ((signer.name, signer.position, signer.capacity) if signer else ()) if part
    )
    marks = ", ".join(mark for mark in (document.secrecy, document.urgency) if mark)
    pairs: Sequence[tuple[Words, str]] = (
        (("Loại", "Kind"), instrument(document.kind, lang) if document.kind else ""),
        (("Ban hành kèm", "Promulgates"), instrument(document.promulgates, lang) if document.promulgates else ""),
        (("Số", "Number"), formats.plain(document.number or "")),
        (("Ngày", "Date"), wording.date(document.date, lang)),
        (("Nơi ban hành", "Place"), formats.plain(document.place or "")),
        (("Tỉnh, thành phố", "Province"), formats.plain(document.province or "")),
        (("Cơ quan ban hành", "Issuer"), formats.plain(document.issuer or "")),
        (("Trích yếu", "Subject"), formats.plain(document.title or "")),
        (("Người ký", "Signed by"), signed),
        (("Nơi nhận", "Recipients"), formats.agencies(document.recipients)),
        (("Độ mật, độ khẩn", "Secrecy, urgency"), marks),
        (("Tình trạng", "Status"), pick(("dự thảo", "draft"), lang) if document.draft else ""),
    )
    return tuple((pick(words, lang), value) for words, value in pairs if value)


def all_tables(record: PlanRecord, lang: Lang = "vi") -> tuple[Table, ...]:
    """Every table of the record, tasks first, findings last."""
    makers = (tasks, targets, assignments, reporting, budget, citations, findings)
    return tuple(make(record, lang) for make in makers)
