"""Traps of dates and numbers: both languages write and read them as a Vietnamese office does."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.utils import formats, translation
from django.utils.text import slugify

from lotrinh.core import words

LANGUAGES = ("vi", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", ["04/03/2026", "4/3/2026", "04-03-2026", "4.3.2026", "2026-03-04"])
def test_the_day_stands_first(language: str, typed: str) -> None:
    with translation.override(language):
        assert forms.DateField(localize=True).clean(typed) == dt.date(2026, 3, 4)


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_are_written_with_leading_zeros(language: str) -> None:
    with translation.override(language):
        assert formats.date_format(dt.date(2026, 6, 5)) == "05/06/2026"


def test_a_point_groups_thousands_in_vietnamese() -> None:
    with translation.override("vi"):
        assert forms.IntegerField(localize=True).clean("1.234") == 1234
        assert forms.DecimalField(localize=True).clean("1.234,5") == Decimal("1234.5")
        assert formats.localize(1234.5) == "1.234,5"


def test_a_comma_groups_thousands_in_english() -> None:
    with translation.override("en"):
        assert forms.DecimalField(localize=True).clean("1,234.5") == Decimal("1234.5")
        assert formats.localize(1234567) == "1,234,567"


def test_slugs_keep_d_when_the_text_is_folded_first() -> None:
    assert slugify("Đổi mới") != "doi-moi", "Django drops đ: slugs are made of folded text"
    assert slugify(words.fold("Đổi mới")) == "doi-moi"
