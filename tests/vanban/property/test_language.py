"""What must hold for every number, date, sum and text."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.language import wording
from vanban.language.dates import find_dates, format_date, parse_date
from vanban.language.money import find_money, format_money
from vanban.language.normal import fold, key, nfc, normalise, slug
from vanban.language.numbers import canonical_unit, find_quantities, format_number, parse_number
from vanban.language.sentences import clauses, sentences
from vanban.language.times import find_periods, find_recurrences, find_times, find_years, read_time

WORDS = [
    "trên",
    "từ",
    "đến",
    "trước ngày",
    "quý",
    "III",
    "tháng",
    "năm",
    "ngày",
    "hằng năm",
    "6 tháng",
    "giai đoạn",
    "2026",
    "2030",
    "15/12",
    "05/6/2024",
    "10-12%",
    "1.234,5",
    "tỷ đồng",
    "triệu",
    "đồng/năm",
    "người",
    "trên một vạn dân",
    "%",
    "GDP",
    ",",
    ";",
    ".",
    "-",
    "–",
    "(",
    ")",
    "trở lên",
    "nhóm 03 tỉnh đứng đầu",
    "hoàn thành",
    "thường xuyên",
    "Thời gian thực hiện:",
    "kể từ ngày",
    "31/02/2026",
    "0",
    "99",
    "…",
    "hoà",
    "uỷ",
    "\n",
    "\u00a0",
]
official = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)
texts = st.one_of(st.text(max_size=80), official).map(nfc)
numbers = st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False, allow_infinity=False, places=4)
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@given(numbers)
def test_every_number_is_read_as_it_is_printed(number: Decimal) -> None:
    assert parse_number(format_number(number)) == number


@given(st.from_regex(r"-?[1-9][0-9]{0,2}(\.[0-9]{3}){0,4}(,[0-9]{0,3}[1-9])?", fullmatch=True))
def test_every_number_in_canonical_print_is_printed_again_as_it_was(printed: str) -> None:
    number = parse_number(printed)
    assert number is not None
    assert format_number(number) == printed


@given(days, st.booleans())
def test_every_day_is_read_as_it_is_printed(day: date, short: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
    printed = format_date(day.isoformat(), short=short)
    read = parse_date(printed)
    assert read is not None
    assert read.iso == day.isoformat()
    assert format_date(read.iso, short=short) == printed
    (mention,) = find_dates(f"Ban hành {printed}.")
    assert (mention.iso, mention.blank_day) == (day.isoformat(), False)


@given(days)
def test_every_day_in_english_is_that_day_and_no_other(day: date) -> None:
    printed = wording.date(day.isoformat(), "en")
    assert datetime.strptime(printed, "%d %B %Y").replace(tzinfo=UTC).date() == day
    assert printed.split()[0] == str(day.day)


@given(st.integers(1900, 2100), st.integers(1, 12), st.integers(1, 4))
def test_months_quarters_and_years_are_read_as_they_are_printed(year: int, month: int, quarter: int) -> None:
    for iso in (f"{year}-{month:02d}", f"{year}-Q{quarter}", str(year)):
        for short in (False, True):
            read = parse_date(format_date(iso, short=short))
            assert read is not None
            assert read.iso == iso


@given(st.integers(0, 10**15))
def test_every_sum_is_read_as_it_is_printed(amount: int) -> None:
    (money,) = find_money(format_money(amount))
    assert money.amount == amount


@given(st.text(max_size=80))
def test_the_normal_form_is_stable_and_knows_its_source(text: str) -> None:
    normal = normalise(text)
    assert normalise(normal.text).text == normal.text
    assert len(normal.offsets) == len(normal.text) + 1
    assert list(normal.offsets) == sorted(normal.offsets)
    assert normal.offsets[-1] == len(text)


@given(st.text(alphabet="aàáảãạăằâđeèêiìoòôơuùưyỳquhkn Đ", max_size=60))
def test_composed_and_decomposed_vietnamese_have_one_normal_form(text: str) -> None:
    assert normalise(unicodedata.normalize("NFD", text)).text == normalise(text).text


@given(texts)
def test_compared_forms_are_as_long_as_the_text(text: str) -> None:
    assert len(key(text)) == len(text)
    assert len(fold(text)) == len(text)
    assert slug(text).isascii()


@given(texts)
def test_what_is_found_lies_inside_the_text(text: str) -> None:
    spans = [quantity.span for quantity in find_quantities(text)]
    spans += [quantity.number for quantity in find_quantities(text)]
    spans += [mention.span for mention in find_dates(text)]
    spans += [frame.span for frame in find_times(text)]
    spans += [period.span for period in find_periods(text)]
    spans += [span for _, span in find_recurrences(text)]
    spans += [span for _, span in find_years(text)]
    spans += [money.span for money in find_money(text)]
    spans += [*sentences(text), *clauses(text)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    frame = read_time(text)
    assert text[frame.span[0] : frame.span[1]] == frame.text
    canonical_unit(text)
    parse_date(text)
    parse_number(text)


FINDERS: list[Callable[[str], object]] = [
    find_quantities,
    find_dates,
    find_times,
    read_time,
    find_periods,
    find_recurrences,
    find_money,
    sentences,
    clauses,
    normalise,
    fold,
    key,
    parse_number,
    parse_date,
]


@pytest.mark.parametrize("finder", FINDERS, ids=lambda finder: finder.__name__)
@pytest.mark.parametrize(
    "piece", ["1", "1.", "1.1.1 ", " ", "1/", "(", "từ ", "quý i, ", "2026 - ", "ngày ", "a. A", "a\u0301"], ids=repr
)
def test_the_time_grows_with_the_size_and_no_faster(finder: Callable[[str], object], piece: str) -> None:
    def seconds(size: int) -> float:
        text = nfc(piece * (size // len(piece)))
        start = time.process_time()
        finder(text)
        return time.process_time() - start

    small = max(seconds(20_000), 0.002)
    assert seconds(200_000) < 60 * small
