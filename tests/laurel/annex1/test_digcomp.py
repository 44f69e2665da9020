"""The DigComp facts are complete and agree with the published data supplement."""

import json

import pytest

from laurel.annex1.digcomp import AREAS, DIGCOMP, area_of
from shared import SHARED, needs_shared


def test_there_are_twenty_one_competences_in_five_areas_in_both_languages():
    assert len(DIGCOMP) == 21
    assert {area_of(code) for code in DIGCOMP} == set(AREAS) == set("12345")
    assert all(name.languages == ("bg", "en") for name in (*AREAS.values(), *(one.name for one in DIGCOMP.values())))


@pytest.mark.shared
@needs_shared[1]
def test_the_english_names_are_those_of_the_data_supplement():
    supplement = json.loads((SHARED / "domain/data/digcomp3_supplement_2025-11-24.jsonld").read_text("utf-8"))
    published = {
        node["@id"].removeprefix("Competence/"): node["name"].strip()
        for node in _nodes(supplement)
        if str(node.get("@id", "")).startswith("Competence/")
    }

    assert {code: skill.name.text("en").casefold() for code, skill in DIGCOMP.items()} == {
        code: name.casefold() for code, name in published.items()
    }


def _nodes(value):
    if isinstance(value, dict):
        if "name" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _nodes(one)
