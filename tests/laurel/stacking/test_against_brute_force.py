from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from laurel.errors import DesignError
from laurel.stacking import Held, Limits, Offer, Programme, Standing, assess
from laurel.stacking.measure import holds
from laurel.stacking.model import Model
from stacks import TODAY, best_by_trying, every, from_choice, held, limits, offer, programme, programmes, wallets


def standing(programme: Programme, wallet: list[Held], limits: Limits, offers: tuple[Offer, ...] = ()) -> Standing:
    """The answer, where somebody could meet the programme at all."""
    try:
        return assess(programme, wallet, limits=limits, at=TODAY, offers=offers)
    except DesignError:
        assume(False)
        raise


@settings(max_examples=150)
@given(programme=programmes(), wallet=wallets(), limits=limits())
def test_the_best_stack_is_the_one_that_trying_everything_finds(programme, wallet, limits):
    found = standing(programme, wallet, limits)
    best = best_by_trying(wallet, programme, limits)

    assert found.complete == (best is not None)
    if best is not None and found.tidy:
        assert (found.totals.ects, len(found.counted)) == best


@settings(max_examples=80)
@given(programme=programmes(), wallet=wallets(), limits=limits(), seed=st.integers())
def test_the_order_of_the_credentials_changes_nothing(programme, wallet, limits, seed):
    shuffled = Random(seed).sample(wallet, len(wallet))

    assert standing(programme, shuffled, limits) == standing(programme, wallet, limits)


@settings(max_examples=80)
@given(programme=programmes(), wallet=wallets(), limits=limits())
def test_what_is_counted_holds_together_with_what_is_said_to_be_missing(programme, wallet, limits):
    found = standing(programme, wallet, limits)
    inside: dict[str, list[Offer]] = {}
    for each in found.counted:
        inside.setdefault(each.requirement, []).append(each.credential)
    imagined = {gap.leaf.id: gap.ects or Decimal() for gap in found.gaps}

    assert holds(programme, limits, inside, imagined)
    assert found.complete == (not found.gaps)
    assert sorted([each.credential.id for each in (*found.counted, *found.left_out)]) == sorted(each.id for each in wallet)


@settings(max_examples=60)
@given(programme=programmes(), wallet=wallets(most=6), limits=limits())
def test_of_the_named_conflict_any_part_can_be_taken_away_and_then_the_rest_is_possible(programme, wallet, limits):
    found = standing(programme, wallet, limits)
    overlapping = {
        (one, other)
        for one in range(len(wallet))
        for other in range(one)
        if limits.max_overlap_percent is not None and wallet[one].overlap_percent(wallet[other]) > limits.max_overlap_percent
    }

    def possible(groups: set[str]) -> bool:
        return Model(programme, limits, wallet, overlapping=overlapping, groups=frozenset(groups)).solve() is not None

    assert bool(found.conflict) is not found.complete
    if found.conflict:
        assert not possible({*found.conflict})
        assert all(possible({*found.conflict} - {name}) for name in found.conflict)


@settings(max_examples=60)
@given(programme=programmes(), wallet=wallets(most=6), limits=limits(), more=wallets(most=3))
def test_one_more_credential_never_makes_a_stack_worse(programme, wallet, limits, more):
    fresh = [replace(each, id=f"x{number}", awarded=TODAY - timedelta(days=1)) for number, each in enumerate(more)]
    before, after = standing(programme, wallet, limits), standing(programme, [*wallet, *fresh], limits)

    assert after.complete or not before.complete
    assert after.missing_ects <= before.missing_ects or len(after.gaps) < len(before.gaps)


@settings(max_examples=60)
@given(programme=programmes(), wallet=wallets(most=4), limits=limits(), found=wallets(most=5))
def test_a_remedy_completes_the_stack_and_no_smaller_one_does(programme, wallet, limits, found):
    offers = tuple(
        offer(f"o{number}", float(each.ects or 0), issuer=each.issuer, eqf=each.eqf, themes=each.themes, outcomes=each.outcomes)
        for number, each in enumerate(found)
    )
    answer = standing(programme, wallet, limits, offers)
    assume(not answer.complete)
    earned = {
        each.id: held(
            each.id,
            float(each.ects or 0),
            issuer=each.issuer,
            eqf=each.eqf,
            themes=each.themes,
            outcomes=each.outcomes,
            accepted="agreement",
        )
        for each in offers
    }
    smallest = _smallest(programme, wallet, limits, list(earned.values()))

    assert {len(remedy) for remedy in answer.remedies} == ({smallest} if smallest is not None else set())
    for remedy in answer.remedies:
        assert standing(programme, [*wallet, *(earned[each.id] for each in remedy)], limits).complete


def _smallest(programme: Programme, wallet: list[Held], limits: Limits, offers: list[Held]) -> int | None:
    sizes = (mask.bit_count() for mask in range(1 << len(offers)) if _completes(programme, wallet, limits, offers, mask))
    return min(sizes, default=None)


def _completes(programme: Programme, wallet: list[Held], limits: Limits, offers: list[Held], mask: int) -> bool:
    chosen = [each for number, each in enumerate(offers) if mask >> number & 1]
    return best_by_trying([*wallet, *chosen], programme, limits) is not None


@pytest.mark.parametrize("seed", range(3))
def test_a_large_wallet_is_answered_the_same_each_time(seed):
    random = Random(seed)
    wallet = [
        held(f"c{number:02}", random.choice([1, 2, 3]), themes=frozenset(random.sample(["data", "law", "art"], 2)))
        for number in range(60)
    ]
    programme = _programme_of(random)

    answers = [assess(programme, random.sample(wallet, 60), limits=Limits(min_ects=Decimal(40)), at=TODAY) for _ in range(2)]

    assert answers[0] == answers[1]


def _programme_of(random: Random) -> Programme:
    return programme(
        every(
            *(
                from_choice(f"r{number}", random.choice([4, 6]), themes=random.sample(["data", "law", "art"], 1))
                for number in range(6)
            )
        )
    )
