"""The stack as integers and constraints for CP-SAT: who counts where, which requirement is met, what would still be missing.

Credits are counted in hundredths. Everything is laid out in the order of ids, by one worker with a fixed seed: in which order
credentials are given changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import gcd
from typing import Any, Final

from laurel.errors import LimitError, Phrase
from laurel.extras import needed
from laurel.stacking.held import Offer
from laurel.stacking.limits import Limits
from laurel.stacking.measure import Shares, needless
from laurel.stacking.programme import AllOf, CreditsFrom, Leaf, OneOf, Programme, Requirement, SomeOf

with needed("stacking"):
    from ortools.sat.python import cp_model

SECONDS: Final = 20.0
"""Of the solver's own deterministic time: the same on every machine, and far above what stacks take."""
TIDYING: Final = 0.3
"""The same, for choosing among ways that are equally good."""
UNSTATED: Final = 100
"""Hundredths that a missing credential of unknown size weighs, when the smallest gap is looked for."""
_RULES: Final = ("R-30", "R-31", "R-32", "R-34", "R-38")


def hundredths(ects: Decimal | None) -> int:
    """Credits as the model counts them."""
    return int((ects or Decimal()) * 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """What the solver found. `used` gives the leaf of each item that counts; `missing` the hundredths that each leaf lacks.

    `proved`: nothing is better. `tidy`: and of all that are as good, nothing is cheaper.
    """

    used: Mapping[int, str]
    missing: Mapping[str, int]
    proved: bool
    tidy: bool


def _unit(programme: Programme, limits: Limits, items: Sequence[Offer]) -> int:
    """What all credits here are multiples of: gaps are told in it, so that nobody is 0.63 credits short."""
    sizes = [hundredths(each.ects) for each in items] + [hundredths(limits.min_ects)]
    for leaf in programme.leaves:
        sizes += (
            [hundredths(leaf.min_ects), hundredths(leaf.max_ects)] if isinstance(leaf, CreditsFrom) else [hundredths(leaf.ects)]
        )
    return gcd(*sizes) or 1


class Model:
    """One question: these items, this programme, these limits.

    Args:
        items: what may count, in the order of their ids.
        free: indexes of items that the learner holds; others (offers) cost.
        overlapping: pairs of items of which only one counts.
        groups: which of the parts at the top and of the rules are asked for; all of them by default.
        gaps: whether imagined credits may fill what is missing.
    """

    def __init__(
        self,
        programme: Programme,
        limits: Limits,
        items: Sequence[Offer],
        *,
        overlapping: Collection[tuple[int, int]] = (),
        groups: frozenset[str] | None = None,
        gaps: bool = False,
    ) -> None:
        self._model: Any = cp_model.CpModel()
        self._programme = programme
        self._items = items
        self._limits = limits
        self._most = hundredths(limits.min_ects)  # a gap without an upper bound never has to be larger
        self._unit = _unit(programme, limits, items)
        self._used: dict[tuple[int, str], Any] = {}
        self._met: dict[str, Any] = {}
        self._gaps: dict[str, Any] = {}
        self._credits: list[tuple[Any, int, Shares]] = []
        self._lay_out_items(overlapping)
        for leaf in programme.leaves:
            self._lay_out_leaf(leaf, gaps)
        for part in programme.top:
            if groups is None or part.id in groups:
                self._model.add(self._tree(part) == 1)
        self._lay_out_rules(limits, frozenset(_RULES) if groups is None else groups)

    @staticmethod
    def groups(programme: Programme, limits: Limits) -> tuple[str, ...]:
        """The names of all that has to hold together: the parts at the top, and the rules that are in force."""
        stated = {
            "R-30": limits.min_ects,
            "R-31": limits.min_theme_percent,
            "R-32": limits.min_level_percent,
            "R-34": limits.min_own_percent,
            "R-38": limits.max_external_percent,
        }
        return (*(part.id for part in programme.top), *(name for name in _RULES if stated[name] is not None))

    def _lay_out_items(self, overlapping: Collection[tuple[int, int]]) -> None:
        leaves = self._programme.leaves
        self.counts: list[Any] = []
        for number, item in enumerate(self._items):
            here = [leaf for leaf in leaves if item.fits(leaf.choice)]
            for leaf in here:
                self._used[number, leaf.id] = self._model.new_bool_var(f"{number}@{leaf.id}")
            # a variable of its own: sums over all items then have one term for each, not one for each place that takes it
            counts = self._model.new_bool_var(f"{number}")
            self._model.add_exactly_one(~counts, *(self._used[number, leaf.id] for leaf in here))
            self.counts.append(counts)
            if here:
                self._credits.append((counts, hundredths(item.ects), Shares.of(item, self._programme)))
        # whatever is not needed is not counted
        self._model.add_decision_strategy(self.counts, cp_model.CHOOSE_FIRST, cp_model.SELECT_MIN_VALUE)
        for one, other in sorted(overlapping):
            self._model.add(self.counts[one] + self.counts[other] <= 1)

    def _lay_out_leaf(self, leaf: Leaf, gaps: bool) -> None:
        here = [(number, used) for (number, name), used in self._used.items() if name == leaf.id]
        met = self._met[leaf.id] = self._model.new_bool_var(leaf.id)
        if isinstance(leaf, CreditsFrom):
            got = sum((hundredths(self._items[number].ects) * used for number, used in here), start=0)
            if gaps:
                room = hundredths(leaf.max_ects) if leaf.max_ects is not None else hundredths(leaf.min_ects) + self._most
                steps = self._model.new_int_var(0, -(-room // self._unit), f"gap of {leaf.id}")
                got = got + steps * self._unit
                self._gap(leaf, steps, self._unit)
            self._model.add(got >= hundredths(leaf.min_ects)).only_enforce_if(met)
            if leaf.max_ects is not None:
                self._model.add(got <= hundredths(leaf.max_ects))
        else:
            got = sum((used for _, used in here), start=0)
            if gaps:
                absent = self._model.new_bool_var(f"gap of {leaf.id}")
                got = got + absent
                self._gap(leaf, absent, hundredths(leaf.ects) or UNSTATED, worth=hundredths(leaf.ects))
            self._model.add(got >= 1).only_enforce_if(met)
            self._model.add(got <= 1)

    def _gap(self, leaf: Leaf, steps: Any, price: int, *, worth: int | None = None) -> None:
        self._gaps[leaf.id] = (steps, price)
        self._credits.append((steps, price if worth is None else worth, Shares.imagined(leaf, self._programme)))

    def _tree(self, node: Requirement) -> Any:
        if not isinstance(node, AllOf | SomeOf):
            return self._met[node.id]
        parts = [self._tree(part) for part in node.parts]
        met = self._met[node.id] = self._model.new_bool_var(node.id)
        wanted = node.k if isinstance(node, SomeOf) else len(parts)
        self._model.add(sum(parts) >= wanted).only_enforce_if(met)
        return met

    def _lay_out_rules(self, limits: Limits, groups: Collection[str]) -> None:
        total = self._sum(lambda _: True)
        if limits.min_ects is not None and "R-30" in groups:
            self._model.add(total >= hundredths(limits.min_ects))
        floors: tuple[tuple[str, Decimal | None, Callable[[Shares], bool]], ...] = (
            ("R-31", limits.min_theme_percent, lambda shares: shares.theme),
            ("R-32", limits.min_level_percent, lambda shares: shares.level),
            ("R-34", limits.min_own_percent, lambda shares: shares.own),
        )
        for name, percent, belongs in floors:
            if percent is not None and name in groups:
                self._model.add(self._sum(belongs) * 10_000 >= total * hundredths(percent))
        if limits.max_external_percent is not None and "R-38" in groups:
            outside = self._sum(lambda shares: not shares.own)
            self._model.add(outside * 10_000 <= total * hundredths(limits.max_external_percent))

    def _sum(self, belongs: Callable[[Shares], bool]) -> Any:
        return sum((counts * ects for counts, ects, shares in self._credits if belongs(shares)), start=0)

    def forbid(self, chosen: Collection[int]) -> None:
        """Not all of these items together: for asking what else would do."""
        self._model.add(sum(self.counts[number] for number in chosen) <= len(chosen) - 1)

    def solve(self, costs: Sequence[Mapping[int, int]] = ()) -> Solution | None:
        """The way in which everything holds and the least is missing; None where there is none.

        Args:
            costs: what it costs to count an item, by its index: of all the best ways the cheapest, then by the next costs.
                This second thought has a short time only: `tidy` says whether it came to its end.

        Raises:
            LimitError: no answer in time.
        """
        gap = sum((steps * price for steps, price in self._gaps.values()), start=0)
        best = self._search(gap if self._gaps else None, seconds=SECONDS)
        if best is None:
            return None
        if not best.proved:
            what = Phrase("the search for the best stack", "търсенето на най-добрата комбинация")
            raise LimitError(what=what, limit=f"{SECONDS:g} s")
        if self._gaps:
            self._model.add(gap == sum(best.missing.values()))
        if costs:
            best = self._thinned(best)
        for objective in self._second_thoughts(best, costs):
            self._hint(best)
            found = self._search(objective, seconds=TIDYING)
            best = found or best
            if found is None or not found.proved:
                return replace(best, tidy=False)
            self._model.add(objective <= self._value)
        return replace(best, tidy=True)

    def _second_thoughts(self, best: Solution, costs: Sequence[Mapping[int, int]]) -> Iterator[Any]:
        """What decides between ways in which equally little is missing, one after another."""
        if len(best.missing) > 1:
            yield self._places_that_lack()
        if costs:
            yield from map(self._cost, costs)
            yield self._breadth()

    def _places_that_lack(self) -> Any:
        lacking: list[Any] = []
        for name, (steps, _) in self._gaps.items():
            lacks = self._model.new_bool_var(f"{name} lacks")
            self._model.add(steps == 0).only_enforce_if(~lacks)
            lacking.append(lacks)
        return sum(lacking)

    def _cost(self, cost: Mapping[int, int]) -> Any:
        return sum((self.counts[number] * price for number, price in cost.items()), start=0)

    def _breadth(self) -> Any:
        """Narrow requirements are filled first: what is missing is then told of the wide ones, which more can fill."""
        wide = {leaf.id: sum(name == leaf.id for _, name in self._used) for leaf in self._programme.leaves}
        rank = {name: place for place, name in enumerate(sorted(wide, key=lambda name: (wide[name], name)))}
        return sum((used * rank[leaf] for (_, leaf), used in self._used.items()), start=0)

    def _thinned(self, found: Solution) -> Solution:
        """The same without what is not needed: where the search for the cheapest way has to start."""
        inside: dict[str, list[Offer]] = {}
        for number, leaf in found.used.items():
            inside.setdefault(leaf, []).append(self._items[number])
        whole = {leaf.id: leaf.ects or Decimal() for leaf in self._programme.leaves if isinstance(leaf, OneOf)}
        imagined = {leaf: whole.get(leaf, Decimal(gap) / 100) for leaf, gap in found.missing.items()}
        needless_ids = {each.id for each in needless(self._programme, self._limits, inside, imagined)}
        used = {number: leaf for number, leaf in found.used.items() if self._items[number].id not in needless_ids}
        return replace(found, used=used)

    def _search(self, objective: Any, *, seconds: float) -> Solution | None:
        self._model.clear_objective()
        if objective is not None:
            self._model.minimize(objective)
        solver: Any = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        # these find nothing in stacks and take half the time
        solver.parameters.symmetry_level = 0
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.linearization_level = 2
        solver.parameters.max_deterministic_time = seconds
        status = solver.solve(self._model)
        if status == cp_model.UNKNOWN and seconds == SECONDS:
            what = Phrase("the search for the best stack", "търсенето на най-добрата комбинация")
            raise LimitError(what=what, limit=f"{SECONDS:g} s")
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        self._value = 0 if objective is None else round(solver.objective_value)
        missing = {name: solver.value(steps) * price for name, (steps, price) in self._gaps.items() if solver.value(steps)}
        used = {number: leaf for (number, leaf), variable in self._used.items() if solver.value(variable)}
        return Solution(used=used, missing=missing, proved=status == cp_model.OPTIMAL, tidy=False)

    def _hint(self, known: Solution) -> None:
        self._model.clear_hints()
        for (number, leaf), variable in self._used.items():
            self._model.add_hint(variable, known.used.get(number) == leaf)
        for number, counts in enumerate(self.counts):
            self._model.add_hint(counts, number in known.used)
        for name, (steps, price) in self._gaps.items():
            self._model.add_hint(steps, known.missing.get(name, 0) // price)
