"""What can go wrong on the command line, and how it is said: one sentence, no traceback."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import click

from lotrinh.cli.texts import Lang, say

#: Exit statuses; docs/reference/commands.md explains them.
EXIT_FINDINGS: Final = 1
EXIT_FAILED: Final = 2
EXIT_INTERRUPTED: Final = 130
EXIT_BROKEN_PIPE: Final = 141


#: What the system refuses most often -> the key of the sentence.
_SYSTEM_REASONS: Final[Mapping[int, str]] = MappingProxyType(
    {
        errno.ENOENT: "system.missing",
        errno.ENOTDIR: "system.missing",
        errno.EACCES: "system.forbidden",
        errno.EPERM: "system.forbidden",
        errno.EROFS: "system.forbidden",
        errno.EISDIR: "system.folder",
        errno.ENOSPC: "system.full",
        errno.EDQUOT: "system.full",
        errno.ENAMETOOLONG: "system.long-name",
    }
)


def system_reason(error: OSError, lang: Lang) -> str:
    """Why the system refused, in `lang`; its own words where the reason is rare."""
    key = _SYSTEM_REASONS.get(error.errno or 0)
    return say(key, lang) if key else error.strerror or type(error).__name__


class CommandError(Exception):
    """A failure that ends the command with exit status 2: a key of `texts.toml` with its fields.

    A field that is an OSError is said as its reason.
    """

    def __init__(self, key: str, **fields: object) -> None:
        self.key = key
        self.fields = fields
        super().__init__(self.message("en"))

    def message(self, lang: Lang) -> str:
        """The sentence in `lang`."""
        fields = {
            name: system_reason(value, lang) if isinstance(value, OSError) else value
            for name, value in self.fields.items()
        }
        return say(self.key, lang, **fields)


def usage_message(error: click.UsageError, lang: Lang) -> str:
    """What is wrong with the arguments, in `lang`."""
    if isinstance(error, click.NoSuchOption):
        return _suggest(say("no-such-option", lang, name=error.option_name), error.possibilities, lang)
    if isinstance(error, click.exceptions.NoSuchCommand):
        return _suggest(say("no-such-command", lang, name=error.command_name), error.possibilities, lang)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        key = "missing-argument" if isinstance(error.param, click.Argument) else "missing-option"
        return say(key, lang, name=_name(error.param))
    if isinstance(error, click.BadParameter) and error.param is not None:
        return say("bad-value", lang, name=_name(error.param), reason=_reason(error, error.param, lang))
    return say("bad-arguments", lang, reason=error.format_message())


def _suggest(sentence: str, names: list[str] | None, lang: Lang) -> str:
    return f"{sentence} {say('did-you-mean', lang, names=', '.join(names))}" if names else sentence


def _name(parameter: click.Parameter) -> str:
    if isinstance(parameter, click.Argument):
        return (parameter.metavar or parameter.name or "").removesuffix("...")
    return " / ".join(parameter.opts)


def _reason(error: click.BadParameter, parameter: click.Parameter, lang: Lang) -> str:
    if isinstance(parameter.type, click.Choice):
        return say("bad-choice", lang, choices=", ".join(map(str, parameter.type.choices)))
    if isinstance(parameter.type, click.IntRange):
        return say("bad-number", lang, minimum=parameter.type.min)
    return error.message
