"""Cue words as data: one TOML table for each topic, each table with its `source`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any


def _freeze(value: object) -> object:
    if isinstance(value, dict):
        return MappingProxyType({key: _freeze(item) for key, item in value.items()})
    if isinstance(value, list):
        return tuple(_freeze(item) for item in value)
    return value


@cache
def load(name: str) -> Mapping[str, Any]:
    """The lexicon `name` (the file `name.toml` of this package) as read-only mappings and tuples, read once.

    Raises FileNotFoundError for a name without a file.
    """
    text = resources.files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return MappingProxyType({key: _freeze(item) for key, item in tomllib.loads(text).items()})
