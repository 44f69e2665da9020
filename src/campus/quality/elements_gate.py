"""The first gate: the elements of the European standard, as the checks of the library see them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from campus.quality.gate import Context, Finding, Gate, Mend, Outcome

ID = "elements"


def check(context: Context) -> Iterator[Finding]:
    """Values that cannot be used and failing checks stop; the rest of what the checks say is worth a look."""
    for problem in context.state.problems:
        yield _finding(Outcome.FAIL, problem.code, problem.en, problem.bg, problem.at)
    for found in context.state.findings:
        outcome = Outcome.FAIL if found.severity == "fail" else Outcome.WARN
        yield _finding(outcome, found.code, found.say("en"), found.say("bg"), found.at)
    if context.record is None and not context.state.problems:
        yield _finding(Outcome.FAIL, "EMPTY", "There is no text yet.", "Все още няма текст.", "")


def _finding(outcome: Outcome, code: str, en: str, bg: str, at: str) -> Finding:
    return Finding(gate=ID, outcome=outcome, code=code, en=en, bg=bg, at=at, mend=Mend.DRAFT)


ELEMENTS = Gate(id=ID, title=_("European elements"), check=check)
