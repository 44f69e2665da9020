"""Places in a status list, given out at random and each once: neighbours would tell who was awarded together, and when.

Source: https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistentry (statusListIndex)
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Final

from laurel.errors import Phrase, StatusListError

FILL: Final = 2
"""A list is full when one place in so many is given out: beyond that, random places become dear to find."""


def draw_places(
    count: int, *, entries: int, taken: Container[int], given_out: int, draw: Callable[[int], int]
) -> tuple[int, ...]:
    """Choose `count` places that nobody has, each at random among all that are free, in the order in which they were drawn.

    Args:
        count: how many.
        entries: how many places the list has.
        taken: the places that are given out. Whoever calls keeps others from drawing until it has written the new ones down.
        given_out: how many those are.
        draw: a random whole number from 0 up to, but not including, its argument; such as `secrets.randbelow`.

    Raises:
        StatusListError: more than half of the list would be given out: start another one.
    """
    if given_out + count > entries // FILL:
        raise StatusListError(why=Phrase("it is nearly full; start another one", "той е почти пълен; започнете нов"))
    chosen: dict[int, None] = {}
    while len(chosen) < count:
        place = draw(entries)
        if place not in taken:
            chosen[place] = None
    return tuple(chosen)
