import random

import pytest

from laurel.errors import StatusListError
from laurel.status.places import draw_places


def drawn(count: int, *, seed: int = 1, taken: frozenset[int] = frozenset(), entries: int = 1_000) -> tuple[int, ...]:
    return draw_places(count, entries=entries, taken=taken, given_out=len(taken), draw=random.Random(seed).randrange)


def test_every_place_is_free_and_given_once():
    taken = frozenset(range(0, 400, 2))

    places = drawn(300, taken=taken)

    assert len(set(places)) == 300
    assert not taken & set(places)
    assert all(0 <= place < 1_000 for place in places)


def test_places_tell_nothing_of_the_order_in_which_they_were_given():
    """Of many lists, the first and the last place given are in the middle on average, and far from each other."""
    lists = [drawn(100, seed=seed) for seed in range(400)]

    for position in (0, 99):
        assert 450 < sum(places[position] for places in lists) / len(lists) < 550
    assert sum(abs(places[0] - places[1]) for places in lists) / len(lists) > 250
    assert sum(places[0] < places[99] for places in lists) in range(160, 240)


def test_refuses_to_give_out_more_than_half_of_a_list():
    assert len(drawn(500)) == 500
    with pytest.raises(StatusListError, match="nearly full"):
        drawn(501)
    with pytest.raises(StatusListError, match="nearly full"):
        drawn(1, taken=frozenset(range(500)))
