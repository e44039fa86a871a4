"""The forms for people: values, terminal tables, Markdown and CSV."""

from __future__ import annotations

import csv as reader
import io
import re
from pathlib import Path
from typing import Final, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.language import wording
from vanban.language.wording import Lang
from vanban.record import Comparator, PlanRecord, Task
from vanban.writers import csv, formats, markdown, table, tables
from vanban.writers.labels import frequency

RECORD: Final = PlanRecord.from_json(Path(__file__).with_name("writers_record.json").read_bytes())
EMPTY: Final = msgspec.structs.replace(
    RECORD, outline=(), citations=(), targets=(), tasks=(), assignments=(), reporting=(), budget=(), findings=()
)


def with_task(text: str) -> PlanRecord:
    task: Task = msgspec.structs.replace(RECORD.tasks[0], text=text)
    return msgspec.structs.replace(RECORD, tasks=(task,))


def rows(data: bytes) -> list[list[str]]:
    return list(reader.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    ("iso", "printed"),
    [
        ("2024-06-05", "05/06/2024"),
        ("2024-06", "06/2024"),
        ("2024", "2024"),
        ("2026-Q3", "Quý III/2026"),
        (None, ""),
    ],
)
def test_dates_are_printed_as_precisely_as_they_are_known(iso: str | None, printed: str) -> None:
    assert wording.date(iso) == printed


@pytest.mark.parametrize(
    ("iso", "printed"),
    [
        ("2026-02-05", "5 February 2026"),
        ("2026-02", "February 2026"),
        ("2026", "2026"),
        ("2026-Q3", "Q3 2026"),
        (None, ""),
    ],
)
def test_english_dates_are_the_same_day_to_every_reader(iso: str | None, printed: str) -> None:
    assert wording.date(iso, "en") == printed
    assert wording.long_date(iso, "en") == (printed or "…")
    assert iso is None or wording.date_in_text(iso, "en") == printed


def test_a_deadline_that_is_only_a_date_is_said_in_english() -> None:
    quarter, day = RECORD.tasks[:2]
    assert (formats.task_when(quarter, "en"), formats.task_when(day, "en")) == ("Q3 2026", "30 June 2026")
    before = msgspec.structs.replace(day, deadline_text="trước 30/6/2026")
    assert formats.task_when(before, "en") == "trước 30/6/2026"


@pytest.mark.parametrize("lang", get_args(Lang))
def test_no_english_table_has_a_date_of_figures_alone(lang: Lang) -> None:
    figures = re.search(r"(?<![\w/])\d{2}/\d{2}/\d{4}|\d{4}-\d{2}-\d{2}", str(tables.identity(RECORD, lang)))
    assert (figures is None) == (lang == "en")


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        (28_254_321_000.5, "28,25 tỷ đồng"),
        (999_999_999, "1 tỷ đồng"),
        (1_500_000, "1,5 triệu đồng"),
        (-12_345.6, "-12.346 đồng"),
        (0, "0 đồng"),
    ],
)
def test_a_sum_worked_out_is_rounded_to_two_decimals(amount: float, printed: str) -> None:
    assert wording.rounded_money(amount) == printed


@pytest.mark.parametrize(
    ("iso", "printed"),
    [
        ("2024-06-05", "ngày 05 tháng 6 năm 2024"),
        ("2024-02-05", "ngày 05 tháng 02 năm 2024"),
        ("2024-11", "ngày … tháng 11 năm 2024"),
        (None, "ngày … tháng … năm …"),
    ],
)
def test_long_dates_take_zeros_where_the_decree_wants_them(iso: str | None, printed: str) -> None:
    assert wording.long_date(iso) == printed


def test_numbers_and_money_follow_the_language() -> None:
    assert wording.number(1234.5) == "1.234,5"
    assert wording.number(1234.5, "en") == "1,234.5"
    assert wording.money(226_000_000_000) == "226 tỷ đồng"
    assert wording.money(33_500_000_000, "en") == "VND 33.5 billion"
    assert wording.money(1_234_567, "en") == "VND 1,234,567"


def test_a_target_is_printed_with_comparator_range_and_unit() -> None:
    first, second = RECORD.targets
    assert formats.target_value(first) == "≥ 40%"
    assert formats.target_value(first, words=True) == "ít nhất 40%"
    assert formats.target_value(first, "en", words=True) == "at least 40%"
    assert formats.target_value(second) == "10–12 vườn ươm"
    below = msgspec.structs.replace(first, comparator=Comparator.AT_MOST, value=3.0, unit="hạng")
    assert formats.target_value(below) == "≤ 3 hạng"


def test_the_words_of_the_source_win_over_the_date() -> None:
    assert formats.task_when(RECORD.tasks[0]) == "Quý III/2026"
    assert formats.task_when(RECORD.tasks[2]) == "2026 – 2028, thường xuyên"


def test_joined_frequencies_are_all_named() -> None:
    assert frequency("annual+ad_hoc", "vi") == "hằng năm, đột xuất"
    assert frequency("annual+ad_hoc", "en") == "annual, ad hoc"


@pytest.mark.parametrize("bullet", ["- ", "+ ", "– ", "• ", "* "])
def test_bullets_do_not_reach_the_tables(bullet: str) -> None:
    assert formats.sentence(bullet + "Xây dựng đề án") == "Xây dựng đề án"
    assert formats.sentence("-5 độ") == "-5 độ"


@given(st.text())
def test_plain_text_holds_no_control_characters(text: str) -> None:
    printed = formats.plain(text)
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in printed)
    assert "\u202e" not in printed


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_shortened_text_never_exceeds_its_limit(text: str, limit: int) -> None:
    assert len(wording.shorten(text, limit)) <= limit


def test_every_row_has_a_value_for_each_column() -> None:
    for form in tables.all_tables(RECORD):
        assert form.rows
        assert all(len(row) == len(form.columns) for row in form.rows)


def test_places_name_page_and_line_as_far_as_they_are_known() -> None:
    places = tables.Places(RECORD)
    body, appendix = RECORD.tasks[0].span, RECORD.tasks[1].span
    assert places.where(body, "vi") == "trang 2, dòng 9"
    assert places.where(appendix, "vi") == "trang 3"
    assert places.where(None, "en") == "whole document"
    assert [places.source_line(span) for span in (body, appendix, None)] == ["9", "p3", "1"]


def test_a_section_is_named_by_path_and_heading() -> None:
    assert tables.Places(RECORD).section("II") == "II NHIỆM VỤ"
    assert tables.Places(RECORD).section("PL") == "PHỤ LỤC"
    assert tables.Places(RECORD).section("IX.9") == "IX.9"
    assert tables.Places(RECORD).section(None) == ""


def test_a_heading_that_begins_with_the_letter_of_its_label_stays_whole() -> None:
    section = msgspec.structs.replace(RECORD.outline[0], heading="Internet vạn vật")
    record = msgspec.structs.replace(RECORD, outline=(section,))
    assert tables.Places(record).section("I") == "I Internet vạn vật"


def test_capitals_leave_the_number_as_it_is_printed() -> None:
    document = msgspec.structs.replace(RECORD.document, kind="QĐ", number="2597/QĐ-TTg")
    assert formats.document_name(document, capitals=True) == "QUYẾT ĐỊNH SỐ 2597/QĐ-TTg"


def test_csv_opens_in_excel_and_holds_every_task() -> None:
    data = csv.write(RECORD)
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    heading, *body = rows(data)
    assert heading[:4] == ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp"]
    assert [row[0] for row in body] == ["1", "2", "3"]
    assert body[1][5] == "2026-06-30"
    assert body[1][9] == "1500000000"


@pytest.mark.parametrize("start", ["=1+1", "+1", "@SUM(A1)", "-2+3", "=HYPERLINK(1)"])
def test_csv_cells_never_begin_a_formula(start: str) -> None:
    assert rows(csv.write(with_task(start)))[1][1] == "'" + start


@given(st.text())
def test_csv_cells_are_safe_and_rows_stay_whole_for_any_text(text: str) -> None:
    _, *body = rows(csv.write(with_task(text)))
    assert len(body) == 1
    assert not body[0][1].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_markdown_has_a_table_for_each_list() -> None:
    text = markdown.write(RECORD)
    assert text.startswith("# Kế hoạch số 12/KH-UBND\n")
    for heading in ("Nhiệm vụ (3)", "Chỉ tiêu (2)", "Phân công (2)", "Báo cáo (1)", "Kinh phí (2)", "Phát hiện (3)"):
        assert f"## {heading}" in text
    assert "226.000.000.000" in text


def test_markdown_of_an_empty_record_says_what_was_not_found() -> None:
    assert "Không thấy nhiệm vụ nào." in markdown.write(EMPTY)
    assert "No tasks were found." in markdown.write(EMPTY, "en")


@given(st.text())
def test_markdown_cells_cannot_break_their_table(text: str) -> None:
    lines = markdown.write(with_task("x" + text)).split("\n")
    row = next(line for line in lines if line.startswith("| 1 | x"))
    assert row.replace("\\\\", "").replace("\\|", "").count("|") == 8
    assert "<" not in row.replace("\\<", "")


@pytest.mark.parametrize("width", [40, 60, 80, 100, 160, 300])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for lang in ("vi", "en"):
        for line in table.write(RECORD, lang, width=width).split("\n"):
            assert table.width_of(line) <= width


def test_wide_and_combining_characters_keep_the_columns_aligned() -> None:
    assert table.width_of("漢字") == 4
    assert table.width_of("a\u0302\u0301") == 1
    assert table.pad("漢字", 6) == "漢字  "
    assert table.wrap("một hai ba", 7) == ["một hai", "ba"]
    assert table.wrap("x" * 10, 4) == ["xxxx", "xxxx", "xx"]


@given(st.text(max_size=200), st.integers(min_value=40, max_value=120))
def test_the_terminal_gets_no_escape_sequences_from_a_document(text: str, width: int) -> None:
    printed = table.write(with_task(text), width=width)
    assert not any(ord(character) < 32 and character != "\n" for character in printed)


def test_the_section_stands_once_above_its_rows() -> None:
    first = RECORD.tasks[0]
    twice = msgspec.structs.replace(RECORD, tasks=(first, first))
    printed = table.write(twice, width=100).partition("Chỉ tiêu (")[0]
    assert printed.count(f"▸ {tables.Places(RECORD).section(first.section, first.section_id)}") == 1


def test_style_is_added_only_when_asked_for() -> None:
    assert "\x1b[" not in table.write(RECORD)
    assert "\x1b[1m" in table.write(RECORD, styled=True)


@pytest.mark.parametrize("lang", get_args(Lang))
def test_an_empty_record_has_every_form(lang: Lang) -> None:
    assert table.write(EMPTY, lang)
    assert markdown.write(EMPTY, lang)
    assert len(rows(csv.write(EMPTY, lang))) == 1
