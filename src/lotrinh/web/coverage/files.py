"""Comparisons as XLSX and CSV: a line for each duty of the higher document."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, Final

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotrinh.core import clock
from lotrinh.core.problems import Missing
from lotrinh.plans.selectors.coverage import Answer, Coverage, Line
from lotrinh.plans.selectors.side_by_side import SideBySide
from lotrinh.plans.vocab import RowKind
from lotrinh.web.coverage import shown
from lotrinh.web.plans.wording import document_name
from lotrinh.web.tables.writing import CSV, XLSX, workbook
from vanban.writers.csv import guard

_FONT: Final = {"font_name": "Times New Roman", "font_size": 13, "text_wrap": True, "valign": "top"}
_A4: Final = 9
#: Points of a line of 13, letters in a unit of width, points of the tallest row that there may be; so many letters of a
#: text fill more than that.
_LINE_HEIGHT: Final = 17.0
_LETTERS_PER_UNIT: Final = 1.15
_TALLEST_ROW: Final = 409.0
_TOLD: Final = 3000
_LONGEST_CELL: Final = 32_767
_COLUMNS: Final[tuple[tuple[str | Promise, int], ...]] = (
    (gettext_lazy("TT"), 6),
    (gettext_lazy("Loại"), 11),
    (gettext_lazy("Mục"), 9),
    (gettext_lazy("Nội dung của văn bản cấp trên"), 52),
    (gettext_lazy("Kết quả đối chiếu"), 16),
    (gettext_lazy("Mục của kế hoạch"), 10),
    (gettext_lazy("Nội dung của kế hoạch"), 52),
    (gettext_lazy("Điểm (%)"), 9),
    (gettext_lazy("Từ ngữ chung"), 30),
    (gettext_lazy("Chép nguyên văn (%)"), 11),
    (gettext_lazy("Người kết luận"), 20),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What stands on the paper."""

    title: str
    note: str
    columns: tuple[tuple[str | Promise, int], ...]
    rows: tuple[tuple[Any, ...], ...]


def of_coverage(found: Coverage, lines: Iterable[Line]) -> Sheet:
    """A row for each confirmed answer of a duty; where there is none, for the first proposal, else an empty one."""
    rows: list[tuple[Any, ...]] = []
    for number, line in enumerate(lines, 1):
        confirmed = [answer for answer in line.answers if answer.decision is not None]
        rows.extend(_row(found, number, line, answer) for answer in (confirmed or line.answers[:1] or (None,)))
    named = {"plan": found.plan.title, "document": _document(found.above.document)}
    return Sheet(
        title=_("Đối chiếu kế hoạch với văn bản cấp trên"),
        note=f"{_('%(plan)s – %(document)s.') % named} {_today()}",
        columns=_COLUMNS,
        rows=tuple(rows),
    )


def _row(found: Coverage, number: int, line: Line, answer: Answer | None) -> tuple[Any, ...]:
    head = (number, str(RowKind(line.duty.kind).label), line.duty.section, line.duty.text, str(line.state.label))
    if answer is None:
        return (*head, "", "", None, "", None, str(line.said.made_by) if line.said else "")
    said = found.matching.explain(line.index, answer.index)
    return (
        *head,
        answer.duty.section,
        answer.duty.text,
        shown.per_cent(answer.score),
        "; ".join(shown.shared_words(item) for item in said.shared[:8]),
        shown.per_cent(answer.copied),
        str(answer.decision.made_by) if answer.decision else _("máy đề xuất"),
    )


def of_side_by_side(found: SideBySide) -> Sheet:
    """One row for each duty, one column for each plan."""
    base = (gettext_lazy("Nội dung của văn bản làm gốc"), 52)
    columns = (*_COLUMNS[:3], base, *((_named(column.plan), 40) for column in found.columns))
    rows = []
    for number, across in enumerate(found.rows, 1):
        duty = across.duty
        cells = tuple(_cell(line) for line in across.cells)
        rows.append((number, str(RowKind(duty.kind).label), duty.section, duty.text, *cells))
    return Sheet(
        title=_("So sánh các kế hoạch"),
        note=f"{_document(found.above.document)}. {_today()}",
        columns=columns,
        rows=tuple(rows),
    )


def _document(document: Any) -> str:
    """The name of a document; one without a number has its title to be known by."""
    name = document_name(document)
    return f"{name}: {document.title}" if document.title and not document.number else name


def _named(plan: Any) -> str:
    """Plans of several provinces often have one title: who issued them tells them apart."""
    return f"{plan.title}\n{document_name(plan.document)}, {plan.document.issuer or plan.owner}"


def _cell(line: Line) -> str:
    answers = [answer for answer in line.answers if answer.decision is not None] or line.answers[:1]
    said = "\n".join(f"{answer.duty.section}: {answer.duty.text}".strip(": ") for answer in answers)
    return f"{line.state.label}\n{said}".strip()


def _today() -> str:
    return _("Trích ngày %(day)s") % {"day": f"{clock.today():%d/%m/%Y}"} + "."


def answer(sheet: Sheet, form: str, name: str) -> HttpResponse:
    """The sheet as a file.

    Raises:
        Missing: there is no such form.

    """
    if form not in _FORMS:
        raise Missing(_("Không có dạng tệp này; hãy chọn XLSX hoặc CSV."), code="export-form-unknown")
    media_type, write = _FORMS[form]
    headers = {"Content-Disposition": f'attachment; filename="{name}-{clock.today():%Y%m%d}.{form}"'}
    return HttpResponse(write(sheet), content_type=media_type, headers=headers)


def _csv(sheet: Sheet) -> bytes:
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow([guard(str(label)) for label, _width in sheet.columns])
    writer.writerows([guard(value) for value in row] for row in sheet.rows)
    return target.getvalue().encode("utf-8-sig")


def _xlsx(sheet: Sheet) -> bytes:
    def fill(book: Any) -> None:
        page = book.add_worksheet(_("Đối chiếu"))
        page.set_paper(_A4)
        page.set_landscape()
        page.set_margins(left=1.18, right=0.59, top=0.79, bottom=0.79)
        page.set_header('&C&"Times New Roman"&13&P')
        page.fit_to_pages(1, 0)
        page.hide_gridlines(2)
        widths = [width for _label, width in sheet.columns]
        head = book.add_format({**_FONT, "bold": True, "border": 1, "align": "center", "bg_color": "#F2F2F2"})
        cell = book.add_format({**_FONT, "border": 1})
        for index, (label, width) in enumerate(sheet.columns):
            page.set_column(index, index, width)
            page.write_string(3, index, str(label), head)
        page.set_row(3, _height([(str(label), width - 2) for label, width in sheet.columns]))
        for place, (text, style) in enumerate(((sheet.title.upper(), {"bold": True}), (sheet.note, {"italic": True}))):
            form = book.add_format({**_FONT, **style})
            page.set_row(place, _height([(text, sum(widths))]))
            page.merge_range(place, 0, place, len(widths) - 1, "", form)
            page.write_string(place, 0, text, form)
        page.repeat_rows(3)
        page.freeze_panes(4, 0)
        for number, row in enumerate(sheet.rows, 4):
            texts = [value if isinstance(value, str) else "" for value in row]
            page.set_row(number, _height(zip(texts, widths, strict=True)))
            _line(page, number, row, cell)

    return workbook(fill)


def _height(cells: Iterable[tuple[str, int]]) -> float:
    """The height in points of a row whose cells hold these texts in columns of these widths.

    Excel would find it when it opens the file; other programs show what is written here.
    """
    lines = max(
        sum(len(wrap(part, int(width * _LETTERS_PER_UNIT))) or 1 for part in text[:_TOLD].split("\n"))
        for text, width in cells
    )
    return min(_LINE_HEIGHT * lines, _TALLEST_ROW)


def _line(page: Any, number: int, row: Sequence[Any], cell: Any) -> None:
    for index, value in enumerate(row):
        if value is None or value == "":
            page.write_blank(number, index, None, cell)
        elif isinstance(value, int):
            page.write_number(number, index, value, cell)
        else:
            page.write_string(number, index, str(value)[:_LONGEST_CELL], cell)


_FORMS: Final[Mapping[str, tuple[str, Callable[[Sheet], bytes]]]] = {"xlsx": (XLSX, _xlsx), "csv": (CSV, _csv)}
