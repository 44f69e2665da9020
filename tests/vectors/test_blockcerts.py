"""The published Blockcerts: what can be known of each without a blockchain, why each bad one is refused, and every file named.

The fixtures are those of cert-verifier-js, and two that cert-issuer made on a mock chain.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from anchoring import Blockchain, blockcert, merkle_alone
from laurel.anchors.chains import Chain
from laurel.anchors.transactions import ChainReader, no_chain
from laurel.did.accounts import accounts_of
from laurel.errors import Phrase, UnreachableError
from laurel.fetching import Fetched
from laurel.proofs.merkle_proof_2019 import ChainAnchor, Receipt
from laurel.verify import DEFAULT, GENERIC, Report, verify
from laurel.verify.presentation import verify_presentation
from shared import SHARED, needs_shared

pytestmark = needs_shared

HOME = SHARED / "vectors" / "blockcerts"
AT = datetime(2026, 11, 25, tzinfo=UTC)
BLOCKCERTS = "https://www.blockcerts.org/samples/3.0/issuer-blockcerts.json"
PLAIN = ("OK", "NO_STATUS", "AS_DATA_MODEL", "NOT_CHECKED")
CODES = ("structure", "schema", "proof", "issuer_key", "validity", "status", "anchor")


@dataclass(frozen=True)
class Expected:
    """What the report says offline: the verdict, and the code of each check that was made and is not plainly passed."""

    verdict: str
    codes: dict[str, str] = field(default_factory=dict)
    words: str = ""
    """What the reasons have to say."""


OPEN = {"proof": "FITS_ANCHOR", "issuer_key": "ANCHOR_OPEN", "anchor": "UNREACHABLE"}
TRIAL = {"proof": "FITS_ANCHOR", "issuer_key": "ANCHOR_OPEN", "anchor": "ANCHOR_TRIAL"}
EDITED = {"proof": "PROOF_VERIFICATION_ERROR", "issuer_key": "ANCHOR_OPEN"}
UNCOVERED = {"proof": "DATA_LOSS", "issuer_key": "ANCHOR_OPEN"}

CREDENTIALS: dict[str, Expected] = {
    # good: everything that can be known offline holds; only the chain, or a suite we do not know, is left open
    "testnet-v3-did.json": Expected("reject", OPEN),
    "cert-rl-status-list-2021.json": Expected("reject", OPEN | {"status": "UNSUPPORTED"}, "StatusList2021Entry"),
    "proof-chain-example-ed25519.json": Expected("warn", {"anchor": "UNREACHABLE"}),
    "mocknet-v3-valid.json": Expected("reject", {"proof": "UNSUPPORTED"}, "EcdsaSecp256k1Signature2019"),
    "proof-chain-example-secp256k1.json": Expected("reject", {"proof": "UNSUPPORTED"}, "EcdsaSecp256k1Signature2019"),
    "ecdsa-sd-2023-derived-credential.json": Expected(
        "reject",
        {"issuer_key": "UNSUPPORTED", "validity": "END_MAY_BE_WITHHELD"},
        "secp256k1",
    ),
    # good for whoever tries Blockcerts out: no chain stands behind a mock one, so anybody could have made them
    "generated-cert-issuer-3.13.1-mockchain.json": Expected("reject", TRIAL),
    "mocknet-vc-v2-credential-schema.json": Expected("reject", TRIAL),
    "mocknet-vc-v2-data-integrity-proof.json": Expected("reject", TRIAL),
    "mocknet-vc-v2-data-integrity-proof-multiple-signatures.json": Expected("reject", TRIAL),
    "mocknet-vc-v2-data-integrity-proof-multiple-signatures-non-chained.json": Expected("reject", TRIAL),
    "mocknet-vc-v2-name-description.json": Expected("reject", TRIAL),
    "mocknet-vc-v2-validFrom-valid.json": Expected("reject", TRIAL),
    # the schema of somebody else is not fetched: the report says that it was not judged
    "mocknet-vc-v2-credential-schema-invalid.json": Expected("reject", TRIAL),
    # bad, each for its own reason
    "cert-rl-status-list-2021-revoked.json": Expected("reject", OPEN | {"status": "UNSUPPORTED"}, "StatusList2021Entry"),
    "cert-rl-status-list-2021-suspended.json": Expected("reject", OPEN | {"status": "UNSUPPORTED"}, "StatusList2021Entry"),
    "mocknet-vc-v2-invalid-date-format.json": Expected("reject", TRIAL | {"validity": "DATE_MALFORMED"}),
    "mocknet-vc-v2-validFrom-not-yet-valid.json": Expected("reject", TRIAL | {"validity": "NOT_YET_VALID"}),
    "mocknet-vc-v2-validUntil-expired.json": Expected("reject", TRIAL | {"validity": "EXPIRED"}),
    "testnet-v3--no-did.json": Expected("reject", EDITED),
    "ecdsa-sd-2023-signed-credential.json": Expected(
        "reject",
        {"proof": "PROOF_FORMAT", "validity": "END_MAY_BE_WITHHELD"},
        "base proof",
    ),
    # what a hash does not cover, somebody could have written later: some of it goes through elsewhere
    "testnet-v3--tampered.json": Expected("reject", UNCOVERED | {"schema": "DATA_MODEL"}, "absolute IRI"),
    "blockcerts-3.0-beta.json": Expected("reject", UNCOVERED | {"schema": "DATA_LOSS"}, "/display/content"),
    "blockcerts-3.0-beta-did-ethereum-ropsten.json": Expected("reject", UNCOVERED | {"schema": "DATA_MODEL"}, "STUDENTS-NAME"),
    "mocknet-vc-v2-name-description-multilingual.json": Expected("reject", UNCOVERED, "direction rtl"),
    "mocknet-vc-v2-credential-subject-array.json": Expected("reject", UNCOVERED | {"schema": "DATA_LOSS"}, "keyword"),
    # a context of nobody's: whoever has it can give it
    "blockcerts-3.0-alpha.json": Expected("reject", {"structure": "UNSUPPORTED"}, "credentials/examples/v1"),
}
PRESENTATIONS: dict[str, str] = {
    "mocknet-verifiable-presentation.json": "UNSUPPORTED",
    "mocknet-verifiable-presentation-failing-credential.json": "UNSUPPORTED",
    "mocknet-verifiable-presentation-tampered.json": "UNSUPPORTED",
    "vp-eddsa-rdfc-2022.json": "MEANT_FOR_ANOTHER",
}
PROFILES: dict[str, int] = {
    "profiles/generated-issuer.json": 1,
    "profiles/hyland-issuer-profile-mocknet-merkleproof2019.json": 2,
    "profiles/hyland-issuer-profile-secp256k1.json": 1,
    "profiles/issuer-blockcerts.json": 9,
    "profiles/issuer-blockcerts-v1.json": 1,
    "profiles/issuer-blockcerts-v2a.json": 2,
}
LISTS = ("profiles/blockcerts-status-list-2021.json", "profiles/blockcerts-status-list-2021-suspension.json")
REVOCATIONS = "profiles/generated-revocation.json"


@cache
def read(name: str) -> Any:
    return json.loads((HOME / name).read_bytes())


def fetch(url: str, *, limit: int) -> Fetched:
    """The web as the fixtures have it: profiles and lists at their own addresses."""
    for name in (*PROFILES, *LISTS, REVOCATIONS):
        if read(name)["id"] == url:
            return Fetched(body=(HOME / name).read_bytes()[:limit])
    raise UnreachableError(url=url, why=Phrase("it is not among the fixtures", "не е сред примерите"))


def check(document: Any, *, chain: ChainReader = no_chain, policy: Any = GENERIC, **rest: Any) -> Report:
    return verify(json.dumps(document), at=AT, fetch=fetch, policy=policy, chain=chain, **rest)


def reasons(report: Any) -> str:
    return " ".join(each.en for check in report.checks for each in check.details)


def test_every_file_is_accounted_for():
    found = {path.relative_to(HOME).as_posix() for path in Path(HOME).rglob("*") if path.is_file()}

    assert found == {*CREDENTIALS, *PRESENTATIONS, *PROFILES, *LISTS, REVOCATIONS}


@pytest.mark.parametrize("name", CREDENTIALS)
def test_what_can_be_known_offline_is_said_and_no_more(name: str):
    expected = CREDENTIALS[name]

    report = check(read(name))

    told = {each.name: each.code for each in report.checks if each.name in CODES and each.code not in PLAIN}
    if "structure" in expected.codes:
        told = {"structure": told["structure"]}
    assert (report.verdict, told) == (expected.verdict, expected.codes), reasons(report)
    assert expected.words in reasons(report)


@pytest.mark.parametrize("name", CREDENTIALS)
def test_refuses_each_of_them_as_a_badge(name: str):
    assert check(read(name), policy=DEFAULT).verdict == "reject"


def anchored_names() -> list[str]:
    return [name for name, expected in CREDENTIALS.items() if expected.codes.get("proof") == "FITS_ANCHOR"]


@pytest.mark.parametrize("name", anchored_names())
def test_refuses_every_edit_of_a_published_one(name: str):
    document = read(name)

    for edit in (
        {"id": "urn:uuid:other"},
        {"issuer": "https://stranger.example"},
        {"credentialSubject": {"id": "did:example:eve"}},
    ):
        assert check(document | edit)["proof"].code == "PROOF_VERIFICATION_ERROR"
    assert check(document | {"honours": "cum laude"})["proof"].code == "DATA_LOSS"


def test_the_receipts_of_both_encodings_lead_to_their_roots():
    for name in CREDENTIALS:
        proofs = read(name)["proof"]
        for proof in proofs if isinstance(proofs, list) else [proofs]:
            if "erkle" in proof.get("chainedProofType", proof.get("cryptosuite", proof["type"])):
                assert Receipt.parse(proof["proofValue"]).leads_to_root(), name


CHAIN_SAID = {  # sender of the transaction, and what becomes of the credential then
    "cert-rl-status-list-2021.json": ("mgdWjvq4RYAAP5goUNagTRMx7Xw534S5am", "ANCHORED"),
    "cert-rl-status-list-2021-revoked.json": ("mkAvTwCYUyVk3rncFVCTJt1HUDsApVezhP", "ANCHOR_OF_ANOTHER"),
    "testnet-v3-did.json": ("mgdWjvq4RYAAP5goUNagTRMx7Xw534S5am", "UNSUPPORTED"),  # did:ion
}


@pytest.mark.parametrize("name", CHAIN_SAID)
def test_with_the_chains_word_the_sender_decides_whose_it_is(name: str):
    sender, code = CHAIN_SAID[name]
    document = read(name) | {"proof": [read(name)["proof"]]}
    chain = Blockchain(sender=sender, time=datetime(2023, 3, 30, tzinfo=UTC))

    report = check(chain.hold(document), chain=chain)

    assert (report["anchor"].code, report["issuer_key"].code) == ("ANCHORED", code)


def test_an_anchor_of_others_dates_the_issuers_signature():
    document = read("proof-chain-example-ed25519.json")
    chain = Blockchain(time=datetime(2022, 5, 3, 13, tzinfo=UTC))

    report = check(chain.hold(document), chain=chain, trusted={document["issuer"]: "known"})

    assert (report.verdict, report["issuer_key"].code, report["anchor"].facts["when"]) == (
        "accept",
        "OK",
        "2022-05-03T13:00:00Z",
    )


@pytest.mark.parametrize("name", PRESENTATIONS)
def test_refuses_presentations_that_are_for_nobody(name: str):
    text = (HOME / name).read_text()

    report = verify_presentation(text, challenge="c", domain="uni.example", at=AT, fetch=fetch, policy=GENERIC)

    assert report.verdict == "reject"
    assert PRESENTATIONS[name] in report.codes


@pytest.mark.parametrize("name", PROFILES)
def test_the_accounts_of_every_published_profile_are_read(name: str):
    document = read(name)

    assert len(list(accounts_of(document, issuer=document["id"]))) == PROFILES[name]


def test_the_address_of_a_published_key_is_the_one_that_is_listed():
    accounts = list(accounts_of(read("profiles/issuer-blockcerts.json"), issuer=BLOCKCERTS))

    listed = {account.address for account in accounts if account.created is not None}
    assert listed & {account.address for account in accounts if account.created is None} == {
        "0x40Cf9B7DB6FCc742ad0a76B8588C7f8De2b54a60"
    }


@pytest.mark.parametrize("name", LISTS)
def test_a_list_under_a_suite_that_we_do_not_know_says_nothing(name: str):
    assert check(read(name))["structure"].code == "UNSUPPORTED"


@pytest.mark.parametrize(
    ("revoked", "verdict"), [([], "accept"), ([{"id": "urn:uuid:8d5be4a1-0000-4000-8000-00000000000b"}], "reject")]
)
def test_the_published_profile_and_list_say_who_anchored_and_what_was_revoked(revoked: list[Any], verdict: str):
    issuer = read("profiles/generated-issuer.json")
    document = merkle_alone(blockcert(issuer=issuer["id"]), anchor=ChainAnchor(Chain.named("btc:testnet"), "ab" * 32))
    chain = Blockchain(sender="msBCHdwaQ7N2ypBYupkp6uNxtr9Pg76imj", time=AT)
    listed = read(REVOCATIONS) | {"revokedAssertions": read(REVOCATIONS)["revokedAssertions"] + revoked}

    def with_list(url: str, *, limit: int) -> Fetched:
        return Fetched(body=json.dumps(listed).encode()) if url == listed["id"] else fetch(url, limit=limit)

    report = verify(
        json.dumps(chain.hold(document)),
        at=AT,
        fetch=with_list,
        policy=GENERIC,
        chain=chain,
        trusted={issuer["id"]: "Local Test Issuer"},
    )

    assert report.verdict == verdict
