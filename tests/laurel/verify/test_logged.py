"""A log's word about a credential: who vouches for which time, and what it changes about a key that was withdrawn."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.anchors import AnchorError, Evidence, Witnessed
from laurel.log import EventKind, Receipt, VerifierKey, digest_of
from laurel.proofs import vc_jwt
from laurel.verify import LogEvidence, Outcome, Report
from log_keeping import KEYS, LOG, ORIGIN, WITNESS, receipt_for, signer, verifier_keys
from outside_world import NOW, SIGNER, UNIVERSITY, World, check, did_document, signed
from plain_badge import badge

DAY = timedelta(days=1)
SIGNED = NOW - 30 * DAY
HOME = "https://uni.example/.well-known/did.json"
BADGE = json.dumps(signed(created=SIGNED, validFrom="2026-10-01T00:00:00Z"))
CORRECTED = json.dumps(signed(created=SIGNED, validFrom="2026-10-02T00:00:00Z"))
LATER = SIGNED + timedelta(hours=1)


class Notary:
    """A witness whose evidence is the digest itself, and who saw it at a certain time."""

    kind = "notary"

    def __init__(self, seen=LATER) -> None:
        self.seen = seen

    def check(self, evidence: Evidence, digest: bytes) -> Witnessed:
        if evidence.content != digest:
            raise AnchorError(why="about another digest")
        return Witnessed(by=self.seen, witness="A notary")


def _receipt(text: str = BADGE, **facts: Any) -> Receipt:
    return receipt_for(text, **({"happened": SIGNED, "at": LATER} | facts))


def _notarised(receipt: Receipt, *, digest: bytes | None = None) -> Receipt:
    content = receipt.proof.checkpoint.digest if digest is None else digest
    return receipt.with_anchors([Evidence(kind="notary", content=content)])


def _verified(
    *receipts: Receipt | str,
    presented: str = BADGE,
    keys: list[VerifierKey] | None = None,
    notary: Notary | None = None,
    **more,
) -> Report:
    evidence = LogEvidence(
        receipts=[each if isinstance(each, str) else each.to_text() for each in receipts],
        keys=KEYS if keys is None else keys,
        witnesses=[] if notary is None else [notary],
    )
    return check(presented, logged=evidence, **more)


def test_a_log_that_is_trusted_says_by_when_it_was_there():
    report = _verified(_receipt())

    found = report["logged"]
    assert (report.verdict, found.outcome, found.code) == ("accept", Outcome.PASSED, "OK")
    assert found.say("en") == (
        f"The log {ORIGIN} had taken it in by 2026-10-24T13:00:00Z. That is the word of whoever keeps the log."
    )
    assert "tlog-proof" in found.source


def test_without_receipts_nothing_is_asked_and_with_none_nothing_is_known():
    assert "logged" not in [each.name for each in check(BADGE).checks]
    assert _verified()["logged"].code == "NO_RECEIPT"


@pytest.mark.parametrize(
    "presented", [json.dumps(json.loads(BADGE), indent=3, sort_keys=True), json.dumps(json.loads(BADGE), ensure_ascii=False)]
)
def test_the_same_credential_written_otherwise_is_the_same(presented: str):
    assert _verified(_receipt(), presented=presented)["logged"].code == "OK"


def test_a_token_can_be_logged_too():
    token = vc_jwt.sign(badge() | {"validFrom": "2026-10-01T00:00:00Z"}, signer=SIGNER)

    assert _verified(_receipt(token), presented=token)["logged"].code == "OK"


def test_an_independent_witness_is_named():
    cosigned = _receipt(signers=(LOG, WITNESS))

    found = _verified(cosigned, keys=verifier_keys(LOG, WITNESS))["logged"]

    assert (found.code, found.facts["witness"]) == ("WITNESSED", WITNESS.name)


def test_an_anchor_is_named_and_needs_no_trust_in_the_log():
    found = _verified(_notarised(_receipt()), keys=[], notary=Notary())["logged"]

    assert (found.outcome, found.code, found.facts["witness"]) == (Outcome.PASSED, "WITNESSED", "A notary")


def test_the_earliest_time_that_anybody_trusted_states_counts():
    receipt = _notarised(_receipt())

    early, late = (_verified(receipt, notary=Notary(seen))["logged"] for seen in (SIGNED, LATER + DAY))

    assert [(each.code, each.facts["when"]) for each in (early, late)] == [
        ("WITNESSED", "2026-10-24T12:00:00Z"),
        ("OK", "2026-10-24T13:00:00Z"),
    ]


@pytest.mark.parametrize("keys", [[], verifier_keys(signer(7)), verifier_keys(signer(1, name="other.example/log"))])
def test_a_log_that_is_not_known_says_nothing(keys: list[VerifierKey]):
    report = _verified(_receipt(), keys=keys)

    assert (report.verdict, report.codes) == ("warn", ("LOG_UNKNOWN",))


def test_a_log_without_a_clock_does_not_say_since_when():
    report = _verified(_receipt(signers=[LOG]))

    assert (report.verdict, report.codes) == ("warn", ("LOG_UNDATED",))


def test_a_clock_that_is_not_trusted_states_no_time():
    assert _verified(_receipt(), keys=verifier_keys(LOG))["logged"].code == "LOG_UNDATED"


def test_what_a_log_says_later_does_not_count_for_an_earlier_moment():
    assert _verified(_receipt(at=NOW + DAY))["logged"].code == "LOGGED_LATER"


def test_a_receipt_of_another_credential_says_nothing():
    report = _verified(_receipt(CORRECTED))

    assert (report.verdict, report.codes) == ("warn", ("RECEIPT_OF_ANOTHER",))


def test_refuses_a_receipt_whose_event_was_put_into_another_place():
    receipt = _receipt()
    stolen = replace(receipt, event=replace(receipt.event, credential=(digest_of(CORRECTED),)))

    report = _verified(stolen, presented=CORRECTED)

    assert (report.verdict, report["logged"].code) == ("reject", "RECEIPT_FALSE")


def test_refuses_a_receipt_with_a_forged_checkpoint():
    receipt = _receipt()
    forged = replace(receipt.proof.checkpoint.note, text=receipt.proof.checkpoint.note.text.replace("\n3\n", "\n4\n"))
    checkpoint = replace(receipt.proof.checkpoint, note=forged)

    assert _verified(replace(receipt, proof=replace(receipt.proof, checkpoint=checkpoint)))["logged"].code == "RECEIPT_FALSE"


def test_refuses_an_event_from_after_its_own_log():
    assert _verified(_receipt(happened=LATER + DAY))["logged"].code == "RECEIPT_FALSE"


def test_refuses_false_evidence_where_nothing_else_speaks():
    false = _notarised(_receipt(), digest=bytes(32))

    assert _verified(false, keys=[], notary=Notary())["logged"].code == "RECEIPT_FALSE"
    assert _verified(false, notary=Notary())["logged"].code == "OK"


@pytest.mark.parametrize("text", ["", "{}", "not JSON", "\ud800"])
def test_refuses_a_receipt_that_is_none(text: str):
    report = _verified(text)

    assert (report.verdict, report["logged"].code) == ("reject", "RECEIPT_MALFORMED")
    assert report["logged"].details


def test_refuses_too_many_receipts():
    assert _verified(*[_receipt()] * 17)["logged"].code == "LIMITS"


def test_one_receipt_that_holds_is_enough():
    assert _verified("{}", _receipt(CORRECTED), _receipt())["logged"].code == "OK"


def test_a_known_log_can_say_that_it_was_revoked_or_replaced():
    revoked = _receipt(kind=EventKind.REVOKE)
    replaced = _receipt(kind=EventKind.SUPERSEDE, successor=CORRECTED)

    assert (_verified(_receipt(), revoked).verdict, _verified(revoked)["logged"].code) == ("reject", "LOGGED_REVOKED")
    assert (_verified(_receipt(), replaced).verdict, _verified(replaced)["logged"].code) == ("warn", "LOGGED_SUPERSEDED")
    assert _verified(replaced, revoked)["logged"].code == "LOGGED_REVOKED"


def test_refuses_to_believe_a_strangers_log_that_it_was_revoked():
    anchored = _notarised(_receipt(kind=EventKind.REVOKE))

    assert _verified(anchored, keys=[], notary=Notary())["logged"].code == "LOG_UNKNOWN"


def test_a_later_revocation_does_not_count_for_an_earlier_moment():
    revoked = _receipt(kind=EventKind.REVOKE, happened=NOW + DAY, at=NOW + DAY)

    assert _verified(revoked)["logged"].code == "LOGGED_LATER"


# --- a key that was withdrawn -----------------------------------------------------------------------------------------


def _withdrawn(revoked=LATER + DAY, **life) -> World:
    return World({HOME: did_document(revoked=revoked, **life)})


def test_a_log_lifts_the_doubt_about_a_key_that_was_withdrawn_later():
    open_question = check(BADGE, world=_withdrawn())
    answered = _verified(_receipt(), world=_withdrawn())

    assert (open_question.verdict, open_question.codes) == ("warn", ("KEY_REVOKED_SINCE",))
    assert (answered.verdict, answered["issuer_key"].code) == ("accept", "KEY_REVOKED_AFTER")
    assert f"{ORIGIN} vouches for that" in answered["issuer_key"].say("en")


def test_so_does_an_anchor_without_any_log_that_is_known():
    report = _verified(_notarised(_receipt()), keys=[], notary=Notary(), world=_withdrawn())

    assert (report.verdict, report["issuer_key"].code) == ("accept", "KEY_REVOKED_AFTER")


@pytest.mark.parametrize(
    ("facts", "keys"),
    [
        ({"at": LATER + DAY}, KEYS),  # that very moment
        ({"at": LATER + 2 * DAY}, KEYS),
        ({"at": NOW + DAY}, KEYS),
        ({}, []),
        ({}, verifier_keys(LOG)),
        ({}, verifier_keys(signer(8))),
        ({"text": CORRECTED}, KEYS),
        ({"signers": [LOG]}, KEYS),
    ],
)
def test_refuses_to_lift_the_doubt_on_any_weaker_word(facts, keys):
    report = _verified(_receipt(**facts), keys=keys, world=_withdrawn())

    assert report["issuer_key"].code == "KEY_REVOKED_SINCE"
    assert report.verdict == "warn"


def test_refuses_a_signature_backdated_after_the_theft():
    """The thief signs today, dates it to before the theft, and has it logged today: the log tells."""
    thief = json.dumps(signed(created=SIGNED, validFrom="2026-10-03T00:00:00Z"))
    logged_today = receipt_for(thief, happened=NOW, at=NOW)

    report = _verified(logged_today, presented=thief, world=_withdrawn())

    assert (report.verdict, report["issuer_key"].code) == ("warn", "KEY_REVOKED_SINCE")


def test_refuses_another_text_under_the_receipt_of_an_old_one():
    forged = json.dumps(signed(created=SIGNED, name=None, validFrom="2026-10-01T00:00:00Z"))

    report = _verified(_receipt(BADGE), presented=forged, world=_withdrawn())

    assert {"RECEIPT_OF_ANOTHER", "KEY_REVOKED_SINCE"} <= set(report.codes)


def test_refuses_a_signature_that_dates_itself_after_the_withdrawal_whatever_a_log_says():
    report = _verified(_receipt(), world=_withdrawn(revoked=SIGNED))

    assert (report.verdict, report["issuer_key"].code) == ("reject", "KEY_REVOKED")


def test_the_withdrawal_lifted_the_planned_end_still_counts():
    in_time = _verified(_receipt(), world=_withdrawn(expires=LATER + DAY))
    too_late = _verified(_receipt(), world=_withdrawn(expires=SIGNED - DAY))

    assert (in_time["issuer_key"].code, too_late["issuer_key"].code) == ("KEY_REVOKED_AFTER", "KEY_EXPIRED")


def test_every_signature_of_a_set_must_be_from_before():
    from laurel.did import document
    from laurel.keys import LocalSigner, PrivateKey
    from laurel.proofs import add_proof

    second = LocalSigner(PrivateKey.from_seed(b"\5" * 32), f"{UNIVERSITY}#key-2")
    both = add_proof(json.loads(BADGE), suite="eddsa-rdfc-2022", signer=second, created=SIGNED)
    methods = [
        document.method_for(UNIVERSITY, "key-1", SIGNER.private_key.public, revoked=LATER + DAY),
        document.method_for(UNIVERSITY, "key-2", second.private_key.public, revoked=LATER - timedelta(minutes=1)),
    ]

    report = _verified(
        _receipt(json.dumps(both)), presented=json.dumps(both), world=World({HOME: document.build(UNIVERSITY, methods)})
    )

    assert (report.verdict, report["issuer_key"].code) == ("warn", "KEY_REVOKED_SINCE")


def test_a_signature_without_a_date_is_dated_by_the_log():
    token = vc_jwt.sign(badge() | {"validFrom": "2026-10-01T00:00:00Z"}, signer=SIGNER, typ="vc+jwt")

    undated = check(token, world=_withdrawn())
    dated = _verified(_receipt(token), presented=token, world=_withdrawn())

    assert (undated["issuer_key"].code, dated["issuer_key"].code) == ("KEY_REVOKED", "KEY_REVOKED_AFTER")


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_never_raises_for_any_receipt(receipt: bytes | str):
    assert _verified_raw(receipt)["logged"].outcome is Outcome.FAILED


def _verified_raw(receipt: bytes | str) -> Report:
    return check(BADGE, logged=LogEvidence(receipts=[receipt], keys=KEYS))


@pytest.mark.parametrize("presented", ["", "{", "not a badge", b"\x89PNG"])
def test_what_cannot_be_read_cannot_be_looked_up(presented):
    evidence = LogEvidence(receipts=[_receipt().to_text()], keys=KEYS)

    report = check(presented, logged=evidence)

    assert (report.verdict, report["logged"].outcome is Outcome.PASSED) == ("reject", False)
