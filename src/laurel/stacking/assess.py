"""Put a learner's credentials before a programme: the best assignment, proved, or the smallest set of what is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations

from laurel.errors import DesignError, Problem
from laurel.stacking.held import Held, Offer
from laurel.stacking.limits import Limits
from laurel.stacking.measure import credits_of, totals_of
from laurel.stacking.model import Model, Solution, hundredths
from laurel.stacking.programme import CreditsFrom, OneOf, Programme, Requirement, SomeOf, walk
from laurel.stacking.screening import LeftOut, Reason, screen
from laurel.stacking.standing import Counted, Gap, Progress, Standing

MAX_REMEDIES = 3
MAX_OFFERS = 200
"""Offers that are searched for remedies; the first by id of those that fit a requirement."""

Pair = tuple[int, int]


def assess(
    programme: Programme,
    held: Iterable[Held],
    *,
    limits: Limits,
    at: date,
    offers: Iterable[Offer] = (),
) -> Standing:
    """What these credentials amount to. The order in which they are given changes nothing.

    As little as possible is missing; where nothing is, the programme is complete. Of all such ways the one is given that binds
    the fewest credits, then the fewest credentials: the rest stays free for other programmes (R-33).

    Args:
        programme: checked by `check_programme`.
        limits: what holds for the whole.
        at: the day of the decision.
        offers: what could still be earned, for remedies.

    Raises:
        DesignError: nobody could ever meet the programme under these limits.
        ValueError: two credentials with one id.
        LimitError: no answer in time.
        MissingExtraError: the extra `stacking` is not installed.
    """
    credentials = list(held)
    if len({each.id for each in credentials}) != len(credentials):
        raise ValueError("two credentials have one id")
    usable, left_out = screen(credentials, programme, limits, at=at)
    overlapping = _overlapping(usable, limits)
    solution = Model(programme, limits, usable, overlapping=overlapping, gaps=True).solve(_costs(usable))
    if solution is None:
        raise DesignError([_impossible()])
    complete = not solution.missing
    return Standing(
        programme=programme,
        limits=limits,
        at=at,
        complete=complete,
        counted=tuple(Counted(credential=usable[number], requirement=leaf) for number, leaf in sorted(solution.used.items())),
        left_out=tuple(sorted((*left_out, *_not_counted(usable, solution, overlapping)), key=lambda one: one.credential.id)),
        progress=tuple(_progress(programme, usable, solution)),
        totals=totals_of((usable[number] for number in solution.used), programme),
        gaps=tuple(_gaps(programme, solution)),
        conflict=() if complete else _conflict(programme, limits, usable, overlapping, solution.missing),
        remedies=() if complete else tuple(sorted(_remedies(programme, limits, usable, offers), key=_size)),
        tidy=solution.tidy,
    )


def _impossible() -> Problem:
    en = "nobody can meet this programme under its limits: look at the totals, the shares and the upper bounds"
    bg = "никой не може да изпълни тази програма при тези ограничения: вижте сборовете, дяловете и горните граници"
    return Problem(at="/requirement", code="IMPOSSIBLE", en=en, bg=bg)


def _overlapping(items: Sequence[Offer], limits: Limits) -> set[Pair]:
    if limits.max_overlap_percent is None:
        return set()
    most = limits.max_overlap_percent
    by_outcome: dict[str, list[int]] = {}
    for number, item in enumerate(items):
        for outcome in item.outcomes:
            by_outcome.setdefault(outcome, []).append(number)
    pairs = {pair for numbers in by_outcome.values() for pair in combinations(numbers, 2)}
    return {(one, other) for one, other in pairs if items[one].overlap_percent(items[other]) > most}


def _costs(held: Sequence[Held]) -> tuple[dict[int, int], dict[int, int]]:
    return {number: hundredths(each.ects) for number, each in enumerate(held)}, dict.fromkeys(range(len(held)), 1)


def _not_counted(usable: Sequence[Held], solution: Solution, overlapping: Iterable[Pair]) -> Iterator[LeftOut]:
    beside: dict[int, list[int]] = {}
    for one, other in sorted(overlapping):
        beside.setdefault(one, []).append(other)
        beside.setdefault(other, []).append(one)
    for number, each in enumerate(usable):
        if number not in solution.used:
            instead = [other for other in beside.get(number, ()) if other in solution.used]
            if instead:
                yield LeftOut(credential=each, reason=Reason.OVERLAPS, other=usable[instead[0]].title)
            else:
                yield LeftOut(credential=each, reason=Reason.NOT_NEEDED)


def _progress(programme: Programme, usable: Sequence[Held], solution: Solution) -> Iterator[Progress]:
    inside: dict[str, list[Held]] = {}
    for number, leaf in solution.used.items():
        inside.setdefault(leaf, []).append(usable[number])
    found: list[Progress] = []

    def measure(node: Requirement, depth: int) -> bool:
        place = len(found)
        if isinstance(node, OneOf):
            row = _row(node, len(inside.get(node.id, ())), 1, "credentials", depth)
        elif isinstance(node, CreditsFrom):
            got = sum((each.ects or Decimal() for each in inside.get(node.id, ())), start=Decimal())
            row = _row(node, got, node.min_ects, "ects", depth)
        else:
            found.append(_row(node, 0, 0, "parts", depth))  # its place; measured when its parts are
            met = sum([measure(part, depth + 1) for part in node.parts])
            found[place] = row = _row(node, met, node.k if isinstance(node, SomeOf) else len(node.parts), "parts", depth)
            return row.met
        found.append(row)
        return row.met

    measure(programme.requirement, 0)
    yield from found


def _row(node: Requirement, have: Decimal | int, need: Decimal | int, unit: str, depth: int) -> Progress:
    return Progress(requirement=node, have=Decimal(have), need=Decimal(need), unit=unit, depth=depth)


def _gaps(programme: Programme, solution: Solution) -> Iterator[Gap]:
    for leaf in programme.leaves:
        if leaf.id in solution.missing:
            size = leaf.ects if isinstance(leaf, OneOf) else Decimal(solution.missing[leaf.id]) / 100
            yield Gap(leaf=leaf, ects=size)


def _conflict(
    programme: Programme, limits: Limits, usable: Sequence[Held], overlapping: set[Pair], gaps: Collection[str]
) -> tuple[str, ...]:
    """A smallest set that cannot hold together (Junker, QuickXplain, 2004)."""

    def possible(groups: Iterable[str]) -> bool:
        return Model(programme, limits, usable, overlapping=overlapping, groups=frozenset(groups)).solve() is not None

    def explain(known: tuple[str, ...], fresh: bool, rest: tuple[str, ...]) -> tuple[str, ...]:
        if fresh and not possible(known):
            return ()
        if len(rest) == 1:
            return rest
        half = len(rest) // 2
        second = explain((*known, *rest[:half]), True, rest[half:])
        first = explain((*known, *second), bool(second), rest[:half])
        return (*first, *second)

    candidates = _suspects(programme, limits, gaps)
    return explain((), False, next(names for names in candidates if names == candidates[-1] or not possible(names)))


def _suspects(programme: Programme, limits: Limits, gaps: Collection[str]) -> list[tuple[str, ...]]:
    """Where the conflict is looked for: among the rules; with the parts in which something is missing; everywhere."""
    names = Model.groups(programme, limits)
    parts = {part.id: {node.id for node in walk(part)} for part in programme.top}
    rules = tuple(name for name in names if name not in parts)
    lacking = tuple(name for name in names if name not in parts or parts[name] & set(gaps))
    return [*filter(None, (rules, lacking)), names]


def _size(remedy: tuple[Offer, ...]) -> tuple[Decimal, list[str]]:
    return sum(map(credits_of, remedy), start=Decimal()), [each.id for each in remedy]


def _remedies(
    programme: Programme, limits: Limits, usable: Sequence[Held], offers: Iterable[Offer]
) -> Iterator[tuple[Offer, ...]]:
    """The fewest offers that complete it, then the fewest credits; and other choices of as many."""
    known = {each.design for each in usable}
    new = (each for each in offers if each.design not in known and any(each.fits(leaf.choice) for leaf in programme.leaves))
    fitting = sorted(new, key=lambda one: one.id)[:MAX_OFFERS]
    items: list[Offer] = [*usable, *fitting]
    first = len(usable)
    most = sum(hundredths(each.ects) for each in fitting) + 1
    costs = {first + number: most + hundredths(each.ects) for number, each in enumerate(fitting)}
    model = Model(programme, limits, items, overlapping=_overlapping(items, limits))
    fewest: int | None = None
    for _ in range(MAX_REMEDIES if fitting else 0):
        solution = model.solve([costs])
        chosen = [] if solution is None else sorted(number for number in solution.used if number >= first)
        if not chosen or (fewest is not None and len(chosen) > fewest):
            return
        fewest = len(chosen)
        yield tuple(items[number] for number in chosen)
        model.forbid(chosen)
