"""The appendix of a decision that hands duties over, as a workbook and as a Word document.

Layout of Decree 30/2020/NĐ-CP, appendix I: A4 across, Times New Roman, margins 20 mm above and below, 30 mm left, 15 mm
right, the page number centred in the top margin from the second page on, the head of the table on every page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotrinh.core.problems import Missing
from lotrinh.plans.selectors.board import Board
from lotrinh.plans.selectors.handovers import HandoverPage
from lotrinh.plans.vocab import RowKind
from lotrinh.web.answers import attachment
from lotrinh.web.handovers.shown import plan_words, role_words
from lotrinh.web.plans.addresses import row_url
from lotrinh.web.plans.wording import plain
from lotrinh.web.tables.writing import LONGEST_CELL, XLSX, workbook

_FONT: Final = "Times New Roman"
_A4: Final = 9
#: Head and width in millimetres; together the width of the page between its margins.
COLUMNS: Final = (
    (gettext_lazy("TT"), 11),
    (gettext_lazy("Nhiệm vụ"), 67),
    (gettext_lazy("Kế hoạch (số, ngày)"), 30),
    (gettext_lazy("Cơ quan theo văn bản"), 32),
    (gettext_lazy("Cơ quan tiếp nhận"), 34),
    (gettext_lazy("Vai trò"), 17),
    (gettext_lazy("Lĩnh vực"), 28),
    (gettext_lazy("Căn cứ"), 33),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table; `url` leads to the row of the plan."""

    text: str
    plan: str
    printed: str
    taker: str
    role: str
    subject: str
    basis: str
    url: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The columns after the number."""
        return (self.text, self.plan, self.printed, self.taker, self.role, self.subject, self.basis)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appendix:
    """What stands on the paper."""

    title: str
    attached: str
    rows: tuple[Row, ...]


def of_draft(board: Board, names: Mapping[str, str], bases: Mapping[int | str, str]) -> Appendix:
    """The proposal of merger day: number and day are left open."""
    rows = tuple(
        Row(
            text=plain(item.duty.text),
            plan=plan_words(item.duty.plan_number, item.duty.plan_issued_on, item.duty.plan_title),
            printed=item.duty.printed,
            taker=names.get(item.code, item.code),
            role=role_words(item.duty.kind, item.duty.role),
            subject=item.subject,
            basis=bases.get(item.duty.unit_id or item.duty.group, ""),
            url=row_url(RowKind(item.duty.kind), item.duty),
        )
        for item in board.leaving
    )
    return Appendix(title=_title(), attached=_("(Kèm theo Quyết định số ……… ngày …/…/…… của ………)"), rows=rows)


def of_handover(found: HandoverPage, bases: Mapping[int | str, str]) -> Appendix:
    """A confirmed handover."""
    made = found.handover
    rows = []
    for item in found.lines:
        line = item.line
        document = line.plan.document
        rows.append(
            Row(
                text=plain(item.text),
                plan=plan_words(document.number, document.issued_on, line.plan.title),
                printed=line.printed,
                taker=str(line.to_unit or line.get_to_group_display()),
                role=role_words(line.kind, line.role),
                subject=line.subject,
                basis=bases.get(line.from_unit_id or line.from_group, ""),
                url=row_url(RowKind(line.kind), line),
            )
        )
    attached = _("(Kèm theo Quyết định số %(number)s ngày %(day)s của %(issuer)s)") % {
        "number": made.number, "day": f"{made.issued_on:%d/%m/%Y}", "issuer": made.issuer,
    }  # fmt: skip
    return Appendix(title=_title(), attached=attached, rows=tuple(rows))


def _title() -> str:
    return _("Danh mục nhiệm vụ chuyển giao cho cơ quan tiếp nhận")


def answer(paper: Appendix, form: str, name: str) -> HttpResponse:
    """The appendix as a file.

    Raises:
        Missing: there is no such form.

    """
    if form not in _FORMS:
        raise Missing(_("Không có dạng tệp này; hãy chọn XLSX hoặc DOCX."), code="export-form-unknown")
    media_type, write = _FORMS[form]
    return attachment(write(paper), media_type, f"{name}.{form}")


def to_xlsx(paper: Appendix) -> bytes:
    """The workbook."""

    def fill(book: Any) -> None:
        base = {"font_name": _FONT, "font_size": 13, "text_wrap": True}
        bold = book.add_format({**base, "bold": True, "align": "center", "valign": "vcenter"})
        italic = book.add_format({**base, "italic": True, "align": "center", "valign": "vcenter"})
        head = book.add_format({**base, "bold": True, "border": 1, "align": "center", "valign": "vcenter"})
        cell = book.add_format({**base, "border": 1, "valign": "top"})
        order = book.add_format({**base, "border": 1, "valign": "top", "align": "center"})
        sheet = book.add_worksheet(_("Phụ lục"))
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.set_margins(left=1.18, right=0.59, top=0.79, bottom=0.79)
        sheet.set_header(f'&C&"{_FONT}"&13&P', {"margin": 0.4})
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        last = len(COLUMNS) - 1
        for index, (_label, width) in enumerate(COLUMNS):
            sheet.set_column(index, index, width / 2)
        for number, (words, style) in enumerate(
            ((_("PHỤ LỤC"), bold), (paper.title.upper(), bold), (paper.attached, italic))
        ):
            sheet.merge_range(number, 0, number, last, words, style)
        for index, (label, _width) in enumerate(COLUMNS):
            sheet.write_string(4, index, str(label), head)
        sheet.repeat_rows(4)
        sheet.freeze_panes(5, 0)
        for number, row in enumerate(paper.rows, 1):
            sheet.write_number(4 + number, 0, number, order)
            for index, value in enumerate(row.cells, 1):
                sheet.write_string(4 + number, index, value[:LONGEST_CELL], cell)

    return workbook(fill)


def to_docx(paper: Appendix) -> bytes:
    """The Word document."""
    from lotrinh.web.handovers import word  # noqa: PLC0415 - heavy, and needed for this form only

    return word.write(paper.title, paper.attached, COLUMNS, [row.cells for row in paper.rows])


_FORMS: Final[Mapping[str, tuple[str, Callable[[Appendix], bytes]]]] = {
    "xlsx": (XLSX, to_xlsx),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", to_docx),
}
