"""Periods, recurrences and years; the clause files say the rest about deadlines."""

from __future__ import annotations

import pytest

from vanban.language.times import find_periods, find_recurrences, find_years, read_time
from vanban.record import Recurrence


@pytest.mark.parametrize(
    "printed",
    ["giai đoạn 2013 - 2015", "2013–2015", "từ năm 2013 đến năm 2015", "từ năm 2013 -2015", "thời kỳ 2013-2015"],
)
def test_periods_of_every_print(printed: str) -> None:
    (period,) = find_periods(printed)
    assert (period.first, period.last) == (2013, 2015)


def test_a_period_runs_forward() -> None:
    assert find_periods("2030 - 2026") == ()


def test_all_recurrences_of_a_reporting_duty_are_found_in_order() -> None:
    found = find_recurrences("Định kỳ hằng quý, 6 tháng, 9 tháng và hằng năm")
    assert [recurrence for recurrence, _ in found] == [
        Recurrence.QUARTERLY,
        Recurrence.SEMIANNUAL,
        Recurrence.NINE_MONTHS,
        Recurrence.ANNUAL,
    ]


@pytest.mark.parametrize("printed", ["trong 6 tháng", "05 năm/lần", "sau 9 tháng", "6 tháng kể từ ngày ký"])
def test_a_length_of_time_is_no_recurrence(printed: str) -> None:
    assert find_recurrences(printed) == ()


def test_a_date_without_year_takes_the_default_year() -> None:
    assert read_time("Trước ngày 15/12", default_year=2026).deadline == "2026-12-15"
    assert read_time("Trước ngày 15/12").deadline is None


def test_years_of_dates_and_document_numbers_are_no_bare_years() -> None:
    assert [year for year, _ in find_years("đến năm 2030, ngày 05/6/2024, 12/2025/NĐ-CP")] == [2030]
