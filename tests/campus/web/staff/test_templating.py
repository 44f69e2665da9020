"""Templates on the web, designs that are not for everybody, and whom they are shown to."""

import pytest
from django.urls import reverse

from campus.catalogue.designs import create_design
from campus.catalogue.models import Design, DesignInvitation, DesignTemplate
from campus.quality import review
from cast import MONDAY, log_in
from sample_design import draft, publish


@pytest.fixture
def author(client, bruno):
    return log_in(client, bruno)


@pytest.fixture
def design(laurel_university, bruno):
    return create_design(laurel_university, by=bruno, at=MONDAY, draft=draft())


def at(name, *rest):
    return reverse(name, args=["laurel-university", *rest])


def test_a_template_is_chosen_and_opens_at_the_first_step(author, laurel_university):
    assert "Single skill" in author.get(at("design_start")).content.decode()

    page = author.post(at("design_begin"), {"template": "skill", "purpose": ""}, follow=True).content.decode()

    assert "Begun from the template." in page
    assert "Protecting personal data in a spreadsheet" in page
    assert review.submit(Design.objects.get(), by=Design.objects.get().author, at=MONDAY)


def test_an_own_template_is_kept_used_and_removed(author, design):
    page = author.post(at("design_template", design.public_id), {"name": "Our usual module"}, follow=True).content.decode()
    assert "Our usual module" in page
    template = DesignTemplate.objects.get()

    author.post(at("design_begin"), {"template": str(template.pk)})
    assert Design.objects.count() == 2

    page = author.post(at("design_template_remove", template.pk), follow=True).content.decode()
    assert "The template is removed." in page
    assert Design.objects.count() == 2


def test_a_template_needs_a_name(author, design):
    response = author.post(at("design_template", design.public_id), {"name": ""})

    assert response.status_code == 400
    assert not DesignTemplate.objects.exists()


def test_for_a_company_the_form_asks_for_whom_and_why(author, laurel_university):
    author.post(at("design_begin"), {"template": "module", "purpose": "company"})
    design = Design.objects.get()
    form = {"revision": 1, "visibility": "restricted", "commission.name.en": "Firm", "commission.need.en": "New machines"}

    author.post(
        at("design_step", design.public_id, "about"), {**form, "title.en": "For a firm", "form": "module", "setting": "formal"}
    )

    text = Design.objects.get().draft
    assert (text["visibility"], text["commission"]["name"]) == ("restricted", {"en": "Firm"})
    assert "agreement" not in text


def test_for_one_learner_the_template_is_remembered(author, laurel_university):
    author.post(at("design_begin"), {"template": "module", "purpose": "learner"})
    design = Design.objects.get()

    sent = {"revision": 1, "visibility": "restricted", "agreement.outcomes": ["o1"], "agreement.agreed_on": "2026-11-20"}
    author.post(at("design_step", design.public_id, "about"), sent)

    agreement = Design.objects.get().draft["agreement"]
    assert (agreement["template"], agreement["outcomes"]) == ("urn:laurel:template:module", ["o1"])


def test_a_design_for_everybody_says_nothing_of_commissions(author, design):
    author.post(at("design_step", design.public_id, "about"), {"revision": 1, "title.en": "Plain"})

    assert not {"commission", "agreement"} & set(Design.objects.get().draft)


def test_somebody_outside_is_invited_and_uninvited(author, laurel_university, bruno, carla):
    version = publish(
        laurel_university, bruno, carla, visibility="restricted",
        commission={"name": {"en": "Firm", "bg": "Фирма"}, "need": {"en": "x", "bg": "х"}},
    )  # fmt: skip
    address = at("design_audience", version.design.public_id)
    assert "It is not in the catalogue." in author.get(address).content.decode()

    page = author.post(address, {"email": "Esra@firm.example"}, follow=True).content.decode()
    assert "esra@firm.example" in page
    invitation = DesignInvitation.objects.get()

    author.post(address, {"withdraw": str(invitation.pk)})
    assert not DesignInvitation.objects.exists()
    assert author.post(address, {"withdraw": "x"}).status_code == 302
    assert author.post(address, {"email": "nobody"}).status_code == 400


def test_a_design_for_everybody_needs_no_invitations(author, design):
    assert "Everybody may see it." in author.get(at("design_audience", design.public_id)).content.decode()


@pytest.mark.parametrize("template", ["", "mars", "9999"])
def test_refuses_a_template_that_is_not_there(author, laurel_university, template):
    assert author.post(at("design_begin"), {"template": template}).status_code == 404
