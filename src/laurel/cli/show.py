"""How a report and a credential look on a terminal: verdict first, reasons after, what to do last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from laurel.cli.dates import written_out
from laurel.cli.session import AMBER, GREY, LEAF, RED, Session, clean
from laurel.verify import Check, Outcome, Report, Summary
from laurel.verify.presentation import PresentationCheck, PresentationReport

NOT_CHECKED = "NOT_CHECKED"
MARKS = {Outcome.PASSED: ("✔", LEAF), Outcome.UNKNOWN: ("?", AMBER), Outcome.FAILED: ("✘", RED)}


def show_report(report: Report, *, session: Session) -> None:
    """Print a report on a credential."""
    console = session.out
    mark, colour = MARKS[report.outcome]
    console.print(Text(f"{mark} {report.headline(session.language)}", style=f"bold {colour}"))
    console.print(Text(clean(report.rules(session.language)), style=GREY))
    if report.credential is not None:
        if not report.authentic:
            console.print(
                Text(session.pick("It says of itself (not confirmed):", "То казва за себе си (непотвърдено):"), style=GREY)
            )
        show_facts(report.credential, session=session, console=console)
    console.print()
    console.print(_checks(report.checks, session=session))
    show_unjudged(report, session=session)
    console.print()
    console.print(Text(report.advice(session.language), style="bold"))


def show_presentation(report: PresentationReport, *, session: Session) -> None:
    """Print a report on a presentation, with a line for each credential in it."""
    console = session.out
    mark, colour = MARKS[report.outcome]
    console.print(Text(f"{mark} {report.headline(session.language)}", style=f"bold {colour}"))
    console.print(Text(clean(report.rules(session.language)), style=GREY))
    if report.holder:
        console.print(Text(clean(session.pick("Shown by ", "Показано от ") + report.holder), style=GREY))
    console.print()
    console.print(_checks(report.checks, session=session))
    for each in report.credentials:
        console.print()
        mark, colour = MARKS[each.outcome]
        console.print(Text(f"{mark} {each.headline(session.language)}", style=f"bold {colour}"))
        if each.credential is not None:
            show_facts(each.credential, session=session, console=console)
        if each.outcome is not Outcome.PASSED:
            console.print(_checks([check for check in each.checks if check.outcome], session=session))
    console.print()
    console.print(Text(report.advice(session.language), style="bold"))


def show_unjudged(report: Report, *, session: Session) -> None:
    """Print what the profile leaves open, where it says so."""
    if report.unjudged:
        session.out.print()
        session.out.print(Text(session.pick("Not judged:", "Не е преценявано:"), style=GREY))
        for each in report.unjudged:
            session.out.print(Text(clean(f"– {each.say(session.language)}"), style=GREY))


def show_facts(credential: Summary, *, session: Session, console: Console, everything: bool = False, indent: int = 0) -> None:
    """Print what a credential says, as a list of facts."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style=GREY, no_wrap=True)
    table.add_column(overflow="fold")
    above = ""
    for (english, bulgarian), text in _facts(credential, session, everything=everything):
        if text:
            label = session.pick(english, bulgarian)
            table.add_row("" if label == above else label, Text(clean(text)))
            above = label
    console.print(Padding(table, (0, 0, 0, indent)))


def _facts(credential: Summary, session: Session, *, everything: bool) -> Iterator[tuple[tuple[str, str], str]]:
    yield ("Title", "Название"), credential.title
    yield ("Issued by", "Издател"), _named(credential.issuer_name, credential.issuer_id)
    yield ("Issued to", "Издадено на"), _named(credential.learner, credential.learner_id)
    yield ("Date of issuing", "Дата на издаване"), written_out(credential.awarded or credential.valid_from, session.language)
    yield ("Valid until", "Валидно до"), written_out(credential.valid_until, session.language)
    for result in credential.results:
        value = f"{result.name}: {result.value}" if result.name else result.value
        yield ("Result", "Резултат"), " · ".join(filter(None, (value, result.note)))
    for outcome in credential.outcomes:
        yield ("Outcome", "Резултат от ученето"), outcome
    for skill in credential.skills:
        yield ("Skill", "Умение"), " ".join(filter(None, (skill.framework, skill.code, skill.name)))
    if not everything:
        return
    yield ("Credential", "Удостоверение"), credential.id
    yield ("Kind", "Вид"), credential.achievement_type or ", ".join(credential.types)
    yield ("Description", "Описание"), credential.description
    yield ("Criteria", "Критерии"), credential.criteria or credential.criteria_url
    yield ("Credits", "Кредити"), credential.credits
    for detail in credential.details:
        yield ("Detail", "Подробност"), detail
    for evidence in credential.evidence:
        yield ("Evidence", "Доказателство"), evidence
    if credential.endorsements:
        yield (
            ("Endorsements", "Препоръки"),
            session.pick(f"{credential.endorsements} (not checked)", f"{credential.endorsements} (непроверени)"),
        )


def _checks(checks: Sequence[Check | PresentationCheck], *, session: Session) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for check in checks:
        if check.code != NOT_CHECKED:
            mark, colour = MARKS[check.outcome]
            asked = Text(check.title(session.language), style="bold")
            table.add_row(Text(mark, style=colour), asked, Text(clean(check.say(session.language))))
    left = not_reached(checks, session)
    if left:
        table.add_row("", Text(session.pick("Not checked", "Непроверено"), style=GREY), Text(left, style=GREY))
    return table


def not_reached(checks: Sequence[Check | PresentationCheck], session: Session) -> str:
    """The questions that an earlier answer left open, in one line; "" where all were asked."""
    return " · ".join(check.title(session.language) for check in checks if check.code == NOT_CHECKED)


def _named(name: str, identifier: str) -> str:
    return name if not identifier or name == identifier else f"{name} ({identifier})" if name else identifier
