"""Put the values that findings offer into a document: what `Fix` says, done.

document × fixes ──mended──▶ a new document; the old one stays as it is
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypeVar, cast

from laurel.annex1.findings import Finding, Fix
from laurel.canon.strict_json import is_array, is_object
from laurel.errors import MalformedError, Phrase

MOST_FIXES: Final = 200  # tried, because each is checked
_Json = TypeVar("_Json")
_POSITION = re.compile(r"0|[1-9]\d{0,8}", re.ASCII)


def mended(document: _Json, fixes: Iterable[Fix]) -> _Json:
    """A copy of a JSON value with every fix applied in turn, later ones over earlier ones.

    A member on the way that is not there is made as an object; a position in a list must be there.

    Raises:
        MalformedError: a place leads through a list that has no such position, or through a value that holds nothing.

    Source: RFC 6901 (JSON Pointer), read as RFC 6902 reads it for "replace" and "add".
    """
    changed: Any = copy.deepcopy(document)
    for fix in fixes:
        steps = [step.replace("~1", "/").replace("~0", "~") for step in fix.at.split("/")[1:]]
        if not steps:
            changed = copy.deepcopy(fix.value)
            continue
        place = changed
        for step in steps[:-1]:
            place = _inside(place, step, fix.at)
        _put(place, steps[-1], copy.deepcopy(fix.value), fix.at)
    return cast("_Json", changed)


def mend_all(document: _Json, check: Callable[[_Json], Sequence[Finding]]) -> tuple[_Json, tuple[Fix, ...]]:
    """Apply what findings offer, one after the other, as long as each turns its finding and brings no new one that fails.

    Args:
        check: what is found in a document; MalformedError from it means that a fix made it unreadable, and is not applied.
    """
    applied: list[Fix] = []
    refused: set[tuple[str, str]] = set()
    findings = check(document)
    for _ in range(MOST_FIXES):
        offered = next((one for one in findings if one.fix and (one.code, one.at) not in refused), None)
        if offered is None or offered.fix is None:
            break
        tried, after = _try(document, offered.fix, check)
        if after is None or not _better(findings, after, offered):
            refused.add((offered.code, offered.at))
            continue
        document, findings = tried, after
        applied.append(offered.fix)
    return document, tuple(applied)


def _try(document: _Json, fix: Fix, check: Callable[[_Json], Sequence[Finding]]) -> tuple[_Json, Sequence[Finding] | None]:
    try:
        changed = mended(document, [fix])
        return changed, check(changed)
    except MalformedError:
        return document, None


def _better(before: Sequence[Finding], after: Sequence[Finding], turned: Finding) -> bool:
    old, new = Counter(_of(one) for one in before), Counter(_of(one) for one in after)
    failing = {_of(one) for one in after if one.severity == "fail"}
    return new[_of(turned)] < old[_of(turned)] and not (new - old).keys() & failing


def _of(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.at


def _inside(place: Any, step: str, at: str) -> Any:
    if is_object(place):
        if place.get(step) is None:
            place[step] = {}
        return place[step]
    return place[_position(place, step, at)]


def _put(place: Any, step: str, value: Any, at: str) -> None:
    if is_object(place):
        place[step] = value
    else:
        place[_position(place, step, at)] = value


def _position(place: Any, step: str, at: str) -> int:
    if not is_array(place) or not _POSITION.fullmatch(step) or int(step) >= len(place):
        raise MalformedError(at=at, why=Phrase("there is no such place", "няма такова място"))
    return int(step)
