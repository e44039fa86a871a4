"""Reads the letterheads of `headers*.toml` as a plain text file would bring them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from vanban.extract.header import read_header
from vanban.readers import read_blocks
from vanban.record import Document
from vanban.structure import build

CASES = [
    case
    for path in sorted(Path(__file__).parent.glob("headers*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]


def field(document: Document, name: str) -> object:
    """One field of the header as the case prints it: an empty string for None."""
    signer = document.signer
    if name == "signer":
        return signer.name if signer else ""
    if name in {"position", "capacity"}:
        return (getattr(signer, name) if signer else None) or ""
    value = getattr(document, name)
    if name == "recipients":
        return list(value)
    return "" if value is None else value


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_letterhead_says_what_an_officer_reads(case: dict[str, Any]) -> None:
    document = read_header(build(read_blocks(case["text"].encode(), "van-ban.txt")))
    expected = {name: value for name, value in case.items() if name not in {"name", "text"}}
    assert {name: field(document, name) for name in expected} == expected
