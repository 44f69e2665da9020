"""From facts that would turn a rule to places of the design that state them: `{ects: 3}` is 3 at `/workload/ects`.

Only facts that stand in one place of a design can be changed there. Who approved it, or whether there is evidence of need, is
not a matter of writing something else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from laurel.annex1.findings import Fix
from laurel.policy.facts import FACTS, Facts, Known, plain


def _number(value: Known) -> Any:
    return plain(value) if isinstance(value, Decimal) else None


def _whole(value: Known) -> Any:
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else None


def _identity(value: Known) -> Any:
    return {True: "verified", False: "none"}[value] if isinstance(value, bool) else None


_WRITTEN: Final[Mapping[str, Callable[[Known], Any]]] = MappingProxyType(
    {
        "ects": _number,
        "hours": _number,
        "eqf": _whole,
        "valid_for_months": _whole,
        "identity_verified": _identity,
        "grade_minimum": _number,
        "grade_maximum": _number,
        "pass_mark": _number,
    }
)


def changes_of(fix: Facts) -> tuple[Fix, ...]:
    """The changes of a design after which it states these facts; () where one of them stands in no single place of it."""
    made: list[Fix] = []
    for name, value in fix.items():
        written = _WRITTEN[name](value) if name in _WRITTEN else None
        if written is None:
            return ()
        made.append(Fix(at=FACTS[name].at, value=written))
    return tuple(made)
