"""Reads the cells, headings and sentences of `agencies.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from vanban.extract.agencies import agency_heading, find_agencies, read_roles, split_agencies

TABLES = tomllib.loads(Path(__file__).with_name("agencies.toml").read_text(encoding="utf-8"))


def cases(table: str) -> pytest.MarkDecorator:
    """All cases of a table, each under its name."""
    return pytest.mark.parametrize("case", TABLES[table], ids=[case["name"] for case in TABLES[table]])


@cases("cell")
def test_a_cell_is_cut_into_agencies(case: dict[str, Any]) -> None:
    assert list(split_agencies(case["text"])) == case["agencies"]


@cases("heading")
def test_a_heading_names_agencies_or_nothing(case: dict[str, Any]) -> None:
    assert list(agency_heading(case["text"])) == case["agencies"]


@cases("sentence")
def test_a_sentence_says_who_leads_and_who_takes_part(case: dict[str, Any]) -> None:
    roles = read_roles(case["text"])
    assert (list(roles.lead), list(roles.partners)) == (case["lead"], case["partners"])


@cases("text")
def test_a_text_names_agencies(case: dict[str, Any]) -> None:
    found = find_agencies(case["text"], offset=7)
    assert [mention.name for mention in found] == case["agencies"]
    for mention in found:
        start, end = mention.span
        assert case["text"][start - 7 : end - 7] == mention.name
