"""`laurel inspect`: what is in this file? Says nothing about whether it is genuine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from laurel import bake
from laurel.canon.strict_json import is_object
from laurel.cli.files import read_bytes
from laurel.cli.options import Json
from laurel.cli.session import AMBER, GREY, Exit, clean, session_of
from laurel.cli.show import show_facts
from laurel.errors import LaurelError
from laurel.formats.schema import check_schema
from laurel.verify.policy import DEFAULT
from laurel.verify.presented import read_presented
from laurel.verify.summary import summarise


def inspect(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A JSON, JWT, PNG, SVG or PDF file.")],
    document_only: Annotated[bool, typer.Option("--document", help="Print the credential itself, as JSON.")] = False,
    as_json: Json = False,
) -> None:
    """Show what a credential says. Nothing is verified."""
    session = session_of(context)
    try:
        content = read_bytes(file, limit=DEFAULT.max_file)
        presented = read_presented(content, policy=DEFAULT)
    except LaurelError as error:
        session.refuse(error, code=Exit.UNREADABLE)
    document = presented.unverified_document
    if document_only:
        session.print_json(document)
        return
    summary = summarise(document)
    signed: list[Any] = ["vc-jwt"] if presented.token else [_suite(proof) for proof in presented.proofs]
    problems = check_schema(document)
    if as_json:
        faults = [{"at": each.at, "code": each.code, "en": each.en, "bg": each.bg} for each in problems]
        session.print_json(
            {"form": bake.detect(content), "signed_with": signed, "problems": faults, "credential": summary.to_json()}
        )
        return
    console = session.out
    console.print(
        Text(
            session.pick("What this file says (nothing was verified)", "Какво казва този файл (нищо не е проверено)"),
            style="bold",
        )
    )
    show_facts(summary, session=session, console=console, everything=True)
    ways = ", ".join(map(clean, signed)) or session.pick("nothing", "нищо")
    console.print(Text(session.pick(f"Signed with: {ways}", f"Подписано с: {ways}"), style=GREY))
    for problem in problems:
        console.print(Text.assemble(("! ", AMBER), clean(problem.say(session.language))))
    console.print(Text(session.pick("“laurel verify” says whether it is genuine.", "„laurel verify“ казва дали е истинско.")))


def _suite(proof: Any) -> str:
    if not is_object(proof):
        return "?"
    return str(proof.get("cryptosuite") or proof.get("type"))
