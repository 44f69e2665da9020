"""Who gets which piece of work: even by weight, within everybody's maximum, around what is barred. No database here.

The same pieces, assessors and seed give the same answer. Work that was given out before stays where it is and counts as load.
The result cannot be made more even by any move, or chain of moves, of the new pieces (least sum of load² / weight).
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One piece of work, and who must not get it."""

    key: int
    barred: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """One assessor: `load` pieces in hand, room for `room` more (None: no limit), and how big their part is."""

    key: int
    weight: int = 1
    load: int = 0
    room: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Allotment:
    """Who gets what, by keys; `left` is what nobody can take."""

    given: dict[int, int]
    left: tuple[int, ...]


def allot(pieces: Iterable[Piece], hands: Sequence[Hand], *, seed: str) -> Allotment:
    """Give out pieces of work.

    Args:
        pieces: what is to be given out.
        hands: who can take it.
        seed: decides where nothing else does.
    """
    table = _Table(hands, seed)
    # Pieces that few can take come first: later the others fill up what is uneven.
    for piece in sorted(pieces, key=lambda each: (-len(each.barred), _rank(seed, each.key), each.key)):
        table.place(piece)
    table.level()
    return Allotment(given=table.given, left=tuple(sorted(table.left)))


@dataclass(slots=True)
class _Table:
    """The work on the table: who holds what while it is given out."""

    hands: Sequence[Hand]
    seed: str
    given: dict[int, int] = field(default_factory=dict)
    left: list[int] = field(default_factory=list)
    _load: dict[int, int] = field(init=False)
    _held: dict[int, list[Piece]] = field(init=False)
    _order: list[Hand] = field(init=False)

    def __post_init__(self) -> None:
        self._order = sorted(self.hands, key=lambda hand: (_rank(self.seed, hand.key), hand.key))
        self._load = {hand.key: hand.load for hand in self.hands}
        self._held = {hand.key: [] for hand in self.hands}

    def place(self, piece: Piece) -> None:
        """Give a piece to whom it weighs least on; where all who may take it are full, somebody hands something on first."""
        fits = [hand for hand in self._order if hand.key not in piece.barred]
        free = [hand for hand in fits if self._has_room(hand)]
        if free:
            self._give(piece, min(free, key=self._cost_of_one_more))
            return
        for hand in fits:
            if self._hand_on(hand, lambda _target: True):
                self._give(piece, hand)
                return
        self.left.append(piece.key)

    def level(self) -> None:
        """Move pieces from who has much to who has little, directly or through others, until no move makes it more even."""
        while any(self._hand_on(hand, partial(self._gains, hand)) for hand in self._by_load()):
            pass

    def _by_load(self) -> list[Hand]:
        return sorted(self._order, key=lambda hand: -self._load[hand.key] / hand.weight)

    def _gains(self, source: Hand, target: Hand) -> bool:
        """Whether one piece less here and one more there is more even: compares what load² / weight would become."""
        more, less = 2 * self._load[target.key] + 1, 2 * self._load[source.key] - 1
        return more * source.weight < less * target.weight

    def _cost_of_one_more(self, hand: Hand) -> float:
        return (2 * self._load[hand.key] + 1) / hand.weight

    def _has_room(self, hand: Hand) -> bool:
        return hand.room is None or len(self._held[hand.key]) < hand.room

    def _hand_on(self, source: Hand, wanted: Callable[[Hand], bool]) -> bool:
        """Take one piece off `source` by the shortest chain of moves that ends at somebody with room who is wanted."""
        came: dict[int, tuple[Hand, Piece]] = {}
        waiting = deque([source])
        while waiting:
            here = waiting.popleft()
            for there in self._order:
                if there.key in came or there.key == source.key:
                    continue
                piece = self._movable(here, there)
                if piece is None:
                    continue
                came[there.key] = (here, piece)
                if self._has_room(there) and wanted(there):
                    self._walk_back(source, there, came)
                    return True
                waiting.append(there)
        return False

    def _walk_back(self, source: Hand, end: Hand, came: dict[int, tuple[Hand, Piece]]) -> None:
        there = end
        while there.key != source.key:
            here, piece = came[there.key]
            self._held[here.key].remove(piece)
            self._load[here.key] -= 1
            self._give(piece, there)
            there = here

    def _movable(self, here: Hand, there: Hand) -> Piece | None:
        return next((piece for piece in self._held[here.key] if there.key not in piece.barred), None)

    def _give(self, piece: Piece, hand: Hand) -> None:
        self.given[piece.key] = hand.key
        self._held[hand.key].append(piece)
        self._load[hand.key] += 1


def _rank(seed: str, key: int) -> bytes:
    return hashlib.sha256(f"{seed}|{key}".encode()).digest()
