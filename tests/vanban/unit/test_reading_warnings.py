"""Warnings are Vietnamese in the record and can be shown in English."""

from __future__ import annotations

import re

import pytest

import vanban
from vanban.reading_warnings import MESSAGES, translated, warning
from vanban.writers import markdown


@pytest.mark.parametrize("code", MESSAGES)
def test_every_warning_is_found_again_and_translated_with_its_figures(code: str) -> None:
    fields = dict.fromkeys(re.findall(r"\{(\w+)\}", MESSAGES[code][0]), "3–7, 12")
    printed = warning(code, **fields)
    assert translated(printed, "vi") == printed
    assert translated(printed, "en") == MESSAGES[code][1].format(**fields)


def test_a_sentence_of_another_program_stays_as_it_is() -> None:
    assert translated("Điều khác.", "en") == "Điều khác."


def test_an_english_table_warns_in_english() -> None:
    record = vanban.read(b"KE HOACH\nTrien khai nhiem vu chuyen doi so tren dia ban tinh nam 2026\n" * 20, "a.txt")
    (printed,) = record.text.warnings
    count = len(record.text.changes)
    assert printed == warning("repaired", count=count)
    assert MESSAGES["repaired"][1].format(count=count) in markdown.write(record, "en")
