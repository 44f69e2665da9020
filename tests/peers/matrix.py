"""Which second implementation checks what, in which direction, and by which tests.

The table in docs/specs.md is made from it: `python tests/peers/matrix.py` writes it out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

COLUMNS = {
    "bazaar": "`@digitalbazaar/*`",
    "verifier": "`@digitalcredentials/*`",
    "badges": "openbadgeslib",
    "openvc": "openvc-core",
    "sd_py": "`sd-jwt`",
    "sd_js": "`@sd-jwt/sd-jwt-vc`",
    "jose": "`jose`",
    "joserfc": "joserfc",
    "blockcerts": "`@blockcerts/cert-verifier-js`",
}
BOTH, OURS, THEIRS = "↔", "→", "←"

Cell = tuple[str, tuple[str, ...]]
_BAZAAR: Cell = (BOTH, ("test_they_verify_what_we_sign", "test_we_verify_what_they_sign"))
_OPENVC_ECDSA: Cell = (BOTH, ("test_each_verifies_the_others_ecdsa_proof",))
_OPENVC_EDDSA: Cell = (BOTH, ("test_each_verifies_the_others_eddsa_proof",))
_TOKENS: Mapping[str, Cell] = {
    "jose": (BOTH, ("test_jose_verifies_our_credential_as_a_token", "test_we_verify_a_token_that_jose_signed")),
    "joserfc": (BOTH, ("test_joserfc_and_we_verify_each_others_tokens",)),
    "openvc": (OURS, ("test_they_verify_our_token_of_data_model_1_1",)),
    "badges": (BOTH, ("test_openbadgeslib_verifies_our_token", "test_we_verify_their_tokens_which_bring_their_key_along")),
}

ROWS: dict[str, Mapping[str, Cell]] = {
    "`eddsa-rdfc-2022`": {
        "bazaar": _BAZAAR,
        "verifier": (OURS, ("test_verifier_core_verifies_what_we_sign",)),
        "badges": (
            BOTH,
            ("test_openbadgeslib_verifies_our_badge_and_refuses_a_changed_one", "test_we_verify_what_openbadgeslib_signs"),
        ),
        "openvc": _OPENVC_EDDSA,
    },
    "`eddsa-jcs-2022`": {"bazaar": _BAZAAR, "openvc": _OPENVC_EDDSA},
    "`ecdsa-rdfc-2019`, P-256": {"bazaar": _BAZAAR, "openvc": _OPENVC_ECDSA},
    # openvc-core 1.37 names blank nodes by SHA-256 there
    "`ecdsa-rdfc-2019`, P-384": {"bazaar": _BAZAAR},
    "`ecdsa-jcs-2019`, P-256": {"bazaar": _BAZAAR, "openvc": _OPENVC_ECDSA},
    "`ecdsa-jcs-2019`, P-384": {"bazaar": _BAZAAR, "openvc": _OPENVC_ECDSA},
    "`ecdsa-sd-2023`": {
        "bazaar": (BOTH, ("test_each_derives_from_the_others_base_proof_and_verifies_what_the_other_derives",)),
        "openvc": (
            BOTH,
            (
                "test_they_verify_what_we_derive_and_derive_from_what_we_sign",
                "test_we_verify_what_they_derive_and_derive_from_what_they_sign",
            ),
        ),
    },
    "`Ed25519Signature2020`": {"verifier": (THEIRS, ("test_we_verify_what_the_older_suite_signs",))},
    "proof sets": {"bazaar": (BOTH, ("test_a_set_of_proofs_by_both_sides_holds_for_both_sides",))},
    "proof chains": {},  # none of them knows `previousProof`; the W3C's vectors stand for them
    "`MerkleProof2019`": {
        "blockcerts": (OURS, ("test_their_verifier_accepts_what_we_anchor_and_refuses_what_was_changed",)),
    },
    "presentations, embedded proof": {
        "bazaar": (BOTH, ("test_they_verify_what_we_present", "test_we_verify_what_they_present")),
        "openvc": (BOTH, ("test_each_verifies_the_others_presentation",)),
    },
    "VC-JWT, `EdDSA`": _TOKENS,
    "VC-JWT, `ES256`": _TOKENS,
    "VC-JWT, `ES384`": _TOKENS,
    "VC-JWT, `RS256`": {
        "jose": (THEIRS, ("test_we_verify_rs256_tokens_of_jose_and_of_joserfc",)),
        "joserfc": (THEIRS, ("test_we_verify_rs256_tokens_of_jose_and_of_joserfc",)),
    },
    "`vp+jwt`": {"jose": (BOTH, ("test_jose_and_we_verify_each_others_presentations",))},
    "SD-JWT, key binding": {
        "sd_py": (BOTH, ("test_their_library_checks_what_we_show", "test_we_check_what_their_library_shows")),
    },
    "SD-JWT VC, key binding": {
        "sd_js": (
            BOTH,
            (
                "test_sd_jwt_js_verifies_our_credential_whole_in_part_and_bound",
                "test_we_verify_what_sd_jwt_js_issues_and_presents",
            ),
        ),
        "openvc": (
            BOTH,
            (
                "test_they_verify_our_sd_jwt_vc_with_key_binding",
                "test_we_verify_their_sd_jwt_vc_with_key_binding",
            ),
        ),
    },
    "Bitstring Status List": {
        "bazaar": (
            BOTH,
            ("test_each_reads_the_others_status_lists", "test_they_find_our_revocation_and_we_find_theirs"),
        ),
        "badges": (THEIRS, ("test_we_read_their_status_list_which_is_a_token",)),
        "openvc": (BOTH, ("test_each_reads_the_others_status_list",)),
    },
    "CLR 2.0": {
        "badges": (BOTH, ("test_we_verify_their_learner_record", "test_they_verify_our_learner_record")),
    },
    "baked PNG and SVG": {"badges": (OURS, ("test_openbadgeslib_finds_our_token_in_a_picture",))},
}


def table() -> Iterator[str]:
    """The lines of the table in docs/specs.md."""
    yield "| | " + " | ".join(COLUMNS.values()) + " |"
    yield "|---|" + "---|" * len(COLUMNS)
    for name, cells in ROWS.items():
        yield f"| {name} | " + " | ".join(cells[column][0] if column in cells else "" for column in COLUMNS) + " |"


if __name__ == "__main__":
    sys.stdout.write("\n".join(table()) + "\n")
