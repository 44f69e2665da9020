"""Work is given out evenly, the same way each time, and never to who is barred from it."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from campus.marking.fairness import Hand, Piece, allot

SEEDS = st.text("abc", min_size=1, max_size=4)


@st.composite
def tables(draw, most_pieces=40, most_hands=6):
    """Pieces and hands: some barred, some with little room, some with work in hand already."""
    hands = [
        Hand(
            key=key,
            weight=draw(st.integers(1, 3)),
            load=draw(st.integers(0, 4)),
            room=draw(st.none() | st.integers(0, 6)),
        )
        for key in range(draw(st.integers(1, most_hands)))
    ]
    keys = [hand.key for hand in hands]
    barred = st.frozensets(st.sampled_from(keys), max_size=3)
    return [Piece(key=key, barred=draw(barred)) for key in range(draw(st.integers(0, most_pieces)))], hands


def loads_of(done, hands):
    loads = {hand.key: hand.load for hand in hands}
    for hand in done.given.values():
        loads[hand] += 1
    return loads


@settings(max_examples=60)
@given(count=st.integers(0, 100), hands=st.integers(1, 9), seed=SEEDS)
def test_with_nothing_in_the_way_nobody_has_more_than_one_piece_more(count, hands, seed):
    people = [Hand(key=key) for key in range(hands)]
    loads = loads_of(allot([Piece(key=key) for key in range(count)], people, seed=seed), people)
    assert sum(loads.values()) == count
    assert max(loads.values()) - min(loads.values()) <= 1


@settings(max_examples=40)
@given(count=st.integers(0, 60), weights=st.lists(st.integers(1, 4), min_size=2, max_size=5), seed=SEEDS)
def test_twice_the_weight_is_twice_the_work(count, weights, seed):
    people = [Hand(key=key, weight=weight) for key, weight in enumerate(weights)]
    loads = loads_of(allot([Piece(key=key) for key in range(count)], people, seed=seed), people)
    assert all(abs(loads[hand.key] - count * hand.weight / sum(weights)) < len(weights) for hand in people)


@settings(max_examples=80)
@given(table=tables(), seed=SEEDS)
def test_nobody_gets_what_they_are_barred_from_or_more_than_they_have_room_for(table, seed):
    pieces, hands = table
    done = allot(pieces, hands, seed=seed)
    for piece in pieces:
        assert (piece.key in done.given) != (piece.key in done.left)
        assert done.given.get(piece.key) not in piece.barred
    for hand in hands:
        got = sum(1 for key in done.given.values() if key == hand.key)
        assert hand.room is None or got <= hand.room


@settings(max_examples=40)
@given(table=tables(), seed=SEEDS)
def test_the_same_seed_gives_the_same_whatever_the_order(table, seed):
    pieces, hands = table
    assert allot(pieces, hands, seed=seed) == allot(pieces[::-1], hands[::-1], seed=seed)


@settings(max_examples=40, deadline=None)
@given(table=tables(most_pieces=5, most_hands=3), seed=SEEDS)
def test_no_other_way_leaves_less_or_is_more_even(table, seed):
    pieces, hands = table
    done = allot(pieces, hands, seed=seed)

    def cost(given):
        loads = {hand.key: hand.load for hand in hands}
        for hand in given:
            loads[hand] += 1
        return sum(loads[hand.key] ** 2 / hand.weight for hand in hands)

    best = None
    for choice in product([None, *(hand.key for hand in hands)], repeat=len(pieces)):
        if any(key is not None and key in piece.barred for piece, key in zip(pieces, choice, strict=True)):
            continue
        if any(hand.room is not None and choice.count(hand.key) > hand.room for hand in hands):
            continue
        found = (choice.count(None), cost([key for key in choice if key is not None]))
        best = found if best is None else min(best, found)
    assert best is not None
    assert len(done.left) == best[0]
    assert cost(done.given.values()) <= best[1] + 1e-9


def test_who_has_work_in_hand_gets_less_of_what_is_new():
    done = allot([Piece(key=key) for key in range(4)], [Hand(key=1, load=4), Hand(key=2)], seed="s")
    assert set(done.given.values()) == {2}


def test_work_that_nobody_may_mark_is_left_and_named():
    done = allot([Piece(key=7, barred=frozenset({1})), Piece(key=8)], [Hand(key=1)], seed="s")
    assert (done.given, done.left) == ({8: 1}, (7,))


def test_a_full_assessor_hands_something_on_so_that_constrained_work_finds_its_place():
    pieces = [Piece(key=1), Piece(key=2, barred=frozenset({20}))]
    hands = [Hand(key=10, room=1), Hand(key=20, room=1)]
    for seed in "abcdef":
        assert allot(pieces, hands, seed=seed).given == {1: 20, 2: 10}
