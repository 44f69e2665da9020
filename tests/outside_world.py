"""A small outside world for verifying: one university that publishes its key and its status list, and one stranger."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from laurel.did import document
from laurel.errors import Phrase, UnreachableError
from laurel.fetching import Fetched
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import add_proof
from laurel.status import list as status_list
from laurel.status.bits import StatusBits
from laurel.verify import DEFAULT, Policy, Report, verify
from plain_badge import badge

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SIGNED = datetime(2026, 11, 23, 12, tzinfo=UTC)
UNIVERSITY = "did:web:uni.example"
STRANGER = "did:web:stranger.example"
LIST = "https://uni.example/status/1"
TRUSTED = {UNIVERSITY: "Софийски пример"}

KEY = PrivateKey.from_seed(bytes(range(32)))
OTHER_KEY = PrivateKey.from_seed(bytes(range(1, 33)))
SIGNER = LocalSigner(KEY, f"{UNIVERSITY}#key-1")
STRANGER_SIGNER = LocalSigner(OTHER_KEY, f"{STRANGER}#key-1")


class World:
    """Addresses and what they answer; remembers who was asked. A missing address does not answer."""

    def __init__(self, answers: Mapping[str, Any] | None = None) -> None:
        self.answers = {
            "https://uni.example/.well-known/did.json": did_document(),
            "https://stranger.example/.well-known/did.json": did_document(STRANGER, OTHER_KEY),
            LIST: revocation_list(),
        } | dict(answers or {})
        self.asked: list[str] = []

    def __call__(self, url: str, *, limit: int) -> Fetched:
        self.asked.append(url)
        if self.answers.get(url) is None:
            raise UnreachableError(url=url, why=Phrase("nobody is there", "няма никого"))
        return Fetched(body=json.dumps(self.answers[url]).encode())


def did_document(did: str = UNIVERSITY, key: PrivateKey = KEY, **life: datetime) -> dict[str, Any]:
    return document.build(did, [document.method_for(did, "key-1", key.public, **life)])


def revocation_list(
    *revoked: int,
    signer: LocalSigner = SIGNER,
    issuer: str = UNIVERSITY,
    purpose: str = "revocation",
    url: str = LIST,
    **dates: datetime,
) -> dict[str, Any]:
    bits = StatusBits()
    for index in revoked:
        bits.set(index)
    unsigned = status_list.credential(
        url,
        issuer=issuer,
        bits=bits,
        purpose=purpose,
        valid_from=dates.get("valid_from", SIGNED),
        valid_until=dates.get("valid_until"),
    )
    return add_proof(unsigned, signer=signer, created=SIGNED)


def signed(
    signer: LocalSigner = SIGNER, *, suite: str = "eddsa-rdfc-2022", created: datetime = SIGNED, **changes: Any
) -> dict[str, Any]:
    unsigned = {name: value for name, value in (badge() | changes).items() if value is not None}
    return add_proof(unsigned, suite=suite, signer=signer, created=created)


def with_status(index: int = 94567, **changes: Any) -> dict[str, Any]:
    return signed(credentialStatus=status_list.entry(LIST, index), **changes)


def check(
    presented: Any,
    *,
    world: World | None = None,
    at: datetime = NOW,
    trusted: Mapping[str, str] = TRUSTED,
    policy: Policy = DEFAULT,
    **rest: Any,
) -> Report:
    text = presented if isinstance(presented, bytes | str) else json.dumps(presented, ensure_ascii=False)
    return verify(text, at=at, fetch=world or World(), trusted=trusted, policy=policy, **rest)
