"""How packs, evaluations and differences look: on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rich.table import Table
from rich.text import Text

from laurel.cli.session import AMBER, GREY, LEAF, RED, Session, clean
from laurel.policy.compatibility import Compatibility
from laurel.policy.diff import PackDiff
from laurel.policy.evaluate import Answer, Evaluation
from laurel.policy.facts import FACTS, show_all
from laurel.policy.pack import Pack, Rule

MARKS = {Answer.PASS: ("✔", LEAF), Answer.WARN: ("!", AMBER), Answer.REFER: ("?", AMBER), Answer.FAIL: ("✘", RED)}
_STATUS = {"in_force": ("in force", "в сила"), "experiment": ("experiment", "експеримент"), "draft": ("draft", "проект")}


def packs(found: Iterable[Pack], session: Session) -> None:
    """Print the packs there are."""
    table = _table()
    for pack in found:
        status = session.pick(*_STATUS[pack.status])
        table.add_row(Text(pack.id, style="bold"), Text(pack.title.say(session.language)), Text(status, style=GREY))
    session.out.print(table)


def rules(pack: Pack, day: date, session: Session) -> None:
    """Print what a pack asks for on a day."""
    console = session.out
    console.print(Text(clean(pack.title.say(session.language)), style="bold"))
    if pack.about is not None:
        console.print(Text(clean(pack.about.say(session.language))))
    if pack.source:
        console.print(Text(clean(pack.source), style=GREY))
    console.print()
    table = _table()
    for rule in pack.on(day):
        table.add_row(Text(rule.id, style="bold"), Text(rule.element, style=GREY), Text(clean(rule.demand(session.language))))
    console.print(table)


def facts(session: Session) -> None:
    """Print the vocabulary of facts."""
    table = _table()
    for fact in FACTS.values():
        table.add_row(Text(fact.name, style="bold"), Text(fact.kind, style=GREY), Text(fact.title(session.language)))
    session.out.print(table)


def evaluation(found: Evaluation, session: Session) -> None:
    """Print what a pack says of a design: the verdict first, then each rule with its reason."""
    console = session.out
    mark, colour = MARKS[found.answer]
    title = f"{mark} {clean(found.pack.title.say(session.language))}: {found.answer.say(session.language)}"
    console.print(Text(title, style=f"bold {colour}"))
    table = _table()
    for each in found.findings:
        mark, colour = MARKS[each.answer]
        table.add_row(Text(mark, style=colour), Text(each.rule.id, style="bold"), Text(clean(each.reason(session.language))))
        if advice := each.advice(session.language):
            table.add_row("", "", Text(clean(advice), style=GREY))
    console.print(table)
    console.print()


def report(found: Compatibility, session: Session) -> None:
    """Print how many designs meet every pack, and why the others do not."""
    console = session.out
    console.print(Text(found.say(session.language), style="bold"))
    table = _table()
    for (pack, rule), count in found.reasons:
        table.add_row(Text(str(count), style="bold"), Text(pack), Text(rule))
    console.print(table)
    for each in found.fared:
        mark, colour = MARKS[each.answer]
        console.print(Text.assemble((f"{mark} ", colour), clean(each.name)))
        broken = [
            (evaluated.pack.id, finding.rule.id, finding.reason(session.language))
            for evaluated in each.evaluations.values()
            for finding in evaluated.findings
            if finding.answer is Answer.FAIL
        ]
        for pack, rule, reason in broken:
            console.print(Text(clean(f"    {pack} {rule}: {reason}"), style=GREY))


def difference(found: PackDiff, session: Session) -> None:
    """Print what each of two packs forbids that the other allows."""
    if found.same:
        said = session.pick("✔ The two ask for the same.", "✔ Двата набора изискват едно и също.")
        session.out.print(Text(said, style=f"bold {LEAF}"))
        return
    left, right = found.left, found.right
    for name, only in ((left, found.only_left), (right, found.only_right)):
        title = session.pick(f"Only {name} asks for:", f"Само {name} изисква:")
        _list(title, [(rule.id, rule.demand(session.language)) for rule in only], session)
    changed = [
        (each.left.id if rule is each.left else "", f"{name}: {rule.demand(session.language)}{_unless_fail(rule, session)}")
        for each in found.changed
        for name, rule in ((left, each.left), (right, each.right))
    ]
    _list(session.pick("Both ask, otherwise:", "И двата изискват, но различно:"), changed, session)
    for name, other, examples in ((left, right, found.left_forbids), (right, left, found.right_forbids)):
        title = session.pick(f"{name} refuses and {other} allows:", f"{name} отказва, а {other} допуска:")
        _list(title, [(each.rule.id, show_all(each.example, session.language)) for each in examples], session)


def _list(title: str, lines: Sequence[tuple[str, str]], session: Session) -> None:
    if lines:
        session.out.print(Text(title, style="bold"))
        table = _table()
        for name, text in lines:
            table.add_row("", Text(name), Text(clean(text)))
        session.out.print(table)


def _unless_fail(rule: Rule, session: Session) -> str:
    softer = {"warn": ("only told", "само се съобщава"), "refer": ("a person decides", "решава човек")}
    return f" ({session.pick(*softer[rule.severity])})" if rule.severity in softer else ""


def _table() -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column()
    table.add_column(overflow="fold")
    return table
