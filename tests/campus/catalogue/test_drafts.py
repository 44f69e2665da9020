from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.catalogue.drafts import state_of
from sample_design import DRAFT, draft

TODAY = date(2026, 11, 23)
BODY = [{"id": "did:web:laurel.example", "legal_name": {"en": "Laurel"}, "country": "BG"}]


def test_a_full_draft_is_ready():
    state = state_of(draft(awarding_bodies=BODY), on=TODAY)

    assert state.ready, (state.problems, [finding.say("en") for finding in state.findings])


def test_an_empty_draft_is_read_and_every_missing_element_is_found():
    state = state_of({}, on=TODAY)

    assert state.record is not None
    assert not state.problems
    assert {"M2", "M3", "M4", "M6", "M7", "M8", "M9", "M10", "M11"} <= {finding.element for finding in state.findings}


def test_what_cannot_be_used_is_named_by_place_and_the_rest_still_checked():
    broken = draft(awarding_bodies=BODY, workload={"hours": "many", "ects": "2"})
    broken["assessments"][1]["weight"] = "12,5x"

    state = state_of(broken, on=TODAY)

    assert {problem.at for problem in state.problems} == {"/workload/hours", "/assessments/1/weight"}
    assert "WEIGHTS_SUM" in {finding.code for finding in state.findings}
    assert not state.ready


def test_a_row_without_its_type_keeps_its_place():
    broken = draft(awarding_bodies=BODY)
    del broken["assessments"][0]["type"]
    broken["assessments"][1]["title"] = {}

    state = state_of(broken, on=TODAY)

    assert "/assessments/0/type" in {problem.at for problem in state.problems}
    assert any(finding.at.startswith("/assessments/1") for finding in state.findings)


values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 500) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*DRAFT, "id", "en", "0"]), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(list(DRAFT)), values, max_size=6))
def test_any_draft_at_all_gives_problems_and_never_an_error(changes):
    state = state_of({**DRAFT, **changes}, on=TODAY)

    assert state.ready == (not state.failures and state.record is not None)


@pytest.mark.parametrize("place", ["", "x", {"hours": ""}])
def test_empty_workload_is_a_finding_and_no_problem(place):
    state = state_of(draft(workload=place, awarding_bodies=BODY), on=TODAY)

    assert "WORKLOAD_MISSING" in {finding.code for finding in state.findings}
