"""What a blockchain answers when it is asked for a transaction: one function, given by the caller, as fetchers are.

    (chain, transaction id) ──ChainReader──▶ Transaction { what it holds, who sent it, when, how deep it lies }

Whoever answers is believed: ask a node of your own, or one that you have reason to trust.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol

from laurel.anchors.chains import Chain
from laurel.canon.strict_json import is_object, loads_object
from laurel.errors import MalformedError, Phrase, UndecidedError, UnreachableError
from laurel.timestamp import parse_timestamp, write_timestamp

MAX_PAYLOAD: Final = 4_096  # bytes; an anchor holds 32


class TransactionNotFoundError(UndecidedError):
    """The chain does not hold the transaction: perhaps not yet, perhaps not on this node, perhaps never."""

    code = "TRANSACTION_NOT_FOUND"
    en = "{chain} does not hold the transaction {transaction}"
    bg = "{chain} не съдържа транзакцията {transaction}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """One transaction in a block.

    Attributes:
        payload: the bytes it holds: the input data, or what follows OP_RETURN.
        sender: the address it was sent from, as its chain writes addresses.
        time: when its block says it was made.
        confirmations: 1 where its block is the newest, 2 where one has been put on top …
    """

    payload: bytes = field(repr=False)
    sender: str
    time: datetime
    confirmations: int

    def to_json(self) -> dict[str, Any]:
        """A plain object, which `from_json` reads; the time to the second."""
        return {
            "payload": self.payload.hex(),
            "sender": self.sender,
            "time": write_timestamp(self.time),
            "confirmations": self.confirmations,
        }

    @classmethod
    def from_json(cls, value: Any, *, at: str = "") -> Transaction:
        """Read what `to_json` wrote; `at` is its place, for the error.

        Raises:
            MalformedError: something is missing or malformed.
        """
        members: Mapping[str, Any] = value if is_object(value) else {}
        payload, sender, confirmations = members.get("payload"), members.get("sender"), members.get("confirmations")
        time = parse_timestamp(members.get("time"))
        if not isinstance(payload, str) or not isinstance(sender, str) or not sender or time is None:
            raise _malformed(at)
        if not isinstance(confirmations, int) or isinstance(confirmations, bool) or confirmations < 1:
            raise _malformed(at)
        return cls(payload=_octets(payload, at), sender=sender, time=time, confirmations=confirmations)


class ChainReader(Protocol):
    """Looks transactions up. An implementation guards addresses, time and size, and asks the chain that it was told."""

    def __call__(self, chain: Chain, transaction: str, /) -> Transaction:
        """The transaction of this id, in a block.

        Raises:
            TransactionNotFoundError: the chain does not hold it.
            UnreachableError: no answer, or no way to this chain.
        """
        ...


def no_chain(chain: Chain, transaction: str, /) -> Transaction:
    """A reader that reaches no chain: for verifying offline."""
    raise unreachable(chain, Phrase("no way to this blockchain was given", "не е даден път до този блокчейн"))


def recorded(file: Path) -> ChainReader:
    """A reader over a recording: a JSON object of chains (`eth:sepolia`), each an object of transactions by their id.

    Raises:
        MalformedError: it is no such recording.
        OSError: it cannot be read.
    """
    chains = loads_object(file.read_bytes())
    answers: dict[tuple[str, str], Transaction] = {}
    for name, transactions in chains.items():
        if not is_object(transactions):
            raise _malformed(f"/{name}")
        for identifier, members in transactions.items():
            answers[name, identifier.lower()] = Transaction.from_json(members, at=f"/{name}/{identifier}")

    def read(chain: Chain, transaction: str, /) -> Transaction:
        if str(chain) not in chains:
            raise unreachable(chain, Phrase("the recording knows nothing of it", "записът не знае нищо за него"))
        found = answers.get((str(chain), transaction.lower()))
        if found is None:
            raise TransactionNotFoundError(chain=str(chain), transaction=transaction[:80])
        return found

    return read


def write_recording(transactions: Mapping[Chain, Mapping[str, Transaction]]) -> str:
    """The text that `recorded` reads."""
    plain = {str(chain): {name: each.to_json() for name, each in found.items()} for chain, found in transactions.items()}
    return json.dumps(plain, indent=1) + "\n"


def unreachable(chain: Chain, why: Phrase) -> UnreachableError:
    """That a chain could not be asked."""
    return UnreachableError(url=str(chain), why=why)


def _octets(text: str, at: str) -> bytes:
    try:
        octets = bytes.fromhex(text)
    except ValueError:
        raise _malformed(at) from None
    if octets.hex() != text.lower() or len(octets) > MAX_PAYLOAD:
        raise _malformed(at)
    return octets


def _malformed(at: str) -> MalformedError:
    return MalformedError(at=at, why=Phrase("this is no recorded transaction", "това не е записана транзакция"))
