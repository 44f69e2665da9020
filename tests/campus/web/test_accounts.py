"""Log-in, accounts and invitations, as a person meets them."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from campus.people.invitations import invite, secret_of
from campus.people.models import Person, Role
from campus.people.roles import roles_of
from cast import log_in, member

STRONG = "лавровият лист 42"


@pytest.fixture
def offer(laurel_university, adela):
    from django.utils import timezone

    roles = [Role.AUTHOR]
    return invite(laurel_university, email="nora@x.example", roles=roles, language="bg", by=adela, at=timezone.now())


def _link(offer):
    return reverse("invitation", args=[secret_of(offer)])


@pytest.mark.parametrize(("language", "title"), [("en", "Log in"), ("bg", "Вход")])
@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_the_account_pages_are_ours_in_both_languages(db, client, name, language, title):
    page = client.get(reverse(name), {"lang": language}).content.decode()

    assert "css/laurel.css" in page
    assert f'<html lang="{language}"' in page
    assert title in page


def test_log_in_leads_to_the_only_organisation(client, laurel_university, bruno):
    bruno.set_password(STRONG)
    bruno.save()
    answer = client.post(reverse("account_login"), {"login": bruno.email, "password": STRONG}, follow=True)

    assert answer.redirect_chain[-1][0] == "/o/laurel-university/"


def test_somebody_in_two_organisations_is_asked_where_to(client, laurel_university, other_university, bruno):
    member(other_university, bruno, Role.AUTHOR)
    page = log_in(client, bruno).get(reverse("after_log_in")).content.decode()

    assert "Laurel University" in page
    assert "Other University" in page


def test_refuses_log_in_before_the_address_is_verified(db, client):
    form = {"email": "new@x.example", "password1": STRONG, "password2": STRONG}
    client.post(reverse("account_signup"), form)
    link = re.search(r"https?://testserver(/accounts/confirm-email/\S+)", mail.outbox[0].body)[1]
    assert "_auth_user_id" not in client.session

    client.post(link)

    assert Person.objects.get(email="new@x.example").emailaddress_set.get().verified


def test_sign_up_does_not_say_who_has_an_account(client, amina):
    form = {"email": amina.email, "password1": STRONG, "password2": STRONG}
    known = client.post(reverse("account_signup"), form)
    unknown = client.post(reverse("account_signup"), {**form, "email": "new@x.example"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_log_in_stops_after_many_failures(client, amina):
    for _attempt in range(11):
        answer = client.post(reverse("account_login"), {"login": amina.email, "password": "wrong"})

    assert "Too many" in answer.content.decode() or answer.status_code == 429


def test_a_new_person_accepts_an_invitation(client, offer, laurel_university):
    answer = client.post(_link(offer), {"name": "Nora", "password": STRONG}, follow=True)

    assert answer.redirect_chain[-1][0] == "/o/laurel-university/"
    assert roles_of(Person.objects.get(email="nora@x.example"), laurel_university) == {Role.AUTHOR}


def test_the_invitation_page_speaks_the_language_of_its_link(client, offer):
    page = client.get(_link(offer), {"lang": "bg"}).content.decode()

    assert "Покана от Лауреатски университет" in page


def test_somebody_with_an_account_is_asked_to_log_in_first(client, laurel_university, adela, amina):
    from django.utils import timezone

    offer = invite(laurel_university, email=amina.email, roles=[Role.AUTHOR], language="en", by=adela, at=timezone.now())
    assert "Log in to accept" in client.get(_link(offer)).content.decode()

    log_in(client, amina).post(_link(offer))

    assert roles_of(amina, laurel_university) == {Role.AUTHOR}


def test_refuses_an_invitation_to_somebody_else(client, offer, laurel_university, amina):
    answer = log_in(client, amina).post(_link(offer))

    assert answer.status_code == 409
    assert roles_of(amina, laurel_university) == frozenset()


def test_a_used_link_says_so_plainly(client, db):
    answer = client.get(reverse("invitation", args=["A" * 43]))

    assert answer.status_code == 410
    assert "no longer valid" in answer.content.decode()


def test_the_profile_changes_name_and_language(client, amina):
    answer = log_in(client, amina).post(reverse("profile"), {"name": "Амина", "language": "bg"}, follow=True)

    amina.refresh_from_db()
    assert (amina.name, amina.language) == ("Амина", "bg")
    assert "Запазено." in answer.content.decode()


def test_the_profile_changes_nothing_else(client, amina):
    log_in(client, amina).post(
        reverse("profile"), {"name": "A", "language": "en", "email": "x@x.example", "is_superuser": "on"}
    )

    amina.refresh_from_db()
    assert amina.email == "amina@students.example"
    assert not amina.is_superuser
