"""Templates: each that comes with Laurel is ready for review, in both languages; an organisation keeps its own."""

import pytest
from django.db import IntegrityError, transaction

from campus.catalogue.designs import create_design
from campus.catalogue.drafts import state_of
from campus.catalogue.models import DesignTemplate
from campus.catalogue.templates import (
    STARTERS,
    NameMissingError,
    TooManyTemplatesError,
    begin_from,
    own_templates,
    remove_template,
    save_as_template,
    starters,
)
from campus.people.roles import NotAllowedError
from campus.people.scope import NotFoundError
from laurel.annex1.kinds import classify
from laurel.annex1.vocabularies import Form
from sample_design import draft


@pytest.mark.parametrize("key", STARTERS)
def test_a_design_from_each_starter_is_ready_and_nothing_is_left_to_look_at(laurel_university, bruno, monday, key):
    design = begin_from(laurel_university, key, by=bruno, at=monday)

    state = state_of(design.draft, on=monday.date())
    assert state.ready
    assert [finding.code for finding in state.findings] == []
    assert classify(state.record).offering in ("micro_credential", "degree_module")


def test_the_starters_cover_the_six_forms():
    assert {starter.draft["form"] for starter in starters()} == {form.value for form in Form}
    assert all(set(starter.name) == set(starter.about) == {"bg", "en"} for starter in starters())


def test_a_template_is_a_copy_of_its_own(laurel_university, bruno, monday):
    design = create_design(laurel_university, by=bruno, at=monday, draft=draft(commission={"name": {"en": "Firm"}}))
    template = save_as_template(design, name="  Ours ", by=bruno, at=monday)
    design.draft["title"] = {"en": "Changed"}
    design.save()

    begun = begin_from(laurel_university, str(template.pk), by=bruno, at=monday)

    assert begun.draft["title"] == draft()["title"]
    assert "commission" not in begun.draft
    assert [each.name for each in own_templates(laurel_university)] == ["Ours"]


@pytest.mark.parametrize(("purpose", "member"), [("company", "commission"), ("learner", "agreement")])
def test_a_design_for_somebody_is_not_for_everybody(laurel_university, bruno, monday, purpose, member):
    begun = begin_from(laurel_university, "module", purpose=purpose, by=bruno, at=monday)

    assert begun.draft["visibility"] == "restricted"
    assert member in begun.draft


def test_refuses_a_template_without_a_name_and_one_too_many(laurel_university, bruno, monday, monkeypatch):
    design = create_design(laurel_university, by=bruno, at=monday, draft=draft())
    with pytest.raises(NameMissingError):
        save_as_template(design, name=" ", by=bruno, at=monday)
    monkeypatch.setattr("campus.catalogue.templates.MOST", 1)
    save_as_template(design, name="One", by=bruno, at=monday)
    with pytest.raises(TooManyTemplatesError):
        save_as_template(design, name="Two", by=bruno, at=monday)


@pytest.mark.parametrize("key", ["", "mars", "0", "99999", "-1", "٣"])
def test_refuses_a_template_that_is_not_there(laurel_university, bruno, monday, key):
    with pytest.raises(NotFoundError):
        begin_from(laurel_university, key, by=bruno, at=monday)


def test_a_template_of_another_organisation_is_not_there(laurel_university, bruno, dmitri, other_university, monday):
    template = save_as_template(
        create_design(laurel_university, by=bruno, at=monday, draft=draft()), name="Ours", by=bruno, at=monday
    )

    with pytest.raises(NotFoundError):
        begin_from(other_university, str(template.pk), by=dmitri, at=monday)
    with pytest.raises(NotFoundError):
        remove_template(other_university, template.pk, by=dmitri, at=monday)
    with pytest.raises(NotAllowedError):
        remove_template(laurel_university, template.pk, by=dmitri, at=monday)

    remove_template(laurel_university, template.pk, by=bruno, at=monday)
    assert not own_templates(laurel_university)


def test_the_database_refuses_a_template_without_a_name(laurel_university, bruno, monday):
    row = {"organisation": laurel_university, "draft": {}, "made_by": bruno, "created_at": monday}
    with pytest.raises(IntegrityError), transaction.atomic():
        DesignTemplate.objects.create(**row, name="")
