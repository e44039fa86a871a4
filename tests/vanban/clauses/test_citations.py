"""Reads the cited documents of `citations.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from vanban.extract.citations import read_citations
from vanban.extract.header import read_header
from vanban.readers import read_blocks
from vanban.structure import build

CASES = tomllib.loads(Path(__file__).with_name("citations.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_cited_documents_are_read(case: dict[str, Any]) -> None:
    structure = build(read_blocks(case["text"].encode(), "van-ban.txt"))
    citations = read_citations(structure, read_header(structure))
    assert len(citations) == len(case["cited"]), [c.printed for c in citations]
    for citation, expected in zip(citations, case["cited"], strict=True):
        got = {name: getattr(citation, name) or "" for name in expected if name != "mentions"}
        assert got == {name: value for name, value in expected.items() if name != "mentions"}
        if "mentions" in expected:
            assert len(citation.spans) == expected["mentions"]
        for start, end in citation.spans:
            assert 0 <= start < end <= len(structure.content)
