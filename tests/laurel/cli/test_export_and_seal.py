"""A badge in other forms, and an organisation's seal on paper and on European credentials; all on the command line."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)

from desk import AT
from elm_samples import shapes
from laurel.cli import keyfile
from laurel.did import key as did_key
from laurel.formats import elm, sd_jwt_vc
from laurel.formats.elm import conformance
from seals import MONDAY, ORGANISATION, RSA_KEY, Authority
from shared import needs_shared

ROOT = Authority()
LATER = "2026-11-23T13:00:00Z"


@pytest.fixture
def desk_with_badges(desk):
    """Amina has a did:key, Bruno an e-mail address; the school has a seal."""
    desk.run("keys", "new", "--out", "holder.json")
    holder = keyfile.load(desk.path("holder.json")).did
    grades = desk.grades(f"{holder},Amina,,18,90,Pass", "S2,Bruno,bruno@uni.example,18,90,Pass")
    assert desk.run("issue", "design.json", grades, "--out", str(desk.path("out")), "--key", "key.json", "--at", AT) == 0
    for path in desk.issued():
        named = json.loads(path.read_text())["credentialSubject"].get("id")
        path.rename(desk.path("amina.json" if named else "bruno.json"))
    leaf = ROOT.certify(RSA_KEY)
    desk.path("seal.key").write_bytes(RSA_KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    desk.path("seal.pem").write_bytes(leaf.public_bytes(Encoding.PEM) + ROOT.certificate.public_bytes(Encoding.PEM))
    desk.path("root.pem").write_bytes(ROOT.certificate.public_bytes(Encoding.PEM))
    packed = pkcs12.serialize_key_and_certificates(b"seal", RSA_KEY, leaf, [ROOT.certificate], BestAvailableEncryption(b"open"))
    desk.path("seal.p12").write_bytes(packed)
    desk.path("password.txt").write_text("open\n")
    return desk


def at(desk, name):
    return str(desk.path(name))


def export(desk, name, to, out, *words):
    return desk.run("export", name, "--to", to, "--out", at(desk, out), *words, "--at", LATER)


def seal(desk, name, out, *words):
    pem = ("--key", at(desk, "seal.key"), "--cert", at(desk, "seal.pem"))
    return desk.run("seal", at(desk, name), *(words or pem), "--out", at(desk, out), "--at", LATER)


def test_a_european_credential_is_written_sealed_and_valid(desk_with_badges):
    desk = desk_with_badges
    desk.path("known.json").write_text(json.dumps({ORGANISATION: "Example University"}))

    assert export(desk, "amina.json", "elm", "amina.elm.json") == 0
    assert seal(desk, "amina.elm.json", "amina.sealed.json") == 0

    asked = ("--anchor", at(desk, "root.pem"), "--trust", "known.json", "--offline", "--at", LATER)
    assert desk.run("verify", "amina.sealed.json", *asked) == 0
    assert desk.run("verify", "amina.elm.json", *asked) == 1  # not sealed, so anybody could have written it


@pytest.mark.shared
@needs_shared[1]
def test_what_is_written_conforms_to_the_commission_s_shapes(desk_with_badges):
    desk = desk_with_badges
    export(desk, "amina.json", "elm", "amina.elm.json")
    seal(desk, "amina.elm.json", "amina.sealed.json")

    unsealed = json.loads(desk.path("amina.elm.json").read_text())
    sealed = json.loads(json.loads(desk.path("amina.sealed.json").read_text())["payload"])

    assert {each.path for each in conformance.violations(unsealed, **shapes())} <= conformance.GAPS
    assert conformance.violations(sealed, **shapes()) == ()


def test_the_losses_are_told(desk_with_badges):
    answer = desk_with_badges.json("export", "amina.json", "--to", "elm", "--out", at(desk_with_badges, "x.elm"), "--at", LATER)

    assert answer["losses"] == [loss.en for loss in elm.LOSSES]


def test_a_certificate_is_printed_sealed_and_valid(desk_with_badges):
    desk = desk_with_badges
    assert export(desk, "bruno.json", "pdf", "bruno.pdf", "--url", "https://uni.example/verify") == 0
    assert seal(desk, "bruno.pdf", "sealed.pdf", "--key", at(desk, "seal.p12"), "--password-file", "password.txt") == 0

    asked = ("--trust", "key.did.json", "--offline", "--at", LATER)
    assert desk.run("verify", at(desk, "bruno.pdf"), *asked) == 0
    assert desk.run("verify", at(desk, "sealed.pdf"), *asked, "--anchor", at(desk, "root.pem")) == 0
    assert "The whole PDF bears the seal of Test seal" in desk.out
    assert desk.run("verify", at(desk, "sealed.pdf"), *asked) == 2
    assert desk.run("verify", at(desk, "sealed.pdf"), *asked, "--lang", "bg") == 2
    assert "Подпечатан и непроменен ли е PDF файлът?" in desk.out


def test_an_open_badge_2_0_is_a_folder_to_publish(desk_with_badges):
    desk = desk_with_badges
    words = ("--url", "https://uni.example/b/1", "--email", "bruno@uni.example")

    code = export(desk, "bruno.json", "openbadge2", "b", *words)

    assert (code, desk.err) == (0, "")
    assert {path.name for path in desk.path("b").iterdir()} == {"assertion", "badge", "issuer", "image.png"}
    assertion = json.loads(desk.path("b/assertion").read_text())
    assert assertion["badge"] == "https://uni.example/b/1/badge"


def test_a_credential_to_show_in_part_is_signed_for_its_holder(desk_with_badges):
    desk = desk_with_badges
    issuer, holder = (keyfile.load(desk.path(name)) for name in ("key.json", "holder.json"))
    words = ("--url", "https://uni.example/types/badge", "--key", "key.json", "--holder", holder.did)

    assert (export(desk, "amina.json", "sd-jwt-vc", "amina.sd-jwt", *words), desk.err) == (0, "")

    text = desk.path("amina.sd-jwt").read_text()
    shown = sd_jwt_vc.disclose(text, paths=[("learner", "name")])
    asked = {"nonce": "n-1", "audience": "https://esra.example"}
    bound = sd_jwt_vc.bind(shown, signer=holder.signer, created=MONDAY, **asked)
    checked = sd_jwt_vc.verify_bound(bound.compact(), issuer_key=issuer.private_key.public, at=MONDAY, **asked)
    assert checked.claims["learner"] == {"name": "Amina"}
    assert desk.path("amina.sd-jwt").stat().st_mode & 0o777 == 0o600


def test_refuses_to_sign_what_the_key_s_owner_has_not_issued(desk_with_badges):
    desk = desk_with_badges

    assert export(desk, "amina.json", "sd-jwt-vc", "x", "--url", "https://x.example/t", "--key", "holder.json") == 1
    assert "this key has not issued the badge" in desk.err


@pytest.mark.parametrize("form", ["elm", "pdf"])
def test_refuses_a_badge_that_was_changed(desk_with_badges, form):
    desk = desk_with_badges
    desk.path("forged.json").write_text(desk.path("amina.json").read_text().replace("Amina", "Esra"))

    assert export(desk, "forged.json", form, "x", "--url", "https://x.example") == 1
    assert "The signature does not fit the text" in desk.err
    assert not desk.path("x").exists()


def test_refuses_an_address_that_the_badge_was_not_issued_to(desk_with_badges):
    words = ("--url", "https://uni.example/b/1", "--email", "esra@uni.example")

    assert export(desk_with_badges, "bruno.json", "openbadge2", "b", *words) == 1


@pytest.mark.parametrize(
    "words", [("pdf",), ("openbadge2", "--url", "http://x.example"), ("sd-jwt-vc",), ("word",)], ids=lambda words: words[0]
)
def test_refuses_wrong_usage(desk_with_badges, words):
    to, *further = words

    assert export(desk_with_badges, "amina.json", to, "x", *further) == 64


def test_refuses_a_form_without_the_holder_of_its_key(desk_with_badges):
    assert export(desk_with_badges, "amina.json", "sd-jwt-vc", "x", "--url", "https://x.example/t") == 1
    assert "--key" in desk_with_badges.err


def test_refuses_to_seal_a_badge_or_with_a_wrong_password_or_key(desk_with_badges):
    desk = desk_with_badges
    desk.path("password.txt").write_text("wrong\n")

    assert seal(desk, "amina.json", "x") == 1
    assert "laurel export" in desk.err
    assert seal(desk, "amina.json", "x", "--key", at(desk, "seal.p12"), "--password-file", "password.txt") == 1
    assert "the password is missing or wrong" in desk.err
    assert seal(desk, "amina.json", "x", "--key", at(desk, "seal.pem"), "--cert", at(desk, "seal.pem")) == 1
    assert seal(desk, "missing.pdf", "x") == 1
    assert not desk.path("x").exists()


def test_the_holder_has_to_be_a_did_key(desk_with_badges):
    words = ("--url", "https://x.example/t", "--key", "key.json", "--holder", "did:web:uni.example")

    assert export(desk_with_badges, "amina.json", "sd-jwt-vc", "x", *words) == 1
    assert did_key.did_of(keyfile.load(desk_with_badges.path("holder.json")).private_key.public).startswith("did:key:")
