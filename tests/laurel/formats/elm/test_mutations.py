"""The Commission's own sample, completed, and then spoilt in one element at a time: each copy is found out in that element."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from elm_samples import sample
from laurel.annex1.mending import mended
from laurel.canon.strict_json import walk
from laurel.formats.elm import read
from shared import needs_shared

pytestmark = needs_shared
Json = dict[str, Any]
SNB = "http://data.europa.eu/snb/"
ELEMENTS = [*(f"M{number}" for number in range(1, 12)), *(f"O{number}" for number in range(1, 6))]


def concept(name: str, code: str, label: str) -> Json:
    scheme = {"id": f"{SNB}{name}/25831c2", "type": "ConceptScheme"}
    return {"id": f"{SNB}{name}/{code}", "type": "Concept", "inScheme": scheme, "prefLabel": {"en": label}}


def complete() -> Json:
    """The sample with what it lacks: a date of issuing, quality assurance, and a type of assessment from the EU's list."""
    document = sample("unsigned/Sample-MC-Annex1-unsigned.jsonld")
    achievement = document["credentialSubject"]["hasClaim"]
    document["issued"] = "2023-09-27T13:54:17+02:00"
    achievement["provenBy"]["specifiedBy"]["dcType"] = concept("assessment", "de4d165a6c", "artefact assessment")
    achievement["specifiedBy"]["accreditation"] = {
        "id": "urn:epass:accreditation:1",
        "type": "Accreditation",
        "dcType": concept("accreditation", "820101cba6", "Program Quality Assurance"),
        "title": {"en": "Programme review"},
        "accreditingAgent": {"id": "urn:epass:org:9", "type": "Organisation", "legalName": {"en": "An agency"}},
        "landingPage": {"id": "urn:epass:webResource:9", "type": "WebResource", "contentURL": "https://agency.example/review"},
        "expiryDate": "2030-01-01T00:00:00Z",
    }
    return document


def found(document: Json) -> set[tuple[str, str, str]]:
    return {(one.element, one.code, one.severity) for one in read(document).findings}


def everywhere(document: Json, *, kind: str, member: str) -> None:
    """Take a member away from every node of a type: JSON-LD repeats nodes, and each copy counts."""
    for _, value in walk(document):
        if isinstance(value, dict) and value.get("type") == kind:
            value.pop(member, None)


def claim(document: Json) -> Json:
    return document["credentialSubject"]["hasClaim"]


def qualification(document: Json) -> Json:
    return claim(document)["specifiedBy"]


def without_learner(document: Json) -> None:
    for member in ("id", "givenName", "familyName", "fullName", "contactPoint", "nationalID"):
        document["credentialSubject"].pop(member)


def without_title(document: Json) -> None:
    del claim(document)["title"], qualification(document)["title"]


def without_workload(document: Json) -> None:
    del qualification(document)["volumeOfLearning"], qualification(document)["creditPoint"]


def without_level(document: Json) -> None:
    del qualification(document)["eqfLevel"], qualification(document)["nqfLevel"]


def without_participation(document: Json) -> None:
    activity = claim(document)["influencedBy"]["specifiedBy"]
    del activity["mode"], activity["dcType"], qualification(document)["mode"]


def without_body(document: Json) -> None:
    everywhere(document, kind="Organisation", member="legalName")


def without_country(document: Json) -> None:
    everywhere(document, kind="Organisation", member="location")


ABSENT: dict[str, tuple[Callable[[Json], Any], set[str]]] = {
    "M1": (without_learner, {"LEARNER_UNIDENTIFIED", "LEARNER_UNNAMED"}),
    "M2": (without_title, {"TITLE_MISSING"}),
    "M3": (without_country, {"COUNTRY_UNSTATED"}),
    "M4": (without_body, {"AWARDING_BODY_MISSING"}),
    "M5": (lambda document: document.pop("issued"), {"ISSUED_MISSING"}),
    "M6": (lambda document: qualification(document).pop("learningOutcome"), {"OUTCOMES_MISSING"}),
    "M7": (without_workload, {"WORKLOAD_MISSING"}),
    "M8": (without_level, {"LEVEL_MISSING"}),
    "M9": (lambda document: claim(document)["provenBy"]["specifiedBy"].pop("dcType"), {"ASSESSMENT_MISSING"}),
    "M10": (without_participation, {"PARTICIPATION_MISSING"}),
    "M11": (lambda document: qualification(document).pop("accreditation"), {"QUALITY_MISSING"}),
    "O1": (lambda document: qualification(document).pop("entryRequirement"), {"PREREQUISITES_UNSTATED"}),
    "O2": (lambda document: claim(document)["provenBy"].pop("idVerification"), {"SUPERVISION_UNSTATED", "IDENTITY_UNSTATED"}),
    "O3": (lambda document: claim(document)["provenBy"].pop("grade"), {"GRADE_UNSTATED"}),
    "O4": (lambda document: qualification(document).pop("isPartialQualification"), {"STACKABILITY_UNSTATED"}),
    "O5": (
        lambda document: everywhere(document, kind="Organisation", member="homepage"),
        {"FURTHER_INFORMATION_UNSTATED"},
    ),
}


def outcomes_without_words(document: Json) -> None:
    for outcome in qualification(document)["learningOutcome"]:
        outcome["title"] = {"en": " "}


def unknown_country(document: Json) -> None:
    for _, value in walk(document):
        if isinstance(value, dict) and "countryCode" in value:
            value["countryCode"] = concept("country", "ZED", "Zedland") | {"id": "urn:country:ZED"}


def attended_only(document: Json) -> None:
    claim(document)["provenBy"]["specifiedBy"]["dcType"] = concept("assessment", "7331eb4762", "level of attendance")


def shaken_by_hand(document: Json) -> None:
    claim(document)["provenBy"]["idVerification"] = {"id": "urn:other:1", "prefLabel": {"en": "a handshake"}}


def level_of_another_cycle(document: Json) -> None:
    qualification(document)["educationLevel"] = {"id": "urn:x-laurel:qf-ehea:second"}


def too_much_credit(document: Json) -> None:
    qualification(document)["creditPoint"]["point"] = "12"


def expired(document: Json) -> None:
    qualification(document)["accreditation"]["expiryDate"] = "2020-01-01T00:00:00Z"


def part_of_nothing(document: Json) -> None:
    qualification(document)["isPartialQualification"] = True


WRONG: dict[str, tuple[Callable[[Json], Any], set[str]]] = {
    "M3": (unknown_country, {"COUNTRY_UNKNOWN"}),
    "M5": (lambda document: document.update({"validUntil": "2020-01-01T00:00:00Z"}), {"VALID_UNTIL_TOO_EARLY"}),
    "M6": (outcomes_without_words, {"OUTCOME_EMPTY"}),
    "M7": (too_much_credit, {"ECTS_RATIO"}),
    "M8": (level_of_another_cycle, {"CYCLE_MISMATCH"}),
    "M9": (attended_only, {"ATTENDANCE_ONLY"}),
    "M11": (expired, {"QUALITY_EXPIRED"}),
    "O2": (shaken_by_hand, {"IDENTITY_CONCEPT_UNKNOWN", "IDENTITY_UNSTATED", "SUPERVISION_UNSTATED"}),
    "O4": (part_of_nothing, {"STACKABLE_TOWARDS_NOTHING"}),
}


def cases() -> Iterator[Any]:
    for word, table in (("absent", ABSENT), ("wrong", WRONG)):
        yield from (pytest.param(element, *case, id=f"{element}-{word}") for element, case in table.items())


def test_only_the_odd_duration_remains_when_the_sample_is_completed():
    assert found(complete()) == {("M7", "DURATION_SUSPICIOUS", "warn")}


@pytest.mark.parametrize(("element", "spoil", "codes"), [*cases()])
def test_a_spoilt_copy_is_found_out_in_exactly_the_element_that_was_spoilt(element, spoil, codes):
    before, document = complete(), complete()
    spoil(document)

    new = found(document) - found(before)

    assert {code for _, code, _ in new} == codes
    assert {where for where, _, _ in new} == {element}
    worst = {severity for _, _, severity in new}
    assert ("fail" in worst) is element.startswith("M")
    assert not found(before) - found(document)


def test_every_element_of_the_standard_is_spoilt_once():
    assert list(ABSENT) == ELEMENTS


def test_the_odd_duration_names_hours_and_minutes_as_what_was_meant():
    [lint] = read(complete()).findings

    assert lint.fix is not None
    assert (lint.fix.value, lint.fix.others) == ("PT60H", ("PT60M",))
    assert lint.fix.at == "/credentialSubject/hasClaim/influencedBy/specifiedBy/volumeOfLearning"


def test_minutes_are_meant_where_another_place_says_one_hour():
    document = complete()
    qualification(document)["volumeOfLearning"] = "PT1H"
    lint = next(one for one in read(document).findings if one.code == "DURATION_SUSPICIOUS")

    assert lint.fix is not None
    assert (lint.fix.value, lint.fix.others) == ("PT60M", ("PT60H",))


@pytest.mark.parametrize("completed", [True, False])
def test_applying_the_offered_fixes_turns_their_findings_and_nothing_else(completed):
    document = complete() if completed else sample("unsigned/Sample-MC-Annex1-unsigned.jsonld")
    before = copy.deepcopy(document)
    findings = read(document).findings
    fixes = [one.fix for one in findings if one.fix]

    after = read(mended(document, fixes)).findings

    assert document == before
    assert {one.code for one in findings if one.fix} == {"DURATION_SUSPICIOUS"} | (set() if completed else {"CONCEPT_UNKNOWN"})
    assert [one.code for one in after] == [one.code for one in findings if not one.fix]
