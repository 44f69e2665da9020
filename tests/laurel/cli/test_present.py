"""A holder shows a credential on the command line, and a verifier who gave a challenge checks it."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime

import pytest

from desk import AT
from laurel.cli import keyfile
from laurel.keys import LocalSigner
from laurel.proofs import ecdsa_sd_2023
from plain_badge import badge

ASKED = ("--challenge", "a-question-asked-once", "--domain", "esra.example")
READER = ("--trust", "key.did.json", "--offline", "--at", AT)


@pytest.fixture
def held(desk):
    """Amina has a key of her own, and a badge issued to its identifier; Bruno is named by his e-mail address alone."""
    desk.run("keys", "new", "--out", "holder.json")
    holder = keyfile.load(desk.path("holder.json")).did
    grades = desk.grades(f"{holder},Amina,,18,90,Pass", "S2,Bruno,bruno@uni.example,18,90,Pass")
    assert desk.run("issue", "design.json", grades, "--out", str(desk.path("out")), "--key", "key.json", "--at", AT) == 0
    named = {json.loads(path.read_text())["credentialSubject"].get("id", ""): path for path in desk.issued()}
    named[holder].rename(desk.path("amina.json"))
    named[""].rename(desk.path("bruno.json"))
    return desk


def _present(desk, *words, asked=ASKED):
    return desk.run("present", *words, "--key", "holder.json", *asked, "--at", AT, "--out", str(desk.path("shown.json")))


def test_a_presentation_is_valid_for_whoever_asked(held):
    assert _present(held, "amina.json") == 0
    assert held.run("verify", "shown.json", *ASKED, *READER) == 0
    assert held.out.splitlines()[0] == "✔ Valid, and shown by its holder"
    assert held.out.strip().splitlines()[-1] == "You can rely on what it says."


def test_the_report_for_machines_has_the_verdict_and_every_check(held):
    _present(held, "amina.json")

    report = held.json("verify", "shown.json", *ASKED, *READER)

    assert (report["verdict"], report["verified"], report["codes"]) == ("accept", True, [])
    assert [check["name"] for check in report["checks"]] == ["presentation", "holder_proof", "addressed", "subject"]
    assert [each["verdict"] for each in report["credentials"]] == ["accept"]


def test_a_token_does_as_well(held):
    assert _present(held, "amina.json", "--jwt") == 0
    assert held.path("shown.json").read_text().startswith("ey")
    assert held.run("verify", "shown.json", *ASKED, *READER) == 0


def test_a_credential_that_names_nobody_leaves_open_whose_it_is(held):
    assert _present(held, "bruno.json") == 0
    assert held.run("verify", "shown.json", *ASKED, *READER) == 2
    assert "SUBJECT_UNNAMED" in held.json("verify", "shown.json", *ASKED, *READER)["codes"]


@pytest.mark.parametrize("language", ["en", "bg"])
def test_the_explanation_says_what_was_found_about_each_credential(held, language):
    _present(held, "amina.json")

    held.run("--lang", language, "verify", "shown.json", *ASKED, *READER, "--explain")

    lines = held.out.splitlines()
    assert max(map(len, lines)) <= 100
    assert ("Credential 1 of 1" if language == "en" else "Удостоверение 1 от 1") in held.out
    assert "w3.org/TR/vc-data-integrity/#defn-challenge" in held.out


@pytest.mark.parametrize("asked", [("another", "esra.example"), ("a-question-asked-once", "other.example")])
def test_refuses_what_was_shown_to_somebody_else_or_before(held, asked):
    _present(held, "amina.json")
    challenge, domain = asked

    assert held.run("verify", "shown.json", "--challenge", challenge, "--domain", domain, *READER) == 1
    assert held.json("verify", "shown.json", "--challenge", challenge, "--domain", domain, *READER)["verdict"] == "reject"


def test_refuses_a_bare_credential_where_a_presentation_was_asked_for(held):
    assert held.run("verify", "amina.json", *ASKED, *READER) == 3
    assert "A credential alone does not show who holds it" in held.out


def test_refuses_a_presentation_without_the_challenge_and_says_how_to_check_it(held):
    _present(held, "amina.json")

    assert held.run("verify", "shown.json", *READER) == 3
    assert "--challenge" in held.out


@pytest.mark.parametrize("words", [("--challenge", "x"), ("--domain", "x"), ("--challenge", "", "--domain", "x")])
def test_refuses_a_challenge_without_a_domain(held, words):
    assert held.run("verify", "amina.json", *words) == 64


@pytest.mark.parametrize("asked", [("--challenge", "x"), ("--domain", "x"), ("--challenge", "", "--domain", "x")])
def test_refuses_to_present_without_challenge_and_domain(held, asked):
    assert held.run("present", "amina.json", "--key", "holder.json", *asked) == 64


def test_refuses_to_present_what_is_about_somebody_else(held):
    held.run("keys", "new", "--out", "thief.json")

    assert held.run("present", "amina.json", "--key", "thief.json", *ASKED) == 1
    assert "it is about did:key:" in held.err


def test_a_part_is_shown_and_the_rest_withheld(held):
    held.run("keys", "new", "--out", "p256.json", "--algorithm", "P-256")
    issuer, holder = keyfile.load(held.path("p256.json")), keyfile.load(held.path("holder.json")).did
    document = badge()
    document["issuer"]["id"] = issuer.did
    document["credentialSubject"]["id"] = holder
    signer = LocalSigner(issuer.private_key, issuer.method)
    mandatory = ("/issuer", "/validFrom", "/credentialSubject/id")
    moment = datetime(2026, 11, 23, 12, tzinfo=UTC)
    base = ecdsa_sd_2023.sign_base(document, signer=signer, created=moment, entropy=secrets.token_bytes, mandatory=mandatory)
    held.path("whole.json").write_text(json.dumps(base))

    assert _present(held, "whole.json", "--reveal", "/credentialSubject/achievement") == 0

    shown = json.loads(held.path("shown.json").read_text())["verifiableCredential"][0]
    assert "achievement" in shown["credentialSubject"]
    assert "creditsEarned" not in shown["credentialSubject"]
    report = held.json("verify", "shown.json", *ASKED, "--trust", issuer.did, "--offline", "--at", AT)["credentials"][0]
    assert next(check["outcome"] for check in report["checks"] if check["name"] == "proof") == "passed"
