"""A commitment tells nothing without its salt, and one thing alone with it; a receipt survives its file."""

import json
from dataclasses import replace
from datetime import UTC, timedelta, timezone
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.anchors import Evidence
from laurel.errors import CredentialError, LimitError, MalformedError
from laurel.log import Event, EventKind, LogProofError, Receipt, digest_of
from laurel.proofs import envelope
from log_keeping import NOON, Log

SALT = bytes(range(32))
BADGE, CORRECTED = sha256(b"badge").digest(), sha256(b"corrected badge").digest()
ISSUED = Event(kind=EventKind.ISSUE, at=NOON, credential=(BADGE,))
REPLACED = Event(kind=EventKind.SUPERSEDE, at=NOON, credential=(BADGE,), successor=(CORRECTED,))

DIGESTS = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=8).map(tuple)
TIMES = st.datetimes(timezones=st.just(UTC))
EVENTS = st.one_of(
    st.builds(Event, kind=st.sampled_from([EventKind.ISSUE, EventKind.REVOKE]), at=TIMES, credential=DIGESTS),
    st.builds(Event, kind=st.just(EventKind.SUPERSEDE), at=TIMES, credential=DIGESTS, successor=DIGESTS),
)


def _receipt(event: Event = ISSUED) -> Receipt:
    log = Log()
    log.append(b"before", event.entry(SALT), b"after")
    return Receipt(event=event, salt=SALT, proof=log.prove(1), anchors=(Evidence(kind="rfc3161", content=b"token"),))


def test_an_entry_can_be_worked_out_with_a_pocket_tool():
    lines = f"laurel.log event v1\n{SALT.hex()}\nissue\n2026-11-23T12:00:00Z\ncredential {BADGE.hex()}\n"

    assert ISSUED.entry(SALT) == sha256(lines.encode()).digest()


@given(EVENTS, EVENTS, st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_other_events_and_other_salts_give_other_entries(one: Event, two: Event, salt: bytes, other_salt: bytes):
    assert (one.entry(salt) == two.entry(salt)) is (one == two)
    assert (one.entry(salt) == one.entry(other_salt)) is (salt == other_salt)


@given(EVENTS)
def test_an_event_survives_its_json(event: Event):
    assert Event.from_json(json.loads(json.dumps(event.to_json()))) == event


def test_digests_and_time_have_one_order_and_one_form():
    sofia = timezone(timedelta(hours=2))
    again = Event(
        kind=EventKind.ISSUE, at=NOON.astimezone(sofia) + timedelta(microseconds=5), credential=(CORRECTED, BADGE, BADGE)
    )

    assert again == Event(kind=EventKind.ISSUE, at=NOON, credential=(BADGE, CORRECTED))


@pytest.mark.parametrize(
    "facts",
    [
        {"credential": ()},
        {"credential": (b"short",)},
        {"credential": tuple(bytes([number]) * 32 for number in range(9))},
        {"successor": (CORRECTED,)},
        {"kind": EventKind.SUPERSEDE},
        {"at": NOON.replace(tzinfo=None)},
    ],
)
def test_refuses_an_event_that_is_none(facts):
    with pytest.raises(ValueError, match="event"):
        replace(ISSUED, **facts)


def test_refuses_a_salt_that_could_be_guessed():
    with pytest.raises(ValueError, match="32 bytes"):
        ISSUED.entry(b"")


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "award"},
        {"kind": None},
        {"time": "2026-11-23T14:00:00+02:00"},
        {"time": "2026-11-23"},
        {"credential": BADGE.hex()},
        {"credential": [BADGE.hex().upper()]},
        {"credential": [BADGE.hex(), BADGE.hex()]},
        {"credential": [CORRECTED.hex(), BADGE.hex()] if BADGE < CORRECTED else [BADGE.hex(), CORRECTED.hex()]},
        {"credential": []},
        {"successor": []},
        {"holder": "Amina"},
    ],
)
def test_refuses_a_malformed_event(change):
    with pytest.raises(MalformedError):
        Event.from_json(ISSUED.to_json() | change)


def test_white_space_and_order_do_not_change_a_credentials_digest():
    assert digest_of('{"b": [1, 2], "a": "é"}') == digest_of(' {"a":"\\u00e9","b":[1,2]}\n')
    assert digest_of('{"a": 1}') != digest_of('{"a": "1"}')


def test_a_token_is_known_by_its_text_in_whatever_it_is_wrapped():
    token = "eyJhbGciOiJFZERTQSJ9.e30.c2ln"

    assert digest_of(token) == digest_of(f"{token}~disclosure~key-binding") == sha256(token.encode()).digest()
    assert digest_of(json.dumps(envelope.wrap_credential(token))) == digest_of(token)


@pytest.mark.parametrize("text", ["{", '{"a": 1, "a": 2}', '{"type": "EnvelopedVerifiableCredential"}'])
def test_refuses_to_name_what_cannot_be_read(text: str):
    with pytest.raises(MalformedError):
        digest_of(text)


@given(EVENTS, st.binary(min_size=32, max_size=32))
def test_a_receipt_survives_its_file(event: Event, salt: bytes):
    log = Log()
    log.append(event.entry(salt))
    receipt = Receipt(event=event, salt=salt, proof=log.prove(0))

    again = Receipt.from_text(receipt.to_text())

    assert again == receipt
    again.check()


@pytest.mark.parametrize(
    "change",
    [
        lambda receipt: replace(receipt, salt=bytes(32)),
        lambda receipt: replace(receipt, event=replace(receipt.event, kind=EventKind.REVOKE)),
        lambda receipt: replace(receipt, event=replace(receipt.event, at=NOON - timedelta(days=1))),
        lambda receipt: replace(receipt, event=replace(receipt.event, credential=(CORRECTED,))),
        lambda receipt: replace(receipt, proof=replace(receipt.proof, index=0)),
        lambda receipt: replace(receipt, proof=replace(receipt.proof, path=receipt.proof.path[:1])),
    ],
)
def test_refuses_a_receipt_for_something_else(change):
    _receipt().check()

    with pytest.raises(LogProofError):
        change(_receipt()).check()


def test_evidence_is_added_once():
    more = Evidence(kind="opentimestamps", content=b"ots")
    receipt = _receipt().with_anchors([more]).with_anchors([more])

    assert [evidence.kind for evidence in receipt.anchors] == ["rfc3161", "opentimestamps"]


@pytest.mark.parametrize(
    "change",
    [
        {"receipt": "laurel.log/v2"},
        {"note": ""},
        {"salt": "AAAA"},
        {"salt": 5},
        {"event": []},
        {"proof": {}},
        {"proof": "c2sp.org/tlog-proof@v1\n"},
        {"anchors": {}},
        {"anchors": ["rfc3161"]},
        {"anchors": [{"type": "rfc3161"}]},
    ],
)
def test_refuses_a_malformed_receipt(change):
    with pytest.raises(MalformedError):
        Receipt.from_text(json.dumps(json.loads(_receipt().to_text()) | change))


def test_refuses_a_receipt_beyond_its_limits():
    many = {"anchors": [{"type": "rfc3161", "content": "AA"}] * 9}
    with pytest.raises(LimitError):
        Receipt.from_text(json.dumps(json.loads(_receipt().to_text()) | many))
    with pytest.raises(LimitError):
        Receipt.from_text(_receipt().to_text() + " " * 600_000)


@given(st.binary(max_size=300))
def test_never_raises_anything_else_for_any_bytes(octets: bytes):
    with pytest.raises(CredentialError):
        Receipt.from_text(octets)
