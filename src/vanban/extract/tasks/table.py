"""Tasks in tables: one row, one task, whatever the order and the names of the columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

import msgspec

from vanban.extract.agencies import find_agencies, read_roles, split_agencies
from vanban.extract.tasks.fields import TaskFields, make_task
from vanban.language.money import find_money
from vanban.language.normal import key
from vanban.language.times import read_time
from vanban.record import SectionRole, Task
from vanban.structure.fields import FieldKind
from vanban.structure.labels import is_group_ordinal, is_ordinal
from vanban.structure.tables import Column, Table, place_cells, tables
from vanban.structure.text import Cell, Paragraph, Structure

_TOTAL = re.compile(r"(?:tổng|cộng)\b")
_ROLE = re.compile(r"chủ trì|phối hợp")
_JOINED = re.compile(r"(?:cơ quan |đơn vị )?phối hợp(?: thực hiện)?\s*:")
_LONGEST_SHORT_CELL: Final = 160
_LEAST_TASK: Final = 8


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
    if role is SectionRole.OBJECTIVES:
        return False
    owned = table.has(FieldKind.LEAD, FieldKind.PARTNERS, FieldKind.AGENCY)
    return owned or (table.has(FieldKind.TIME, FieldKind.START) and table.has(FieldKind.DELIVERABLE))


class _RowTask(msgspec.Struct):
    """The task of one row while its cells, and those merged over several rows, are gathered."""

    row: Paragraph
    cell: Cell
    fields: TaskFields


def _rows(structure: Structure, table: Table) -> Iterator[Task]:
    return (_task(structure, found) for found in _row_tasks(table))


def _row_tasks(table: Table) -> list[_RowTask]:
    placed = [place_cells(row.cells, table.columns, _fit) for row in table.rows]
    ordinals = [_text(cells, table, FieldKind.ORDINAL) for cells in placed]
    found: list[_RowTask] = []
    above: Mapping[int, Cell] = {}
    for index, (row, own) in enumerate(zip(table.rows, placed, strict=True)):
        cells = {**{column: above[column] for column in row.continued if column in above}, **own}
        above = cells
        task_cell = _cell(own, table, FieldKind.TASK)
        if task_cell is None:
            if found and any(_kind(table, column) is FieldKind.TASK for column in row.continued):
                _take_all(found[-1].fields, table, own)
            continue
        if len(task_cell.text) < _LEAST_TASK or _TOTAL.match(key(task_cell.text)):
            continue
        following = ordinals[index + 1] if index + 1 < len(ordinals) else ""
        if not _is_group(row, cells, table, ordinals[index], following):
            fields = TaskFields()
            _take_all(fields, table, cells)
            found.append(_RowTask(row=row, cell=task_cell, fields=fields))
    return found


def _kind(table: Table, column: int) -> FieldKind:
    return table.columns[column].kind if column < len(table.columns) else FieldKind.OTHER


def _is_group(row: Paragraph, cells: Mapping[int, Cell], table: Table, ordinal: str, following: str) -> bool:
    """A row that only names a group of tasks: nobody, no date, no product, and numbered or set as a group."""
    said = {table.columns[i].kind for i in cells}
    if said & {FieldKind.LEAD, FieldKind.PARTNERS, FieldKind.AGENCY, FieldKind.TIME, FieldKind.DELIVERABLE}:
        return False
    text = next((cell.text for cell in cells.values() if len(cell.text) >= _LEAST_TASK), "")
    if is_group_ordinal(ordinal) or row.bold or text.isupper() or not ordinal:
        return True
    bare, after = ordinal.rstrip(".) "), following.rstrip(".) ")
    return after.startswith(f"{bare}.") or after in {"-", "+", "a"} or (after == "1" and bare != "1")


def _task(structure: Structure, found: _RowTask) -> Task:
    fields = found.fields
    known = bool(fields.lead) + (fields.time is not None) + (fields.deliverable is not None)
    return make_task(
        section=structure.section(found.row.section),
        text=found.cell.text.replace("\n", " "),
        span=found.cell.span,
        fields=fields,
        confidence=0.9 + 0.03 * known,
    )


def _take_all(fields: TaskFields, table: Table, cells: Mapping[int, Cell]) -> None:
    for column, cell in sorted(cells.items()):
        _take(fields, table.columns[column], cell.text)


def _take(fields: TaskFields, column: Column, text: str) -> None:
    if column.kind is FieldKind.LEAD:
        fields.lead += _agencies(text)
    elif column.kind is FieldKind.PARTNERS:
        fields.partners += _agencies(text)
    elif column.kind is FieldKind.AGENCY and not fields.lead:
        fields.lead, fields.partners = _both_roles(text, fields.partners)
    elif column.kind is FieldKind.TIME and fields.time is None:
        fields.time = read_time(text.replace("\n", " "))
    elif column.kind is FieldKind.START:
        fields.start = read_time(text.replace("\n", " ")).deadline
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


def _fits_agency(text: str) -> float:
    if len(text) > _LONGEST_SHORT_CELL:
        return 0.0
    return 0.9 * sum(m.span[1] - m.span[0] for m in find_agencies(text)) / max(1, len(text))


def _fits_time(text: str) -> float:
    if len(text) > _LONGEST_SHORT_CELL:
        return 0.0
    time = read_time(text)
    return 0.9 if time.deadline or time.every or time.start else 0.05


def _fits_budget(text: str) -> float:
    return 0.8 if text.replace(".", "").replace(",", "").isdigit() else 0.05


_FITS: Final[Mapping[FieldKind, Callable[[str], float]]] = {
    FieldKind.LEAD: _fits_agency,
    FieldKind.AGENCY: _fits_agency,
    # A single agency leads rather than joins in.
    FieldKind.PARTNERS: lambda text: 0.95 * _fits_agency(text),
    FieldKind.TIME: _fits_time,
    FieldKind.START: _fits_time,
    FieldKind.TASK: lambda text: min(0.8, 0.2 + len(text) / 120),
    FieldKind.DELIVERABLE: lambda _: 0.35,
    FieldKind.BUDGET: _fits_budget,
}
