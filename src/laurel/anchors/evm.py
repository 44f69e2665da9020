"""Anchors on a blockchain of Ethereum's kind: one transaction whose data are the 32 bytes of a digest, and nothing else.

    digest ──prepare──▶ a signed transaction, its id known ──(keep it)──▶ send ──▶ wait ──▶ Evidence, which holds it whole

The transaction is signed before it is sent, so whoever keeps it can send it again after a crash: the account's number (nonce)
makes sure that it counts once. Needs the extra `[anchors]` (web3). How to reach a node is a web3 provider, given by the caller.

Source: EIP-1559 (fees), EIP-155 (chain ids), https://ethereum.org/en/developers/docs/apis/json-rpc/
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Protocol, cast

from laurel.anchors.anchor import DIGEST_SIZE, Evidence, Witnessed
from laurel.anchors.chains import Chain
from laurel.anchors.refusals import AnchorError, AnchorPendingError
from laurel.anchors.transactions import ChainReader, Transaction, TransactionNotFoundError, unreachable
from laurel.canon.strict_json import loads_object
from laurel.errors import LaurelError, Phrase, UnreachableError
from laurel.extras import needed

with needed("anchors"):
    from eth_account import Account
    from eth_account.typed_transactions.typed_transaction import TypedTransaction
    from eth_keys.exceptions import BadSignature
    from eth_utils.exceptions import ValidationError
    from hexbytes import HexBytes
    from rlp.exceptions import RLPException
    from web3 import Web3
    from web3.exceptions import TransactionNotFound, Web3Exception
    from web3.providers import BaseProvider

KIND: Final = "evm"
MOST_FEE: Final = 10**16
"""In wei (0.01 of the coin): an anchor that could cost more is not made, unless the caller allows it."""


class EvmAccount(Protocol):
    """Whoever pays: an address and its signature. `eth_account.Account` makes such ones; a signing service can be one."""

    @property
    def address(self) -> str:
        """The address, `0x…`."""
        ...

    def sign_transaction(self, transaction_dict: Any, /) -> Any:
        """The signed transaction, as `eth_account` gives it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedAnchor:
    """A transaction that is signed and perhaps not sent yet. Keep it before sending: sending it twice costs nothing."""

    chain: Chain
    raw: bytes = field(repr=False)

    @property
    def transaction(self) -> str:
        """Its id, `0x…`."""
        return Web3.to_hex(Web3.keccak(self.raw))

    @property
    def evidence(self) -> Evidence:
        """What proves the anchor, once the transaction is in a block."""
        content = {"chain": str(self.chain), "transaction": self.raw.hex()}
        return Evidence(kind=KIND, content=json.dumps(content, separators=(",", ":")).encode())


class EvmReader(ChainReader):
    """Looks transactions up at nodes, one for each chain that it may be asked about."""

    def __init__(self, providers: Mapping[Chain, BaseProvider]) -> None:
        """Ask these nodes."""
        self._nodes = {chain: Web3(provider) for chain, provider in providers.items()}

    def __call__(self, chain: Chain, transaction: str, /) -> Transaction:
        """The transaction of this id, in a block; see `ChainReader`.

        Raises:
            AnchorPendingError: it waits for a block.
            AnchorError: it is in a block, and failed.
        """
        node = self._nodes.get(chain)
        if node is None:
            raise unreachable(chain, Phrase("no node of this blockchain was given", "не е даден възел на този блокчейн"))
        with _answers(chain):
            _check_chain(node, chain)
            return _read(node, chain, transaction)


class EvmAnchor:
    """Anchors digests on one chain, from one account."""

    kind: Final = KIND

    def __init__(
        self,
        provider: BaseProvider,
        *,
        chain: Chain,
        account: EvmAccount,
        pause: Callable[[float], None],
        most_fee: int = MOST_FEE,
        confirmations: int = 1,
    ) -> None:
        """Anchor through a node.

        Args:
            provider: the way to the node.
            chain: the chain it has to serve; another one is refused.
            account: who sends and pays.
            pause: waits so many seconds, e.g. `time.sleep`.
            most_fee: refuse a transaction that may cost more, in wei.
            confirmations: how many blocks have to hold it, its own counted.
        """
        self.chain = chain
        self._node = Web3(provider)
        self._account = account
        self._pause = pause
        self._most_fee = most_fee
        self._confirmations = confirmations
        self._reader = EvmReader({chain: provider})

    def anchor(self, digest: bytes, /) -> Evidence:
        """Send a transaction that holds the digest; the evidence is pending until it is in a block.

        Raises:
            UnreachableError: the node did not answer, or serves another chain.
            AnchorError: it did not take the transaction, or the fee is too high.
        """
        signed = self.prepare(digest)
        self.send(signed)
        return signed.evidence

    def prepare(self, digest: bytes) -> SignedAnchor:
        """Sign the transaction that holds the digest (32 bytes) and send nothing.

        Raises:
            UnreachableError: the node did not answer, or serves another chain.
            AnchorError: the fee is too high.
            ValueError: not 32 bytes.
        """
        if len(digest) != DIGEST_SIZE:
            raise ValueError("a digest has 32 bytes")
        address = Web3.to_checksum_address(self._account.address)
        with _answers(self.chain):
            _check_chain(self._node, self.chain)
            unsigned: dict[str, Any] = {
                "chainId": self.chain.evm_id,
                "from": address,
                "to": address,  # to oneself: nothing moves
                "value": 0,
                "data": Web3.to_hex(digest),
                "nonce": self._node.eth.get_transaction_count(address, "pending"),
                **self._fees(),
            }
            unsigned["gas"] = self._node.eth.estimate_gas(cast("Any", unsigned))
        if unsigned["gas"] * unsigned["maxFeePerGas"] > self._most_fee:
            raise AnchorError(why=Phrase("the fee is higher than allowed", "таксата е по-висока от позволената"))
        del unsigned["from"]
        return SignedAnchor(chain=self.chain, raw=bytes(self._account.sign_transaction(unsigned).raw_transaction))

    def send(self, signed: SignedAnchor) -> None:
        """Send a prepared transaction; one that the chain holds already is not sent again.

        Raises:
            UnreachableError: the node did not answer, or serves another chain.
            AnchorError: it did not take the transaction.
        """
        with _answers(self.chain):
            _check_chain(self._node, self.chain)
            if _is_known(self._node, signed.transaction):
                return
        try:
            with _answers(self.chain):
                self._node.eth.send_raw_transaction(HexBytes(signed.raw))
        except UnreachableError as error:
            # a node that knows it by now took it from somebody else, or its answer to us was lost
            if not self._knows(signed.transaction):
                raise AnchorError(why=_not_taken(error)) from error

    def wait(self, signed: SignedAnchor, *, tries: int = 60, seconds: float = 5.0) -> Transaction:
        """The transaction, once it is deep enough.

        Raises:
            AnchorPendingError: not in this time; ask again later.
            UnreachableError, AnchorError: as `EvmReader`.
        """
        for attempt in range(tries):
            if attempt:
                self._pause(seconds)
            try:
                found = self._reader(self.chain, signed.transaction)
            except (AnchorPendingError, TransactionNotFoundError):
                continue
            if found.confirmations >= self._confirmations:
                return found
        raise AnchorPendingError(why=_WAITS)

    def _fees(self) -> dict[str, int]:
        block = cast("Mapping[str, Any]", self._node.eth.get_block("latest"))
        tip = self._node.eth.max_priority_fee
        # twice the base fee: it may rise by an eighth a block, and the rest is not spent
        return {"maxFeePerGas": 2 * int(block["baseFeePerGas"]) + tip, "maxPriorityFeePerGas": tip}

    def _knows(self, transaction: str) -> bool:
        with _answers(self.chain):
            return _is_known(self._node, transaction)


class EvmWitness:
    """Checks evidence of `EvmAnchor`: digest, chain and sender by the signed transaction itself, block and time by a node."""

    kind: Final = KIND

    def __init__(self, reader: ChainReader, *, senders: frozenset[str] | None = None, confirmations: int = 1) -> None:
        """Ask a reader.

        Args:
            reader: where to look transactions up; whoever answers vouches for the block and its time, and for nothing else.
            senders: whose word counts, as addresses; None for anybody's.
            confirmations: how many blocks have to hold the transaction, its own counted.
        """
        self._reader = reader
        self._senders = None if senders is None else frozenset(sender.lower() for sender in senders)
        self._confirmations = confirmations

    def check(self, evidence: Evidence, digest: bytes, /) -> Witnessed:
        """Say by when the digest existed; see `Witness`.

        Raises:
            AnchorError: malformed evidence, another digest, another chain, or somebody else's transaction.
            UndecidedError: no answer, or not deep enough yet.
        """
        signed, sender = _opened(evidence, digest)
        if self._senders is not None and sender.lower() not in self._senders:
            raise AnchorError(why=Phrase("somebody else sent the transaction", "транзакцията е изпратена от някой друг"))
        found = self._reader(signed.chain, signed.transaction)
        if found.payload != digest or found.sender.lower() != sender.lower():
            raise AnchorError(why=Phrase("the node answered about another one", "възелът отговори за друга транзакция"))
        if found.confirmations < self._confirmations:
            raise AnchorPendingError(why=_WAITS)
        return Witnessed(by=found.time, witness=f"{signed.chain.title} {signed.transaction}")


_WAITS: Final = Phrase("its transaction waits for a block", "транзакцията му чака блок")


def _opened(evidence: Evidence, digest: bytes) -> tuple[SignedAnchor, str]:
    """The transaction that the evidence holds, and who signed it."""
    try:
        members = loads_object(evidence.content)
        chain, raw = Chain.named(str(members["chain"])), bytes.fromhex(str(members["transaction"]))
        fields: Mapping[str, Any] = TypedTransaction.from_bytes(HexBytes(raw)).as_dict()
        sender = str(Account.recover_transaction(raw))
    except LaurelError as error:
        raise AnchorError(why=Phrase(error.say("en"), error.say("bg"))) from error
    except (RLPException, BadSignature, ValidationError, ValueError, TypeError, KeyError) as error:
        # the decoders trust what they read
        raise AnchorError(why=Phrase("it holds no signed transaction", "не съдържа подписана транзакция")) from error
    if bytes(fields["data"]) != digest:
        raise AnchorError(why=Phrase("it is about another digest", "отнася се за друг отпечатък"))
    if chain.evm_id is None or fields["chainId"] != chain.evm_id:
        raise AnchorError(why=Phrase("it was signed for another chain", "подписано е за друга верига"))
    return SignedAnchor(chain=chain, raw=raw), sender


def _read(node: Web3, chain: Chain, transaction: str) -> Transaction:
    try:
        # plain mappings: web3's own types call every member optional, and a missing one is a KeyError either way
        found = cast("Mapping[str, Any]", node.eth.get_transaction(HexBytes(transaction)))
    except TransactionNotFound:
        raise TransactionNotFoundError(chain=chain.title, transaction=transaction[:80]) from None
    number = found.get("blockNumber")
    if number is None:
        raise AnchorPendingError(why=_WAITS)
    block = cast("Mapping[str, Any]", node.eth.get_block(number))
    receipt = cast("Mapping[str, Any]", node.eth.get_transaction_receipt(HexBytes(transaction)))
    if Web3.to_hex(found["hash"]) != transaction or not block["hash"] == found["blockHash"] == receipt["blockHash"]:
        raise unreachable(chain, Phrase("its answers contradict each other", "отговорите му си противоречат"))
    if receipt["status"] != 1:
        raise AnchorError(why=Phrase("its transaction failed", "транзакцията му е неуспешна"))
    return Transaction(
        payload=bytes(found["input"]),
        sender=str(found["from"]),
        time=datetime.fromtimestamp(block["timestamp"], UTC),
        confirmations=max(node.eth.block_number - number + 1, 1),
    )


def _is_known(node: Web3, transaction: str) -> bool:
    try:
        node.eth.get_transaction(HexBytes(transaction))
    except TransactionNotFound:
        return False
    return True


def _check_chain(node: Web3, chain: Chain) -> None:
    served = node.eth.chain_id
    if served != chain.evm_id:
        raise unreachable(chain, Phrase(f"its node serves the chain {served}", f"възелът му обслужва верига {served}"))


@contextmanager
def _answers(chain: Chain) -> Generator[None]:
    """Turn whatever a node or the way to it raises into one refusal."""
    try:
        yield
    except LaurelError:
        raise
    except (Web3Exception, ValidationError, OSError, ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise unreachable(chain, Phrase(f"its node said: {error!s:.200}", f"възелът му отговори: {error!s:.200}")) from error


def _not_taken(error: UnreachableError) -> Phrase:
    english, bulgarian = error.say("en"), error.say("bg")
    return Phrase(f"the transaction was not taken ({english})", f"транзакцията не беше приета ({bulgarian})")
