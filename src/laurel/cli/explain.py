"""A report at leisure: the verdict in a frame, what it says, every question with its answer and its rule, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import HORIZONTALS
from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from laurel.cli.session import AMBER, GREY, LEAF, RED, Session, clean
from laurel.cli.show import MARKS, NOT_CHECKED, not_reached, show_facts, show_unjudged
from laurel.verify import Check, Outcome, Report
from laurel.verify.presentation import PresentationCheck, PresentationReport

_COLOURS = {Outcome.PASSED: LEAF, Outcome.UNKNOWN: AMBER, Outcome.FAILED: RED}
_Question = Check | PresentationCheck


def explain(report: Report, *, session: Session) -> None:
    """Print a report on a credential with everything behind it."""
    console = session.out
    console.print(_verdict(report, report.checks, session))
    console.print(_padded(Text(clean(report.rules(session.language)), style=GREY)))
    _credential(report, session=session, console=console)
    _what_to_do(report.advice(session.language), session=session, console=console)


def explain_presentation(report: PresentationReport, *, session: Session) -> None:
    """Print a report on a presentation, then what was found about each credential in it."""
    console = session.out
    console.print(_verdict(report, report.checks, session))
    console.print(_padded(Text(clean(report.rules(session.language)), style=GREY)))
    if report.holder:
        console.print(_padded(Text(clean(session.pick("Shown by ", "Показано от ") + report.holder), style=GREY)))
    console.print(_questions(report.checks, session))
    for number, each in enumerate(report.credentials, start=1):
        console.print()
        title = session.pick(f"Credential {number} of", f"Удостоверение {number} от") + f" {len(report.credentials)}"
        mark, colour = MARKS[each.outcome]
        console.print(Text.assemble((f"{title}  ", "bold"), (f"{mark} {each.headline(session.language)}", f"bold {colour}")))
        _credential(each, session=session, console=console)
    _what_to_do(report.advice(session.language), session=session, console=console)


def _credential(report: Report, *, session: Session, console: Console) -> None:
    if report.credential is not None:
        console.print()
        title = (
            session.pick("What it says", "Какво пише в него")
            if report.authentic
            else session.pick("What it says of itself (not confirmed)", "Какво казва за себе си (непотвърдено)")
        )
        console.print(Text(title, style="bold"))
        show_facts(report.credential, session=session, console=console, indent=2)
    console.print()
    console.print(_questions(report.checks, session))
    show_unjudged(report, session=session)


def _verdict(report: Report | PresentationReport, checks: Sequence[_Question], session: Session) -> Panel:
    """The headline, and the answers that decided it."""
    mark, colour = MARKS[report.outcome]
    lines = [Text(f"{mark} {report.headline(session.language)}", style=f"bold {colour}")]
    if report.outcome is not Outcome.PASSED:
        deciding = [check for check in checks if check.outcome is report.outcome and check.code != NOT_CHECKED]
        lines += [Text(clean(check.say(session.language))) for check in deciding[:3]]
    return Panel(Group(*lines), border_style=colour, padding=(0, 1))


def _questions(checks: Sequence[_Question], session: Session) -> Table:
    table = Table(box=HORIZONTALS, header_style=GREY, border_style=GREY, pad_edge=False, expand=True, leading=1)
    table.add_column("", no_wrap=True, width=1)
    table.add_column(session.pick("We asked", "Попитахме"), width=27)
    table.add_column(session.pick("The answer, and the rule behind it", "Отговорът и правилото зад него"), overflow="fold")
    for check in checks:
        if check.code != NOT_CHECKED:
            mark, colour = MARKS[check.outcome]
            asked = Text(check.title(session.language), style="bold" if check.outcome is Outcome.PASSED else f"bold {colour}")
            table.add_row(Text(mark, style=f"bold {colour}"), asked, _answer(check, session))
    left = not_reached(checks, session)
    if left:
        why = session.pick("The answers above stopped us before these.", "Отговорите по-горе ни спряха преди тези въпроси.")
        asked = Text(session.pick("Not checked", "Непроверено"), style=GREY)
        table.add_row("", asked, Group(Text(left), Text(why, style=GREY)))
    return table


def _answer(check: _Question, session: Session) -> Group:
    colour = _COLOURS[check.outcome]
    lines = [Text(clean(check.say(session.language)))]
    lines += [Text(f"– {clean(each.say(session.language))}", style=colour) for each in check.details]
    if check.outcome is not Outcome.PASSED:
        lines.append(Text(clean(check.code), style=colour))
    return Group(*lines, _rule(check.source))


def _rule(source: str) -> Text:
    """Where the rule stands, short enough for one line; a terminal that knows links opens it."""
    address = source.partition(" ")[0]
    shown = clean(source).removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return Text(shown, style=f"{GREY} link {address}" if address.startswith("https://") else GREY)


def _what_to_do(advice: str, *, session: Session, console: Console) -> None:
    console.print()
    console.print(Text.assemble((session.pick("What to do  ", "Какво да направите  "), GREY), (advice, "bold")))


def _padded(text: Text) -> Padding:
    return Padding(text, (0, 0, 0, 2))
