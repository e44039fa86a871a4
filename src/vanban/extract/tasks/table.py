"""Tasks in tables: one row, one task, whatever the order and the names of the columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from vanban.extract.agencies import find_agencies, read_roles, split_agencies
from vanban.extract.confidence import confidence
from vanban.extract.tasks.fields import TaskFields, make_task
from vanban.language.lexicon import load
from vanban.language.money import find_money
from vanban.language.normal import key
from vanban.language.times import TimeFrame, read_time
from vanban.record import SectionRole, Span, Task
from vanban.structure.fields import FieldKind
from vanban.structure.heads import Column, is_mark
from vanban.structure.labels import is_group_ordinal, is_ordinal
from vanban.structure.tables import Fit, Table, place_cells, tables
from vanban.structure.text import Cell, Paragraph, Structure

_TOTAL = re.compile(
    r"(?:tổng cộng|tổng số|tổng kinh phí|tổng dự toán|tổng nhu cầu|tổng mức|cộng)(?!\w)(?! đồng)|tổng\W*$"
)
_ROLE = re.compile(r"chủ trì|phối hợp")
_JOINED = re.compile(r"(?:cơ quan |đơn vị )?phối hợp(?: thực hiện)?\s*:")
_MARKED = re.compile(r"\((?:cơ quan |đơn vị )?chủ trì\)")
_PARTNER = re.compile(r"\((?:cơ quan |đơn vị )?phối hợp\)", re.IGNORECASE)
_RELATED = re.compile(r"(?<!\w)liên quan(?!\w)")
_YEAR = re.compile(r"(?<!\d )(?:năm |năm: ?|quý (?:[1-4]|i{1,3}|iv) ?[/-] ?)(20\d{2})(?![\d/]| ?[-–] ?20)")
_LONGEST_SHORT_CELL: Final = 160
_LONGEST_YEAR_TITLE: Final = 200
_LEAST_TASK: Final = 8
_MONTHS: Final = frozenset(form for month in range(1, 13) for form in (str(month), f"{month:02}"))
#: What one sign from the complete rows of the same table weighs, as a share of a perfect fit.
_LEARNT: Final = 0.2
_AGENCIES: Final = frozenset({FieldKind.LEAD, FieldKind.PARTNERS, FieldKind.AGENCY})
#: What says that a row is no mere name of a group.
_FIELDS: Final = _AGENCIES | {FieldKind.TIME, FieldKind.DELIVERABLE, FieldKind.PERIOD}
#: What a cell merged over several rows may say for each of them.
_OWNED: Final = frozenset({FieldKind.LEAD, FieldKind.AGENCY})


def read_table_tasks(structure: Structure) -> tuple[Task, ...]:
    """The tasks of all tables that hand out tasks."""
    tasks: list[Task] = []
    for table in tables(structure):
        section = structure.section(table.section)
        if _assigns_tasks(table, section.role if section is not None else None):
            tasks.extend(_rows(structure, table))
    return tuple(tasks)


def _assigns_tasks(table: Table, role: SectionRole | None) -> bool:
    """A table hands out tasks when it names the task and who or when; a price list or a list of places does not."""
    if not table.has(FieldKind.TASK):
        return False
    if role is SectionRole.OBJECTIVES or _lists_others(table):
        return False
    owned = table.has(FieldKind.LEAD, FieldKind.PARTNERS, FieldKind.AGENCY)
    return owned or (table.has(FieldKind.TIME, FieldKind.START) and table.has(FieldKind.DELIVERABLE))


def _lists_others(table: Table) -> bool:
    """Whether the head is that of a list of persons, or of documents, procedures or prices that nobody leads."""
    words = load("fields")["lists"]
    heads = [key(column.name) for column in table.columns]
    cues = words["never"] if table.has(FieldKind.LEAD) else (*words["never"], *words["unled"])
    return any(cue in head for head in heads for cue in cues)


class _RowTask(msgspec.Struct):
    """The task of one row while its cells, and those merged or broken over several rows, are gathered.

    `cells` are texts by column; `year` is what the row of the group above says.
    """

    row: Paragraph
    text: str
    span: Span
    cells: dict[int, str]
    year: int | None


class _Rows:
    """The tasks of the rows of a table, as they are read from top to bottom."""

    def __init__(self, table: Table, year: int | None) -> None:
        self._table = table
        self._columns = table.columns
        self._default = self._year = year
        self._numbered = any(column.kind is FieldKind.ORDINAL for column in table.columns)
        self._above: Mapping[int, Cell] = {}
        self._open = False
        self.found: list[_RowTask] = []

    def read(self, row: Paragraph, own: Mapping[int, Cell], following: str) -> None:
        """Take in one row: its cells by column, and the ordinal of the next row."""
        own = {column: self._repeated(column, cell) for column, cell in own.items()}
        cells = {**{column: self._above[column] for column in row.continued if column in self._above}, **own}
        task, ordinal = _cell(own, self._table, FieldKind.TASK), _text(own, self._table, FieldKind.ORDINAL)
        if task is None:
            self._carry_on(row, own, ordinal)
            return
        self._above = cells
        if len(task.text) < _LEAST_TASK or _TOTAL.match(key(task.text)):
            self._open = False
        elif self._is_rest(task, ordinal, row):
            last = self.found[-1]
            last.text, last.span = f"{last.text} {task.text}", (last.span[0], task.span[1])
            self._append(own)
        elif _is_group(row, cells, self._table, ordinal, following):
            self._year = _year_of(task.text) or (self._default if is_group_ordinal(ordinal) else self._year)
            self._open = False
            self._above = {}
        else:
            texts = {column: cell.text for column, cell in cells.items()}
            if self._open and len(row.cells) < len(self._columns):
                self._take_merged(texts)
            self.found.append(_RowTask(row=row, text=task.text, span=task.span, cells=texts, year=self._year))
            self._open = True

    def _repeated(self, column: int, cell: Cell) -> Cell:
        """The cell above where this one says `as above`."""
        if key(cell.text).strip(" -–.()") in load("fields")["ditto"]["words"] and column in self._above:
            return self._above[column]
        return cell

    def _is_rest(self, task: Cell, ordinal: str, row: Paragraph) -> bool:
        """Whether the row carries on the one above, cut by the end of a page."""
        return self._open and not ordinal and not row.bold and task.text[0].islower() and task.text.find("\n-") < 0

    def _carry_on(self, row: Paragraph, own: Mapping[int, Cell], ordinal: str) -> None:
        """A row without a task of its own says more about the task above."""
        if not self.found or not own:
            return
        if any(_kind(self._table, column) is FieldKind.TASK for column in row.continued):
            texts = self.found[-1].cells
            for column, cell in own.items():
                if column not in texts:
                    texts[column] = cell.text
                elif self._columns[column].kind in _AGENCIES:
                    texts[column] += f"\n{cell.text}"
        elif self._open and not ordinal and len(row.cells) == len(self._columns) and min(own) > 0:
            self._append(own)

    def _append(self, own: Mapping[int, Cell]) -> None:
        texts = self.found[-1].cells
        for column, cell in own.items():
            if self._columns[column].kind not in {FieldKind.TASK, FieldKind.ORDINAL}:
                texts[column] = f"{texts[column]} {cell.text}" if texts.get(column) else cell.text

    def _take_merged(self, texts: dict[int, str]) -> None:
        """Who leads, where the cell is merged with the one above and its empty places have vanished."""
        kinds = {self._columns[column].kind for column in texts}
        if kinds & _OWNED:
            return
        above = self.found[-1].cells
        wanted = _OWNED if FieldKind.TIME in kinds else _OWNED | {FieldKind.TIME}
        texts.update({column: text for column, text in above.items() if self._columns[column].kind in wanted})


def _rows(structure: Structure, table: Table) -> Iterator[Task]:
    fit = _learnt_fit(table)
    placed = [place_cells(row.cells, table.columns, fit) for row in table.rows]
    ordinals = [_text(cells, table, FieldKind.ORDINAL) for cells in placed]
    rows = _Rows(table, _year_of(table.title))
    for index, (row, own) in enumerate(zip(table.rows, placed, strict=True)):
        rows.read(row, own, ordinals[index + 1] if index + 1 < len(ordinals) else "")
    return (_task(structure, table, found) for found in rows.found)


def _year_of(text: str) -> int | None:
    """The one year that the title of a table or of a group names (`Nhiệm vụ năm 2026`); None for several."""
    years = set(_YEAR.findall(key(text))) if len(text) <= _LONGEST_YEAR_TITLE else set()
    return int(years.pop()) if len(years) == 1 else None


def _kind(table: Table, column: int) -> FieldKind:
    return table.columns[column].kind if column < len(table.columns) else FieldKind.OTHER


def _is_group(row: Paragraph, cells: Mapping[int, Cell], table: Table, ordinal: str, following: str) -> bool:
    """A row that only names a group of tasks: nobody, no date, no product, and numbered or set as a group."""
    if {table.columns[i].kind for i in cells} & _FIELDS:
        return False
    text = next((cell.text for cell in cells.values() if len(cell.text) >= _LEAST_TASK), "")
    if is_group_ordinal(ordinal) or row.bold or text.isupper() or not ordinal:
        return True
    bare, after = ordinal.rstrip(".) "), following.rstrip(".) ")
    return after.startswith(f"{bare}.") or after in {"-", "+", "a"} or (after == "1" and bare != "1")


def _task(structure: Structure, table: Table, found: _RowTask) -> Task:
    fields = TaskFields()
    marked: list[Column] = []
    for index, text in sorted(found.cells.items()):
        column = table.columns[index]
        if column.kind is FieldKind.PERIOD and is_mark(text):
            marked.append(column)
        else:
            _take(fields, column, text, found.year)
    if marked and fields.time is None:
        fields.time = _marked_time(marked, found)
    described = fields.lead or fields.time is not None or fields.deliverable is not None
    return make_task(
        section=structure.section(found.row.section),
        text=found.text.replace("\n", " "),
        span=found.span,
        fields=fields,
        confidence=confidence("tasks", "described_row" if described else "row"),
    )


def _marked_time(columns: Sequence[Column], found: _RowTask) -> TimeFrame | None:
    """When the marked columns of years or quarters say: from the first to the last."""
    times = [read_time(column.name, default_year=found.year) for column in columns]
    dates = [date for time in times if (date := time.deadline) is not None]
    if not dates:
        return None
    start = dates[0] if len(dates) > 1 else None
    words = "; ".join(column.name for column in columns)
    return TimeFrame(start=start, deadline=dates[-1], every=None, text=words, span=found.span)


def _take(fields: TaskFields, column: Column, text: str, year: int | None) -> None:
    if column.kind is FieldKind.LEAD:
        fields.lead += _agencies(text)
    elif column.kind is FieldKind.PARTNERS:
        fields.partners += _agencies(text)
    elif column.kind is FieldKind.AGENCY and not fields.lead:
        fields.lead, fields.partners = _both_roles(text, fields.partners)
    elif column.kind is FieldKind.TIME and fields.time is None:
        if text in _MONTHS and "tháng" in key(column.name):
            text = f"tháng {text}"
        fields.time = read_time(text.replace("\n", " "), default_year=_year_of(column.name) or year)
    elif column.kind is FieldKind.START:
        fields.start = read_time(text.replace("\n", " "), default_year=_year_of(column.name) or year).deadline
    elif column.kind is FieldKind.DELIVERABLE and fields.deliverable is None:
        fields.deliverable = text.replace("\n", " ") if text.strip(" -–") else None
    elif column.kind is FieldKind.BUDGET and fields.budget is None:
        money = find_money(f"{text} đồng" if text.replace(".", "").isdigit() else text)
        fields.budget = money[0].amount if money else None


def _both_roles(text: str, partners: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lead and partners of a cell that may name both: `Chủ trì: A; Phối hợp: B`, `A chủ trì, phối hợp với B`."""
    lowered = key(text)
    if not _ROLE.search(lowered):
        return _agencies(text), partners
    marked = _MARKED.search(lowered)
    if marked is not None:
        before, after = _agencies(text[: marked.start()]), _agencies(_PARTNER.sub("", text[marked.end() :]))
        return (before, after or partners) if after else (before[-1:], before[:-1] or partners)
    joined = _JOINED.search(lowered)
    if joined is not None:
        return _agencies(text[: joined.start()]), _agencies(text[joined.end() :])
    roles = read_roles(text)
    return roles.lead or _agencies(text), roles.partners or partners


def _agencies(text: str) -> tuple[str, ...]:
    return tuple(name for name in split_agencies(text) if name.strip(" -–"))


def _cell(cells: Mapping[int, Cell], table: Table, kind: FieldKind) -> Cell | None:
    return next((cell for i, cell in cells.items() if table.columns[i].kind is kind), None)


def _text(cells: Mapping[int, Cell], table: Table, kind: FieldKind) -> str:
    cell = _cell(cells, table, kind)
    return cell.text if cell is not None else ""


def _fit(kind: FieldKind, text: str) -> float:
    """How well a cell fits a column, for rows whose empty cells have vanished."""
    if kind is FieldKind.ORDINAL:
        return 1.0 if is_ordinal(text) else -1.0
    if is_ordinal(text):
        return -0.5
    weigh = _FITS.get(kind)
    return weigh(text) if weigh is not None else 0.1


def _learnt_fit(table: Table) -> Fit:
    """`_fit` with what the complete rows show about who leads and who takes part.

    Names say so, and, where empty cells are kept so that only merged ones are gone, whether groups do.
    """
    seen: dict[FieldKind, list[str]] = {FieldKind.LEAD: [], FieldKind.PARTNERS: []}
    for row in table.rows:
        if len(row.cells) == len(table.columns):
            for column, cell in zip(table.columns, row.cells, strict=True):
                if column.kind in seen and cell.text:
                    seen[column.kind].append(key(cell.text))
    names = {kind: frozenset(texts) for kind, texts in seen.items()}
    kept = any(len(row.cells) == len(table.columns) and not all(cell.text for cell in row.cells) for row in table.rows)
    groups = {kind: kept * sum(map(_is_collective, texts)) / max(1, len(texts)) for kind, texts in seen.items()}

    def fit(kind: FieldKind, text: str) -> float:
        value = _fit(kind, text)
        if kind not in names or len(text) > _LONGEST_SHORT_CELL:
            return value
        keyed = key(text)
        known = _LEARNT * (keyed in names[kind])
        return value + known + (_LEARNT * groups[kind] if _is_collective(keyed) else 0.0)

    return fit


def _is_collective(keyed: str) -> bool:
    return keyed.startswith("các ") or ";" in keyed or ", " in keyed


def _fits_agency(text: str) -> float:
    if len(text) > _LONGEST_SHORT_CELL:
        return 0.0
    return 0.9 * sum(m.span[1] - m.span[0] for m in find_agencies(text)) / max(1, len(text))


def _fits_time(text: str) -> float:
    if len(text) > _LONGEST_SHORT_CELL:
        return 0.0
    time = read_time(text)
    return 0.9 if time.deadline or time.every or time.start else 0.05


def _fits_supervisor(text: str) -> float:
    return 1.1 if key(text).startswith(tuple(load("fields")["columns"]["supervisor"]["openings"])) else 0.0


def _fits_budget(text: str) -> float:
    return 0.8 if text.replace(".", "").replace(",", "").isdigit() else 0.05


_FITS: Final[Mapping[FieldKind, Callable[[str], float]]] = {
    # Agencies named by what concerns them join in; any other leads rather than joins in.
    FieldKind.LEAD: lambda text: (0.9 if _RELATED.search(key(text)) else 1.0) * _fits_agency(text),
    FieldKind.AGENCY: _fits_agency,
    FieldKind.PARTNERS: lambda text: 0.95 * _fits_agency(text),
    FieldKind.SUPERVISOR: _fits_supervisor,
    FieldKind.PERIOD: lambda text: 0.9 if is_mark(text) else -0.5,
    FieldKind.TIME: _fits_time,
    FieldKind.START: _fits_time,
    FieldKind.TASK: lambda text: min(0.8, 0.2 + len(text) / 120),
    FieldKind.DELIVERABLE: lambda _: 0.35,
    FieldKind.BUDGET: _fits_budget,
}
