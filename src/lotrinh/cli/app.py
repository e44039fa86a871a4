"""The group of commands, its help in two languages, and the place where errors become messages and exit statuses."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from types import ModuleType
from typing import Final, TextIO

import click

from lotrinh.cli import terminal
from lotrinh.cli.problems import (
    EXIT_BROKEN_PIPE,
    EXIT_FAILED,
    EXIT_INTERRUPTED,
    CommandError,
    system_reason,
    usage_message,
)
from lotrinh.cli.texts import LANGS, Lang, choose, say
from vanban.errors import VanbanError

#: command -> module that makes it; loaded only when the command is called, so that `--help` starts at once.
COMMANDS: Final = {
    "read": "lotrinh.cli.read",
    "explain": "lotrinh.cli.explain",
    "check": "lotrinh.cli.check",
    "schema": "lotrinh.cli.schema",
    "read-many": "lotrinh.cli.read_many",
    "evaluate": "lotrinh.cli.evaluate",
    "serve": "lotrinh.cli.platform.serve",
    "worker": "lotrinh.cli.platform.worker",
    "doctor": "lotrinh.cli.platform.doctor",
    "backup": "lotrinh.cli.platform.backup",
    "restore": "lotrinh.cli.platform.restore",
    "upgrade": "lotrinh.cli.platform.upgrade",
    "audit": "lotrinh.cli.platform.audit",
    "reference": "lotrinh.cli.platform.reference",
    "search": "lotrinh.cli.platform.search",
    "manage": "lotrinh.cli.platform.manage",
}
_NAME: Final = "lotrinh"


class _VietnameseFormatter(click.HelpFormatter):
    """The few words that click itself puts into the help, in Vietnamese."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """`Cách dùng: …`."""
        super().write_usage(prog, args, prefix if prefix is not None else say("usage", "vi") + " ")

    def write_heading(self, heading: str) -> None:
        """`Tùy chọn:` and `Lệnh:`."""
        super().write_heading(say(heading, "vi") if heading in {"Options", "Commands"} else heading)


class _VietnameseContext(click.Context):
    formatter_class = _VietnameseFormatter


class LocalCommand(click.Command):
    """A command whose help is in `lang`."""

    def __init__(self, name: str, lang: Lang, *, callback: object, params: list[click.Parameter]) -> None:
        super().__init__(
            name,
            callback=callback,  # type: ignore[arg-type]
            params=[*params, lang_option(lang)],
            help=say(f"{name}.help", lang),
            short_help=say(name, lang),
            options_metavar=say("options", lang),
        )
        self.context_class = _VietnameseContext if lang == "vi" else click.Context
        self._lang = lang

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option `--help`, described in `lang`."""
        return _describe(super().get_help_option(ctx), self._lang)


class RequiredOption(click.Option):
    """An option that must be given; its help text says so, in the language of the text."""

    def get_help_extra(self, ctx: click.Context) -> click.types.OptionHelpExtra:
        """What click adds to the help, without its English `[required]`."""
        extra = super().get_help_extra(ctx)
        extra.pop("required", None)
        return extra


class _LocalGroup(click.Group):
    """The commands of `COMMANDS`, each made when it is called; their one-line help is known without loading them."""

    def __init__(self, lang: Lang) -> None:
        super().__init__(
            _NAME,
            help=say("app", lang),
            options_metavar=say("options", lang),
            subcommand_metavar=say("command", lang),
            params=[
                click.Option(
                    ["--version"],
                    is_flag=True,
                    is_eager=True,
                    expose_value=False,
                    callback=_print_version,
                    help=say("option.version", lang),
                ),
                lang_option(lang),
            ],
            callback=_nothing,
        )
        self.context_class = _VietnameseContext if lang == "vi" else click.Context
        self._lang = lang

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order in which people meet them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, from its module."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module: ModuleType = import_module(COMMANDS[cmd_name])
        command: click.Command = module.command(self._lang)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands with their one-line help."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, say(name, self._lang)) for name in COMMANDS])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option `--help`, described in `lang`."""
        return _describe(super().get_help_option(ctx), self._lang)


def _describe(option: click.Option | None, lang: Lang) -> click.Option | None:
    if option is not None:
        option.help = say("option.help", lang)
    return option


def lang_option(lang: Lang) -> click.Option:
    """The option `--lang` that every command has; its value is already what the arguments and the environment say."""
    return click.Option(["--lang"], type=click.Choice(LANGS), default=lang, help=say("option.lang", lang))


def _nothing(lang: Lang) -> None:
    """The group itself has nothing to do: the language was chosen before the commands were made."""
    del lang


def _print_version(context: click.Context, parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001
    del parameter
    if value and not context.resilient_parsing:
        from importlib import metadata

        click.echo(f"{_NAME} {metadata.version(_NAME)}")
        context.exit()


def group(lang: Lang) -> click.Group:
    """The whole command line in `lang`."""
    return _LocalGroup(lang)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit status; whatever goes wrong becomes one sentence on standard error."""
    terminal.open_missing_streams()
    given = list(sys.argv[1:] if arguments is None else arguments)
    lang = choose(given, os.environ)
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    try:
        status = _run(given, lang)
        sys.stdout.flush()
    except KeyboardInterrupt:
        terminal.complain(say("interrupted", lang))
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return EXIT_BROKEN_PIPE
    except OSError as error:
        terminal.complain(say("system", lang, reason=system_reason(error, lang)), label=say("error", lang))
        return EXIT_FAILED
    return status


def _run(arguments: list[str], lang: Lang) -> int:
    command = group(lang)
    try:
        with command.make_context(_NAME, arguments) as context:
            status = command.invoke(context)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help(), err=True)
        return EXIT_FAILED
    except click.UsageError as error:
        if error.ctx is not None:
            click.echo(error.ctx.get_usage(), err=True)
            click.echo(say("try-help", lang, command=error.ctx.command_path), err=True)
        terminal.complain(usage_message(error, lang), label=say("error", lang))
        return EXIT_FAILED
    except VanbanError as error:
        terminal.complain(f"{error.message(lang)} [{error.code}]", label=say("error", lang))
        return EXIT_FAILED
    except CommandError as error:
        terminal.complain(error.message(lang), label=say("error", lang))
        return EXIT_FAILED
    return status if isinstance(status, int) else 0


def _speak_utf8(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        # Names of files may hold bytes that are not UTF-8; they must be printable all the same.
        reconfigure(encoding="utf-8", errors="backslashreplace")


def _drop_output() -> None:
    """Send what is still buffered nowhere, so that the end of the program is quiet too."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
