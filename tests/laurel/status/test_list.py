from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from laurel.canon import jsonld
from laurel.errors import MalformedError, StatusIndexError, StatusListError, StatusPurposeError, UnsupportedError
from laurel.status import list as status_list
from laurel.status.bits import StatusBits
from laurel.status.list import StatusEntry

URL = "https://uni.example/status/1"
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def published(*revoked: int, **subject: Any) -> dict[str, Any]:
    bits = StatusBits()
    for index in revoked:
        bits.set(index)
    document = status_list.credential(
        URL, issuer="did:web:uni.example", bits=bits, purpose="revocation", valid_from=MONDAY, valid_until=MONDAY
    )
    document["credentialSubject"].update(subject)
    return document


def test_says_whether_the_bit_of_an_entry_is_set():
    document = published(94_567)

    assert status_list.read(document, status_list.parse_entry(status_list.entry(URL, 94_567)))
    assert not status_list.read(document, status_list.parse_entry(status_list.entry(URL, 94_566)))


def test_list_and_entry_hold_only_what_a_signature_covers():
    credential = published(1)
    credential["credentialStatus"] = status_list.entry(URL, 7, purpose="suspension")

    assert jsonld.canonical_hash(credential)
    assert (credential["validFrom"], credential["validUntil"]) == ("2026-11-23T00:00:00Z",) * 2


@pytest.mark.parametrize("value", ["0", 0, "7", 131_071])
def test_takes_an_index_as_a_text_or_as_a_number(value: object):
    assert status_list.parse_index(value) == int(str(value))


@pytest.mark.parametrize(
    "value", ["", "-1", -1, " 5", "5 ", "5\n", "1_0", "٥", "05", "0x5", "1e3", 5.0, True, None, ["5"], "9" * 30, 10**9]
)
def test_refuses_an_index_that_is_no_plain_number(value: object):
    with pytest.raises(StatusIndexError):
        status_list.parse_index(value)


def test_refuses_an_index_outside_the_list():
    with pytest.raises(StatusIndexError):
        status_list.read(published(), StatusEntry(list_url=URL, index=131_072, purpose="revocation"))


def test_refuses_a_list_for_another_purpose():
    with pytest.raises(StatusPurposeError):
        status_list.read(published(), StatusEntry(list_url=URL, index=1, purpose="suspension"))


def test_a_list_may_serve_several_purposes():
    document = published(1, statusPurpose=["revocation", "suspension"])

    assert status_list.read(document, StatusEntry(list_url=URL, index=1, purpose="suspension"))


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"type": ["VerifiableCredential"]}, StatusListError),
        ({"type": None}, StatusListError),
        ({"credentialSubject": []}, StatusListError),
        ({"credentialSubject": {"type": "RevocationList2020"}}, UnsupportedError),
        ({"credentialSubject": {"type": "BitstringStatusList", "statusPurpose": "revocation"}}, StatusListError),
        (
            {"credentialSubject": {"type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": "uAA"}},
            MalformedError,
        ),
    ],
)
def test_refuses_what_is_no_status_list(change: dict[str, Any], error: type[Exception]):
    with pytest.raises(error):
        status_list.read(published() | change, StatusEntry(list_url=URL, index=1, purpose="revocation"))


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"type": "StatusList2021Entry"}, UnsupportedError),
        ({"type": None}, UnsupportedError),
        ({"statusSize": 9}, UnsupportedError),
        ({"statusSize": 10**400}, UnsupportedError),
        ({"statusSize": 2}, StatusListError),
        ({"statusSize": 0}, StatusListError),
        ({"statusSize": True}, StatusListError),
        ({"statusSize": 1.0}, StatusListError),
        ({"statusMessage": []}, StatusListError),
        ({"statusMessage": {"status": "0x0", "message": "a"}}, StatusListError),
        ({"statusMessage": [{"status": "0x0", "message": "a"}] * 2}, StatusListError),
        ({"statusMessage": [{"status": "0x0", "message": "a"}, {"status": "0x2", "message": "b"}]}, StatusListError),
        ({"statusMessage": [{"status": "0", "message": "a"}, {"status": "0x1", "message": "b"}]}, StatusListError),
        ({"statusMessage": [{"status": "0x0", "message": "a"}, {"status": "0x١", "message": "b"}]}, StatusListError),
        ({"statusMessage": [{"status": "0x0", "message": "a"}, "0x1"]}, StatusListError),
        ({"statusPurpose": ""}, StatusListError),
        ({"statusListCredential": None}, StatusListError),
        ({"statusListIndex": "x"}, StatusIndexError),
    ],
)
def test_refuses_a_malformed_entry(change: dict[str, Any], error: type[Exception]):
    with pytest.raises(error):
        status_list.parse_entry(status_list.entry(URL, 1) | change)


STEPS = ("in review", "accepted", "rejected", "undefined")


def test_a_list_of_messages_holds_one_value_an_entry():
    bits = StatusBits(size=2)
    bits.put(94_567, 2)
    document = status_list.credential(
        URL, issuer="did:web:uni.example", bits=bits, purpose="message", valid_from=MONDAY, messages=STEPS
    )
    entry = status_list.parse_entry(status_list.entry(URL, 94_567, purpose="message", messages=STEPS))

    assert (entry.size, entry.messages) == (2, STEPS)
    assert status_list.read(document, entry) == 2
    assert status_list.read(document, replace(entry, index=94_568)) == 0
    assert [each["status"] for each in document["credentialSubject"]["statusMessages"]] == ["0x0", "0x1", "0x2", "0x3"]


def test_an_entry_with_messages_holds_only_what_a_signature_covers():
    entry = status_list.entry(URL, 7, purpose="message", messages=STEPS, reference="https://uni.example/steps")

    assert jsonld.canonical_hash(published(1) | {"credentialStatus": entry})


@pytest.mark.parametrize("messages", [(), ("one",), ("a", "b", "c"), ("a", ""), ("a", "b" * 1_001), ("m",) * 512])
def test_refuses_to_write_messages_that_are_not_one_for_each_value(messages: tuple[str, ...]):
    with pytest.raises(StatusListError):
        status_list.entry(URL, 7, purpose="message", messages=messages)


def test_refuses_a_list_whose_entries_are_of_another_size():
    entry = status_list.parse_entry(status_list.entry(URL, 7, purpose="message", messages=STEPS))
    bits = StatusBits(2 * 131_072)

    with pytest.raises(StatusListError):
        status_list.credential(URL, issuer="x", bits=bits, purpose="message", valid_from=MONDAY, messages=STEPS)
    document = status_list.credential(URL, issuer="x", bits=bits, purpose="message", valid_from=MONDAY)
    document["credentialSubject"]["statusSize"] = 1
    with pytest.raises(StatusListError):
        status_list.read(document, entry)


def test_a_list_says_how_long_it_may_be_kept():
    several = ("revocation", "refresh")
    document = status_list.credential(
        URL,
        issuer="did:web:uni.example",
        bits=StatusBits(),
        purpose=several,
        valid_from=MONDAY,
        ttl=timedelta(minutes=5),
    )
    subject = document["credentialSubject"]

    assert (subject["ttl"], subject["statusPurpose"]) == (300_000, list(several))
    assert jsonld.canonical_hash(document)
