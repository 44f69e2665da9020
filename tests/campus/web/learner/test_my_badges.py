"""The learner's own pages: theirs alone."""

import pytest
from django.utils import timezone

from badges import issued
from campus.wallet.models import Holding, Share


@pytest.fixture
def holding(version, rositsa, amina):
    return Holding.objects.create(credential=issued(version, rositsa), person=amina, claimed_at=timezone.now())


def log_in(client, someone):
    client.force_login(someone, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def pages(holding):
    mine = f"/my/{holding.credential.public_id}"
    return [mine, f"{mine}/badge.png", f"{mine}/download/json", f"{mine}/download/pdf"]


def test_the_list_shows_what_one_holds(client, holding, amina):
    html = log_in(client, amina).get("/my/?lang=en").content.decode()

    assert "Evaluating digital sources" in html


def test_an_empty_list_says_what_comes_next(client, bruno):
    assert "No badges yet" in log_in(client, bruno).get("/my/?lang=en").content.decode()


def test_nobody_else_sees_it(client, holding, dmitri, rositsa):
    for someone in (dmitri, rositsa):
        log_in(client, someone)
        assert [client.get(page).status_code for page in pages(holding)] == [404] * 4


def test_an_anonymous_person_is_sent_to_log_in(client, holding):
    for page in ["/my/", *pages(holding)]:
        assert client.get(page)["Location"].startswith("/accounts/login/")


def test_making_and_withdrawing_a_link(client, holding, amina):
    log_in(client, amina)
    wishes = {"note": "Acme", "expires": "30", "show_name": "on", "show_results": "on", "allow_download": "on"}

    client.post(f"/my/{holding.credential.public_id}", wishes)
    made = Share.objects.get()
    assert made.token in client.get(f"/my/{holding.credential.public_id}").content.decode()
    client.post(f"/my/{holding.credential.public_id}/links/{made.public_id}/withdraw")

    made.refresh_from_db()
    assert made.withdrawn_at is not None
    assert client.get(f"/s/{made.token}").status_code == 410


def test_refuses_to_withdraw_the_link_of_another(client, holding, amina, bruno, version, rositsa):
    made = Share.objects.create(holding=holding, token="t" * 43, created_at=timezone.now())
    other = Holding.objects.create(credential=issued(version, rositsa), person=bruno, claimed_at=timezone.now())
    log_in(client, bruno)

    for badge in (holding, other):
        assert client.post(f"/my/{badge.credential.public_id}/links/{made.public_id}/withdraw").status_code == 404


@pytest.mark.parametrize("form", ["json", "jwt", "png", "svg", "pdf"])
def test_every_file_can_be_taken_away(client, holding, amina, form):
    file = log_in(client, amina).get(f"/my/{holding.credential.public_id}/download/{form}")

    assert file.status_code == 200
    assert file["Content-Disposition"].endswith(f'.{form}"')
