"""What a report says of proofs that lead to a blockchain: three outcomes, and never more than the chain says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

import outside_world
from anchoring import ACCOUNT, ANCHOR, AT, PROFILE, Blockchain, anchored, blockcert, merkle_alone, profile, salted
from laurel.anchors.chains import MOCKNET, Chain
from laurel.anchors.evm import EvmReader
from laurel.anchors.transactions import ChainReader, no_chain
from laurel.did.document import method_for
from laurel.errors import Phrase, UnreachableError
from laurel.keys import LocalSigner
from laurel.proofs import add_proof
from laurel.proofs.merkle_proof_2019 import AnchoredBatch, ChainAnchor
from laurel.verify import DEFAULT, GENERIC, Outcome, Report
from local_chain import CHAIN, LocalChain
from outside_world import KEY, UNIVERSITY, World, did_document

STRANGER = "0x" + "1" * 40
LATER = AT + timedelta(hours=1)


def check(document: Any, *, chain: ChainReader = no_chain, **rest: Any) -> Report:
    return outside_world.check(document, chain=chain, **({"at": LATER} | rest))


def check_blockcert(document: Any, *, published: dict[str, Any] | None = None, more: Any = None, **rest: Any) -> Report:
    world = World({PROFILE: profile() if published is None else published} | (more or {}))
    return check(document, world=world, policy=GENERIC, trusted={PROFILE: "Sofia"}, **rest)


# a signed badge with an anchor


def test_a_signed_badge_with_its_anchor_is_accepted_on_the_chains_word():
    chain = Blockchain()
    [badge] = anchored(salted())

    report = check(chain.hold(badge), chain=chain)

    assert report.verdict == "accept"
    assert report["anchor"].code == "ANCHORED"
    assert report["anchor"].facts["when"] == "2026-11-24T12:00:00Z"
    assert "Ethereum (sepolia)" in report["anchor"].say("en")
    assert report["issuer_key"].code == "OK"


@pytest.mark.parametrize("chain", [no_chain, Blockchain()])
def test_without_the_chains_word_the_anchor_is_unknown_and_the_signature_stands(chain):
    [badge] = anchored(salted())

    report = check(badge, chain=chain)

    assert report["anchor"].outcome is Outcome.UNKNOWN
    assert report["anchor"].code in ("UNREACHABLE", "TRANSACTION_NOT_FOUND")
    assert (report.verdict, report.authentic) == ("warn", True)


def test_a_real_chain_answers():
    chain = LocalChain()
    batch = AnchoredBatch()
    badges = [salted(number) for number in range(3)]
    places = [batch.add(badge) for badge in badges]
    way = chain.anchor()
    prepared = way.prepare(batch.root)
    way.send(prepared)
    found = way.wait(prepared)
    anchor = ChainAnchor(CHAIN, prepared.transaction)
    rest = {"verification_method": f"{UNIVERSITY}#chain-1", "created": found.time}

    for badge, place in zip(badges, places, strict=True):
        document = batch.finish(badge, place, anchors=[anchor], **rest)
        report = check(document, chain=EvmReader({CHAIN: chain.provider}), at=found.time)
        assert (report.verdict, report["anchor"].code) == ("accept", "ANCHORED")


def test_refuses_a_transaction_that_holds_something_else():
    chain = Blockchain(payload=bytes(32))
    [badge] = anchored(salted())

    report = check(chain.hold(badge), chain=chain)

    assert (report.verdict, report["anchor"].code) == ("reject", "ANCHOR_MISMATCH")


def test_refuses_an_anchor_from_after_the_moment_asked_about():
    chain = Blockchain(time=LATER + timedelta(minutes=6))
    [badge] = anchored(salted())

    assert check(chain.hold(badge), chain=chain)["anchor"].code == "ANCHORED_LATER"


def test_an_anchor_that_is_not_deep_enough_is_unknown():
    chain = Blockchain(confirmations=2)
    [badge] = anchored(salted())

    report = check(chain.hold(badge), chain=chain, policy=replace(DEFAULT, confirmations=3))

    assert (report["anchor"].outcome, report["anchor"].code) == (Outcome.UNKNOWN, "ANCHOR_PENDING")
    assert "2 of 3" in report["anchor"].details[0].en


def test_refuses_an_anchor_that_was_made_for_a_trial():
    [badge] = anchored(salted(), anchor=ChainAnchor(MOCKNET, "for testing only"))

    report = check(badge, chain=Blockchain())

    assert (report.verdict, report["anchor"].code) == ("reject", "ANCHOR_TRIAL")


def test_refuses_a_changed_badge_without_asking_the_chain():
    chain = Blockchain()
    [badge] = anchored(salted())

    report = check(chain.hold(badge) | {"name": "Doctor"}, chain=chain)

    assert report.verdict == "reject"
    assert report["anchor"].code == "NOT_CHECKED"
    assert chain.asked == []


def test_a_false_anchor_beside_a_true_one_takes_nothing_away():
    chain = Blockchain()
    batch = AnchoredBatch()
    badge = salted()
    anchors = [ChainAnchor(Chain.named("eth:mainnet"), "0x" + "cd" * 32), ANCHOR]
    place = batch.add(badge)
    document = batch.finish(badge, place, anchors=anchors, verification_method="did:web:uni.example#x", created=AT)
    chain.hold(document)
    del chain.transactions["eth:mainnet", "0x" + "cd" * 32]

    assert check(document, chain=chain)["anchor"].code == "ANCHORED"


@pytest.mark.parametrize(
    ("anchored_at", "verdict", "code"), [(AT, "accept", "KEY_REVOKED_AFTER"), (LATER, "warn", "KEY_REVOKED_SINCE")]
)
def test_an_anchor_proves_that_a_signature_is_older_than_the_revocation_of_its_key(anchored_at, verdict, code):
    chain = Blockchain(time=anchored_at)
    [badge] = anchored(salted())
    revoked = did_document(revoked=AT + timedelta(minutes=30))
    world = World({"https://uni.example/.well-known/did.json": revoked})

    report = check(chain.hold(badge), chain=chain, world=world)

    assert (report.verdict, report["issuer_key"].code) == (verdict, code)
    assert report["issuer_key"].say("bg")


def test_refuses_to_date_a_signature_by_an_anchor_that_does_not_cover_it():
    chain = Blockchain()
    early = anchored(salted())[0]
    late = add_proof(chain.hold(early), signer=LocalSigner(KEY, f"{UNIVERSITY}#key-1"), created=AT)
    world = World({"https://uni.example/.well-known/did.json": did_document(revoked=AT + timedelta(minutes=30))})

    report = check(late, chain=chain, world=world)

    assert report["issuer_key"].code == "KEY_REVOKED_SINCE"


def test_refuses_more_anchored_proofs_than_any_credential_needs():
    [badge] = anchored(salted())
    many = badge | {"proof": [badge["proof"][0], *[badge["proof"][1]] * 3]}

    assert check(many)["proof"].code == "LIMITS"


# a credential that bears nothing but an anchor


def test_a_blockcert_is_accepted_when_the_issuers_own_account_anchored_it():
    chain = Blockchain()

    report = check_blockcert(chain.hold(merkle_alone(blockcert())), chain=chain)

    assert report.verdict == "accept"
    assert [report[name].code for name in ("proof", "issuer_key", "anchor")] == ["FITS_ANCHOR", "ANCHORED", "ANCHORED"]


@pytest.mark.parametrize("chain", [no_chain, Blockchain()])
def test_refuses_to_accept_a_blockcert_without_the_chains_word(chain):
    report = check_blockcert(merkle_alone(blockcert()), chain=chain)

    assert report.verdict == "reject"
    assert report.outcome is Outcome.UNKNOWN
    assert (report["issuer_key"].code, report.authentic) == ("ANCHOR_OPEN", False)


def test_refuses_a_blockcert_that_somebody_else_anchored():
    chain = Blockchain(sender=STRANGER)

    report = check_blockcert(chain.hold(merkle_alone(blockcert())), chain=chain)

    assert (report.verdict, report["issuer_key"].code) == ("reject", "ANCHOR_OF_ANOTHER")
    assert STRANGER in report["issuer_key"].say("en")


@pytest.mark.parametrize(
    ("life", "code"),
    [
        ({"created": "2026-11-24T13:00:00Z"}, "ANCHORED_BEFORE_KEY"),
        ({"revoked": "2026-11-24T11:00:00+0000"}, "KEY_REVOKED"),
        ({"expires": "2026-11-24"}, "KEY_EXPIRED"),
    ],
)
def test_refuses_an_account_outside_its_life(life, code):
    chain = Blockchain()
    published = profile(publicKey=[{"id": f"ecdsa-koblitz-pubkey:{ACCOUNT}"} | life])

    report = check_blockcert(chain.hold(merkle_alone(blockcert())), chain=chain, published=published)

    assert (report.verdict, report["issuer_key"].code) == ("reject", code)


def test_an_account_that_was_retired_later_still_counts():
    chain = Blockchain()
    published = profile(publicKey=[{"id": f"ecdsa-koblitz-pubkey:{ACCOUNT}", "revoked": "2026-11-24T12:30:00Z"}])

    assert check_blockcert(chain.hold(merkle_alone(blockcert())), chain=chain, published=published).verdict == "accept"


def test_an_account_may_stand_in_a_did_document_for_its_own_chain():
    chain = Blockchain()
    document = chain.hold(merkle_alone(blockcert(issuer=UNIVERSITY)))
    method = {
        "id": f"{UNIVERSITY}#chain-1",
        "type": "EcdsaSecp256k1RecoveryMethod2020",
        "controller": UNIVERSITY,
        "blockchainAccountId": f"eip155:11155111:{ACCOUNT}",
    }
    published = {"id": UNIVERSITY, "verificationMethod": [method], "assertionMethod": [method["id"]]}
    world = World({"https://uni.example/.well-known/did.json": published})

    assert check(document, chain=chain, world=world, policy=GENERIC).verdict == "accept"
    method["blockchainAccountId"] = f"eip155:1:{ACCOUNT}"
    assert check(document, chain=chain, world=world, policy=GENERIC)["issuer_key"].code == "ANCHOR_OF_ANOTHER"


def test_an_issuer_that_does_not_answer_leaves_it_open():
    chain = Blockchain()

    report = check(chain.hold(merkle_alone(blockcert())), chain=chain, policy=GENERIC)

    assert (report.verdict, report["issuer_key"].code) == ("reject", "UNREACHABLE")
    assert report.outcome is Outcome.UNKNOWN


def test_refuses_a_profile_of_somebody_else():
    chain = Blockchain()

    report = check_blockcert(
        chain.hold(merkle_alone(blockcert())), chain=chain, published=profile(id="https://stranger.example/profile.json")
    )

    assert (report.verdict, report["issuer_key"].code) == ("reject", "DID_RESOLUTION")


LIST = "https://uni.example/revoked.json"


@pytest.mark.parametrize(
    ("entries", "verdict"),
    [
        ([], "accept"),
        ([{"id": "urn:uuid:other", "revocationReason": "error"}], "accept"),
        ([{"id": "urn:uuid:8d5be4a1-0000-4000-8000-00000000000b"}], "reject"),
        (["urn:uuid:8d5be4a1-0000-4000-8000-00000000000b"], "reject"),
        ([{"id": ["x"]}, 5, None], "accept"),
    ],
)
def test_the_issuers_list_of_revoked_credentials_is_read(entries, verdict):
    chain = Blockchain()

    report = check_blockcert(
        chain.hold(merkle_alone(blockcert())),
        chain=chain,
        published=profile(revocationList=LIST),
        more={LIST: {"type": "RevocationList", "revokedAssertions": entries}},
    )

    assert report.verdict == verdict
    assert "RevocationList" in report["status"].source


@pytest.mark.parametrize("address", [LIST, "http://uni.example/list", 5])
def test_a_list_that_cannot_be_read_is_unknown(address):
    chain = Blockchain()

    report = check_blockcert(chain.hold(merkle_alone(blockcert())), chain=chain, published=profile(revocationList=address))

    assert (report.verdict, report["status"].outcome) == ("warn", Outcome.UNKNOWN)


def test_refuses_an_edited_blockcert():
    chain = Blockchain()
    document = chain.hold(merkle_alone(blockcert()))
    display = document["display"] | {"content": "<p>Doctor</p>"}

    report = check_blockcert(document | {"display": display}, chain=chain)

    assert (report.verdict, report["proof"].code) == ("reject", "PROOF_VERIFICATION_ERROR")


def test_refuses_a_text_whose_direction_the_anchor_does_not_cover():
    name = {"@value": "شهادة", "@language": "ar", "@direction": "rtl"}
    document = merkle_alone(blockcert()) | {"name": name}

    report = check_blockcert(document, chain=Blockchain())

    assert (report.verdict, report["proof"].code) == ("reject", "DATA_LOSS")


def test_a_witness_beside_the_anchor_does_not_stand_in_for_the_issuer():
    chain = Blockchain()
    signed = add_proof(blockcert(), signer=outside_world.STRANGER_SIGNER, created=AT, contexts=GENERIC.contexts)
    document = merkle_alone(signed)

    assert check_blockcert(chain.hold(document), chain=chain)["issuer_key"].code == "ANCHORED"
    assert check_blockcert(chain.hold(document, sender=STRANGER), chain=chain)["issuer_key"].code == "ANCHOR_OF_ANOTHER"


def test_a_report_speaks_both_languages_and_names_the_source_of_the_anchor():
    chain = Blockchain()
    [badge] = anchored(salted())

    found = check(chain.hold(badge), chain=chain)["anchor"]

    assert found.title("en") == "Does a blockchain vouch for it?"
    assert "Ethereum (sepolia)" in found.say("bg")
    assert found.source == "https://w3c-ccg.github.io/lds-merkle-proof-2019/#verification"


def test_a_chain_that_fails_decides_nothing():
    def fails(chain: Chain, transaction: str, /) -> Any:
        raise UnreachableError(url=str(chain), why=Phrase("the node is ill", "възелът е болен"))

    [badge] = anchored(salted())

    assert check(badge, chain=fails)["anchor"].outcome is Outcome.UNKNOWN


def test_a_key_that_is_only_called_an_account_is_none():
    chain = Blockchain()
    method = method_for(UNIVERSITY, "chain-1", KEY.public)
    published = {
        "id": UNIVERSITY,
        "verificationMethod": [
            {"id": method.id, "type": "Multikey", "controller": UNIVERSITY, "publicKeyMultibase": KEY.public.to_multikey()}
        ],
        "assertionMethod": [method.id],
    }
    document = chain.hold(merkle_alone(blockcert(issuer=UNIVERSITY)))

    report = check(document, chain=chain, world=World({"https://uni.example/.well-known/did.json": published}), policy=GENERIC)

    assert report["issuer_key"].code == "ANCHOR_OF_ANOTHER"
