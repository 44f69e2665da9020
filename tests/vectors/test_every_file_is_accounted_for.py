"""Every published vector is read by a test that says what should come of it: a table, and a run that proves it."""

import ast
import os
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from architecture.tree import ROOT
from shared import SHARED, needs_shared

pytestmark = needs_shared
HOME = SHARED / "vectors"

EDDSA = "tests/vectors/test_di_eddsa.py"
ECDSA = "tests/vectors/test_di_ecdsa.py"
SELECTIVE = "tests/vectors/test_di_ecdsa_sd.py"
BADGES_2 = "tests/vectors/test_open_badges_20_fixtures.py"
BADGES_3 = "tests/vectors/test_open_badges_30_fixtures.py"
OPENID = "tests/vectors/test_openid_examples.py"
BLOCKCERTS = "tests/vectors/test_blockcerts.py"
CANON = "tests/vectors/test_rdf_canon.py"
ELM = "tests/laurel/formats/elm"

# pattern -> the tests that read its files
TABLE: dict[str, tuple[str, ...]] = {
    "w3c-vc-di-eddsa/keyPair.json": (f"{EDDSA}::test_the_published_key_pair_belongs_together",),
    "w3c-vc-di-eddsa/unsigned.json": (f"{EDDSA}::test_every_intermediate_value_is_the_published_one",),
    "w3c-vc-di-eddsa/e*2022/*S*.*": (
        f"{EDDSA}::test_every_intermediate_value_is_the_published_one",
        f"{EDDSA}::test_signing_gives_the_published_proof",
        f"{EDDSA}::test_the_published_proof_verifies",
    ),
    "w3c-vc-di-eddsa/e*2022/*DataInt.*": (
        f"{EDDSA}::test_every_intermediate_value_is_the_published_one",
        f"{EDDSA}::test_signing_gives_the_published_proof",
        f"{EDDSA}::test_the_published_proof_verifies",
    ),
    "w3c-vc-di-eddsa/Ed25519Signature2020/*": (
        f"{EDDSA}::test_every_intermediate_value_is_the_published_one",
        f"{EDDSA}::test_signing_gives_the_published_proof",
        f"{EDDSA}::test_the_published_proof_verifies",
    ),
    "w3c-vc-di-eddsa/*/employ/*": (f"{EDDSA}::test_the_employment_document_is_signed_as_published",),
    "w3c-vc-di-eddsa/employmentAuth.json": (f"{EDDSA}::test_the_employment_document_is_signed_as_published",),
    "w3c-vc-di-eddsa/proof-set-chain/*": (
        f"{EDDSA}::test_every_proof_of_a_published_set_or_chain_verifies",
        f"{EDDSA}::test_signing_one_after_the_other_gives_the_published_set_or_chain",
        f"{EDDSA}::test_the_published_steps_of_sets_and_chains_are_the_ones_we_take",
    ),
    "w3c-vc-di-ecdsa/p*KeyPair.json": (f"{ECDSA}::test_the_published_key_pair_belongs_together",),
    "w3c-vc-di-ecdsa/unsigned.json": (f"{ECDSA}::test_every_intermediate_value_is_the_published_one",),
    "w3c-vc-di-ecdsa/ecdsa-*-p*/*ECDSAP*": (
        f"{ECDSA}::test_every_intermediate_value_is_the_published_one",
        f"{ECDSA}::test_the_published_proof_verifies_and_signing_gives_it_again",
    ),
    "w3c-vc-di-ecdsa/ecdsa-rdfc-2019-p*/employ/*": (f"{ECDSA}::test_the_employment_document_is_signed_as_published",),
    "w3c-vc-di-ecdsa/employmentAuth.json": (f"{ECDSA}::test_the_employment_document_is_signed_as_published",),
    "w3c-vc-di-ecdsa/ecdsa-sd-2023/*": (
        f"{SELECTIVE}::test_the_document_is_transformed_as_published",
        f"{SELECTIVE}::test_what_the_issuer_hashes_and_signs_is_as_published",
        f"{SELECTIVE}::test_the_base_proof_is_made_and_read_as_published",
        f"{SELECTIVE}::test_the_derived_proof_is_made_as_published",
        f"{SELECTIVE}::test_the_choice_falls_on_the_published_statements",
        f"{SELECTIVE}::test_the_published_derived_proof_verifies",
    ),
    "w3c-vc-di-ecdsa/*Mandatory.json": (f"{SELECTIVE}::test_the_document_is_transformed_as_published",),
    "w3c-vc-di-ecdsa/*Selective.json": (f"{SELECTIVE}::test_the_document_is_transformed_as_published",),
    "w3c-vc-di-ecdsa/prCredUnsigned.json": (f"{SELECTIVE}::test_the_document_is_transformed_as_published",),
    "w3c-rdf-canon/manifest.jsonld": (f"{CANON}::test_every_entry_of_the_manifest_is_run",),
    "w3c-rdf-canon/rdfc10/*": (
        f"{CANON}::test_the_canonical_form_is_the_published_one",
        f"{CANON}::test_the_canonical_labels_are_the_published_ones",
        f"{CANON}::test_refuses_the_published_poison_graph",
    ),
    "jcs-rfc8785/*": ("tests/vectors/test_jcs.py::test_the_canonical_bytes_are_the_published_ones",),
    "sd-jwt-testcases/*": (
        "tests/vectors/test_sd_jwt_testcases.py::test_we_issue_disclose_and_check_it",
        "tests/vectors/test_sd_jwt_testcases.py::test_their_library_checks_what_we_show",
        "tests/vectors/test_sd_jwt_testcases.py::test_we_check_what_their_library_shows",
    ),
    "1edtech-validator-ob30/*": (
        f"{BADGES_3}::test_a_good_fixture_is_valid",
        f"{BADGES_3}::test_refuses_a_broken_fixture_for_its_reason",
        f"{BADGES_3}::test_a_fixture_that_is_shown_in_part_holds_but_may_withhold_its_end",
        f"{BADGES_3}::test_what_we_cannot_check_is_unknown_not_wrong",
    ),
    "1edtech-validator-ob20/*": (
        f"{BADGES_2}::test_an_assertion_gets_its_answer",
        f"{BADGES_2}::test_a_signed_assertion_gets_its_answer",
        f"{BADGES_2}::test_a_badge_class_or_issuer_has_the_shape_that_it_should",
        f"{BADGES_2}::test_refuses_what_is_nothing_that_a_badge_is_made_of",
        f"{BADGES_2}::test_the_baked_fixture_is_read_and_the_plain_pictures_hold_nothing",
        f"{BADGES_2}::test_an_assertion_under_two_addresses_counts_at_its_own",
    ),
    "elm-edc/signed/*": (f"{ELM}/test_jades.py::test_the_signed_samples_of_the_commission_hold",),
    "elm-edc/unsigned/*": (
        f"{ELM}/test_conformance.py::test_the_commission_s_unsigned_samples_lack_the_same",
        f"{ELM}/test_import.py::test_the_sample_of_the_commission_lacks_exactly_this",
    ),
    "elm-edc/small/credential-sample.jsonld": (f"{ELM}/test_conformance.py::test_the_commission_s_small_sample_lacks_more",),
    "elm-edc/small/credential-sample-turtle.ttl": (f"{ELM}/test_conformance.py::test_refuses_a_credential_in_turtle",),
    "elm-edc/shapes/*": (
        f"{ELM}/test_conformance.py::test_our_unsigned_credential_lacks_only_what_sealing_adds",
        f"{ELM}/test_conformance.py::test_every_concept_of_our_credential_is_in_the_list_that_it_has_to_come_from",
    ),
    "openid4vc*-1.0-examples/*metadata_sd_jwt_jwt.txt": (f"{OPENID}::test_refuses_tokens_that_are_no_credentials",),
    "openid4vc*-1.0-examples/wallet_attestation.jwt.txt": (f"{OPENID}::test_refuses_tokens_that_are_no_credentials",),
    "openid4vci-1.0-examples/credential_response_sd_jwt_vc.txt": (
        f"{OPENID}::test_the_issued_sd_jwt_vc_holds_and_can_be_shown_in_part",
    ),
    "openid4vci-1.0-examples/credential_metadata_sd_jwt_vc.json": (
        f"{OPENID}::test_every_claim_that_the_metadata_of_the_issuer_names_is_in_the_issued_credential",
    ),
    "openid4vci-1.0-examples/credential_response_jwt_vc_json.txt": (
        f"{OPENID}::test_the_issued_token_of_data_model_1_1_is_signed_by_the_published_key",
    ),
    "openid4vci-1.0-examples/issuer_jwks.json": (
        f"{OPENID}::test_the_issued_token_of_data_model_1_1_is_signed_by_the_published_key",
    ),
    "openid4v*-1.0-examples/*ldp_vc.*": (
        f"{OPENID}::test_refuses_examples_whose_context_and_proof_are_made_up",
        f"{OPENID}::test_refuses_a_presentation_with_contexts_that_we_do_not_hold",
    ),
    "openid4vp-1.0-examples/credentials/sd_jwt_vc*.json": (
        f"{OPENID}::test_the_credential_that_is_asked_for_has_the_digests_of_the_one_that_was_issued",
    ),
    "openid4vp-1.0-examples/credentials/jwt_vc.json": (f"{OPENID}::test_claims_beside_a_credential_fill_it_in",),
    "openid4vp-1.0-examples/response/jwt_vc.json": (f"{OPENID}::test_refuses_a_presentation_in_the_older_form",),
    "openid4vp-1.0-examples/response/kb_jwt_unsecured.json": (f"{OPENID}::test_a_key_binding_may_say_more_than_we_ask_for",),
    "openid4vp-1.0-examples/sd_jwt_vcld/settings.yml": (
        f"{OPENID}::test_the_published_presentation_holds_for_its_reader_and_occasion",
    ),
    "openid4vp-1.0-examples/sd_jwt_vcld/01/*": (
        f"{OPENID}::test_the_published_presentation_holds_for_its_reader_and_occasion",
        f"{OPENID}::test_its_specification_leads_to_what_is_published",
    ),
    "blockcerts/*-verifiable-presentation*.json": (f"{BLOCKCERTS}::test_refuses_presentations_that_are_for_nobody",),
    "blockcerts/vp-*.json": (f"{BLOCKCERTS}::test_refuses_presentations_that_are_for_nobody",),
    "blockcerts/profiles/*issuer*.json": (
        f"{BLOCKCERTS}::test_the_accounts_of_every_published_profile_are_read",
        f"{BLOCKCERTS}::test_the_published_profile_and_list_say_who_anchored_and_what_was_revoked",
    ),
    "blockcerts/profiles/generated-revocation.json": (
        f"{BLOCKCERTS}::test_the_published_profile_and_list_say_who_anchored_and_what_was_revoked",
    ),
    "blockcerts/profiles/blockcerts-status-list*.json": (
        f"{BLOCKCERTS}::test_a_list_under_a_suite_that_we_do_not_know_says_nothing",
    ),
    "blockcerts/*.json": (f"{BLOCKCERTS}::test_what_can_be_known_offline_is_said_and_no_more",),
    # offers, metadata, queries, requests
    "openid4v*-1.0-examples/*": (f"{OPENID}::test_refuses_protocol_messages_as_credentials",),
}
WORDS = ("README.md", "w3c-rdf-canon/LICENCE.md", "openid4vp-1.0-examples/sd_jwt_vcld/README.md")
"""Texts about the vectors."""


def vectors() -> list[str]:
    files = sorted(path.relative_to(HOME).as_posix() for path in HOME.rglob("*") if path.is_file())
    return [name for name in files if name not in WORDS]


def rows_of(name: str) -> list[str]:
    return [pattern for pattern in TABLE if fnmatchcase(name, pattern)]


def test_every_file_has_a_row():
    assert [name for name in vectors() if not rows_of(name)] == []


def test_every_row_has_a_file():
    found = {pattern for name in vectors() for pattern in rows_of(name)}

    assert [pattern for pattern in TABLE if pattern not in found] == []


def test_every_row_names_tests_that_exist():
    named = {test for tests in TABLE.values() for test in tests}
    files = {path: ast.parse((ROOT / path).read_text(encoding="utf-8")) for path in {each.partition("::")[0] for each in named}}
    defined = {
        f"{path}::{node.name}" for path, tree in files.items() for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
    }

    assert sorted(named - defined) == []


@pytest.mark.slow
def test_the_tests_of_the_table_open_every_file(tmp_path: Path):
    tests = sorted({test for tests in TABLE.values() for test in tests})
    opened = tmp_path / "opened"
    environment = os.environ | {
        "OPENED_VECTORS": str(opened),
        "VECTORS_HOME": str(HOME),
        "LAUREL_SHARED": str(SHARED),
        "PYTHONPATH": str(ROOT / "tests"),
    }
    environment = {name: value for name, value in environment.items() if not name.startswith(("PYTEST_", "LAUREL_TEST_PART"))}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "vectors.opened",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
        "-q",
        *tests,
    ]

    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False)

    assert run.returncode == 0, run.stdout[-4000:]
    assert sorted(set(vectors()) - set(opened.read_text(encoding="utf-8").splitlines())) == []
