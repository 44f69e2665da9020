"""What a verifier says about honest credentials, and about the honest troubles they meet."""

import json
from dataclasses import replace
from datetime import timedelta

from laurel.bake import png
from laurel.did import key as did_key
from laurel.fetching import no_network
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import add_proof, vc_jwt
from laurel.verify import CHECKS, DEFAULT, PROOF_ONLY, Outcome, verify
from outside_world import KEY, LIST, NOW, SIGNED, UNIVERSITY, World, check, did_document, revocation_list, signed, with_status
from plain_badge import badge


def test_a_genuine_badge_of_a_known_issuer_is_accepted():
    report = check(with_status())

    assert (report.outcome, report.verdict, report.codes) == (Outcome.PASSED, "accept", ())
    assert tuple(each.name for each in report.checks) == CHECKS


def test_the_summary_says_what_the_badge_says():
    credential = check(signed()).credential

    assert credential.title == "Data stewardship"
    assert credential.issuer_id == UNIVERSITY
    assert credential.learner == "a@b.example"
    assert credential.criteria == "Six labs."
    assert [skill.name for skill in credential.skills] == ["EQF 6"]


def test_an_unknown_issuer_is_no_forger():
    report = check(signed(), trusted={})

    assert (report.outcome, report.verdict) == (Outcome.UNKNOWN, "warn")
    assert report["issuer_known"].code == "ISSUER_UNKNOWN"


def test_a_look_alike_name_is_told_apart():
    report = check(signed(), trusted={"did:web:real.example": "Coфийcки  Пpимep"})  # with Latin letters

    assert report["issuer_known"].code == "LOOKALIKE_NAME"


def test_an_unreachable_issuer_is_neither_right_nor_wrong():
    report = check(signed(), world=World({"https://uni.example/.well-known/did.json": None}))

    assert (report.outcome, report["issuer_key"].code) == (Outcome.UNKNOWN, "UNREACHABLE")
    assert report.verdict == "reject"  # nobody can say who signed, so nobody may rely on it


def test_an_unreachable_status_list_says_neither_valid_nor_revoked():
    report = check(with_status(), world=World({LIST: None}))

    assert (report.outcome, report.verdict, report["status"].code) == (Outcome.UNKNOWN, "warn", "UNREACHABLE")


def test_an_outdated_status_list_says_nothing():
    old = revocation_list(valid_until=NOW - timedelta(days=1))

    assert check(with_status(), world=World({LIST: old}))["status"].code == "LIST_OUT_OF_DATE"


def test_a_revoked_badge_is_refused():
    report = check(with_status(94567), world=World({LIST: revocation_list(94567)}))

    assert (report.outcome, report.codes) == (Outcome.FAILED, ("REVOKED",))


def test_a_neighbour_in_the_list_is_not_revoked():
    assert check(with_status(94567), world=World({LIST: revocation_list(94566, 94568)})).verdict == "accept"


def test_the_clock_may_be_five_minutes_off():
    assert check(signed(), at=SIGNED - timedelta(minutes=4)).verdict == "accept"
    assert check(signed(), at=SIGNED - timedelta(minutes=6))["validity"].code == "NOT_YET_VALID"


def test_a_key_retired_after_signing_still_counts():
    world = World({"https://uni.example/.well-known/did.json": did_document(expires=NOW)})

    report = check(signed(created=SIGNED - timedelta(days=9)), world=world, at=NOW + timedelta(days=1))

    assert (report["issuer_key"].outcome, report["issuer_key"].code) == (Outcome.PASSED, "KEY_RETIRED")


def test_a_did_key_issuer_needs_no_network():
    private = PrivateKey.from_seed(bytes(32))
    did = did_key.did_of(private.public)
    document = badge() | {"issuer": did}  # the issuer as a plain string
    text = json.dumps(add_proof(document, signer=LocalSigner(private, did_key.method_of(private.public)), created=SIGNED))

    report = verify(text, at=NOW, fetch=no_network, trusted={did: "Example"})

    assert report.verdict == "accept"


def test_a_token_is_verified_like_a_document():
    token = vc_jwt.sign(badge(), signer=LocalSigner(KEY, f"{UNIVERSITY}#key-1"))

    assert check(token).verdict == "accept"


def test_a_badge_picture_is_verified_like_its_text(tmp_path):
    picture = png.bake(_dot(), json.dumps(signed()))

    assert check(picture).verdict == "accept"


def test_all_proofs_of_a_set_are_checked():
    twice = add_proof(signed(), suite="eddsa-jcs-2022", signer=LocalSigner(KEY, f"{UNIVERSITY}#key-1"), created=SIGNED)

    assert check(twice).verdict == "accept"


def test_a_chain_of_proofs_holds():
    signer = LocalSigner(KEY, f"{UNIVERSITY}#key-1")
    first = add_proof(badge(), signer=signer, created=SIGNED, proof_id="urn:uuid:1")
    chained = add_proof(first, signer=signer, created=SIGNED, previous_proof="urn:uuid:1")

    assert check(chained).verdict == "accept"


def test_proof_only_never_vouches_for_the_issuer():
    report = check(signed(), policy=PROOF_ONLY)

    assert (report.outcome, report.verdict) == (Outcome.PASSED, "warn")
    assert "issuer_key" not in {each.name for each in report.checks}


def test_the_recipient_is_found_by_the_address():
    document = signed(credentialSubject=_subject("learner@uni.example"))

    assert check(document, recipient="learner@uni.example").verdict == "accept"
    assert check(document, recipient="other@uni.example")["recipient"].code == "RECIPIENT_NOT_MATCHED"


def test_a_report_speaks_both_languages_and_names_its_sources():
    for each in check(with_status(), world=World({LIST: None}), trusted={}).checks:
        assert each.title("en") != each.title("bg")
        assert each.say("en") != each.say("bg")
        assert each.source.startswith("https://")
        assert "{" not in each.say("en") + each.say("bg")


def test_a_report_survives_json():
    report = check(signed())

    assert json.loads(json.dumps(report.to_json()))["verdict"] == "accept"


def _subject(email: str) -> dict[str, object]:
    identity = {"type": "IdentityObject", "hashed": False, "identityHash": email, "identityType": "emailAddress"}
    return badge()["credentialSubject"] | {"identifier": [identity]}


def _dot() -> bytes:
    import io

    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (1, 1)).save(stream, "PNG")
    return stream.getvalue()


def test_a_site_that_checks_for_others_speaks_of_its_own_list():
    for trusted in ({UNIVERSITY: "Example University"}, {}, {"did:web:real.example": "Coфийcки  Пpимep"}):
        own = check(signed(), trusted=trusted)["issuer_known"]
        of_a_site = check(signed(), trusted=trusted, policy=replace(DEFAULT, voice="site"))["issuer_known"]

        assert (own.code, own.outcome) == (of_a_site.code, of_a_site.outcome)
        assert "your list" in own.say("en")
        assert "Ваши" in own.say("bg")
        assert "this site" in of_a_site.say("en")
        assert "този сайт" in of_a_site.say("bg")
