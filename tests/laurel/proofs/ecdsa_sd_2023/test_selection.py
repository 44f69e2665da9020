from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.canon.strict_json import pointer, walk
from laurel.errors import LimitError, ProofError
from laurel.proofs.ecdsa_sd_2023.selection import parse, select
from plain_badge import badge

PLACES = [steps for steps, _ in walk(badge()) if "@context" not in steps]


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=5), max_size=5))
def test_a_pointer_is_read_back_into_its_steps(steps: list[str]):
    assert parse(pointer(*steps)) == steps


@given(st.lists(st.sampled_from(PLACES), min_size=1, max_size=6))
def test_all_that_is_chosen_is_there_and_nothing_that_is_not_in_the_document(chosen: list[tuple[str | int, ...]]):
    selected = select([pointer(*steps) for steps in chosen], badge())

    for steps in chosen:
        for value in _leaves(_at(badge(), steps)):
            assert value in list(_leaves(selected))
    assert selected is not None
    assert selected["@context"] == badge()["@context"]
    everything = list(_leaves(badge()))
    assert all(value in everything for value in _leaves(selected))


def test_types_and_identifiers_on_the_way_come_along():
    assert select(["/credentialSubject/achievement/tag/1"], badge()) == {
        "@context": badge()["@context"],
        "id": badge()["id"],
        "type": badge()["type"],
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["AchievementSubject"],
            "achievement": {"id": "https://uni.example/achievements/1", "type": ["Achievement"], "tag": ["care"]},
        },
    }


def test_no_pointer_chooses_nothing_and_the_empty_one_everything():
    assert select([], badge()) is None
    assert select([""], badge()) == badge()
    assert select(["", "/name"], badge()) == badge()


@pytest.mark.parametrize(
    "wrong",
    [
        "name",
        "/nothing",
        "/credentialSubject/achievement/tag/2",
        "/type/-",
        "/type/01",
        "/type/\u0661",
        "/~2",
        "/id/x",
        "/@context/0",
    ],
)
def test_refuses_a_pointer_that_names_nothing(wrong: str):
    with pytest.raises(ProofError):
        select([wrong], badge())


def test_refuses_too_many_pointers():
    with pytest.raises(LimitError):
        select(["/name"] * 501, badge())


def _at(value: Any, steps: tuple[str | int, ...]) -> Any:
    for step in steps:
        value = value[step]
    return value


def _leaves(value: Any):
    return (here for _, here in walk(value) if not isinstance(here, dict | list))
