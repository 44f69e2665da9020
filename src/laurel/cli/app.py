"""The `laurel` command: its parts put together, its language chosen, its faults said in a sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from laurel import __version__
from laurel.cli import keys, language, log, policy, status, vc
from laurel.cli.anchor import anchor
from laurel.cli.export import export
from laurel.cli.inspect import inspect
from laurel.cli.issue import issue
from laurel.cli.language import SpokenCommand, SpokenGroup
from laurel.cli.lint import lint
from laurel.cli.present import present
from laurel.cli.seal import seal
from laurel.cli.session import WIDTH, Session
from laurel.cli.verify import verify
from laurel.errors import Language

USAGE = 64  # sysexits: apart from 0-3, which are answers

app = typer.Typer(
    cls=SpokenGroup,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"max_content_width": WIDTH, "help_option_names": ["-h", "--help"]},
)
"""The command `laurel` with all its subcommands."""
app.add_typer(keys.app, name="keys")
app.command(cls=SpokenCommand)(issue)
app.command(cls=SpokenCommand)(anchor)
app.command(cls=SpokenCommand)(verify)
app.command(cls=SpokenCommand)(present)
app.command(cls=SpokenCommand)(export)
app.command(cls=SpokenCommand)(seal)
app.add_typer(status.app, name="status")
app.command(cls=SpokenCommand)(inspect)
app.command(cls=SpokenCommand)(lint)
app.add_typer(log.app, name="log")
app.add_typer(policy.app, name="policy")
app.add_typer(vc.app, name="vc")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"laurel {__version__}")
        raise typer.Exit


@app.callback()
def laurel(
    lang: Annotated[
        str, typer.Option("--lang", metavar="en|bg", help="Speak English or Bulgarian; otherwise the system's language.")
    ] = "",
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Issue, verify and understand micro-credentials, with files alone."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line; gives the exit code. Never a traceback for what a person or a file did."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    spoken, _ = language.choose([], os.environ)
    try:
        spoken, rest = language.choose(given, os.environ)
        command = language.translate(typer.main.get_command(app), spoken)
        code = command.main(args=rest, prog_name="laurel", standalone_mode=False, obj=Session(language=spoken))
        return code if isinstance(code, int) else 0
    except typer.TyperException as error:
        return _say_usage(error, spoken)
    except (typer.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        return 141


def _say_usage(error: typer.TyperException, spoken: Language) -> int:
    context: Any = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError" and context is not None:
        typer.echo(context.get_help())
        return USAGE
    console = Session(language=spoken).err
    console.print(f"✘ {language.say_usage(error, spoken)}")
    console.print(f"{context.command_path if context is not None else 'laurel'} --help")
    return USAGE
