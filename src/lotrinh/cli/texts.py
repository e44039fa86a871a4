"""The sentences of the command line in Vietnamese and English, and the choice between them.

They stand in `texts.toml`, those of the platform's commands in `platform/texts.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Final, Literal, TypeAlias, get_args

Lang: TypeAlias = Literal["vi", "en"]
LANGS: Final[tuple[Lang, ...]] = get_args(Lang)


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """Every sentence by its key, then by its language."""
    folder = resources.files(__package__)
    parts = (folder.joinpath("texts.toml"), folder.joinpath("platform", "texts.toml"))
    return {key: value for part in parts for key, value in tomllib.loads(part.read_text(encoding="utf-8")).items()}


def say(key: str, lang: Lang, **fields: object) -> str:
    """The sentence `key` in `lang` with its fields filled."""
    sentence = texts()[key][lang]
    return sentence.format(**fields) if fields else sentence


def count(number: int, vietnamese: str, english: str, lang: Lang) -> str:
    """A number with its noun: `3 lỗi`, `1 error`, `3 errors`."""
    if lang == "en":
        return f"{number} {english}" if number == 1 else f"{number} {english}s"
    return f"{number} {vietnamese}"


def decimal(number: float, lang: Lang) -> str:
    """A number with one digit behind the comma: `77,2`, in English `77.2`."""
    printed = f"{number:.1f}"
    return printed if lang == "en" else printed.replace(".", ",")


def choose(arguments: Sequence[str], environment: Mapping[str, str]) -> Lang:
    """The language of messages: the last `--lang` of the arguments, else LOTRINH_LANG, else Vietnamese.

    The language of the system is no guide: the messages speak of Vietnamese documents to people who write them, also
    where the machine itself was set up in English.
    """
    asked = environment.get("LOTRINH_LANG", "")
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
        elif argument == "--lang" and index + 1 < len(arguments):
            asked = arguments[index + 1]
    return "en" if asked == "en" else "vi"
