"""The `proofValue` of a MerkleProof2019: from the hash of one document to the root of its tree, and where the root stands.

    "z" + base58( CBOR [[3, path], [0, root], [1, target], [2, anchors]] )

Two encodings are in use: hashes as hexadecimal texts (cert-issuer) and as bytes (the JavaScript library). Both are read; the
first is written, because every reader reads it.

Source: https://w3c-ccg.github.io/lds-merkle-proof-2019/ (keymap and encoding)
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from laurel.anchors.chains import MOCKNET, Chain
from laurel.anchors.refusals import AnchorError
from laurel.canon.strict_json import is_array
from laurel.errors import KeyFormatError, Phrase, ProofError
from laurel.keys import base58
from laurel.proofs import cbor

MAX_TEXT: Final = 16_000  # characters of a proofValue
MAX_STEPS: Final = 64
MAX_ANCHORS: Final = 4
MAX_NOTE: Final = 200  # characters after the name of no chain
HASH_BYTES: Final = 32

_ROOT, _TARGET, _ANCHORS, _PATH = 0, 1, 2, 3
_CHAIN, _NETWORK, _TRANSACTION = 0, 1, 2
_MAX_DEPTH: Final = 5
_HEX: Final = re.compile(r"[0-9a-fA-F]{64}")
_TRANSACTION_ID: Final = re.compile(r"(?:0x)?[0-9a-fA-F]{64}")


class Step(NamedTuple):
    """One step up the tree: the hash of the other branch, and whether that one stands on the left."""

    sibling: bytes
    on_the_left: bool


class ChainAnchor(NamedTuple):
    """Where a root stands: a transaction of a chain, its id in lower case (`0x…` on chains of Ethereum's kind)."""

    chain: Chain
    transaction: str

    def __str__(self) -> str:
        """The blink URI, e.g. `blink:eth:sepolia:0x…`."""
        return f"blink:{self.chain}:{self.transaction}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A path through a Merkle tree (SHA-256, 32 bytes each), and the transactions that hold the tree's root."""

    target: bytes
    path: tuple[Step, ...] = field(repr=False)
    root: bytes
    anchors: tuple[ChainAnchor, ...]

    @classmethod
    def parse(cls, text: str) -> Receipt:
        """Read a `proofValue`.

        Raises:
            ProofError: malformed, or longer than any tree needs.
            AnchorError: it names no blockchain or no transaction.
            UnsupportedError: a network that we do not know.
        """
        parts = _parts(text)
        if set(parts) != {_ROOT, _TARGET, _ANCHORS, _PATH}:
            raise _malformed()
        path, anchors = _pairs(parts[_PATH], most=MAX_STEPS), parts[_ANCHORS]
        if not is_array(anchors) or not 0 < len(anchors) <= MAX_ANCHORS:
            raise _malformed()
        if any(side not in (0, 1) for side, _ in path):
            raise _malformed()
        return cls(
            target=_hash(parts[_TARGET]),
            path=tuple(Step(_hash(sibling), side == 0) for side, sibling in path),
            root=_hash(parts[_ROOT]),
            anchors=tuple(_anchor(_pairs(anchor, most=3)) for anchor in anchors),
        )

    def write(self) -> str:
        """The `proofValue`."""
        path: list[cbor.Value] = [[0 if step.on_the_left else 1, _wrapped(step.sibling.hex())] for step in self.path]
        anchors: list[cbor.Value] = [_written(anchor) for anchor in self.anchors]
        parts: list[cbor.Value] = [[_PATH, path], [_ROOT, _wrapped(self.root.hex())], [_TARGET, _wrapped(self.target.hex())]]
        return "z" + base58.encode(cbor.encode([*parts, [_ANCHORS, anchors]]))

    def leads_to_root(self) -> bool:
        """Whether the path leads from the target to the root.

        Leaves and nodes are hashed alike (Chainpoint 2). No document can pass for a node all the same: its canonical form
        would have to be two hashes, and no N-Quads are.
        """
        here = self.target
        for step in self.path:
            here = hashlib.sha256(step.sibling + here if step.on_the_left else here + step.sibling).digest()
        return here == self.root


def _parts(text: str) -> dict[int, Any]:
    if not text.startswith("z"):
        raise _malformed()
    try:
        octets = base58.decode(text[1:], max_length=MAX_TEXT)
    except KeyFormatError:
        raise _malformed() from None
    pairs = _pairs(cbor.decode(octets, max_depth=_MAX_DEPTH, negative=True), most=4)
    if len(dict(pairs)) != len(pairs):
        raise _malformed()
    return dict(pairs)


def _pairs(value: Any, *, most: int) -> list[tuple[int, Any]]:
    """A list of pairs that begin with a number: how CBOR maps are written here."""
    if not is_array(value) or len(value) > most:
        raise _malformed()
    pairs: list[tuple[int, Any]] = []
    for each in value:
        if not is_array(each) or len(each) != 2 or not isinstance(each[0], int):
            raise _malformed()
        pairs.append((each[0], each[1]))
    return pairs


def _unwrapped(value: Any) -> Any:
    """The value inside a byte string that holds CBOR."""
    if not isinstance(value, bytes):
        raise _malformed()
    return cbor.decode(value)


def _wrapped(text: str) -> bytes:
    return cbor.encode(text)


def _hash(value: Any) -> bytes:
    inner = _unwrapped(value)
    if isinstance(inner, str) and _HEX.fullmatch(inner):
        return bytes.fromhex(inner)
    if isinstance(inner, bytes) and len(inner) == HASH_BYTES:
        return inner
    raise _malformed()


def _anchor(pairs: Sequence[tuple[int, Any]]) -> ChainAnchor:
    numbers = {key: value for key, value in pairs if isinstance(value, int)}
    notes = [_unwrapped(value) for _, value in pairs if not isinstance(value, int)]
    if len(notes) != 1 or _CHAIN not in numbers or not set(numbers) <= {_CHAIN, _NETWORK} or len(pairs) != len(numbers) + 1:
        raise _malformed()
    note = notes[0].hex() if isinstance(notes[0], bytes) else str(notes[0])
    if numbers[_CHAIN] == MOCKNET.code_number:
        return ChainAnchor(MOCKNET, note[:MAX_NOTE])
    chain = Chain.numbered(numbers[_CHAIN], numbers.get(_NETWORK, 0))
    if not _TRANSACTION_ID.fullmatch(note):
        raise AnchorError(why=Phrase("it names no transaction", "не посочва транзакция"))
    digits = note.lower().removeprefix("0x")
    return ChainAnchor(chain, digits if chain.evm_id is None else f"0x{digits}")


def _written(anchor: ChainAnchor) -> list[cbor.Value]:
    code: list[cbor.Value] = [_CHAIN, anchor.chain.code_number]
    if anchor.chain.is_mock:
        return [code, [_NETWORK, _wrapped(anchor.transaction)]]
    return [code, [_NETWORK, anchor.chain.number], [_TRANSACTION, _wrapped(anchor.transaction)]]


def _malformed() -> ProofError:
    return ProofError(why=Phrase("proofValue is missing or malformed", "proofValue липсва или е неправилно"))
