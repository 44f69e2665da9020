"""How the designs of several institutions fare under several packs: how many meet all, which do not, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from laurel.errors import Language
from laurel.policy.evaluate import Answer, Evaluation, evaluate
from laurel.policy.facts import Facts
from laurel.policy.pack import Pack, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Fared:
    """One design under every pack, by the pack's id."""

    name: str
    evaluations: Mapping[str, Evaluation]

    @property
    def answer(self) -> Answer:
        """The worst under any of the packs."""
        return max(evaluation.answer for evaluation in self.evaluations.values())

    @property
    def meets_all(self) -> bool:
        """Whether no rule of any pack is broken; what a person has to decide stands in no way."""
        return self.answer < Answer.FAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class Compatibility:
    """The report on many designs; `reasons` counts the broken rules as (pack, rule), the most frequent first."""

    packs: tuple[str, ...]
    on: date
    fared: tuple[Fared, ...]
    reasons: tuple[tuple[tuple[str, str], int], ...]

    @property
    def meeting_all(self) -> int:
        """How many designs meet every pack."""
        return sum(each.meets_all for each in self.fared)

    def say(self, language: Language) -> str:
        """The whole in one sentence."""
        names = ", ".join(self.packs)
        if language == "bg":
            return f"От {len(self.fared)} проекта {self.meeting_all} отговарят на всички набори ({names})."
        return f"Of {len(self.fared)} designs, {self.meeting_all} meet every pack ({names})."


def compare(
    designs: Iterable[tuple[str, Facts]], packs: Sequence[Pack], *, on: date, stages: Sequence[Stage] = ("design", "publish")
) -> Compatibility:
    """Evaluate each design (its name and facts) under each pack; designs keep their order."""
    fared = tuple(
        Fared(name=name, evaluations={pack.id: evaluate(facts, pack, on=on, stages=stages) for pack in packs})
        for name, facts in designs
    )
    counted = Counter(
        (pack, finding.rule.id)
        for each in fared
        for pack, evaluation in each.evaluations.items()
        for finding in evaluation.findings
        if finding.answer is Answer.FAIL
    )
    reasons = tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))
    return Compatibility(packs=tuple(pack.id for pack in packs), on=on, fared=fared, reasons=reasons)
