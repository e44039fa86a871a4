"""Numbers of documents and their canonical form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.extract.citations import parse_number


@pytest.mark.parametrize(
    ("printed", "canonical", "kind"),
    [
        ("3631/KH-UBND", "3631/KH-UBND", "KH"),
        ("02/2024/TT-BKHCN", "02/2024/TT-BKHCN", "TT"),
        ("93/2025/QH15", "93/2025/QH15", None),
        ("05/2022/UBTVQH15", "05/2022/UBTVQH15", None),
        ("513/QĐ-TCTS-NTTS", "513/QĐ-TCTS-NTTS", "QĐ"),
        ("50-CTr/TU", "50-CTr/TU", "CTr"),
        ("50/CTr-TU", "50-CTr/TU", "CTr"),
        ("47/Ctr-TU", "47-CTr/TU", "CTr"),
        ("50 CTr/TU", "50-CTr/TU", "CTr"),
        ("20 NQ/TW", "20-NQ/TW", "NQ"),
        ("57- NQ/TW", "57-NQ/TW", "NQ"),
        ("57 - NQ / TW", "57-NQ/TW", "NQ"),
        ("182-QĐ/UBND", "182/QĐ-UBND", "QĐ"),
        ("38-CT/TTg", "38/CT-TTg", "CT"),
        ("03-QĐ/BCĐ", "03-QĐ/BCĐ", "QĐ"),
        ("66/2018/QĐ- UBND", "66/2018/QĐ-UBND", "QĐ"),
        ("88/QĐ – UBND", "88/QĐ-UBND", "QĐ"),
        ("1432/UBND-KGVX", "1432/UBND-KGVX", None),
        ("27/2015/TTLT-BKHCN-BTC", "27/2015/TTLT-BKHCN-BTC", "TTLT"),
        ("23/KL-LNTPTW", "23/KL-LNTPTW", "KL"),
        ("01348/QĐ-UBND", "01348/QĐ-UBND", "QĐ"),
        ("297a/QĐ-UBND", "297a/QĐ-UBND", "QĐ"),
        ("9/ĐA-UBND", "9/ĐA-UBND", "ĐA"),
        ("9/DA-UBND", "9/DA-UBND", "DA"),
        ("419-CV/TU", "419-CV/TU", "CV"),
    ],
)
def test_the_canonical_form(printed: str, canonical: str, kind: str | None) -> None:
    number = parse_number(printed)
    assert number is not None
    assert (number.canonical, number.kind) == (canonical, kind)


@pytest.mark.parametrize("text", ["", "24/7", "5/6/2024", "KH-UBND", "/KH-UBND", "12", "3/Sở", "100%", "13274:2020"])
def test_other_things_are_no_numbers(text: str) -> None:
    assert parse_number(text) is None


@given(
    digits=st.integers(1, 99999),
    year=st.none() | st.integers(1990, 2099),
    kind=st.sampled_from(["KH", "QĐ", "NQ", "TT", "TTr", "CTr", "ĐA", "DA"]),
    organ=st.sampled_from(["UBND", "BKHCN", "CP", "TTg", "HĐND", "SKHCN"]),
)
def test_a_state_number_is_its_own_canonical_form(digits: int, year: int | None, kind: str, organ: str) -> None:
    printed = f"{digits}/{f'{year}/' if year else ''}{kind}-{organ}"
    number = parse_number(printed)
    assert number is not None
    assert number.canonical == printed
    assert number.kind == kind


@given(
    digits=st.integers(1, 99999),
    kind=st.sampled_from(["KH", "QĐ", "NQ", "CTr", "KL"]),
    organ=st.sampled_from(["TW", "TU", "ĐU"]),
)
def test_a_party_number_is_canonical_from_either_form(digits: int, kind: str, organ: str) -> None:
    canonical = f"{digits}-{kind}/{organ}"
    for printed in (canonical, f"{digits}/{kind}-{organ}", f"{digits} {kind}/{organ}"):
        number = parse_number(printed)
        assert number is not None
        assert number.canonical == canonical
