"""Sets of criteria: those that come with the product, and an organisation's own in versions."""

import pytest

from badges import MONDAY
from campus.assurance import criteria_sets
from campus.assurance.models import OwnCriteria
from campus.people.roles import NotAllowedError

OWN = """id = "ours"
version = "1"
title = { en = "Ours", bg = "Наши" }
source = "https://laurel.example/criteria"
[[criterion]]
id = "A"
title = { en = "Use", bg = "Полза" }
asks = { en = "Is it of use?", bg = "Полезна ли е?" }
"""


def test_the_product_brings_the_ten_standards_and_the_ten_principles():
    sets = criteria_sets.built_in()

    assert [one.id for one in sets["esg-2015"].criterion] == [f"1.{number}" for number in range(1, 11)]
    assert [one.id for one in sets["annex-ii"].criterion] == [f"P{number}" for number in range(1, 11)]
    for each in sets.values():
        assert each.source.startswith("https://")
        assert all(one.asks.say("bg") and one.asks.say("en").endswith("?") for one in each.criterion)


def test_an_own_set_is_kept_in_versions_and_the_newest_one_is_offered(laurel_university, carla):
    criteria_sets.keep_criteria(laurel_university, text=OWN, by=carla, at=MONDAY)
    criteria_sets.keep_criteria(laurel_university, text=OWN.replace('"1"', '"2"'), by=carla, at=MONDAY)

    assert [(one.id, one.version) for one in criteria_sets.sets_for(laurel_university)][2:] == [("ours", "2")]


def test_the_same_version_with_the_same_text_is_the_same(laurel_university, carla):
    first = criteria_sets.keep_criteria(laurel_university, text=OWN, by=carla, at=MONDAY)

    assert criteria_sets.keep_criteria(laurel_university, text=OWN, by=carla, at=MONDAY) == first


def test_refuses_another_text_under_a_version_that_is_there(laurel_university, carla):
    criteria_sets.keep_criteria(laurel_university, text=OWN, by=carla, at=MONDAY)

    with pytest.raises(criteria_sets.CriteriaVersionTakenError):
        criteria_sets.keep_criteria(laurel_university, text=OWN.replace("of use", "of any use"), by=carla, at=MONDAY)


@pytest.mark.parametrize(
    "text",
    [
        "no toml [",
        OWN.replace('id = "ours"', 'id = "esg-2015"'),
        OWN + OWN[OWN.index("[[") :],
        OWN.replace("asks", "demands"),
        OWN.replace('source = "https', 'source = "javascript'),
        OWN[: OWN.index("[[")],
        "#" * 100_001,
    ],
)
def test_refuses_what_is_no_set_of_its_own(laurel_university, carla, text):
    with pytest.raises(criteria_sets.CriteriaRefusedError):
        criteria_sets.keep_criteria(laurel_university, text=text, by=carla, at=MONDAY)

    assert not OwnCriteria.objects.exists()


@pytest.mark.parametrize("who", ["bruno", "rositsa", "dmitri"])
def test_refuses_anybody_but_quality_and_administration(laurel_university, request, who):
    with pytest.raises(NotAllowedError):
        criteria_sets.keep_criteria(laurel_university, text=OWN, by=request.getfixturevalue(who), at=MONDAY)


def test_an_own_set_is_nobody_elses(laurel_university, other_university, carla):
    criteria_sets.keep_criteria(laurel_university, text=OWN, by=carla, at=MONDAY)

    assert criteria_sets.set_for(other_university, "ours") is None
