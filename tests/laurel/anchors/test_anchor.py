"""What all anchors share: evidence that travels, and the earliest moment that anybody proves."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.anchors import Evidence, Witnessed, earliest
from laurel.anchors.refusals import AnchorError, AnchorPendingError, NoWitnessError
from laurel.errors import MalformedError

DIGEST = hashlib.sha256(b"a checkpoint").digest()
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Notary:
    """A witness whose evidence is the digest, followed by how many hours after noon it was seen."""

    kind = "notary"

    def check(self, evidence: Evidence, digest: bytes) -> Witnessed:
        if evidence.content == b"pending":
            raise AnchorPendingError(why="the notary is at lunch")
        if evidence.content[:-1] != digest:
            raise AnchorError(why="about another digest")
        return Witnessed(by=NOON + timedelta(hours=evidence.content[-1]), witness="A notary")


def _seen(hours: int, *, digest: bytes = DIGEST) -> Evidence:
    return Evidence(kind="notary", content=digest + bytes([hours]))


@given(st.text(min_size=1, max_size=40), st.binary(max_size=300))
def test_evidence_survives_its_json(kind: str, content: bytes):
    evidence = Evidence(kind=kind, content=content)

    assert Evidence.from_json(json.loads(json.dumps(evidence.to_json()))) == evidence


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"type": "rfc3161"},
        {"type": "rfc3161", "content": "AA", "more": 1},
        {"type": 3161, "content": "AA"},
        {"type": "", "content": "AA"},
        {"type": "x" * 41, "content": "AA"},
        {"type": "rfc3161", "content": "A=="},
        {"type": "rfc3161", "content": "A" * 100_000},
    ],
)
def test_refuses_malformed_evidence(value: dict[str, object]):
    with pytest.raises(MalformedError):
        Evidence.from_json(value)


def test_the_earliest_proven_moment_counts():
    proven = earliest([_seen(5), _seen(2), _seen(9)], DIGEST, witnesses=[Notary()])

    assert proven == Witnessed(by=NOON + timedelta(hours=2), witness="A notary")


def test_false_or_pending_evidence_takes_nothing_from_what_is_true():
    false = _seen(1, digest=bytes(32))
    pending = Evidence(kind="notary", content=b"pending")

    assert earliest([false, pending, _seen(3)], DIGEST, witnesses=[Notary()]).by == NOON + timedelta(hours=3)


def test_refuses_evidence_about_another_digest():
    with pytest.raises(AnchorError):
        earliest([Evidence(kind="notary", content=b"pending"), _seen(1)], bytes(32), witnesses=[Notary()])


def test_pending_evidence_proves_nothing_yet():
    with pytest.raises(AnchorPendingError):
        earliest([Evidence(kind="notary", content=b"pending")], DIGEST, witnesses=[Notary()])


@pytest.mark.parametrize("evidence", [[], [Evidence(kind="oracle", content=b"trust me")]])
def test_evidence_that_nobody_can_judge_proves_nothing(evidence: list[Evidence]):
    with pytest.raises(NoWitnessError):
        earliest(evidence, DIGEST, witnesses=[Notary()])
