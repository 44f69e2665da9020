"""The Open Badges 3.0 fixtures of 1EdTech's public validator: what holds, what fails, and for which reason.

The keys are the multikeys in the fragments of the verification methods; the issuers (https://example.com/…) publish nothing,
so the issuer's key cannot be bound and every file is checked with the proof-only policy.
"""

from datetime import UTC, datetime

import pytest

from laurel.fetching import no_network
from laurel.verify import PROOF_ONLY, Outcome, Report, verify
from shared import SHARED, needs_shared

pytestmark = needs_shared

FOLDER = SHARED / "vectors" / "1edtech-validator-ob30"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

GOOD = [
    "endorsement-valid.json",
    "simple-context-alias.json",
    "simple-context-version.json",
    "simple-did-key-method.json",
    "simple-did-web-method.json",
    "simple-json.png",
    "simple-json.svg",
    "simple.1ob",
    "simple.json",
]

# file -> the checks that fail, with their codes
REFUSED = {
    # what the fixture's name says is wrong
    "simple-err-context.json": {"proof": "DATA_LOSS", "schema": "SCHEMA"},
    "simple-err-credential-subject-achievement-result-description-type.json": {"proof": "DATA_LOSS", "schema": "SCHEMA"},
    "simple-err-credential-subject-identifier-type.json": {"proof": "DATA_LOSS", "schema": "SCHEMA"},
    "simple-err-credential-subject-profile-type.json": {"proof": "DATA_LOSS", "schema": "SCHEMA"},
    "simple-err-credential-subject-result-type.json": {"proof": "DATA_LOSS", "schema": "SCHEMA"},
    "simple-err-credential-subject-type.json": {"proof": "DATA_LOSS", "schema": "SCHEMA"},
    "simple-err-evidence-type.json": {"proof": "DATA_LOSS", "schema": "SCHEMA"},
    "simple-err-expired.json": {"validity": "EXPIRED"},
    "simple-err-issued.json": {"validity": "NOT_YET_VALID", "schema": "SCHEMA"},
    "simple-err-issuer-otheridentifier-type.json": {"proof": "DATA_LOSS", "schema": "SCHEMA"},
    "simple-err-issuer-parentorg-type.json": {"proof": "DATA_LOSS", "schema": "SCHEMA"},
    "simple-err-issuer-type.json": {"proof": "DATA_LOSS", "schema": "SCHEMA"},
    "simple-err-issuer.json": {"schema": "SCHEMA"},
    "simple-err-proof-method-no-scheme.json": {"proof": "DID_RESOLUTION", "schema": "SCHEMA"},
    "simple-err-proof-method-unknown-scheme.json": {"proof": "DID_RESOLUTION"},
    "simple-err-proof-method.json": {"proof": "KEY_FORMAT"},
    "simple-err-proof-value.json": {"proof": "PROOF_VERIFICATION_ERROR"},
    "simple-err-type.json": {"proof": "DATA_LOSS", "schema": "SCHEMA"},
    "simple-noproof.json": {"proof": "NO_PROOF", "schema": "SCHEMA"},
    "endorsement-err-schema-status-refresh.json": {"proof": "PROOF_VERIFICATION_ERROR"},
    # statusListIndex is a JSON number; the specification wants a string
    "bit-string-list/credential-status-revoked.json": {"schema": "SCHEMA"},
    "bit-string-list/credential-status-revoked-blank-nodes.json": {"schema": "SCHEMA"},
    # a status list itself, which is no badge
    "bit-string-list/testlist": {"schema": "SCHEMA"},
    # identityType "email" is not in the enumeration, the endorsements have no id, and it expired in 2020
    "complete_v1.json": {"validity": "EXPIRED", "schema": "SCHEMA"},
    # tokens without the claim `sub`, which section 8.2.4 requires to equal the subject's id; their only key is in the header
    "simple-jwt.png": {"structure": "JOSE_CLAIMS"},
    "simple-jwt.svg": {"structure": "JOSE_CLAIMS"},
    "simple-jwt_v1.png": {"structure": "JOSE_CLAIMS"},
    "simple-jwt_v1.svg": {"structure": "JOSE_CLAIMS"},
    # `nbf` is not the credential's issuanceDate
    "velocity.jwt": {"structure": "JOSE_CLAIMS"},
    # Ed25519Signature2020 over a text of context.json that is no longer published: it fits no version that we hold
    "simple_v1.json": {"proof": "PROOF_VERIFICATION_ERROR"},
}

# file -> the very place that its name says is wrong, as the details of a failed check report it
NAMED = {
    "simple-err-context.json": ("schema", "/@context", "WRONG_CONTEXT"),
    "simple-err-credential-subject-achievement-result-description-type.json": (
        "schema",
        "/credentialSubject/achievement/resultDescription/2/type",
        "TYPE_WITHOUT_CLASS",
    ),
    "simple-err-credential-subject-identifier-type.json": (
        "schema",
        "/credentialSubject/identifier/0/type",
        "TYPE_WITHOUT_CLASS",
    ),
    "simple-err-credential-subject-profile-type.json": ("schema", "/credentialSubject/source/type", "TYPE_WITHOUT_CLASS"),
    "simple-err-credential-subject-result-type.json": ("schema", "/credentialSubject/result/1/type", "TYPE_WITHOUT_CLASS"),
    "simple-err-credential-subject-type.json": ("schema", "/credentialSubject/type", "TYPE_WITHOUT_CLASS"),
    "simple-err-evidence-type.json": ("schema", "/evidence/1/type", "TYPE_WITHOUT_CLASS"),
    "simple-err-issuer-otheridentifier-type.json": ("schema", "/issuer/otherIdentifier/1/type", "TYPE_WITHOUT_CLASS"),
    "simple-err-issuer-parentorg-type.json": ("schema", "/issuer/parentOrg/type", "TYPE_WITHOUT_CLASS"),
    "simple-err-issuer-type.json": ("schema", "/issuer/type", "TYPE_WITHOUT_CLASS"),
    "simple-err-issuer.json": ("schema", "", "MISSING"),
    "simple-err-proof-method-no-scheme.json": ("schema", "/proof/0/verificationMethod", "BAD_FORMAT"),
    "simple-err-proof-method-unknown-scheme.json": ("proof", "", "DID_RESOLUTION"),
    "simple-err-proof-method.json": ("proof", "", "KEY_FORMAT"),
    "simple-err-proof-value.json": ("proof", "", "PROOF_VERIFICATION_ERROR"),
    "simple-err-type.json": ("schema", "/type", "UNKNOWN_CREDENTIAL"),
}
IN_TIME = {"simple-err-expired.json": "2010-01-01", "simple-err-issued.json": "2040-01-01"}

SHOWN_IN_PART = "sd/derivedcredential.json"  # ecdsa-sd-2023

# file -> the check that cannot be made; nothing about these is known to be wrong
UNSUPPORTED = {
    "complete.json": "status",  # 1EdTechRevocationList, the older way to revoke
    "credential-status-revoked.json": "status",  # the same
    "simple-eddsa-2022.json": "structure",  # context data-integrity/v1, and the draft suite eddsa-2022
    "simple-err-proof-method-unknown-did-method.json": "proof",  # did:example
    "simple-multiple-proofs.json": "proof",  # a valid proof beside a SomeProofType: all of a set must hold
    "simple.jwt": "structure",  # a context of a draft
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_fixture_is_valid(name):
    report = _check(name)

    assert report.outcome is Outcome.PASSED
    assert report.verdict == "warn"  # nobody asked whose the key is, so it is never more


@pytest.mark.parametrize("name", REFUSED)
def test_refuses_a_broken_fixture_for_its_reason(name):
    report = _check(name)

    assert {check.name: check.code for check in report.checks if check.outcome is Outcome.FAILED} == REFUSED[name]
    assert report.verdict == "reject"


@pytest.mark.parametrize("name", NAMED)
def test_the_report_points_to_the_place_that_the_fixture_is_named_after(name):
    check, place, code = NAMED[name]

    assert (place, code) in [(problem.at, problem.code) for problem in _check(name)[check].details]


@pytest.mark.parametrize("name", IN_TIME)
def test_the_report_names_the_day_on_which_validity_begins_or_ends(name):
    validity = _check(name)["validity"]

    assert all(IN_TIME[name] in validity.say(language) for language in ("en", "bg"))


def test_every_broken_fixture_is_refused_for_what_it_is_named_after():
    broken = {name for name in REFUSED if name.startswith("simple-err-")}

    assert broken == set(NAMED) | set(IN_TIME)


def test_a_fixture_that_is_shown_in_part_holds_but_may_withhold_its_end():
    report = _check(SHOWN_IN_PART)

    assert report["proof"].outcome is report["schema"].outcome is Outcome.PASSED
    assert set(report.codes) == {"END_MAY_BE_WITHHELD", "STATUS_MAY_BE_WITHHELD"}


@pytest.mark.parametrize("name", UNSUPPORTED)
def test_what_we_cannot_check_is_unknown_not_wrong(name):
    report = _check(name)

    assert report.outcome is Outcome.UNKNOWN
    assert report[UNSUPPORTED[name]].code == "UNSUPPORTED"


def test_every_fixture_is_accounted_for():
    files = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()}

    assert files == set(GOOD) | set(REFUSED) | set(UNSUPPORTED) | {SHOWN_IN_PART}


def _check(name: str) -> Report:
    return verify((FOLDER / name).read_bytes(), at=NOW, fetch=no_network, policy=PROOF_ONLY)
