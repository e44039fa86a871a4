"""Numbers as Vietnamese documents print them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from vanban.language.numbers import canonical_unit, find_quantities, format_number, parse_number


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1.234", "1234"),
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("37,6", "37.6"),
        ("02", "2"),
        ("-5", "-5"),
        ("0.5", "0.5"),
        ("37.65", "37.65"),
        ("0.125", "0.125"),
        ("1,234,567", "1234567"),
    ],
)
def test_a_printed_number_has_one_value(printed: str, value: str) -> None:
    assert parse_number(printed) == Decimal(value)


@pytest.mark.parametrize("printed", ["", "1.2.3", "01.234", "12a", "1,2,3", "năm", "1.23,4", "--5", "٣"])
def test_what_is_not_one_number_is_none(printed: str) -> None:
    assert parse_number(printed) is None


def test_numbers_are_printed_with_dots_for_thousands_and_a_comma_for_decimals() -> None:
    assert format_number(Decimal("1234567.50")) == "1.234.567,5"
    assert format_number(0.1) == "0,1"
    assert format_number(-1000) == "-1.000"
    assert format_number(0) == "0"


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("DN", "doanh nghiệp"),
        ("%/năm", "%/năm"),
        ("% GRDP", "% GRDP"),
        ("Người", "người"),
        ("người/vạn dân", "người/vạn dân"),
        ("vịt trời", None),
        ("", None),
    ],
)
def test_printed_units_have_one_name(printed: str, unit: str | None) -> None:
    assert canonical_unit(printed) == unit


def test_an_unknown_unit_is_not_guessed() -> None:
    (quantity,) = find_quantities("có 50 đại biểu")
    assert (quantity.value, quantity.unit) == (Decimal(50), None)
