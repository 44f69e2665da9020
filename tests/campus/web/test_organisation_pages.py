"""The pages of an organisation: who sees them, in both languages, and what they change."""

import pytest
from django.urls import reverse

from campus.jobs.run_until_idle import run_until_idle
from campus.people.api_keys import authenticate, create
from campus.people.invitations import open_invitations
from campus.people.models import ApiKey, Invitation, Membership, Organisation, Person, Role
from campus.people.roles import roles_of
from cast import log_in

PAGES = ("organisation", "members", "members_invite", "organisation_profile", "api_keys", "audit_trail")
FOR_ADMINISTRATORS = PAGES[2:]


@pytest.mark.parametrize("name", PAGES)
def test_refuses_to_show_dmitri_anything(client, laurel_university, dmitri, name):
    assert log_in(client, dmitri).get(reverse(name, args=[laurel_university.slug])).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_somebody_not_logged_in_is_sent_to_log_in(client, laurel_university, name):
    answer = client.get(reverse(name, args=[laurel_university.slug]))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=/o/")


@pytest.mark.parametrize("name", FOR_ADMINISTRATORS)
def test_refuses_members_without_the_role_in_plain_words(client, laurel_university, bruno, name):
    answer = log_in(client, bruno).get(reverse(name, args=[laurel_university.slug]))

    assert answer.status_code == 403
    assert "This needs the role Administrator" in answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("language", "word"), [("en", "Overview"), ("bg", "Преглед")])
def test_administrators_see_every_page_in_both_languages(client, laurel_university, adela, name, language, word):
    answer = log_in(client, adela).get(reverse(name, args=[laurel_university.slug]), {"lang": language})

    assert answer.status_code == 200
    assert word in answer.content.decode()


def test_only_administrators_see_addresses_of_members(client, laurel_university, adela, bruno):
    page = log_in(client, bruno).get(reverse("members", args=[laurel_university.slug])).content.decode()

    assert "Adela Petrova" in page
    assert adela.email not in page


def test_an_invitation_is_sent_and_withdrawn(client, laurel_university, adela, mailoutbox):
    log_in(client, adela)
    form = {"email": "nora@x.example", "roles": ["author"], "language": "bg"}
    client.post(reverse("members_invite", args=[laurel_university.slug]), form)
    run_until_idle()
    assert mailoutbox[0].to == ["nora@x.example"]

    offer = Invitation.objects.get()
    client.post(reverse("members_withdraw", args=[laurel_university.slug, offer.pk]))

    assert not open_invitations(laurel_university).exists()


def test_a_bad_invitation_keeps_what_was_written(client, laurel_university, adela):
    form = {"email": "nora@", "roles": ["author"], "language": "bg"}
    answer = log_in(client, adela).post(reverse("members_invite", args=[laurel_university.slug]), form)

    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'value="nora@"' in page
    assert 'href="#id_email"' in page


def test_roles_are_changed(client, laurel_university, adela, bruno):
    url = reverse("members_roles", args=[laurel_university.slug, bruno.public_id])
    log_in(client, adela).post(url, {"roles": ["qa_officer"]})

    assert roles_of(bruno, laurel_university) == {Role.QA_OFFICER}


def test_a_member_is_removed(client, laurel_university, adela, bruno):
    url = reverse("members_roles", args=[laurel_university.slug, bruno.public_id])
    log_in(client, adela).post(url, {"roles": ["author"], "remove": "yes"})

    assert roles_of(bruno, laurel_university) == frozenset()


def test_refuses_to_let_the_last_administrator_go(client, laurel_university, adela):
    url = reverse("members_roles", args=[laurel_university.slug, adela.public_id])
    answer = log_in(client, adela).post(url, {"remove": "yes"})

    assert answer.status_code == 400
    assert "This is the last administrator" in answer.content.decode()


def test_refuses_to_change_a_member_of_another_organisation(client, laurel_university, adela, dmitri):
    url = reverse("members_roles", args=[laurel_university.slug, dmitri.public_id])

    assert log_in(client, adela).post(url, {"roles": ["author"]}).status_code == 404
    assert Membership.objects.filter(person=dmitri).count() == len(Role)


def test_a_key_is_shown_once(client, laurel_university, rositsa, monday):
    url = reverse("api_keys", args=[laurel_university.slug])
    shown = log_in(client, rositsa).post(url, {"name": "Moodle", "roles": ["registrar"]}).content.decode()
    secret = shown.split('class="secret">')[1].split("<")[0]

    assert authenticate(secret, at=monday) == ApiKey.objects.get()
    assert secret not in client.get(url).content.decode()


def test_a_key_is_revoked(client, laurel_university, rositsa, adela, monday):
    key, secret = create(laurel_university, name="x", roles=[Role.REGISTRAR], by=rositsa, at=monday)
    log_in(client, adela).post(reverse("api_keys_revoke", args=[laurel_university.slug, key.pk]))

    assert authenticate(secret, at=monday) is None


def test_refuses_dmitri_to_revoke_a_foreign_key_through_his_own_organisation(
    client, laurel_university, other_university, rositsa, dmitri, monday
):
    key, secret = create(laurel_university, name="x", roles=[Role.REGISTRAR], by=rositsa, at=monday)
    answer = log_in(client, dmitri).post(reverse("api_keys_revoke", args=[other_university.slug, key.pk]))

    assert answer.status_code == 404
    assert authenticate(secret, at=monday) == key


def test_an_organisation_is_added(client, amina):
    form = {"kind": "company", "name_en": "Acme", "name_bg": "", "country": "BG", "slug": "acme", "url": ""}
    answer = log_in(client, amina).post(reverse("organisation_new"), form)

    assert answer["Location"] == "/o/acme/"
    assert roles_of(amina, Organisation.objects.get(slug="acme")) == {Role.ADMINISTRATOR}


def test_refuses_a_self_made_organisation_where_operators_add_them(client, amina, settings):
    """The site counts its organisations as known issuers: nobody becomes one by naming themselves."""
    settings.OPEN_TO_ORGANISATIONS = False
    form = {"kind": "university", "name_en": "Sofia University", "name_bg": "", "country": "BG", "slug": "sofia", "url": ""}
    answer = log_in(client, amina).post(reverse("organisation_new"), form)

    assert answer.status_code == 400
    assert "people who run this site" in answer.content.decode()
    assert not Organisation.objects.filter(slug="sofia").exists()
    assert reverse("organisation_new") not in client.get("/").content.decode()


def test_an_operator_adds_an_organisation_where_others_may_not(client, settings, db):
    settings.OPEN_TO_ORGANISATIONS = False
    operator = Person.objects.create_superuser("operator@site.example", "a long enough sentence")
    form = {"kind": "university", "name_en": "Sofia University", "name_bg": "", "country": "BG", "slug": "sofia", "url": ""}

    assert log_in(client, operator).post(reverse("organisation_new"), form)["Location"] == "/o/sofia/"


@pytest.mark.parametrize(("language", "words"), [("en", "does not know the issuer"), ("bg", "не познава издателя")])
def test_the_overview_says_when_nobody_has_vouched_for_the_organisation(client, laurel_university, adela, language, words):
    log_in(client, adela)
    overview, profile = (reverse(name, args=["laurel-university"]) for name in ("organisation", "organisation_profile"))
    assert words not in client.get(f"{overview}?lang={language}").content.decode()
    assert words in client.get(profile).content.decode()

    Organisation.objects.update(vouched_at=None)

    assert words in client.get(overview).content.decode()
    assert words not in client.get(profile).content.decode()


def test_the_profile_refuses_a_pale_colour_beside_its_field(client, laurel_university, adela):
    form = {"kind": "university", "name_en": "Laurel", "country": "BG", "colour": "#ffee00"}
    answer = log_in(client, adela).post(reverse("organisation_profile", args=[laurel_university.slug]), form)

    assert answer.status_code == 400
    assert "Choose a darker colour" in answer.content.decode()


def test_what_was_done_stands_in_the_audit_trail(client, laurel_university, adela, rositsa, monday):
    create(laurel_university, name="x", roles=[Role.REGISTRAR], by=rositsa, at=monday)
    page = log_in(client, adela).get(reverse("audit_trail", args=[laurel_university.slug])).content.decode()

    assert "made an API key" in page
    assert "Rositsa Dimitrova" in page
    assert "The chain holds: 1 entry" in page


def test_a_registrar_without_a_second_step_is_told(client, laurel_university, rositsa, settings):
    settings.REQUIRE_MFA_TO_ISSUE = True
    page = log_in(client, rositsa).get(reverse("organisation", args=[laurel_university.slug])).content.decode()

    assert "Set up a second log-in step" in page
