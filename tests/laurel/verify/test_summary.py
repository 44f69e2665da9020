"""What a reader is told first."""

from cast_of_badges import RECORD
from laurel.formats.openbadge3 import project
from laurel.verify.summary import summarise


def test_texts_in_further_languages_are_found_by_what_they_translate():
    summary = summarise(project(RECORD, salt="0123456789abcdef"))

    assert summary.title == RECORD.credential.title.text("bg")
    assert summary.translations["en"]["title"] == RECORD.credential.title.text("en")
    assert summary.translations["en"]["outcome/lo1"] == "Evaluates the reliability of sources"


def test_a_badge_in_one_language_has_no_translations():
    alone = {"title": {"en": "Only"}, "description": {"en": "One language"}}
    design = type(RECORD.credential).model_validate(
        {"id": "https://uni.example/d/1", "awarding_bodies": RECORD.credential.awarding_bodies, **alone}
    )
    record = RECORD.model_copy(update={"credential": design, "results": (), "grade": ""})
    body = design.awarding_bodies[0]
    monolingual = body.model_copy(update={"legal_name": type(body.legal_name)({"en": "Uni"})})
    design = design.model_copy(update={"awarding_bodies": (monolingual,)})

    assert summarise(project(record.model_copy(update={"credential": design}), salt="0123456789abcdef")).translations == {}
