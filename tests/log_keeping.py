"""A log for tests: its tiles in a dictionary, its keys made from seeds, its time given."""

from collections.abc import Iterable
from datetime import UTC, datetime

from laurel.keys import PrivateKey
from laurel.log import (
    Checkpoint,
    Event,
    EventKind,
    GrowingTree,
    NoteSigner,
    Receipt,
    SignatureType,
    Tree,
    VerifierKey,
    digest_of,
    paths,
    sign_checkpoint,
)
from laurel.log.proof import LogProof
from laurel.log.tiles import Address

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ORIGIN = "uni.example/log"
SALT = bytes(range(32))


def signer(seed: int, *, name: str = ORIGIN, kind: SignatureType = SignatureType.LOG) -> NoteSigner:
    key = PrivateKey.from_seed(bytes([seed]) * 32, "Ed25519")
    return NoteSigner(name=name, type=kind, public=key.public, sign=key.sign)


LOG = signer(1)
CLOCK = signer(2, kind=SignatureType.COSIGNATURE)
WITNESS = signer(3, name="witness.example/w1", kind=SignatureType.COSIGNATURE)
KEYS = [LOG.verifier_key, CLOCK.verifier_key]


class Log:
    """Entries go in, checkpoints and proofs come out."""

    def __init__(self, *, signers: Iterable[NoteSigner] = (LOG, CLOCK)) -> None:
        self.tiles: dict[Address, bytes] = {}
        self.tree = GrowingTree(0, edge=[], entries=[])
        self.signers = list(signers)

    def append(self, *entries: bytes) -> None:
        self._keep(self.tree.append(entries))
        self._keep(self.tree.partial())

    def checkpoint(self, *, at: datetime = NOON) -> Checkpoint:
        return sign_checkpoint(origin=ORIGIN, size=self.tree.size, root=self.tree.root(), signers=self.signers, at=at)

    def prove(self, index: int, *, at: datetime = NOON) -> LogProof:
        node = Tree(self.tree.size, self.read).node
        path = paths.inclusion(node, index=index, size=self.tree.size)
        return LogProof(index=index, path=tuple(path), checkpoint=self.checkpoint(at=at))

    def read(self, address: Address) -> bytes:
        return self.tiles[address]

    def _keep(self, tiles) -> None:
        self.tiles.update((tile.address, tile.content) for tile in tiles)


def verifier_keys(*signers: NoteSigner) -> list[VerifierKey]:
    return [each.verifier_key for each in signers]


def receipt_for(
    text: str,
    *,
    kind: EventKind = EventKind.ISSUE,
    happened: datetime = NOON,
    at: datetime = NOON,
    signers: Iterable[NoteSigner] = (LOG, CLOCK),
    successor: str | None = None,
) -> Receipt:
    """A log of three entries, one about the credential `text`, and its receipt."""
    event = Event(
        kind=kind,
        at=happened,
        credential=(digest_of(text),),
        successor=() if successor is None else (digest_of(successor),),
    )
    log = Log(signers=signers)
    log.append(b"another entry", event.entry(SALT), b"one more")
    return Receipt(event=event, salt=SALT, proof=log.prove(1, at=at))
