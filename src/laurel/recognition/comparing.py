"""Put a credential beside a target: proposed matches, what is covered, what is missing, and the five differences."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from laurel.recognition.differences import Difference, Size, Tolerances, differences
from laurel.recognition.matching import Match, best, match
from laurel.recognition.side import Outcome, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What was found. `covered` and `missing` name outcomes of the target, in its order; nothing is covered twice."""

    source: Side
    target: Side
    matches: tuple[Match, ...]
    covered: tuple[Outcome, ...]
    missing: tuple[Outcome, ...]
    differences: tuple[Difference, ...]

    @property
    def covered_percent(self) -> int | None:
        """The share of the target's outcomes that are covered, rounded down; None where it names none."""
        return _percent(len(self.covered), len(self.target.outcomes))

    @property
    def substantial(self) -> tuple[Difference, ...]:
        """The differences that could carry a refusal."""
        return tuple(each for each in self.differences if each.size is Size.SUBSTANTIAL)


def compare(
    source: Side, target: Side, *, accepted: Collection[str] | None = None, tolerances: Tolerances | None = None
) -> Comparison:
    """Compare two sides.

    Args:
        accepted: ids of the target's outcomes that a person takes as covered; None: those with a proposal.
        tolerances: where differences begin; the defaults without them.

    Raises:
        ValueError: `accepted` names an outcome that the target does not have.
    """
    matches = match(source.outcomes, target.outcomes)
    known = {outcome.id for outcome in target.outcomes}
    if accepted is not None and not set(accepted) <= known:
        raise ValueError("an accepted outcome is none of the target's")
    chosen = set(best(matches)) if accepted is None else set(accepted)
    covered = tuple(outcome for outcome in target.outcomes if outcome.id in chosen)
    percent = _percent(len(covered), len(target.outcomes))
    return Comparison(
        source=source,
        target=target,
        matches=matches,
        covered=covered,
        missing=tuple(outcome for outcome in target.outcomes if outcome.id not in chosen),
        differences=differences(source, target, covered_percent=percent, tolerances=tolerances or Tolerances()),
    )


def _percent(part: int, whole: int) -> int | None:
    return part * 100 // whole if whole else None
