"""Money in words and figures; the clause file says how it is read."""

from __future__ import annotations

import pytest

from vanban.language.money import format_money, money_scale


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        (1_500_000_000, "1,5 tỷ đồng"),
        (226_000_000_000, "226 tỷ đồng"),
        (500_000_000, "500 triệu đồng"),
        (63_950_757, "63.950.757 đồng"),
        (0, "0 đồng"),
    ],
)
def test_sums_are_printed_without_loss(amount: int, printed: str) -> None:
    assert format_money(amount) == printed


@pytest.mark.parametrize(
    ("header", "scale"),
    [("ĐVT: triệu đồng", 1_000_000), ("Thành tiền (đồng)", 1), ("Kinh phí (tỷ đồng)", 10**9), ("Ghi chú", None)],
)
def test_the_unit_of_a_column_is_known(header: str, scale: int | None) -> None:
    assert money_scale(header) == scale
