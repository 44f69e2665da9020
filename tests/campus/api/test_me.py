"""The learner's own part: tokens, claims, badges, shares."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.utils import timezone

from campus.issuing.models import Credential
from campus.people import personal_tokens
from campus.people.models import PersonalToken
from campus.wallet import deliver
from campus.wallet.links import claim_secret
from campus.wallet.models import Holding, Share
from laurel.log import Receipt

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def secret(issued) -> str:
    """What stands in the link of Amina's message."""
    credential = Credential.objects.get()
    deliver.deliver([credential.pk], at=timezone.now())
    return claim_secret(credential.public_id, generation=1)


@pytest.fixture
def badge(secret, amina_software) -> dict[str, object]:
    """Amina's badge, claimed."""
    claimed: dict[str, object] = amina_software.post("/me/claims", {"secret": secret}).json()
    return claimed


@pytest.fixture
def password(amina) -> str:
    amina.set_password(PASSWORD)
    amina.save()
    cache.clear()
    return PASSWORD


def _log_in(software, password, email="amina@students.example"):
    return software.post("/me/tokens", {"email": email, "password": password, "name": "phone"}, once=None)


def test_a_password_opens_a_token(nobody, password):
    made = _log_in(nobody, password)
    assert made.status_code == 201

    nobody.key = made.json()["token"]
    assert nobody.get("/me").json()["email"] == "amina@students.example"
    assert [each["name"] for each in nobody.get("/me/tokens").json()] == ["phone"]


def test_refuses_a_wrong_password_as_it_refuses_an_unknown_address(nobody, password):
    wrong, unknown = _log_in(nobody, "wrong"), _log_in(nobody, password, email="nobody@students.example")

    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.content == unknown.content


def test_refuses_many_guesses(nobody, password):
    for _ in range(5):
        _log_in(nobody, "wrong")

    answer = _log_in(nobody, password)

    assert answer.status_code == 429
    assert answer.headers["Retry-After"]


def test_refuses_a_password_alone_where_there_is_a_second_step(nobody, password, amina):
    Authenticator.objects.create(user=amina, type=Authenticator.Type.TOTP, data={})

    assert _log_in(nobody, password).json()["code"] == "SECOND_STEP_NEEDED"


def test_refuses_an_address_that_was_never_confirmed(nobody, password):
    EmailAddress.objects.update(verified=False)

    assert _log_in(nobody, password).json()["code"] == "EMAIL_NOT_CONFIRMED"
    assert not PersonalToken.objects.exists()


def test_a_withdrawn_token_opens_nothing(amina_software):
    token = amina_software.get("/me/tokens").json()[0]

    assert amina_software.delete(f"/me/tokens/{token['id']}").status_code == 204
    assert amina_software.get("/me").status_code == 401


def test_an_expired_token_opens_nothing(amina_software):
    long_ago = timezone.now() - timedelta(days=100)
    PersonalToken.objects.update(created_at=long_ago, expires_at=long_ago + timedelta(days=90))

    assert amina_software.get("/me").status_code == 401


def test_refuses_somebody_elses_token_id(amina_software, dmitri):
    other, _text = personal_tokens.create(dmitri, name="x", at=timezone.now())

    assert amina_software.delete(f"/me/tokens/{other.public_id}").status_code == 404


def test_refuses_a_personal_token_at_an_organisations_address_and_the_other_way_round(amina_software, rositsa_software):
    assert amina_software.get("/organisation").status_code == 401
    assert rositsa_software.get("/me/badges").status_code == 401


def test_a_learner_claims_a_badge_with_the_link(secret, amina_software):
    answer = amina_software.post("/me/claims", {"secret": f"http://localhost:8000/claim/{secret}"})

    assert (answer.status_code, answer.json()["state"]) == (201, "valid")
    assert amina_software.get("/me/badges").json()["items"] == [answer.json()]
    assert amina_software.get(f"/me/badges/{answer.json()['id']}").json() == answer.json()


def test_refuses_a_wrong_claim_link(issued, amina_software):
    answer = amina_software.post("/me/claims", {"secret": "nothing"})

    assert (answer.status_code, answer.json()["code"]) == (404, "UNKNOWN_LINK")
    assert "връзка" in amina_software.speaking("bg").post("/me/claims", {"secret": "nothing"}).json()["detail"].lower()


def test_refuses_a_badge_that_another_person_holds(badge, secret, make_software, dmitri):
    other = make_software(personal_tokens.create(dmitri, name="x", at=timezone.now())[1])

    assert other.post("/me/claims", {"secret": secret}).json()["code"] == "CLAIMED_BY_ANOTHER"
    assert other.get(f"/me/badges/{badge['id']}").status_code == 404
    assert other.post(f"/me/badges/{badge['id']}/shares", {}).status_code == 404
    assert Holding.objects.count() == 1


def test_a_learner_downloads_the_signed_text(badge, amina_software):
    answer = amina_software.get(f"/me/badges/{badge['id']}/download")

    assert answer.content.decode() == Credential.objects.get().document


def test_a_learner_shares_and_withdraws(badge, amina_software):
    shared = amina_software.post(f"/me/badges/{badge['id']}/shares", {"note": "Esra", "show_results": False})
    assert shared.status_code == 201
    assert shared.json()["link"].startswith("http://localhost:8000/s/")
    assert shared.json()["allow_download"] is False

    assert amina_software.delete(f"/me/shares/{shared.json()['id']}").status_code == 204

    listed = amina_software.get(f"/me/badges/{badge['id']}/shares").json()
    assert listed[0]["withdrawn_at"] is not None


def test_refuses_a_share_that_ends_in_the_past(badge, amina_software):
    answer = amina_software.post(f"/me/badges/{badge['id']}/shares", {"expires": "2020-01-01T00:00:00Z"})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/expires")
    assert not Share.objects.exists()


def test_refuses_to_withdraw_somebody_elses_share(badge, amina_software, make_software, dmitri):
    shared = amina_software.post(f"/me/badges/{badge['id']}/shares").json()
    other = make_software(personal_tokens.create(dmitri, name="x", at=timezone.now())[1])

    assert other.delete(f"/me/shares/{shared['id']}").status_code == 404
    assert Share.objects.get().withdrawn_at is None


def test_a_revoked_badge_says_so(badge, amina_software, rositsa_software):
    rositsa_software.post(f"/credentials/{badge['id']}/revoke", {"because": "Issued to the wrong person"})

    shown = amina_software.get(f"/me/badges/{badge['id']}").json()

    assert (shown["state"], shown["revoked_because"]) == ("revoked", "Issued to the wrong person")


def test_a_learner_downloads_the_receipt_of_the_log(badge, amina_software):
    answer = amina_software.get(f"/me/badges/{badge['id']}/receipt")

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    Receipt.from_text(answer.content).check()
