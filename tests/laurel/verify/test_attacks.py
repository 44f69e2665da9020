"""What a verifier refuses: every way to make somebody believe what the issuer never said."""

import copy
import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.keys import LocalSigner, base64url
from laurel.proofs import add_proof, vc_jwt
from laurel.proofs.jwt_claims import claims_of
from laurel.status import list as status_list
from laurel.verify import Outcome
from outside_world import (
    KEY,
    LIST,
    NOW,
    OTHER_KEY,
    SIGNED,
    STRANGER,
    STRANGER_SIGNER,
    UNIVERSITY,
    World,
    check,
    did_document,
    revocation_list,
    signed,
    with_status,
)
from plain_badge import badge


def test_refuses_a_changed_name():
    forged = signed()
    forged["credentialSubject"]["achievement"]["name"] = "Doctorate"

    report = check(forged)

    assert (report["proof"].outcome, report.verdict) == (Outcome.FAILED, "reject")


def test_refuses_a_stretched_validity():
    forged = signed(validUntil="2026-11-24T00:00:00Z") | {"validUntil": "2099-01-01T00:00:00Z"}

    assert check(forged)["proof"].outcome is Outcome.FAILED


def test_refuses_an_expired_badge():
    late = SIGNED + timedelta(days=2)

    assert check(signed(validUntil="2026-11-24T00:00:00Z"), at=late).codes == ("EXPIRED",)


def test_refuses_a_proof_that_is_past_its_own_expiry():
    old = signed()
    old["proof"][0]["expires"] = "2026-11-01T00:00:00Z"

    assert check(old)["validity"].code == "EXPIRED"


def test_refuses_a_strangers_key_for_the_universitys_name():
    assert check(signed(STRANGER_SIGNER)).codes == ("ISSUER_BINDING",)


def test_refuses_a_strangers_key_under_the_universitys_key_name():
    assert check(signed(LocalSigner(OTHER_KEY, f"{UNIVERSITY}#key-1")))["proof"].outcome is Outcome.FAILED


def test_refuses_a_document_that_claims_another_controller():
    claimed = did_document(STRANGER, OTHER_KEY)
    claimed["verificationMethod"][0]["controller"] = UNIVERSITY

    world = World({"https://stranger.example/.well-known/did.json": claimed})

    assert check(signed(STRANGER_SIGNER, issuer=STRANGER), world=world)["issuer_key"].code == "KEY_NOT_FOUND"


def test_refuses_a_key_that_is_not_for_assertion():
    document = did_document() | {"assertionMethod": []}

    world = World({"https://uni.example/.well-known/did.json": document})

    assert check(signed(), world=world).codes == ("KEY_NOT_FOUND",)


def test_refuses_a_signature_made_after_the_key_was_revoked():
    world = World({"https://uni.example/.well-known/did.json": did_document(revoked=SIGNED - timedelta(days=1))})

    assert check(signed(), world=world).codes == ("KEY_REVOKED",)


def test_a_signature_that_only_claims_to_be_older_than_the_revocation_is_never_accepted():
    world = World({"https://uni.example/.well-known/did.json": did_document(revoked=SIGNED)})

    report = check(signed(created=SIGNED - timedelta(days=30)), world=world, at=NOW + timedelta(days=1))

    assert (report.outcome, report.verdict, report.codes) == (Outcome.UNKNOWN, "warn", ("KEY_REVOKED_SINCE",))


def test_refuses_a_signature_made_after_the_key_expired():
    world = World({"https://uni.example/.well-known/did.json": did_document(expires=SIGNED - timedelta(days=1))})

    assert check(signed(), world=world).codes == ("KEY_EXPIRED",)


def test_refuses_a_signature_from_the_future():
    assert check(signed(created=NOW + timedelta(hours=1)))["validity"].code == "SIGNED_IN_THE_FUTURE"


def test_refuses_a_proof_for_another_purpose():
    document = add_proof(badge(), signer=LocalSigner(KEY, f"{UNIVERSITY}#key-1"), created=SIGNED, purpose="authentication")

    assert check(document)["proof"].code == "PROOF_PURPOSE"


def test_refuses_a_forged_proof_beside_a_good_one():
    document = signed()
    document["proof"].append(document["proof"][0] | {"created": "2026-11-23T11:00:00Z"})

    assert check(document)["proof"].outcome is Outcome.FAILED


def test_an_unknown_proof_beside_a_good_one_is_not_skipped():
    document = signed()
    document["proof"].append(document["proof"][0] | {"cryptosuite": "tomorrow-2099"})

    report = check(document)

    assert (report["proof"].code, report.verdict) == ("UNSUPPORTED", "reject")


def test_refuses_nine_proofs():
    document = signed()
    document["proof"] *= 9

    assert check(document)["proof"].code == "LIMITS"


@pytest.mark.parametrize("proof", [None, {}, [], "x", [None], [[]], 5])
def test_refuses_a_badge_without_a_real_proof(proof):
    assert check(badge() | {"proof": proof}).verdict == "reject"


@pytest.mark.parametrize(
    "added",
    [
        {"honours": "summa cum laude"},
        {"@nest": {"validUntil": "2020-01-01T00:00:00Z"}},
        {"https://www.w3.org/2018/credentials#validUntil": "2020-01-01T00:00:00Z"},
        {"_:grade": "A"},
        {"evidence": None},
        {"evidence": []},
        {"@graph": []},
        {"name": {"@value": "x", "@language": "en", "@direction": "rtl"}},
    ],
)
def test_refuses_what_a_signature_does_not_cover(added):
    report = check(signed() | added)

    assert report["schema"].outcome is Outcome.FAILED
    assert report.verdict == "reject"


@pytest.mark.parametrize(
    "context",
    [
        [],
        {},
        "https://www.w3.org/ns/credentials/v2",
        ["https://www.w3.org/ns/credentials/v2", {"name": "https://evil.example/name"}],
        ["https://www.w3.org/ns/credentials/v2", None],
        ["https://www.w3.org/ns/credentials/v2", "https://evil.example/context.json"],
        list(reversed(badge()["@context"])),
    ],
)
def test_refuses_contexts_that_could_change_the_words(context):
    world = World()

    assert check(signed() | {"@context": context}, world=world).verdict == "reject"
    assert not [url for url in world.asked if "evil" in url]


def _with_jwk(key, *, signer):
    claims = claims_of(badge())
    parts = ({"alg": "EdDSA", "typ": "JWT", "jwk": key.public.to_jwk()}, claims)
    text = ".".join(base64url.encode(json.dumps(part).encode()) for part in parts)
    return f"{text}.{base64url.encode(signer.sign(text.encode()))}"


def test_a_token_that_brings_the_issuers_own_key_is_accepted():
    assert check(_with_jwk(KEY, signer=KEY)).verdict == "accept"


def test_refuses_a_token_that_brings_a_key_of_its_own():
    assert check(_with_jwk(OTHER_KEY, signer=OTHER_KEY)).codes == ("KEY_NOT_FOUND",)
    assert check(_with_jwk(KEY, signer=OTHER_KEY))["proof"].outcome is Outcome.FAILED
    nowhere = World({"https://uni.example/.well-known/did.json": did_document() | {"assertionMethod": []}})
    assert check(_with_jwk(KEY, signer=KEY), world=nowhere).codes == ("KEY_NOT_FOUND",)


def test_refuses_a_status_list_of_another_issuer():
    foreign = revocation_list(issuer=STRANGER, signer=STRANGER_SIGNER)

    assert check(with_status(), world=World({LIST: foreign}))["status"].outcome is Outcome.FAILED


def test_refuses_a_status_list_signed_by_a_stranger():
    forged = revocation_list(signer=STRANGER_SIGNER)

    assert check(with_status(), world=World({LIST: forged}))["status"].code == "LIST_NOT_SIGNED"


def test_refuses_a_status_list_with_a_bit_cleared_later():
    honest, forged = revocation_list(94567), revocation_list(94567)
    forged["credentialSubject"]["encodedList"] = revocation_list()["credentialSubject"]["encodedList"]

    assert check(with_status(), world=World({LIST: honest}))["status"].code == "REVOKED"
    assert check(with_status(), world=World({LIST: forged}))["status"].code == "LIST_NOT_SIGNED"


def test_refuses_the_list_of_another_address():
    elsewhere = revocation_list(url="https://uni.example/status/old")

    assert check(with_status(), world=World({LIST: elsewhere}))["status"].outcome is Outcome.FAILED


def test_refuses_a_list_for_another_purpose():
    other = revocation_list(purpose="suspension")

    assert check(with_status(), world=World({LIST: other}))["status"].code == "STATUS_VERIFICATION_ERROR"


@pytest.mark.parametrize("index", ["٥", " 5", "1_0", "-1", "+1", "05", "5.0", "", "131072", "99999999999"])
def test_refuses_an_odd_status_index(index):
    entry = status_list.entry(LIST, 5) | {"statusListIndex": index}

    assert check(signed(credentialStatus=entry)).verdict == "reject"


@pytest.mark.parametrize(
    "url",
    [
        "http://uni.example/status/1",
        "https://127.0.0.1/l",
        "https://[::1]/l",
        "https://0x7f000001/",
        "https://uni.example:22/",
        "file:///etc/passwd",
    ],
)
def test_refuses_to_ask_an_inner_address(url):
    world = World()

    report = check(signed(credentialStatus=status_list.entry(LIST, 5) | {"statusListCredential": url}), world=world)

    assert report.verdict == "reject"
    assert url not in world.asked


def test_a_forgers_status_list_is_not_asked():
    world = World()
    forged = with_status()
    forged["name"] = "Doctorate"

    check(forged, world=world)

    assert LIST not in world.asked


def test_refuses_to_ask_more_than_eight_addresses():
    world = World()
    entries = [status_list.entry(f"https://uni.example/status/{number}", 5) for number in range(2, 30)]

    report = check(signed(credentialStatus=entries), world=world)

    assert len(world.asked) <= 8
    assert report.verdict != "accept"


def test_refuses_a_token_whose_only_key_is_its_own():
    token = vc_jwt.sign(badge(), signer=LocalSigner(OTHER_KEY, f"{STRANGER}#key-1"))

    assert check(token).codes == ("ISSUER_BINDING",)


@pytest.mark.parametrize(
    "text", ["", " ", "[]", "{}", "null", '"x"', "{", "a.b.c", "a.b.c~", "<svg/>", "%PDF-1.7", "\x89PNG\r\n\x1a\n", "\ud800"]
)
def test_refuses_what_is_no_credential(text):
    report = check(text)

    assert report.verdict == "reject"
    assert report.outcome is not Outcome.PASSED


@given(st.binary(max_size=300))
def test_never_raises_for_any_bytes(content):
    assert check(content).verdict == "reject"


@given(st.data())
def test_refuses_every_changed_leaf(data):
    document = signed()
    path = data.draw(st.sampled_from(list(_leaves(document))))
    changed = copy.deepcopy(document)
    _change(
        changed,
        path,
        data.draw(st.one_of(st.text(max_size=8), st.integers(), st.booleans(), st.none(), st.just([]), st.just({}))),
    )

    if changed != document:
        assert check(changed).verdict == "reject"


@given(st.data())
def test_never_accepts_a_text_with_one_byte_changed(data):
    content = bytearray(json.dumps(signed()).encode())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] = data.draw(st.integers(0, 255))

    report = check(bytes(content))

    try:
        same = json.loads(content) == signed()
    except ValueError:
        same = False
    assert same or report.verdict == "reject"


def _leaves(value, path=()):
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, child in children:
        if isinstance(child, dict | list):
            yield from _leaves(child, (*path, name))
        else:
            yield (*path, name)


def _change(document, path, value):
    for step in path[:-1]:
        document = document[step]
    document[path[-1]] = value


def test_refuses_to_reassure_about_the_issuer_of_a_changed_badge():
    """Whose key a broken signature names proves nothing, so nothing beside it says yes."""
    forged = signed()
    forged["credentialSubject"]["achievement"]["name"] = "Doctorate"

    report = check(forged)

    assert report["issuer_key"].code == report["issuer_known"].code == "SIGNATURE_BROKEN"
    assert report["issuer_key"].outcome is report["issuer_known"].outcome is Outcome.UNKNOWN
