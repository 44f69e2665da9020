"""How many people have to stand behind a number before it is told: with fewer, one of them could be made out."""

from typing import Final

FEWEST: Final = 5
