"""Change single places of a draft, and change them back: what a fix does and undoes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

MOST_CHANGES = 20
_ABSENT = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Put `value` (JSON) at the JSON pointer `at`; with `gone`, nothing stands there afterwards."""

    at: str
    value: Any = None
    gone: bool = False


def apply(draft: Mapping[str, Any], changes: Iterable[Change]) -> tuple[dict[str, Any], tuple[Change, ...]]:
    """The draft after the changes, and the changes that would undo them (to be applied in their order).

    Objects on the way to a place are made where they are missing; rows of lists are not.

    Raises:
        LookupError: a place lies in a row that is not there, or inside a plain value.
    """
    changed = deepcopy(dict(draft))
    back: list[Change] = []
    for change in list(changes)[:MOST_CHANGES]:
        back.insert(0, _put(changed, change))
    return changed, tuple(back)


def _put(draft: dict[str, Any], change: Change) -> Change:
    *parents, last = [part.replace("~1", "/").replace("~0", "~") for part in change.at.split("/")[1:]]
    target: Any = draft
    for number, part in enumerate(parents):
        if isinstance(target, dict) and not isinstance(target.get(part), dict | list):
            if target.get(part) not in (None, ""):
                raise LookupError(change.at)
            made = "/" + "/".join(parents[: number + 1])
            before = Change(at=made, gone=True) if part not in target else Change(at=made, value=target[part])
            target[part] = {}
            _put(draft, change)
            return before
        target = _step(target, part, change.at)
    before = _get(target, last, change.at)
    undo = Change(at=change.at, gone=True) if before is _ABSENT else Change(at=change.at, value=deepcopy(before))
    if isinstance(target, list):
        target[int(last)] = deepcopy(change.value)
    elif change.gone:
        target.pop(last, None)
    else:
        target[last] = deepcopy(change.value)
    return undo


def _step(target: Any, part: str, at: str) -> Any:
    found = _get(target, part, at)
    if found is _ABSENT:
        raise LookupError(at)
    return found


def _get(target: Any, part: str, at: str) -> Any:
    if isinstance(target, dict):
        return target.get(part, _ABSENT)
    if isinstance(target, list) and part.isascii() and part.isdecimal() and int(part) < len(target):
        return target[int(part)]
    raise LookupError(at)
