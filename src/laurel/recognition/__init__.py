"""Recognition: what a credential is worth for another purpose, compared so that a person can decide with reasons.

    credential (one side) ──┐                     ┌─▶ matches: outcome by outcome, each with a score and its reason
                            ├─▶ compare ──────────┼─▶ differences: level · workload · quality · profile · outcomes (R-43)
    target (other side) ────┘                     └─▶ missing outcomes: what a partial recognition lacks (R-47)
    facts of the credential ──▶ grade ──▶ seven criteria on four steps, and an advice by purpose (R-42)
    a decision ──▶ facts_of ──▶ the rules R-42 … R-47

Nothing here decides. Recognise unless there is a substantial difference; whoever refuses has to show it and say why.

Source: Lisbon Recognition Convention (ETS 165), Articles III.5, V.3, VI.1; the criteria are those of Nuffic's evaluator.
"""

from laurel.recognition.comparing import Comparison, compare
from laurel.recognition.criteria import Graded, Step, advise, grade
from laurel.recognition.deciding import Ruling, facts_of
from laurel.recognition.differences import Difference, Size, Tolerances
from laurel.recognition.matching import Match, match
from laurel.recognition.side import Outcome, Side, side_of_design

__all__ = [
    "Comparison",
    "Difference",
    "Graded",
    "Match",
    "Outcome",
    "Ruling",
    "Side",
    "Size",
    "Step",
    "Tolerances",
    "advise",
    "compare",
    "facts_of",
    "grade",
    "match",
    "side_of_design",
]
