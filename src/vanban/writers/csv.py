"""The tasks as CSV that Excel opens: UTF-8 with a byte-order mark, commas, CRLF (RFC 4180)."""

from __future__ import annotations

import csv
import io
from typing import Final

from vanban.language.wording import Lang
from vanban.record import PlanRecord
from vanban.writers import formats
from vanban.writers.labels import Words, pick
from vanban.writers.tables import Places, Value

_HEADINGS: Final[tuple[Words, ...]] = (
    ("TT", "No."),
    ("Nhiệm vụ", "Task"),
    ("Cơ quan chủ trì", "Lead agency"),
    ("Cơ quan phối hợp", "Partners"),
    ("Bắt đầu", "Start"),
    ("Thời hạn", "Deadline"),
    ("Thời gian (nguyên văn)", "Time (words of the source)"),
    ("Lặp lại", "Recurrence"),
    ("Sản phẩm", "Product"),
    ("Kinh phí (đồng)", "Budget (VND)"),
    ("Mục", "Section"),
    ("Độ tin cậy", "Confidence"),
)
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def guard(value: Value) -> Value:
    """The value, with an apostrophe before a text that a spreadsheet would run as a formula."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return "'" + value
    return value


def write(record: PlanRecord, lang: Lang = "vi") -> bytes:
    """The tasks of the record, one a row, dates as ISO so that they sort."""
    places = Places(record)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(pick(words, lang) for words in _HEADINGS)
    for order, task in enumerate(record.tasks, 1):
        row: tuple[Value, ...] = (
            order,
            formats.sentence(task.text),
            formats.agencies(task.lead),
            formats.agencies(task.partners),
            task.start,
            task.deadline,
            formats.plain(task.deadline_text or ""),
            formats.recurrence(task.every, lang),
            formats.plain(task.deliverable or ""),
            task.budget,
            places.section(task.section, task.section_id),
            round(task.confidence, 2),
        )
        writer.writerow([guard(value) for value in row])
    return buffer.getvalue().encode("utf-8-sig")
