"""Links, log-ins and tokens: nothing is guessed, counted, kept or told to anybody else."""

from __future__ import annotations

import logging
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from campus.base.logs import Discreet
from campus.people import personal_tokens
from campus.people.models import Person
from campus.wallet import deliver, share
from campus.wallet.links import claim_secret
from matrix import read_matrix

STRONG = "лавровият лист 42"
NOBODY = "nobody@x.example"


def _without_token(html: bytes) -> str:
    return re.sub(r'(value|nonce)="[^"]*" ?', "", html.decode())


@pytest.fixture
def with_password(world: Any) -> Person:
    world.amina.set_password(STRONG)
    world.amina.save()
    return world.amina


def test_refuses_to_tell_by_log_in_who_has_an_account(with_password, client):
    known = client.post("/accounts/login/", {"login": with_password.email, "password": "wrong"})
    unknown = client.post("/accounts/login/", {"login": NOBODY, "password": "wrong"})

    assert known.status_code == unknown.status_code
    assert _without_token(known.content) == _without_token(unknown.content)


def test_refuses_to_tell_by_resetting_a_password_who_has_an_account(with_password, client):
    known = client.post("/accounts/password/reset/", {"email": with_password.email})
    unknown = client.post("/accounts/password/reset/", {"email": NOBODY})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


@pytest.mark.parametrize("verified", [True, False])
def test_refuses_to_tell_by_signing_up_who_has_an_account(world, client, verified):
    EmailAddress.objects.filter(user=world.amina).update(verified=verified)
    form = {"password1": STRONG, "password2": STRONG}
    known = client.post("/accounts/signup/", {**form, "email": world.amina.email})
    unknown = client.post("/accounts/signup/", {**form, "email": NOBODY})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert not Person.objects.get(email=world.amina.email).check_password(STRONG)


def test_refuses_to_tell_by_the_api_who_has_an_account(with_password, client):
    def asked(email: str) -> Any:
        body = {"email": email, "password": "wrong", "name": "x"}
        return client.post("/api/v1/me/tokens", body, content_type="application/json")

    known, unknown = asked(with_password.email), asked(NOBODY)
    assert (known.status_code, known.json()["code"]) == (unknown.status_code, unknown.json()["code"]) == (401, "WRONG_LOGIN")


@pytest.mark.parametrize("prefix", ["s/", "claim/", "my/", "m/", "status/"])
def test_refuses_to_tell_a_wrong_link_from_one_of_somebody_else(world, visitors, prefix):
    """Twenty guesses near a real address look the same as one out of the blue."""
    ids = {"s/": "x" * 43, "claim/": "y" * 43}
    answers = set()
    for _each in range(20):
        guess = ids.get(prefix, str(uuid.uuid4())) + ("/1" if prefix == "m/" else "")
        answer = visitors["boris"].get(f"/{prefix}{guess}")
        answers.add((answer.status_code, len(answer.content)))

    assert len(answers) == 1
    assert answers.pop()[0] in (404, 410)


def test_refuses_to_let_claim_links_be_tried_out(world):
    client = Client()
    answers = [client.get(f"/claim/{number:043}").status_code for number in range(70)]

    assert (answers[0], answers[-1]) == (410, 429)


def test_refuses_a_forwarded_address_from_whoever_is_no_proxy(world):
    """Whoever could choose the address they are counted under could try for ever."""
    answers = []
    for number in range(70):
        headers = {"X-Forwarded-For": f"198.51.100.{number}"}
        answers.append(Client().get(f"/claim/{number:043}", headers=headers).status_code)

    assert answers[-1] == 429


def test_refuses_a_claim_link_that_was_replaced(world, visitors):
    deliver.resend(world.waiting, by=world.rositsa, at=timezone.now(), new_link=True)

    assert visitors["amina"].get(f"/claim/{world.secret}").status_code == 410
    assert visitors["amina"].get(f"/claim/{claim_secret(world.waiting.public_id, generation=2)}").status_code == 200


def test_refuses_a_share_that_was_withdrawn_at_every_address(world, client):
    addresses = [line.address for line in read_matrix("pages.txt") if line.address.startswith("s/") and line.method == "GET"]
    share.withdraw(world.share, at=timezone.now())

    for address in addresses:
        answer = client.get(world.address(address))
        assert answer.status_code in (404, 409, 410), address
        assert "Amina" not in answer.content.decode(errors="replace")


def test_refuses_the_name_and_results_that_a_share_leaves_out(world, client):
    shy = share.create(world.holding, at=timezone.now(), show_name=False, show_results=False)
    page = client.get(f"/s/{shy.token}").content.decode()
    machine = client.get(f"/s/{shy.token}", headers={"Accept": "application/json"})
    file = client.get(f"/s/{shy.token}/download/json")

    assert "Amina" not in page
    assert "amina@" not in page
    assert (machine.status_code, file.status_code) == (403, 403)


def test_refuses_a_session_that_was_there_before_log_in(with_password):
    client = Client()
    client.get("/accounts/login/")
    client.session["planted"] = "x"
    client.session.save()
    before = client.session.session_key
    client.post("/accounts/login/", {"login": with_password.email, "password": STRONG})

    assert "_auth_user_id" in client.session
    assert client.session.session_key != before


def test_refuses_old_sessions_and_tokens_of_somebody_switched_off(world, visitors):
    token = personal_tokens.create(world.amina, name="x", at=timezone.now())[1]
    Person.objects.filter(pk=world.amina.pk).update(is_active=False)

    assert visitors["amina"].get("/my/").status_code == 302
    assert personal_tokens.authenticate(token, at=timezone.now()) is None


def test_refuses_a_token_that_expired(world):
    token = personal_tokens.create(world.amina, name="x", at=timezone.now() - timedelta(days=91))[1]

    assert personal_tokens.authenticate(token, at=timezone.now()) is None


def test_no_address_carries_personal_facts(world, visitors):
    """Addresses end up in histories, logs and referrers: no page links to one with a name or an e-mail address in it."""
    told = []
    for line in read_matrix("pages.txt"):
        if line.method != "GET" or line.address == "accounts/logout/":
            continue
        for name in ("amina", "bruno", "rositsa", "adela"):
            answer = visitors[name].get(world.address(line.address).replace("//", "/"))
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                links = re.findall(r'(?:href|action|src)="([^"]*)"', answer.content.decode())
                personal = [link for link in links if re.search(r"amina|%40|@(?!context)", link) and "mailto:" not in link]
                told += [f"{line.address}: {link}" for link in personal if "linkedin.com" not in link]

    assert told == []


def test_logs_tell_neither_people_nor_secrets(world, visitors, caplog):
    caplog.set_level(logging.DEBUG)
    for line in read_matrix("pages.txt"):
        if line.address != "accounts/logout/":
            for name in ("anonymous", "amina", "adela"):
                ask = getattr(visitors[name], line.method.lower())
                ask(world.address(line.address).replace("//", "/"))
    discreet = Discreet()
    ours = [record for record in caplog.records if not record.name.startswith(("django.db", "asyncio"))]
    said = []
    for record in ours:
        discreet.filter(record)
        said.append(f"{record.getMessage()} {record.exc_info[1] if record.exc_info else ''}")
    text = "\n".join(said)

    for secret in (world.secret, world.share.token, "amina", "Amina", "Yusuf", "@"):
        assert secret not in text, [line for line in said if secret in line][:3]


def test_refuses_to_send_somebody_elses_badge_by_mail(world, visitors):
    visitors["dmitri"].post(world.address("o/<slug:slug>/credentials/<uuid:public_id>/resend", slug="other-university"))
    visitors["adela"].post(world.address("o/<slug:slug>/credentials/<uuid:public_id>/resend"))

    assert mail.outbox == []


def test_refuses_to_send_invitations_to_the_whole_world(world, visitors):
    address = world.address("o/<slug:slug>/members/invite/")
    form = {"roles": ["author"], "language": "en"}
    answers = [visitors["adela"].post(address, {**form, "email": f"p{n}@x.example"}) for n in range(61)]

    assert (answers[0].status_code, answers[-1].status_code) == (302, 400)
    assert "very often" in answers[-1].content.decode()


def test_refuses_to_make_organisations_without_end(world, visitors):
    form = {"kind": "company", "name_en": "Laurel", "country": "BG"}
    answers = [visitors["boris"].post("/organisations/new", {**form, "slug": f"firm-{n}"}) for n in range(11)]

    assert (answers[0].status_code, answers[-1].status_code) == (302, 400)
