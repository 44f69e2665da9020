"""Changing single places of a draft, and back again."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.catalogue.mending import Change, apply
from sample_design import DRAFT

PLACES = st.sampled_from(
    [
        "/workload/ects",
        "/workload/hours",
        "/level/eqf",
        "/grading/minimum",
        "/supervision",
        "/new/inner/place",
        "/assessments/0/weight",
    ]
)


@given(st.lists(st.builds(Change, at=PLACES, value=st.one_of(st.integers(), st.text(), st.none())), max_size=6))
def test_what_was_changed_can_be_changed_back(changes):
    before = deepcopy(DRAFT)

    after, back = apply(DRAFT, changes)

    assert apply(after, back)[0] == before == DRAFT


def test_objects_on_the_way_are_made():
    assert apply({}, [Change(at="/level/eqf", value=6)])[0] == {"level": {"eqf": 6}}


@pytest.mark.parametrize("at", ["/assessments/7/weight", "/supervision/inside", "/title/en/deeper"])
def test_refuses_a_place_that_is_not_there(at):
    with pytest.raises(LookupError):
        apply(DRAFT, [Change(at=at, value=1)])
