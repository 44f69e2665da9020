"""`laurel policy`: rules about micro-credentials as data: look at them, put designs before them, compare them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from laurel.annex1.read import read_design
from laurel.cli import policy_show as show
from laurel.cli.files import read_bytes
from laurel.cli.issue import MAX_DESIGN
from laurel.cli.language import SpokenCommand, SpokenGroup
from laurel.cli.options import At, Json
from laurel.cli.session import LEAF, RED, Exit, Session, clean, session_of
from laurel.errors import LaurelError, PolicyError, Problem
from laurel.policy import plain
from laurel.policy.cases import read_cases, run_cases
from laurel.policy.compatibility import compare
from laurel.policy.diff import diff as compare_packs
from laurel.policy.evaluate import Answer, Evaluation, evaluate
from laurel.policy.facts import FACTS, Facts, read_facts
from laurel.policy.limits import MAX_PACK
from laurel.policy.pack import Pack, PackFile, built_in, read_pack
from laurel.policy.reading import facts_of_design

app = typer.Typer(cls=SpokenGroup, help="Rules about micro-credentials as data.", no_args_is_help=True, rich_markup_mode=None)
PackName = Annotated[str, typer.Argument(metavar="PACK", help="A built-in pack by its id, or a file of your own.")]
Packs = Annotated[list[str] | None, typer.Option("--pack", metavar="PACK", help="A built-in pack or a file; may be repeated.")]


@app.callback()
def policy() -> None:
    """Rules about micro-credentials as data."""


@app.command("list", cls=SpokenCommand, help="The packs that come with Laurel.")
def list_packs(context: typer.Context, as_json: Json = False) -> None:
    """List the built-in packs."""
    session = session_of(context)
    if as_json:
        session.print_json([plain.pack_as_json(pack) for pack in built_in().values()])
        return
    show.packs(built_in().values(), session)


@app.command("show", cls=SpokenCommand, help="What a pack asks for on a day.")
def show_pack(context: typer.Context, pack: PackName, at: At = None, as_json: Json = False) -> None:
    """Show the rules of a pack."""
    session = session_of(context)
    day = session.moment(at).date()
    found = load_pack(pack, session)
    if as_json:
        session.print_json(plain.pack_as_json(found) | {"rules": [plain.rule_as_json(rule) for rule in found.on(day)]})
        return
    show.rules(found, day, session)


@app.command("facts", cls=SpokenCommand, help="What a rule may ask about.")
def list_facts(context: typer.Context, as_json: Json = False) -> None:
    """List the vocabulary of facts."""
    session = session_of(context)
    if as_json:
        session.print_json(
            [{"name": fact.name, "kind": fact.kind, "en": fact.en, "bg": fact.bg, "at": fact.at} for fact in FACTS.values()]
        )
        return
    show.facts(session)


@app.command("schema", cls=SpokenCommand, help="The JSON Schema of a pack, for editors.")
def show_schema(context: typer.Context, as_json: Json = False) -> None:
    """Print the schema of a pack; it is JSON whether asked for or not."""
    del as_json
    session_of(context).print_json(PackFile.model_json_schema())


@app.command("check", cls=SpokenCommand, help="Put designs before one or more packs. Ends with 1 when a rule is broken.")
def check(
    context: typer.Context,
    designs: Annotated[list[Path], typer.Argument(metavar="DESIGN...", help="Designs of micro-credentials (JSON).")],
    packs: Packs = None,
    facts_file: Annotated[
        Path | None, typer.Option("--facts", metavar="FILE", help="Further facts as TOML: who approved it, evidence of need, …")
    ] = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Check designs against packs."""
    session = session_of(context)
    day = session.moment(at).date()
    chosen = [load_pack(name, session) for name in packs or ["eu"]]
    further = _further(facts_file, session)
    judged = [(str(path), {**_facts_of(path, day, session), **further}) for path in designs]
    if len(judged) == 1:
        evaluations = [evaluate(judged[0][1], pack, on=day, stages=("design", "publish")) for pack in chosen]
        say_evaluations(evaluations, session, as_json=as_json)
        raise typer.Exit(exit_of(evaluations))
    report = compare(judged, chosen, on=day)
    if as_json:
        session.print_json(plain.report_as_json(report))
    else:
        show.report(report, session)
    raise typer.Exit(Exit.VALID if report.meeting_all == len(judged) else Exit.INVALID)


@app.command("diff", cls=SpokenCommand, help="What one pack forbids and the other allows, with the smallest example.")
def diff(context: typer.Context, left: PackName, right: PackName, at: At = None, as_json: Json = False) -> None:
    """Compare two packs."""
    session = session_of(context)
    found = compare_packs(load_pack(left, session), load_pack(right, session), on=session.moment(at).date())
    if as_json:
        session.print_json(plain.diff_as_json(found))
        return
    show.difference(found, session)


@app.command(
    "test", cls=SpokenCommand, help="Run the tests beside a pack: PACK.tests.toml. Ends with 1 when one does not hold."
)
def run_beside(
    context: typer.Context,
    pack_file: Annotated[Path, typer.Argument(metavar="PACK", help="Your pack (TOML).")],
    as_json: Json = False,
) -> None:
    """Run a pack's own tests."""
    session = session_of(context)
    beside = pack_file.with_name(f"{pack_file.stem}.tests.toml")
    found = load_pack(str(pack_file), session)
    try:
        cases = read_cases(_text(beside))
        wrong = run_cases(found, cases)
    except LaurelError as error:
        session.refuse(error, code=Exit.UNREADABLE)
    if as_json:
        session.print_json({"cases": len(cases), "wrong": [asdict(each) for each in wrong]})
    else:
        said = session.pick(
            f"{len(cases)} cases, {len(wrong)} answers other than expected",
            f"{len(cases)} случая, {len(wrong)} отговора, различни от очакваните",
        )
        mark, colour = ("✘", RED) if wrong else ("✔", LEAF)
        session.out.print(Text(f"{mark} {said}", style=f"bold {colour}"))
        for each in wrong:
            session.out.print(Text(clean(f"  {each.case}: {each.rule} {each.expected} → {each.answered}")))
    raise typer.Exit(Exit.INVALID if wrong else Exit.VALID)


def load_pack(name: str, session: Session) -> Pack:
    """A built-in pack by its id, or a file; ends the run with a sentence when it is neither."""
    if name in built_in():
        return built_in()[name]
    try:
        return read_pack(_text(Path(name)))
    except LaurelError as error:
        session.refuse(error, code=Exit.UNREADABLE)


def say_evaluations(evaluations: Sequence[Evaluation], session: Session, *, as_json: bool) -> None:
    """Print what packs say of one design."""
    if as_json:
        session.print_json([plain.evaluation_as_json(each) for each in evaluations])
        return
    for each in evaluations:
        show.evaluation(each, session)


def exit_of(evaluations: Sequence[Evaluation]) -> int:
    """0 when every rule is met, 1 when one is broken, 2 when a person has to decide."""
    worst = max((each.answer for each in evaluations), default=Answer.PASS)
    return {Answer.FAIL: Exit.INVALID, Answer.REFER: Exit.UNKNOWN}.get(worst, Exit.VALID)


def _facts_of(path: Path, day: date, session: Session) -> Facts:
    try:
        return facts_of_design(read_design(read_bytes(path, limit=MAX_DESIGN)), on=day)
    except LaurelError as error:
        session.refuse(error, code=Exit.UNREADABLE)


def _further(path: Path | None, session: Session) -> Facts:
    if path is None:
        return {}
    try:
        raw: dict[str, Any] = tomllib.loads(_text(path), parse_float=Decimal)
        return read_facts(raw)
    except tomllib.TOMLDecodeError as error:
        problem = Problem(at=str(path), code="NOT_TOML", en=f"this is not TOML: {error}", bg=f"това не е TOML: {error}")
        session.refuse(PolicyError([problem]), code=Exit.UNREADABLE)
    except LaurelError as error:
        session.refuse(error, code=Exit.UNREADABLE)


def _text(path: Path) -> str:
    try:
        return read_bytes(path, limit=4 * MAX_PACK).decode("utf-8")
    except UnicodeDecodeError as error:
        problem = Problem(at=str(path), code="NOT_UTF8", en="this is not text in UTF-8", bg="това не е текст в UTF-8")
        raise PolicyError([problem]) from error
