"""A record as Markdown (GitHub's tables): what identifies the document, then every list."""

from __future__ import annotations

import re
from typing import Final

from vanban.language import wording
from vanban.language.wording import Lang
from vanban.reading_warnings import translated
from vanban.record import PlanRecord
from vanban.writers import formats
from vanban.writers.labels import pick
from vanban.writers.tables import Column, Table, Value, all_tables, identity

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|~&])")
_BLOCK_START: Final = re.compile(r"^(#{1,6}|[-+=]|\d{1,9}[.)])(?=\s|$)")


def escape(text: str) -> str:
    """The text as it stands: no character of it is Markdown or HTML any more."""
    escaped = _SPECIAL.sub(r"\\\1", formats.plain(text))
    return _BLOCK_START.sub(lambda match: match.group(1)[:-1] + "\\" + match.group(1)[-1], escaped)


def _cell(value: Value, column: Column, lang: Lang) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return escape(value)
    return str(value) if column.width <= 10 else wording.number(value, lang)


def _table(table: Table, lang: Lang) -> list[str]:
    lines = [f"## {escape(table.name)} ({len(table.rows)})", ""]
    if not table.rows:
        return [*lines, escape(table.empty), ""]
    lines.append("| " + " | ".join(escape(column.heading) for column in table.columns) + " |")
    lines.append("|" + "|".join("---:" if column.figures else "---" for column in table.columns) + "|")
    for row in table.rows:
        cells = (_cell(value, column, lang) for value, column in zip(row, table.columns, strict=True))
        lines.append("| " + " | ".join(cells) + " |")
    return [*lines, ""]


def write(record: PlanRecord, lang: Lang = "vi") -> str:
    """The record as one Markdown document that ends with a newline."""
    lines = [f"# {escape(formats.document_name(record.document, lang))}", ""]
    pairs = identity(record, lang)
    if pairs:
        field, value = pick(("Trường", "Field"), lang), pick(("Giá trị", "Value"), lang)
        lines += [f"| {field} | {value} |", "|---|---|"]
        lines += [f"| {escape(name)} | {escape(words)} |" for name, words in pairs]
        lines.append("")
    for warning in record.text.warnings:
        lines += [f"> {escape(translated(warning, lang))}", ""]
    for table in all_tables(record, lang):
        lines += _table(table, lang)
    return "\n".join(lines).rstrip("\n") + "\n"
