"""Put facts before a pack: what each rule answers, on which facts, why, and what would turn it.

    facts × pack × day ─▶ Evaluation: one Finding a rule, PASS · WARN · REFER · FAIL

A rule that is not met answers with its severity. A rule that cannot be decided because a fact is unknown always answers REFER:
what nobody stated is neither right nor wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from laurel.errors import Language
from laurel.policy.conditions import answer, decisive_facts
from laurel.policy.facts import UNKNOWN, Facts, Known, show_all
from laurel.policy.mending import mend
from laurel.policy.pack import STAGES, Pack, Rule, Stage

__all__ = ["Answer", "Evaluation", "RuleFinding", "ask", "evaluate"]


class Answer(IntEnum):
    """What a rule says, from best to worst."""

    PASS = 0
    WARN = 1  # a person should look again
    REFER = 2  # a person has to decide
    FAIL = 3

    def say(self, language: Language) -> str:
        """One word for a person."""
        return _WORDS[self][language == "bg"]


_WORDS: Mapping[Answer, tuple[str, str]] = {
    Answer.PASS: ("met", "изпълнено"),
    Answer.WARN: ("look again", "погледнете отново"),
    Answer.REFER: ("a person decides", "решава човек"),
    Answer.FAIL: ("not met", "неизпълнено"),
}
_SEVERITY = {"fail": Answer.FAIL, "warn": Answer.WARN, "refer": Answer.REFER}


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFinding:
    """What one rule answers.

    `facts` are those that the answer rests on. `applies` is False where the rule does not concern this case (the answer is
    then PASS). `fix` holds the nearest facts with which it would be met; {} where it is, or where nothing would.
    """

    rule: Rule
    answer: Answer
    applies: bool
    facts: Mapping[str, Known]
    fix: Mapping[str, Known]

    def reason(self, language: Language) -> str:
        """Why: what the rule asks for, and the facts it was asked of."""
        here = show_all(self.facts, language)
        start, end = _REASONS[self.applies][language == "bg"]
        return f"{start}{self.rule.demand(language)} {end} {here}." if here else f"{start}{self.rule.demand(language)}"

    def advice(self, language: Language) -> str:
        """What would turn it, or "" where there is nothing to turn."""
        if not self.fix:
            return ""
        changes = show_all(self.fix, language)
        return f"{'Изпълнено би било при' if language == 'bg' else 'It would be met with'} {changes}."


_REASONS = {
    True: (("", "Here:"), ("", "Тук:")),
    False: (("Does not apply. ", "Here:"), ("Не се отнася. ", "Тук:")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What a pack says of one case on one day; findings in the order of the rules' ids."""

    pack: Pack
    on: date
    findings: tuple[RuleFinding, ...]

    @property
    def answer(self) -> Answer:
        """The worst of the findings; PASS where no rule was asked."""
        return max((finding.answer for finding in self.findings), default=Answer.PASS)

    def __getitem__(self, rule: str) -> RuleFinding:
        """The finding of one rule.

        Raises:
            KeyError: the pack has no such rule on that day, or it was not asked at this stage.
        """
        for finding in self.findings:
            if finding.rule.id == rule:
                return finding
        raise KeyError(rule)

    def by_element(self) -> dict[str, Answer]:
        """The worst answer for each European standard element and principle that a rule serves."""
        worst: dict[str, Answer] = {}
        for finding in self.findings:
            worst[finding.rule.element] = max(finding.answer, worst.get(finding.rule.element, Answer.PASS))
        return worst


def evaluate(facts: Facts, pack: Pack, *, on: date, stages: Collection[Stage] = STAGES) -> Evaluation:
    """Ask every rule that a pack has on a day. The same facts, pack and day always give the same answer."""
    findings = tuple(ask(rule, facts) for rule in pack.on(on) if rule.stage in stages)
    return Evaluation(pack=pack, on=on, findings=findings)


def ask(rule: Rule, facts: Facts) -> RuleFinding:
    """What one rule says of these facts."""
    concerns = answer(rule.when, facts)
    if concerns is False:
        return _finding(rule, Answer.PASS, facts, decisive_facts(rule.when, facts), applies=False)
    met = answer(rule.require, facts)
    if met is True:
        return _finding(rule, Answer.PASS, facts, decisive_facts(rule.require, facts))
    rests_on = decisive_facts(rule.require, facts)
    if met is None or concerns is None:
        unknown = decisive_facts(rule.when, facts) if concerns is None else ()
        return _finding(rule, Answer.REFER, facts, tuple(dict.fromkeys((*unknown, *rests_on))))
    return _finding(rule, _SEVERITY[rule.severity], facts, rests_on)


def _finding(rule: Rule, given: Answer, facts: Facts, names: tuple[str, ...], *, applies: bool = True) -> RuleFinding:
    return RuleFinding(
        rule=rule,
        answer=given,
        applies=applies,
        facts={name: facts.get(name, UNKNOWN) for name in names},
        fix={} if given is Answer.PASS else mend(rule.require, facts) or {},
    )
