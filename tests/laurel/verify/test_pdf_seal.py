"""A sealed certificate through the verifier: the credential inside as ever, and one more question about the page."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from cast_of_badges import DESIGN, RECORD
from laurel.annex1.record import Learner
from laurel.art.badge import svg_of
from laurel.art.palette import palette_for
from laurel.bake import pades, pades_reading
from laurel.certificate import pdf_of
from laurel.did import key as did_key
from laurel.errors import LaurelError
from laurel.fetching import no_network
from laurel.formats import openbadge3
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import add_proof
from laurel.verify import DEFAULT, PROOF_ONLY, Outcome, pdf_seal, verify
from laurel.verify.question import Question
from seals import BORN, DIES, MONDAY, RSA_KEY, Authority
from time_authority import TimeAuthority

ROOT = Authority()
ISSUER = PrivateKey.from_seed(b"\1" * 32)
DID = did_key.did_of(ISSUER.public)
SCHOOL = DESIGN.awarding_bodies[0].model_copy(update={"id": DID})
AWARD = RECORD.model_copy(
    update={"issued": MONDAY, "valid_until": None, "learner": Learner(id="did:example:amina", name="Amina")}
)
BADGE = json.dumps(
    add_proof(
        openbadge3.project(AWARD, issuer=SCHOOL), signer=LocalSigner(ISSUER, did_key.method_of(ISSUER.public)), created=MONDAY
    )
)
SVG = svg_of(DESIGN, palette=palette_for(DID), initials="ПУ", language="bg")
PLAIN = pdf_of(AWARD, credential=BADGE, verify_url="https://uni.example/v/1", badge_svg=SVG, language="bg")


def sealed(*, key=RSA_KEY, at=MONDAY, stamp=None, authority=ROOT, **names):
    return pades.seal(PLAIN, chain=[authority.certify(key, **names)], key=key, at=at, stamp=stamp)


def report(presented, *, at=MONDAY, anchors=(ROOT.certificate,), **more):
    return verify(presented, at=at, fetch=no_network, trusted={DID: "Example"}, anchors=anchors, **more)


SEALED = sealed()


def test_a_trusted_seal_is_one_more_answer():
    found = report(SEALED)

    assert (found.verdict, found.codes) == ("accept", ())
    assert found.checks[-1].name == "pdf_seal"
    assert found["pdf_seal"].say("en") == "The whole PDF bears the seal of Test seal, and nothing was changed since."
    assert found["pdf_seal"].say("bg").startswith("Целият PDF файл носи печата на Test seal")
    assert "ETSI EN 319 142-1" in found["pdf_seal"].source


def test_a_pdf_without_a_seal_is_asked_nothing_more():
    assert "pdf_seal" not in {check.name for check in report(PLAIN).checks}
    assert "pdf_seal" not in {check.name for check in report(BADGE).checks}


def test_the_seal_of_an_authority_that_nobody_trusts_is_unknown():
    found = report(SEALED, anchors=[Authority("Another root").certificate])

    assert (found.verdict, found.codes, found["pdf_seal"].outcome) == ("warn", ("SEAL_UNTRUSTED",), Outcome.UNKNOWN)
    assert found.authentic


def test_refuses_a_page_changed_after_it_was_sealed():
    place = SEALED.index(b"/MediaBox")

    found = report(SEALED[:place] + b"/MediaBoy" + SEALED[place + 9 :])

    assert (found.verdict, found.codes, found.outcome) == ("reject", ("PDF_SEAL_BROKEN",), Outcome.FAILED)
    assert "Do not trust the page" in found["pdf_seal"].say("en")


def test_refuses_something_appended_after_the_seal():
    found = report(SEALED + b"\n7 0 obj\n<<>>\nendobj\n")

    assert (found.verdict, found["pdf_seal"].outcome) in {("reject", Outcome.FAILED)}
    assert found.codes == ("PDF_CHANGED",)


@pytest.mark.parametrize("at", [BORN - timedelta(days=1), DIES + timedelta(days=1)])
def test_refuses_a_seal_made_when_its_certificate_was_not_valid(at):
    found = report(sealed(at=at), at=DIES + timedelta(days=9))

    assert found["pdf_seal"].code == "SEAL_OUT_OF_TIME"
    assert found.verdict == "reject"


def test_refuses_a_seal_from_the_future():
    assert report(sealed(at=MONDAY + timedelta(days=1)))["pdf_seal"].code == "SEAL_OUT_OF_TIME"


def test_years_later_only_the_seal_itself_says_how_old_it_is():
    found = report(SEALED, at=DIES + timedelta(days=1))

    assert (found["pdf_seal"].code, found["pdf_seal"].outcome) == ("SEAL_EXPIRED_SINCE", Outcome.UNKNOWN)


def test_a_time_stamp_outlives_the_certificate_when_its_authority_is_trusted(tmp_path):
    authority = TimeAuthority(tmp_path / "time")
    stamped = sealed(stamp=authority.reply)
    later = DIES + timedelta(days=1)

    both, one = [ROOT.certificate, authority.root], [ROOT.certificate]

    assert report(stamped, at=later, anchors=both)["pdf_seal"].code == "SEALED_AND_STAMPED"
    assert report(stamped, at=later, anchors=one)["pdf_seal"].code == "SEAL_EXPIRED_SINCE"


def test_a_stamp_by_a_certificate_that_is_not_for_time_stamps_proves_no_time():
    (seal,) = pades_reading.read(SEALED)
    stamped = replace(seal, stamps=(pades_reading.Stamp(at=MONDAY, chain=seal.chain),))  # trusted, but a seal's certificate
    question = Question(at=MONDAY, fetch=no_network, trusted={}, anchors=(ROOT.certificate,), policy=DEFAULT, recipient=None)

    assert pdf_seal._proven_moment(stamped, question) is None


def test_a_certificate_that_may_not_sign_is_not_trusted():
    assert report(sealed(signing=False))["pdf_seal"].code == "SEAL_UNTRUSTED"


def test_refuses_a_seal_with_a_weak_key():
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)

    found = report(sealed(key=weak))

    assert (found["pdf_seal"].code, found["pdf_seal"].details[0].code) == ("PDF_SEAL_BROKEN", "WEAK_KEY")


def test_whoever_asks_about_changes_alone_is_told_about_changes_alone():
    assert report(SEALED, policy=PROOF_ONLY)["pdf_seal"].code == "PDF_UNCHANGED"


def test_a_seal_does_not_make_a_forged_credential_genuine():
    forged = pdf_of(
        AWARD, credential=BADGE.replace("Amina", "Esra"), verify_url="https://x.example", badge_svg=SVG, language="bg"
    )
    found = report(pades.seal(forged, chain=[ROOT.certify(RSA_KEY)], key=RSA_KEY, at=MONDAY))

    assert (found.verdict, found["pdf_seal"].outcome, found["proof"].outcome) == ("reject", Outcome.PASSED, Outcome.FAILED)


def test_a_kind_of_signature_that_we_do_not_know_is_unknown():
    found = report(SEALED.replace(b"/ETSI.CAdES.detached", b"/ETSI.Future.xxxxxxx"))

    assert (found["pdf_seal"].outcome, found["pdf_seal"].code) == (Outcome.UNKNOWN, "UNSUPPORTED")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_damage_raises_and_none_passes_for_sealed(data):
    """Bytes overwritten anywhere: a report, and no report that calls a changed file sealed."""
    place = data.draw(st.integers(0, len(SEALED) - 1))
    damage = data.draw(st.binary(min_size=1, max_size=12))
    changed = SEALED[:place] + damage + SEALED[place + len(damage) :]

    try:
        found = report(changed)
    except LaurelError:
        raise AssertionError("verify never raises for what a stranger wrote") from None

    sealing = [check for check in found.checks if check.name == "pdf_seal"]
    assert changed == SEALED or all(check.outcome is not Outcome.PASSED for check in sealing)
