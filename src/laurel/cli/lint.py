"""`laurel lint`: is this design complete and good enough to be approved?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from laurel.annex1.checks import Finding, check
from laurel.annex1.read import read_design
from laurel.cli.files import read_bytes
from laurel.cli.issue import MAX_DESIGN
from laurel.cli.options import Json
from laurel.cli.session import AMBER, GREY, LEAF, RED, Exit, Session, clean, session_of
from laurel.errors import DesignError, LaurelError

ELEMENTS = 16  # the 11 mandatory and 5 optional ones of Annex I


def lint(
    context: typer.Context,
    design_file: Annotated[Path, typer.Argument(metavar="DESIGN", help="The design of the micro-credential (JSON).")],
    as_json: Json = False,
) -> None:
    """Check a design against the European standard elements. Ends with 1 when something must be mended."""
    session = session_of(context)
    try:
        content = read_bytes(design_file, limit=MAX_DESIGN)
    except LaurelError as error:
        session.refuse(error, code=Exit.UNREADABLE)
    try:
        findings = check(read_design(content), at=session.clock().date())
    except DesignError as error:
        session.refuse(error)
    if as_json:
        session.print_json({"score": score(findings), "of": ELEMENTS, "findings": [_as_json(each) for each in findings]})
    else:
        _show(findings, session)
    raise typer.Exit(Exit.INVALID if any(each.severity == "fail" for each in findings) else Exit.VALID)


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
