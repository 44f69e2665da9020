"""Skills of an outcome: searched with typing errors in either language, suggested by its text, of any framework."""

import pytest
from django.urls import reverse

from campus.catalogue.designs import create_design
from campus.catalogue.models import Design
from campus.jobs.skills import keep_starter_set
from campus.skills.models import Framework, Skill
from cast import MONDAY, log_in
from sample_design import draft

NAME = "learning_outcomes.0.skills"
ESCO = {"framework": "ESCO 1.2", "code": "S1.0", "name": {"en": "check facts"}, "url": "http://data.europa.eu/esco/skill/1"}


@pytest.fixture(autouse=True)
def _digcomp(db):
    keep_starter_set(at=MONDAY)


@pytest.fixture
def author(client, bruno):
    return log_in(client, bruno)


@pytest.fixture
def design(laurel_university, bruno):
    statement = {"en": "Protects the personal data of customers", "bg": "Защитава личните данни на клиенти"}
    rows = [{"id": "o1", "statement": statement, "kind": "skill", "skills": [ESCO], "level": 5}]
    return create_design(laurel_university, by=bruno, at=MONDAY, draft=draft(learning_outcomes=rows))


def at(name, design, *rest):
    return reverse(name, args=[design.organisation.slug, design.public_id, *rest])


def typed(design, **more):
    text = design.draft["learning_outcomes"][0]["statement"]
    form = {f"learning_outcomes.0.statement.{language}": said for language, said in text.items()}
    return {
        "revision": 1,
        "learning_outcomes.0.id": "o1",
        "learning_outcomes.0.kind": "skill",
        f"{NAME}.all": "yes",
        **form,
        **more,
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("managing informaton", "1.3 Managing information"),
        ("управление на информацйя", "1.3 Managing information"),
        ("1.2", "1.2 "),
    ],
)
def test_a_search_while_typing_forgives_errors_in_either_language(author, design, query, found):
    page = author.get(at("design_skills", design), {f"{NAME}.find": query}).content.decode()

    assert found in page
    assert "DigComp 3.0 · Information search" in page


def test_a_search_without_scripts_keeps_what_was_typed(author, design):
    page = author.post(
        at("design_step", design, "outcomes"), typed(design, **{f"{NAME}.find": "copyright", "do": f"find:{NAME}"})
    ).content.decode()

    assert "Found for “copyright”:" in page
    assert 'value="3.3"' in page
    assert "Protects the personal data" in page


def test_a_search_that_finds_nothing_says_so(author, design):
    page = author.get(at("design_skills", design), {f"{NAME}.find": "zzzzzzqq"}).content.decode()

    assert "Nothing found for “zzzzzzqq”" in page


@pytest.mark.parametrize("name", ["", "title.find", "learning_outcomes.0.kind.find", "learning_outcomes.9999.skills.find"])
def test_refuses_to_search_for_something_that_has_no_skills(author, design, name):
    assert author.get(at("design_skills", design), {name: "x"}).status_code == 404


def test_the_text_of_an_outcome_suggests_skills(author, design):
    page = author.get(at("design_step", design, "outcomes")).content.decode()

    assert "Suggested by the text of the outcome:" in page
    assert "4.2 Protecting personal data" in page


def test_writing_an_outcome_brings_suggestions_along(author, design):
    page = author.post(
        at("design_autosave", design, "outcomes"),
        typed(design),
        headers={"hx-request": "true", "hx-trigger-name": "learning_outcomes.0.statement.en"},
    ).content.decode()

    assert 'id="f-learning_outcomes-0-skills-found"' in page
    assert "4.2 Protecting personal data" in page


def test_ticked_skills_of_any_framework_are_kept_and_unticked_ones_go(author, design):
    framework = Framework.objects.create(slug="ours", title_en="Ours", version="2", loaded_at=MONDAY)
    Skill.objects.create(framework=framework, code="K7", name={"en": "Archiving"}, uri="https://ours.example/k7")

    author.post(
        at("design_step", design, "outcomes"), typed(design, **{NAME: ["4.2", "ours|K7", "ESCO 1.2|S1.0", "ours|none"]})
    )
    skills = Design.objects.get().draft["learning_outcomes"][0]["skills"]
    assert [(each["framework"], each["code"]) for each in skills] == [
        ("DigComp 3.0", "4.2"),
        ("Ours 2", "K7"),
        ("ESCO 1.2", "S1.0"),
    ]

    author.post(at("design_step", design, "outcomes"), typed(design, revision=2, **{NAME: ["4.2"]}))
    assert [each["code"] for each in Design.objects.get().draft["learning_outcomes"][0]["skills"]] == ["4.2"]


def test_what_the_form_does_not_ask_for_stays(author, design):
    author.post(at("design_step", design, "outcomes"), typed(design, **{NAME: []}))

    assert Design.objects.get().draft["learning_outcomes"][0]["level"] == 5


def test_a_rubric_stays_when_the_short_name_of_its_part_changes(author, laurel_university, bruno):
    rubric = [{"id": "c1", "statement": {"en": "Sources"}, "outcomes": ["o1"]}]
    parts = [{"id": "exam", "type": "quiz", "title": {"en": "Exam"}, "outcomes": ["o1"], "rubric": rubric}]
    design = create_design(laurel_university, by=bruno, at=MONDAY, draft=draft(assessments=parts))

    sent = {
        "assessments.0.id": "final",
        "assessments.0.type": "quiz",
        "assessments.0.title.en": "Exam",
        "assessments.0.outcomes": "o1",
    }
    author.post(at("design_step", design, "assessment"), {"revision": 1, **sent})

    [part] = Design.objects.get().draft["assessments"]
    assert (part["id"], part["rubric"]) == ("final", rubric)


def test_the_assessment_step_shows_which_outcome_is_shown_where(author, laurel_university, bruno):
    text = draft()
    text["assessments"][1]["outcomes"] = ["o1"]
    design = create_design(laurel_university, by=bruno, at=MONDAY, draft=text)

    page = author.get(at("design_step", design, "assessment")).content.decode()

    assert "1 outcome is not assessed anywhere:" in page
    assert "Compares several sources" in page
    assert "50 % of the outcomes are assessed." in page


def test_a_language_that_is_taught_gets_a_field_for_every_text(author, laurel_university, bruno):
    text = draft(languages=["bg", "de"], title={"bg": "Заглавие", "de": "Titel"})
    design = create_design(laurel_university, by=bruno, at=MONDAY, draft=text)

    page = author.get(at("design_step", design, "about")).content.decode()
    assert 'name="title.de" value="Titel"' in page
    assert 'name="description.de"' in page

    sent = {"revision": 1, "title.bg": "Заглавие", "title.de": "Neuer Titel", "languages": ["bg", "de"]}
    author.post(at("design_step", design, "about"), sent)
    assert Design.objects.get().draft["title"] == {"bg": "Заглавие", "de": "Neuer Titel"}


def test_a_value_that_is_in_no_list_can_be_kept(author, laurel_university, bruno):
    design = create_design(laurel_university, by=bruno, at=MONDAY, draft=draft(field="061"))

    page = author.get(at("design_step", design, "about")).content.decode()

    assert '<option value="061" selected>061</option>' in page
    assert "0613 Software and applications development and analysis" in page


def test_the_fields_of_education_speak_both_languages_and_nest():
    from laurel.annex1.isced import BROAD, DETAILED

    assert len(BROAD) == 11
    assert {code[:2] for code in DETAILED} == set(BROAD)
    assert all(name and name.bg for name in (*BROAD.values(), *DETAILED.values()))
