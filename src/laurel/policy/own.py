"""An organisation's own packs: read from text that anybody may have written, put on top of those that come with Laurel.

text ──read_own──▶ Pack, with the other packs of the organisation beside it
texts ──read_all──▶ every Pack by its id, in whatever order they extend one another
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from laurel.errors import PolicyError, Problem
from laurel.policy.pack import Pack, built_in, read_pack

NONE_YET: Mapping[str, Pack] = MappingProxyType({})


def read_own(text: str, *, others: Mapping[str, Pack] = NONE_YET) -> Pack:
    """An organisation's pack from its TOML text.

    Args:
        others: the organisation's other packs, by id: it may extend them, as the built-in ones, and not take their names.

    Raises:
        PolicyError: as `read_pack`; or the pack bears the name of another, or extends itself. `problems` names place, rule and
            key of everything that is wrong, in both languages.
    """
    known = {**others, **built_in()}
    pack = read_pack(text, known=known)
    if pack.id in known:
        en, bg = f"another pack is called {pack.id} already", f"друг набор вече се нарича {pack.id}"
        raise PolicyError([Problem(at="/id", code="PACK_ID_TAKEN", en=en, bg=bg)])
    return pack


def read_all(texts: Iterable[str]) -> tuple[Mapping[str, Pack], tuple[PolicyError, ...]]:
    """Every pack of an organisation by its id, whatever the order of the texts; and why the others could not be read.

    A pack that extends one that cannot be read, or, through others, itself, is among those that could not.
    """
    packs: dict[str, Pack] = {}
    waiting = list(texts)
    while waiting:
        refused: list[tuple[str, PolicyError]] = []
        for text in waiting:
            try:
                pack = read_own(text, others=packs)
            except PolicyError as error:
                refused.append((text, error))
            else:
                packs[pack.id] = pack
        if len(refused) == len(waiting):
            return MappingProxyType(packs), tuple(error for _, error in refused)
        waiting = [text for text, _ in refused]
    return MappingProxyType(packs), ()
