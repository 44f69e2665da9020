"""Which language the command line speaks, and its own few words: help, usage errors, headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from laurel.cli.help_texts import HEADINGS, HELP
from laurel.errors import Language

# Typer keeps the classes of its usage errors to itself, so they go by their names.
_USAGE: Mapping[str, tuple[str, str]] = {
    "MissingParameter": ("{hint} is missing", "липсва {hint}"),
    "NoSuchOption": ("there is no option {given}", "няма опция {given}"),
    "BadParameter": ("{hint} cannot be used: {message}", "{hint} не може да се използва: {message}"),
    "BadOptionUsage": ("the option {given} is used wrongly", "опцията {given} е използвана неправилно"),
}
_OTHER_USAGE = ("this cannot be run: {message}", "това не може да се изпълни: {message}")


def choose(arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[Language, list[str]]:
    """The language, and the arguments without `--lang`.

    `--lang bg` wherever it stands comes first, then LC_ALL, LC_MESSAGES and LANG; English otherwise.

    Raises:
        typer.BadParameter: a language that we do not speak.
    """
    rest: list[str] = []
    asked = ""
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest.extend((word, *words))
        elif word == "--lang":
            asked = next(words, "?")
        elif word.startswith("--lang="):
            asked = word.partition("=")[2] or "?"
        else:
            rest.append(word)
    if asked not in ("", "en", "bg"):
        raise typer.BadParameter("en | bg", param_hint="--lang")
    locale = asked or next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return ("bg" if locale.startswith("bg") else "en"), rest


def say_usage(error: Exception, language: Language) -> str:
    """One sentence about how a command was called wrongly."""
    parameter: Any = getattr(error, "param", None)
    hint = getattr(error, "param_hint", None) or (_name_of(parameter) if parameter is not None else "")
    pair = _USAGE.get(type(error).__name__, _OTHER_USAGE)
    facts = {"hint": hint, "given": getattr(error, "option_name", ""), "message": getattr(error, "message", "")}
    return pair[language == "bg"].format_map(facts)


def translate(command: Any, language: Language) -> Any:
    """Put the help of a command and of everything below it into `language`."""
    if language == "bg":
        command.help = HELP.get(command.help or "", command.help)
        for parameter in command.params:
            written: Any = getattr(parameter, "help", None)
            if written:
                vars(parameter)["help"] = HELP.get(written, written)
        for each in getattr(command, "commands", {}).values():
            translate(each, language)
    return command


class SpokenCommand(TyperCommand):
    """A command whose help has its headings in the reader's language."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return _speak(super().get_help(ctx), ctx)


class SpokenGroup(TyperGroup):
    """A group of commands whose help has its headings in the reader's language."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return _speak(super().get_help(ctx), ctx)


def _name_of(parameter: Any) -> str:
    if parameter.param_type_name == "option":
        return " / ".join(parameter.opts)
    return str(parameter.metavar or parameter.human_readable_name).upper()


def _speak(text: str, context: Any) -> str:
    if getattr(context.find_root().obj, "language", "en") != "bg":
        return text
    for english, bulgarian in HEADINGS:
        text = text.replace(english, bulgarian)
    return text
