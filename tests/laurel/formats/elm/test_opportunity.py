"""A design and its editions as ELM learning opportunities: conformant, complete, and one graph however many there are."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from elm_samples import record, shapes
from laurel.annex1.vocabularies import Participation
from laurel.errors import ProjectionError
from laurel.formats.elm.conformance import violations
from laurel.formats.elm.opportunity import CONTEXT, Run, collection, document, opportunity
from shared import needs_shared

pytestmark = needs_shared
MODIFIED = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
SPRING = Run(
    id="https://uni.example/designs/1#edition-1",
    mode=Participation.BLENDED,
    language="bg",
    time_zone="Europe/Sofia",
    title="evening group",
    starts_on=date(2027, 3, 1),
    ends_on=date(2027, 4, 30),
    apply_by=date(2027, 2, 20),
    place="София",
    country="BG",
    price=Decimal("120.00"),
    currency="EUR",
    capacity=20,
    apply_url="https://uni.example/apply",
)
ROLLING = Run(
    id="https://uni.example/designs/1#edition-2",
    mode=Participation.ONLINE,
    language="en",
    time_zone="Europe/Sofia",
    price=Decimal(0),
    closed=True,
)


def design(number: int = 1):
    return record().credential.model_copy(update={"id": f"https://uni.example/designs/{number}"})


def _plain(made):
    """The same in the terms of the profile of credentials, which the shapes at hand are of."""
    return {**made, "@context": list(CONTEXT[:1])}


@pytest.mark.parametrize("profile", ["no-cv", "full"])
def test_an_opportunity_conforms_to_the_commission_s_shapes(profile):
    made = document(design(), [SPRING, ROLLING], modified=MODIFIED)

    assert violations(_plain(made), **shapes(profile)) == ()


def test_many_opportunities_of_one_provider_make_one_conformant_graph():
    made = collection(opportunity(design(number), [], modified=MODIFIED) for number in range(1, 4))

    assert violations(_plain(made), **shapes()) == ()


def test_something_missing_is_found():
    made = document(design(), [SPRING], modified=MODIFIED)
    del made["hasPart"][0]["providedBy"]

    assert {one.path.rpartition("/")[2] for one in violations(_plain(made), **shapes())} == {"providedBy"}


def test_where_the_profiles_name_a_thing_differently_the_one_of_opportunities_counts():
    own = CONTEXT[1]

    assert own["value"]["@id"].endswith("rdf-syntax-ns#value")
    assert own["elmSubject"]["@id"] == "http://purl.org/dc/terms/subject"
    assert own["defaultLanguage"]["@id"] == "http://data.europa.eu/snb/model/elm/defaultLanguage"


def test_an_edition_says_when_where_and_for_how_much():
    made = opportunity(design(), [SPRING], modified=MODIFIED)["hasPart"][0]

    assert made["temporal"]["startDate"] == "2027-03-01T00:00:00+02:00"
    assert made["temporal"]["endDate"] == "2027-04-30T23:59:59+03:00"  # summer time by then
    assert made["applicationDeadline"] == "2027-02-20T23:59:59+02:00"
    assert made["priceDetail"][0]["amount"]["value"] == "120"
    assert made["priceDetail"][0]["amount"]["unit"]["id"].endswith("currency/EUR")
    assert made["location"][0]["geographicName"] == {"bg": "София"}
    assert made["defaultLanguage"]["id"].endswith("language/BUL")
    assert made["title"]["en"] == "Judging information – evening group"
    assert "https://uni.example/apply" in json.dumps(made["admissionProcedure"])
    assert made["isPartOf"] == [{"id": "https://uni.example/designs/1#opportunity", "type": "LearningOpportunity"}]


def test_what_begins_at_any_time_is_free_or_closed_says_so():
    made = opportunity(design(), [ROLLING], modified=MODIFIED)["hasPart"][0]

    assert "temporal" not in made
    assert made["scheduleInformation"]["noteLiteral"]["bg"] == "Започва по всяко време"
    assert made["priceDetail"][0]["prefLabel"]["en"] == "Free"
    assert made["admissionProcedure"]["noteLiteral"]["en"] == "Applications are closed."


def test_nothing_is_said_of_price_and_place_where_nothing_is_known():
    made = opportunity(design(), [replace(ROLLING, price=None)], modified=MODIFIED)["hasPart"][0]

    assert "priceDetail" not in made
    assert "location" not in made


def test_what_one_learns_carries_the_european_elements():
    made = opportunity(design(), [], modified=MODIFIED)["learningAchievementSpecification"]
    source = design()

    assert made["volumeOfLearning"].startswith("PT")
    assert len(made["learningOutcome"]) == len(source.learning_outcomes)  # M6
    assert len(made["provenBy"]) >= len(source.assessments)  # M9
    assert made["educationLevel"][0]["id"].endswith(f"eqf/{source.level.eqf}")  # M8
    notes = json.dumps(made["additionalNote"], ensure_ascii=False)
    for one in source.quality_assurance:  # M11
        assert one.name.text("en") in notes


def test_every_node_has_an_identifier_of_its_own_across_documents():
    first, second = (json.dumps(opportunity(design(number), [], modified=MODIFIED)) for number in (1, 2))

    assert '"id": "urn:epass:' not in first
    own = {each for each in first.split('"') if each.startswith("https://uni.example/designs/1#")}
    assert own
    assert not any(each in second for each in own)


@pytest.mark.parametrize("change", [{"awarding_bodies": ()}, {"country": "ZZ"}])
def test_refuses_what_the_profile_has_no_place_for(change):
    broken = design()
    if "country" in change:
        body = broken.awarding_bodies[0].model_copy(update=change)
        change = {"awarding_bodies": (body,)}

    with pytest.raises(ProjectionError):
        opportunity(broken.model_copy(update=change), [], modified=MODIFIED)
