"""Beginning with the short form: few questions, the usual answers filled in, nothing lost when one is wrong."""

import pytest
from django.urls import reverse

from campus.catalogue.beginnings import usual_answers
from campus.catalogue.designs import create_design
from campus.catalogue.drafts import state_of
from campus.catalogue.models import Design
from cast import MONDAY, log_in
from sample_design import draft

ANSWERS = {
    "title": "Judging sources",
    "description": "How to tell whether a source can be trusted.",
    "outcomes": "- Evaluates the reliability of a source\n\n• Compares several sources",
    "hours": "30",
    "eqf": "6",
    "assessment": "project_work",
    "language": "en",
    "participation": "online",
    "setting": "formal",
    "supervision": "none",
    "identity": "none",
    "quality_url": "https://laurel.example/quality",
}


@pytest.fixture
def address(laurel_university):
    return reverse("design_start", args=[laurel_university.slug])


@pytest.fixture
def author(client, bruno):
    return log_in(client, bruno)


def test_six_answers_make_a_draft_that_is_ready_for_review(author, address):
    page = author.post(address, ANSWERS, follow=True)

    assert "Ready for review" in page.content.decode()
    draft = Design.objects.get().draft
    assert [row["statement"] for row in draft["learning_outcomes"]] == [
        {"en": "Evaluates the reliability of a source"},
        {"en": "Compares several sources"},
    ]
    assert state_of(draft, on=MONDAY.date()).ready


@pytest.mark.parametrize("language", ["bg", "de"])
def test_the_draft_is_ready_in_whatever_language_it_is_written(author, address, language):
    author.post(address, {**ANSWERS, "language": language})

    assert state_of(Design.objects.get().draft, on=MONDAY.date()).ready


def test_what_the_newest_design_says_is_filled_in(laurel_university, bruno):
    create_design(laurel_university, by=bruno, at=MONDAY, draft=draft(setting="non_formal"))

    usual = usual_answers(laurel_university)

    assert (usual.setting, usual.participation) == ("non_formal", "blended")
    assert usual.quality_url == "https://laurel.example/quality"
    assert usual.quality_name["en"] == "Faculty quality board"


def test_what_nobody_could_fill_in_is_asked(author, address, laurel_university):
    laurel_university.url = ""
    laurel_university.save()

    page = author.get(address).content.decode()

    assert "7 questions are enough" in page


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"outcomes": " \n - \n"}, "Write between one and 12 lines."),
        ({"outcomes": "\n".join(["Explains it"] * 13)}, "Write between one and 12 lines."),
        ({"hours": "many"}, "Enter a number."),
        ({"hours": "0"}, "greater than or equal to 0.25"),
        ({"assessment": "attendance"}, "attendance is not one of the available choices"),
        ({"quality_url": "javascript:alert(1)"}, "Enter a valid URL."),
    ],
)
def test_a_wrong_answer_is_told_beside_it_and_nothing_is_lost(author, address, wrong, message):
    response = author.post(address, {**ANSWERS, **wrong})

    assert response.status_code == 400
    assert message in response.content.decode()
    assert ANSWERS["description"] in response.content.decode()
    assert not Design.objects.exists()


def test_a_degree_word_is_kept_and_told_on_the_next_page(author, address):
    page = author.post(address, {**ANSWERS, "title": "Master of sources"}, follow=True).content.decode()

    assert "1 thing to mend" in page
    assert Design.objects.count() == 1
