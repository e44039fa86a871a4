"""The sentences of the page, from `texts.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from vanban.language.wording import Lang


@cache
def _texts() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(resources.files(__package__).joinpath("texts.toml").read_text(encoding="utf-8"))


def say(key: str, lang: Lang) -> str:
    """The sentence `key` in `lang`."""
    return _texts()[key][lang]
