"""How findings and scores look: on a terminal, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from laurel.annex1.findings import Finding, Fix
from laurel.annex1.kinds import Classified
from laurel.annex1.standard import ELEMENTS as NAMED
from laurel.annex1.standard import RECOMMENDATION
from laurel.canon.strict_json import is_object
from laurel.cli.policy_show import MARKS
from laurel.cli.session import AMBER, GREY, LEAF, RED, Session, clean
from laurel.policy.plain import fix_as_json
from laurel.policy.score import Line, Score

ELEMENTS = len(NAMED)


def in_order(findings: Sequence[Finding]) -> int:
    """How many of the 16 elements have nothing that must be mended."""
    return ELEMENTS - len({each.element for each in findings if each.severity == "fail"})


def as_json(finding: Finding) -> dict[str, object]:
    """A finding for machines."""
    return {
        "element": finding.element,
        "code": finding.code,
        "severity": finding.severity,
        "at": finding.at,
        "facts": dict(finding.facts),
        "fix": None if finding.fix is None else fix_as_json(finding.fix),
        "en": finding.say("en"),
        "bg": finding.say("bg"),
        "source": RECOMMENDATION,
    }


def findings(found: Sequence[Finding], session: Session) -> None:
    """Print the verdict first, then each finding with its place and what would mend it."""
    faults = sum(each.severity == "fail" for each in found)
    console = session.out
    points = in_order(found)
    if faults:
        said = session.pick(f"✘ {points} of {ELEMENTS} elements in order", f"✘ {points} от {ELEMENTS} елемента са наред")
        console.print(Text(said, style=f"bold {RED}"))
    else:
        said = session.pick(f"✔ All {ELEMENTS} elements in order", f"✔ Всички {ELEMENTS} елемента са наред")
        console.print(Text(said, style=f"bold {LEAF}"))
    table = _table()
    for finding in found:
        mark, colour = ("✘", RED) if finding.severity == "fail" else ("!", AMBER)
        table.add_row(Text(mark, style=colour), Text(finding.element, style="bold"), Text(clean(finding.say(session.language))))
        table.add_row("", "", Text(clean(finding.at), style=GREY))
        if finding.fix is not None:
            table.add_row("", "", Text(clean(_offered(finding, finding.fix, session)), style=GREY))
    console.print(table)
    if faults:
        advice = session.pick(
            "Mend the points marked ✘; those marked ! are advice.",
            "Поправете точките, отбелязани с ✘; отбелязаните с ! са съвет.",
        )
        console.print(Text(advice, style="bold"))


def offering(found: Classified, session: Session) -> None:
    """Print what it is, and why."""
    unknown = session.pick("cannot be told yet", "още не може да се каже")
    name = found.offering.name_in(session.language) if found.offering else unknown
    reasons = " ".join(reason.bg if session.language == "bg" else str(reason) for reason in found.reasons)
    said = session.pick("What this is", "Какво е това")
    session.out.print(Text.assemble((f"{said}: {name}. ", "bold"), (reasons, GREY)))


def offering_as_json(found: Classified) -> dict[str, object]:
    """What it is (null: cannot be told), and why."""
    return {
        "is": found.offering.value if found.offering else None,
        "because": [{"en": str(reason), "bg": reason.bg} for reason in found.reasons],
    }


def applied(fixes: Sequence[Fix], session: Session) -> None:
    """Print what was mended in the copy."""
    for fix in fixes:
        session.out.print(Text(f"→ {clean(fix.at)}: {clean(_value(fix.value))}", style=LEAF))


def score(found: Score, session: Session) -> None:
    """Print each principle with its answer, and the two shares."""
    console = session.out
    table = _table()
    for line in found.principles:
        mark, colour = ("–", GREY) if line.answer is None else MARKS[line.answer]
        reason = session.pick("nobody asked", "никой не е питал") if line.answer is None else _reasons(line)
        title = Text.assemble(line.title(session.language), (f"  {clean(reason)}" if reason else "", GREY))
        table.add_row(Text(mark, style=colour), Text(line.code, style="bold"), title)
    console.print(Text(session.pick("Principles (Annex II)", "Принципи (приложение II)"), style="bold"))
    console.print(table)
    shares = (found.elements_percent, found.principles_percent)
    elements, principles = ("–" if share is None else f"{share} %" for share in shares)
    said = session.pick(f"Elements {elements}, principles {principles}", f"Елементи {elements}, принципи {principles}")
    console.print(Text(said, style="bold"))


def _reasons(line: Line) -> str:
    return ", ".join(dict.fromkeys(f"{one.pack} {one.code}" if one.pack else one.element for one in line.because))


def _offered(finding: Finding, fix: Fix, session: Session) -> str:
    meant = session.pick("Probably meant", "Вероятно се има предвид")
    other = session.pick("or", "или")
    values = f" {other} ".join(_value(value) for value in (fix.value, *fix.others))
    if fix.others:
        return f"{meant}: {values}"
    return f"→ {values}" if fix.at == finding.at else f"→ {fix.at}: {values}"


def _value(value: object) -> str:
    if is_object(value) and isinstance(value.get("id"), str):
        value = value["id"]  # a concept is called by its address
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else text[:117] + "…"


def _table() -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    return table
