"""Designing on the web, without JavaScript: every step, every refusal, nothing lost."""

from copy import deepcopy

import pytest
from django.urls import reverse

from campus.catalogue.designs import create_design, save_draft
from campus.catalogue.models import Design
from campus.quality import review
from campus.web.staff.designs.fields import LANGUAGES
from campus.web.staff.designs.steps import STEPS
from sample_design import DRAFT, MONDAY, draft, publish


@pytest.fixture
def design(laurel_university, bruno):
    return create_design(laurel_university, by=bruno, at=MONDAY, draft=draft())


@pytest.fixture
def author(client, bruno):
    client.force_login(bruno, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def at(name, design, *rest):
    return reverse(name, args=[design.organisation.slug, design.public_id, *rest])


def sent(step, values, revision=1, **more):
    """What a browser sends for a step of this draft."""
    form = {"revision": revision}
    for group in step.groups:
        rows = (
            [(f"{group.path}.{n}.", row) for n, row in enumerate(values.get(group.path, []))]
            if group.repeats
            else [("", values)]
        )
        for prefix, row in rows:
            for field in group.fields:
                value = row
                for part in field.path.split("."):
                    value = (value or {}).get(part) if isinstance(value, dict) else None
                form |= answer(field, prefix + field.path, value)
    return form | more


def answer(field, name, value):
    if field.kind.startswith("pair"):
        return {f"{name}.{language}": (value or {}).get(language, "") for language in LANGUAGES}
    if field.kind == "skills":
        return {name: [skill["code"] for skill in value or []]}
    if field.kind == "lines":
        return {name: "\n".join(value or [])}
    if field.kind == "check":
        return {name: "yes"} if value else {}
    return {name: [] if value is None and field.kind in ("choices", "outcomes") else value if value is not None else ""}


def test_a_new_design_opens_at_its_first_step(author, laurel_university):
    response = author.post(reverse("design_new", args=[laurel_university.slug]), follow=True)

    assert response.status_code == 200
    assert "Laurel University" in response.content.decode()
    assert Design.objects.get().state == Design.State.DRAFT


def test_the_whole_form_gives_the_record_that_was_typed(author, laurel_university, bruno):
    design = create_design(laurel_university, by=bruno, at=MONDAY)
    body = design.draft["awarding_bodies"]
    wanted = {**deepcopy(DRAFT), "awarding_bodies": body}
    for step in STEPS[:-1]:
        revision = Design.objects.get().draft_revision
        assert author.post(at("design_step", design, step.slug), sent(step, wanted, revision)).status_code == 302

    page = author.get(at("design_step", design, "check")).content.decode()
    assert "Ready for review" in page
    assert author.post(at("design_submit", design)).status_code == 302
    assert Design.objects.get().state == Design.State.IN_REVIEW


@pytest.mark.parametrize("step", [step.slug for step in STEPS])
def test_every_step_is_shown(author, design, step):
    response = author.get(at("design_step", design, step))

    assert response.status_code == 200
    assert "Judging information online" in response.content.decode()


def test_a_value_that_cannot_be_used_is_kept_and_named_beside_its_field(author, design):
    wanted = draft(workload={"hours": "about fifty", "ects": "2"})

    response = author.post(at("design_step", design, "workload"), sent(STEPS[2], wanted))

    page = response.content.decode()
    assert 'value="about fifty"' in page
    assert '<a href="#f-workload-hours">' in page
    assert 'aria-invalid="true"' in page
    assert Design.objects.get().draft["workload"]["hours"] == "about fifty"


def test_a_decimal_comma_is_read_as_one(author, design):
    author.post(at("design_step", design, "workload"), sent(STEPS[2], draft(workload={"hours": "37,5", "ects": "1,5"})))

    assert Design.objects.get().draft["workload"] == {"hours": "37.5", "ects": "1.5"}


def test_rows_are_added_and_removed_without_javascript(author, design):
    author.post(at("design_step", design, "outcomes"), sent(STEPS[1], draft(), do="add:learning_outcomes"))
    assert [row["id"] for row in Design.objects.get().draft["learning_outcomes"]] == ["o1", "o2", "o3"]

    values = Design.objects.get().draft
    author.post(at("design_step", design, "outcomes"), sent(STEPS[1], values, 2, do="remove:learning_outcomes.1"))
    saved = Design.objects.get().draft
    assert [row["id"] for row in saved["learning_outcomes"]] == ["o1", "o3"]
    assert saved["assessments"][1]["outcomes"] == ["o1"]


def test_competences_are_picked_from_digcomp(author, design):
    form = sent(STEPS[1], draft()) | {"learning_outcomes.0.skills": ["1.2", "1.1", "9.9"]}
    author.post(at("design_step", design, "outcomes"), form)

    skills = Design.objects.get().draft["learning_outcomes"][0]["skills"]
    assert [(skill["framework"], skill["code"]) for skill in skills] == [("DigComp 3.0", "1.2"), ("DigComp 3.0", "1.1")]


def test_a_stale_save_shows_what_was_typed_and_saves_only_when_asked_again(author, design, bruno):
    save_draft(design, draft=draft(form="subject"), revision=1, by=bruno, at=MONDAY)
    typed = draft(workload={"hours": "55", "ects": "2"})

    refused = author.post(at("design_step", design, "workload"), sent(STEPS[2], typed, revision=1))
    page = refused.content.decode()
    assert refused.status_code == 409
    assert 'value="55"' in page
    assert 'name="revision" value="2"' in page
    assert Design.objects.get().draft["workload"]["hours"] == "50"

    author.post(at("design_step", design, "workload"), sent(STEPS[2], typed, revision=2))
    assert Design.objects.get().draft["workload"]["hours"] == "55"
    assert Design.objects.get().draft["form"] == "subject"


def test_autosave_answers_with_its_state_and_the_field_just_left(author, design):
    form = sent(STEPS[2], draft(workload={"hours": "x", "ects": "2"}))

    page = author.post(
        at("design_autosave", design, "workload"), form, headers={"HX-Trigger-Name": "workload.hours"}
    ).content.decode()

    assert "Saved at" in page
    assert 'id="f-workload-hours-told"' in page
    assert "This must be a number" in page
    assert "level" not in page


def test_refuses_paths_that_no_step_asks_for(author, design):
    form = sent(STEPS[2], draft()) | {"state": "published", "id": "urn:evil", "title.en": "Hijacked", "__proto__.x": "1"}

    author.post(at("design_step", design, "workload"), form)

    saved = Design.objects.get()
    assert saved.state == Design.State.DRAFT
    assert saved.draft["title"]["en"] == "Judging information online"
    assert "id" not in saved.draft


def test_markup_in_a_title_stays_text(author, design, bruno):
    save_draft(design, draft=draft(title={"en": "<script>alert(1)</script>"}), revision=1, by=bruno, at=MONDAY)

    for name in ("design", "design_picture"):
        page = author.get(at(name, design)).content.decode()
        assert "<script>alert" not in page
    assert "<script>alert" not in author.get(reverse("designs", args=["laurel-university"])).content.decode()


def test_the_list_searches_and_filters(author, design, laurel_university, bruno, carla):
    publish(laurel_university, bruno, carla, title={"en": "Green ICT", "bg": "Зелени технологии"})
    url = reverse("designs", args=[laurel_university.slug])

    assert "Green ICT" in author.get(url).content.decode()
    assert "Green ICT" not in author.get(url + "?state=draft").content.decode()
    found = author.get(url + "?q=ЗЕЛЕНИ").content.decode()
    assert "Green ICT" in found
    assert "Judging" not in found
    assert "Nothing here fits" in author.get(url + "?q=zzz").content.decode()


def test_copying_and_retiring(author, design):
    assert author.post(at("design_copy", design)).status_code == 302
    assert Design.objects.count() == 2

    author.post(at("design_retire", design))
    assert Design.objects.get(pk=design.pk).state == Design.State.RETIRED


def test_versions_show_what_changed(author, laurel_university, bruno, carla):
    first = publish(laurel_university, bruno, carla)
    design = Design.objects.get(pk=first.design_id)
    save_draft(design, draft={**design.draft, "workload": {"hours": "60", "ects": "2"}}, revision=1, by=bruno, at=MONDAY)
    review.approve(review.submit(design, by=bruno, at=MONDAY), by=carla, at=MONDAY)

    page = author.get(at("design_versions", design)).content.decode()

    assert "<del>50</del>" in page
    assert "<ins>60</ins>" in page
