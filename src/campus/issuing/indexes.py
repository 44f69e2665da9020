"""Places in status lists: given out at random, each once, shared by all programmes of an organisation."""

from __future__ import annotations

import random
from collections.abc import Sequence

from campus.issuing.models import Credential, Statement, StatusList
from campus.people.models import Organisation

ENTRIES = 131_072  # the specification's minimum: a smaller list would point at people
FILL = 2  # a list is left when 1/FILL of it is given out: random places stay cheap to find, and say nothing about order


def reserve(
    organisation: Organisation, *, count: int, randomness: random.Random, for_statements: bool = False
) -> list[tuple[StatusList, int]]:
    """Pick `count` unused places, inside the caller's transaction; they are taken when it writes them into its rows.

    The list's row stays locked until the transaction ends, so that no two pick the same place; should it fail to
    protect, the constraint `a_status_index_is_used_once` refuses the second.
    """
    places: list[tuple[StatusList, int]] = []
    while len(places) < count:
        status_list = _open_list(organisation, for_statements=for_statements)
        room = status_list.entries // FILL - status_list.reserved
        wanted = min(count - len(places), room)
        places += [(status_list, index) for index in _unused(status_list, count=wanted, randomness=randomness)]
        status_list.reserved += wanted
        status_list.save(update_fields=["reserved"])
    return places


def _open_list(organisation: Organisation, *, for_statements: bool) -> StatusList:
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # two batches never open two lists at once
    newest = (
        StatusList.objects.select_for_update()
        .filter(organisation=organisation, purpose="revocation", for_statements=for_statements)
        .order_by("-pk")
        .first()
    )
    if newest is not None and newest.reserved < newest.entries // FILL:
        return newest
    return StatusList.objects.create(organisation=organisation, entries=ENTRIES, for_statements=for_statements)


def _unused(status_list: StatusList, *, count: int, randomness: random.Random) -> Sequence[int]:
    chosen: list[int] = []
    tried: set[int] = set()
    while len(chosen) < count:
        candidates = {randomness.randrange(status_list.entries) for _ in range(2 * (count - len(chosen)))} - tried
        tried |= candidates
        rows = (Statement if status_list.for_statements else Credential).objects
        taken = set(rows.filter(status_list=status_list, status_index__in=candidates).values_list("status_index", flat=True))
        chosen += sorted(candidates - taken, key=lambda _: randomness.random())[: count - len(chosen)]
    return chosen
