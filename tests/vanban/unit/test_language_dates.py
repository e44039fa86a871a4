"""Dates as Vietnamese documents print them."""

from __future__ import annotations

import pytest

from vanban.language.dates import find_dates, format_date, parse_date


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("ngày 05 tháng 6 năm 2024", "2024-06-05"),
        ("5/6/2024", "2024-06-05"),
        ("22/02/2013", "2013-02-22"),
        ("05-6-2024", "2024-06-05"),
        ("5.6.2024", "2024-06-05"),
        ("tháng 06 năm 2024", "2024-06"),
        ("tháng 6/2025", "2025-06"),
        ("6/2025", "2025-06"),
        ("Quý III/2026", "2026-Q3"),
        ("quý 3 năm 2026", "2026-Q3"),
        ("năm 2026", "2026"),
        ("2026-06-30", "2026-06-30"),
        ("ngày tháng 06 năm 2024", "2024-06"),
    ],
)
def test_each_printed_form_is_read_as_precisely_as_it_is_printed(printed: str, iso: str) -> None:
    date = parse_date(printed)
    assert date is not None
    assert date.iso == iso


def test_the_day_stands_before_the_month() -> None:
    date = parse_date("04/03/2026")
    assert date is not None
    assert (date.day, date.month) == (4, 3)


@pytest.mark.parametrize("printed", ["31/02/2024", "00/01/2024", "12/13/2024", "13/2024", "05/6/1024", "mai", ""])
def test_what_is_no_day_of_the_calendar_is_none(printed: str) -> None:
    assert parse_date(printed) is None


def test_an_impossible_day_in_a_text_is_named_without_a_date() -> None:
    (mention,) = find_dates("ban hành ngày 31/02/2024")
    assert (mention.text, mention.iso) == ("ngày 31/02/2024", None)


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("ngày tháng 06 năm 2024", "2024-06"),
        ("ngày … tháng … năm 2024", "2024"),
        ("ngày     tháng 6 năm 2024", "2024-06"),
        ("ngày .... tháng 6 năm 2024", "2024-06"),
        ("ngày    /6/2024", "2024-06"),
    ],
)
def test_a_blank_day_is_seen(printed: str, iso: str) -> None:
    (mention,) = find_dates(f"Hà Giang, {printed}")
    assert (mention.iso, mention.blank_day) == (iso, True)


def test_document_numbers_and_bare_years_are_no_dates() -> None:
    assert find_dates("Thông tư 02/2024/TT-ABC, Luật 93/2025/QH15, số 12/2024, đến năm 2030") == ()


@pytest.mark.parametrize(
    ("iso", "long", "short"),
    [
        ("2024-06-05", "ngày 05 tháng 6 năm 2024", "05/6/2024"),
        ("2024-02-15", "ngày 15 tháng 02 năm 2024", "15/02/2024"),
        ("2024-11", "tháng 11 năm 2024", "11/2024"),
        ("2026-Q3", "quý III năm 2026", "Quý III/2026"),
        ("2026", "năm 2026", "2026"),
    ],
)
def test_dates_are_printed_as_decree_30_asks(iso: str, long: str, short: str) -> None:
    assert (format_date(iso), format_date(iso, short=True)) == (long, short)


@pytest.mark.parametrize("iso", ["2024-13", "2024-02-30", "nay", "2024-Q5"])
def test_only_a_date_can_be_printed(iso: str) -> None:
    with pytest.raises(ValueError, match="not a date"):
        format_date(iso)
