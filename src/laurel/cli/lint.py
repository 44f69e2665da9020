"""`laurel lint`: is this design complete and good enough to be approved?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from laurel.annex1.checks import Finding, check
from laurel.annex1.read import read_design
from laurel.annex1.record import MicroCredential
from laurel.cli.files import read_bytes
from laurel.cli.issue import MAX_DESIGN
from laurel.cli.options import Json
from laurel.cli.policy import Packs, exit_of, load_pack, say_evaluations
from laurel.cli.session import AMBER, GREY, LEAF, RED, Exit, Session, clean, session_of
from laurel.errors import DesignError, LaurelError
from laurel.policy.evaluate import Evaluation, evaluate
from laurel.policy.pack import Stage
from laurel.policy.plain import evaluation_as_json
from laurel.policy.reading import facts_of_design

ELEMENTS = 16  # the 11 mandatory and 5 optional ones of Annex I


def lint(
    context: typer.Context,
    design_file: Annotated[Path, typer.Argument(metavar="DESIGN", help="The design of the micro-credential (JSON).")],
    packs: Packs = None,
    as_json: Json = False,
) -> None:
    """Check a design against the European standard elements. Ends with 1 when something must be mended."""
    session = session_of(context)
    try:
        content = read_bytes(design_file, limit=MAX_DESIGN)
    except LaurelError as error:
        session.refuse(error, code=Exit.UNREADABLE)
    try:
        design = read_design(content)
    except DesignError as error:
        session.refuse(error)
    today = session.clock().date()
    findings = check(design, at=today)
    judged = _under(design, packs or [], today, session)
    if as_json:
        rules = [evaluation_as_json(each) for each in judged]
        found = [_as_json(each) for each in findings]
        session.print_json({"score": score(findings), "of": ELEMENTS, "findings": found, "packs": rules})
    else:
        _show(findings, session)
        say_evaluations(judged, session, as_json=False)
    broken = any(each.severity == "fail" for each in findings) or exit_of(judged) == Exit.INVALID
    raise typer.Exit(Exit.INVALID if broken else Exit.VALID)


def _under(design: MicroCredential, packs: Sequence[str], day: date, session: Session) -> list[Evaluation]:
    facts = facts_of_design(design, on=day)
    at_design: tuple[Stage, ...] = ("design",)
    return [evaluate(facts, load_pack(name, session), on=day, stages=at_design) for name in packs]


def score(findings: Sequence[Finding]) -> int:
    """How many of the 16 elements have nothing that must be mended."""
    return ELEMENTS - len({each.element for each in findings if each.severity == "fail"})


def _as_json(finding: Finding) -> dict[str, object]:
    return {
        "element": finding.element,
        "code": finding.code,
        "severity": finding.severity,
        "at": finding.at,
        "en": finding.say("en"),
        "bg": finding.say("bg"),
    }


def _show(findings: Sequence[Finding], session: Session) -> None:
    faults = sum(each.severity == "fail" for each in findings)
    console = session.out
    points = score(findings)
    if faults:
        said = session.pick(f"✘ {points} of {ELEMENTS} elements in order", f"✘ {points} от {ELEMENTS} елемента са наред")
        console.print(Text(said, style=f"bold {RED}"))
    else:
        said = session.pick(f"✔ All {ELEMENTS} elements in order", f"✔ Всички {ELEMENTS} елемента са наред")
        console.print(Text(said, style=f"bold {LEAF}"))
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in findings:
        mark, colour = ("✘", RED) if finding.severity == "fail" else ("!", AMBER)
        table.add_row(Text(mark, style=colour), Text(finding.element, style="bold"), Text(clean(finding.say(session.language))))
        table.add_row("", "", Text(clean(finding.at), style=GREY))
    console.print(table)
    if faults:
        advice = session.pick(
            "Mend the points marked ✘; those marked ! are advice.",
            "Поправете точките, отбелязани с ✘; отбелязаните с ! са съвет.",
        )
        console.print(Text(advice, style="bold"))
