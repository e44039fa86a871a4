"""What can go wrong on the command line, and how it is said: one sentence, no traceback."""

from __future__ import annotations

from typing import Final

import click

from lotrinh.cli.texts import Lang, say

#: Exit statuses; docs/reference/commands.md explains them.
EXIT_FINDINGS: Final = 1
EXIT_FAILED: Final = 2
EXIT_INTERRUPTED: Final = 130
EXIT_BROKEN_PIPE: Final = 141


class CommandError(Exception):
    """A failure that ends the command with exit status 2: a key of `texts.toml` with its fields."""

    def __init__(self, key: str, **fields: object) -> None:
        self.key = key
        self.fields = fields
        super().__init__(say(key, "en", **fields))

    def message(self, lang: Lang) -> str:
        """The sentence in `lang`."""
        return say(self.key, lang, **self.fields)


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
