"""A fix is a place and a value: applied, its finding is gone, and the document it was applied to is as it was."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from cast_of_badges import DESIGN
from laurel.annex1.checks import check
from laurel.annex1.findings import Fix
from laurel.annex1.mending import mended
from laurel.annex1.record import MicroCredential, Workload
from laurel.errors import MalformedError
from strategies import designs

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("at", "value", "expected"),
    [
        ("", {"b": 2}, {"b": 2}),
        ("/a/0/x", 5, {"a": [{"x": 5}, 2], "c/d": None}),
        ("/a/1", [], {"a": [{"x": 1}, []], "c/d": None}),
        ("/c~1d", 1, {"a": [{"x": 1}, 2], "c/d": 1}),
        ("/new/deep", 1, {"a": [{"x": 1}, 2], "c/d": None, "new": {"deep": 1}}),
        ("/c~1d/deep", 1, {"a": [{"x": 1}, 2], "c/d": {"deep": 1}}),
    ],
)
def test_a_value_is_put_at_its_place_in_a_copy(at: str, value: object, expected: object) -> None:
    document = {"a": [{"x": 1}, 2], "c/d": None}
    before = json.dumps(document)

    assert mended(document, [Fix(at=at, value=value)]) == expected
    assert json.dumps(document) == before


@pytest.mark.parametrize("at", ["/a/2", "/a/-", "/a/01", "/a/x", "/a/1/deep", "/a/-1", "/a/²"])
def test_refuses_a_place_that_is_not_there(at: str) -> None:
    with pytest.raises(MalformedError, match="no such place") as refused:
        mended({"a": [{"x": 1}, 2]}, [Fix(at=at, value=1)])

    assert refused.value.at == at


def test_fixes_are_applied_in_turn() -> None:
    assert mended({}, [Fix(at="/a", value=1), Fix(at="/a", value=2)]) == {"a": 2}


def plain(design: MicroCredential) -> Any:
    return design.model_dump(mode="json", exclude_none=True)


def test_the_offered_credits_turn_their_finding() -> None:
    wrong = DESIGN.model_copy(update={"workload": Workload(hours=Decimal(100), ects=Decimal(30))})
    [finding] = check(wrong, at=DAY)

    assert finding.fix is not None
    assert check(MicroCredential.model_validate(mended(plain(wrong), [finding.fix])), at=DAY) == ()


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(designs)
def test_whatever_fix_a_check_offers_turns_the_finding_it_is_offered_for(design: MicroCredential) -> None:
    for finding in check(design, at=DAY):
        for value in (finding.fix.value, *finding.fix.others) if finding.fix else ():
            fix = Fix(at=finding.fix.at, value=value)  # type: ignore[union-attr]
            after = check(MicroCredential.model_validate(mended(plain(design), [fix])), at=DAY)
            assert (finding.code, finding.at) not in {(one.code, one.at) for one in after}


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(designs)
def test_the_same_design_always_has_the_same_findings(design: MicroCredential) -> None:
    again = MicroCredential.model_validate_json(design.model_dump_json())

    assert check(design, at=DAY) == check(again, at=DAY)
