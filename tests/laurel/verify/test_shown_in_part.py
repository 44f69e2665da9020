"""Credentials of which the holder shows a part, through the whole verification."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest

from laurel.did import key as did_key
from laurel.fetching import no_network
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs.ecdsa_sd_2023 import derive, sign_base
from laurel.verify import verify
from plain_badge import badge

KEY = PrivateKey.from_seed(b"\1" * 32, "P-256")
DID = did_key.did_of(KEY.public)
SIGNER = LocalSigner(KEY, did_key.method_of(KEY.public))
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
ALL_BUT_RESULTS = ["/type", "/name", "/credentialSubject/achievement"]


def _base(mandatory: list[str] | None = None, **changes: Any) -> dict[str, Any]:
    document = badge() | changes
    document["issuer"] = {**document["issuer"], "id": DID}
    draws = count(1)
    moment = datetime(2026, 11, 23, 12, tzinfo=UTC)
    return sign_base(
        document, signer=SIGNER, created=moment, entropy=lambda length: bytes([next(draws)]) * length, mandatory=mandatory
    )


def _report(document: dict[str, Any]):
    return verify(json.dumps(document), at=AT, fetch=no_network, trusted={DID: "Софийски пример"})


def test_a_part_is_genuine_but_what_is_missing_is_told():
    report = _report(derive(_base(), selective=ALL_BUT_RESULTS))

    assert report["proof"].code == report["issuer_key"].code == "OK"
    assert report.verdict == "warn"
    assert set(report.codes) == {"END_MAY_BE_WITHHELD", "STATUS_MAY_BE_WITHHELD"}


def test_an_end_that_is_shown_leaves_no_doubt_about_it():
    report = _report(derive(_base(validUntil="2027-01-01T00:00:00Z"), selective=ALL_BUT_RESULTS))

    assert report["validity"].code == "OK"
    assert report.codes == ("STATUS_MAY_BE_WITHHELD",)


def test_refuses_an_expired_credential_however_little_is_shown():
    expired = _base(validUntil="2026-11-23T13:00:00Z")

    assert _report(derive(expired, selective=ALL_BUT_RESULTS))["validity"].code == "EXPIRED"


def test_refuses_to_accept_a_credential_whose_end_was_withheld():
    careless = _base(mandatory=["/issuer", "/id", "/validFrom"], validUntil="2026-11-23T13:00:00Z")

    assert _report(derive(careless, selective=ALL_BUT_RESULTS)).verdict == "warn"


def test_refuses_a_base_proof_that_somebody_hands_out():
    report = _report(_base())

    assert (report.verdict, report["proof"].code) == ("reject", "PROOF_FORMAT")


@pytest.mark.parametrize("change", [{"validUntil": "2030-01-01T00:00:00Z"}, {"name": "Doctor of everything"}])
def test_refuses_whatever_was_added_or_changed(change: dict[str, Any]):
    report = _report(derive(_base(), selective=ALL_BUT_RESULTS) | change)

    assert (report.verdict, report["proof"].code) == ("reject", "PROOF_VERIFICATION_ERROR")
