"""The blockchains that a receipt can point at, and how receipts and people name them.

Source: the keymap of https://w3c-ccg.github.io/lds-merkle-proof-2019/ (blink codes and network numbers). On Ethereum and its
kin the network's number is the chain id of EIP-155, so networks without a name of their own are known by it: `eth:31337`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from laurel.anchors.refusals import AnchorError
from laurel.errors import Phrase, UnsupportedError

MAX_CHAIN_ID: Final = 2**53 - 1
MOCK: Final = "mocknet"

_IDS: Final[Mapping[str, int]] = MappingProxyType({"btc": 0, "eth": 1, "mtc": 2, MOCK: -1})
_CODES: Final = {number: code for code, number in _IDS.items()}
_NETWORKS: Final[Mapping[str, Mapping[str, int]]] = MappingProxyType(
    {
        "btc": {"mainnet": 1, "regtest": 2, "testnet": 3},
        "eth": {"mainnet": 1, "ropsten": 3, "rinkeby": 4, "goerli": 5, "sepolia": 11_155_111},
        "mtc": {"mainnet": 137, "mumbai": 80_001},
        MOCK: {MOCK: -1},
    }
)
_TITLES: Final[Mapping[str, str]] = MappingProxyType({"btc": "Bitcoin", "eth": "Ethereum", "mtc": "Polygon", MOCK: "–"})
_EVM: Final = ("eth", "mtc")
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,15}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """One network of one blockchain. `code` and `network` as a blink URI has them; `number` as the keymap has it."""

    code: str
    network: str
    number: int

    @classmethod
    def named(cls, text: str) -> Chain:
        """The chain called `code:network`, e.g. `eth:sepolia` or `eth:31337`.

        Raises:
            UnsupportedError: a blockchain or network that we do not know.
        """
        code, _, network = text.partition(":")
        number = _NETWORKS.get(code, {}).get(network)
        if number is None and code in _EVM and _NUMBER.fullmatch(network) and int(network) <= MAX_CHAIN_ID:
            number = int(network)
        if number is None:
            raise UnsupportedError(what=Phrase(f"the blockchain {text[:60]!r}", f"блокчейна {text[:60]!r}"))
        return cls.numbered(_IDS[code], number)

    @classmethod
    def numbered(cls, code: int, number: int) -> Chain:
        """The chain with these two numbers of the keymap.

        Raises:
            AnchorError: the keymap has no such blockchain.
            UnsupportedError: a network that we do not know.
        """
        if code not in _CODES:
            raise AnchorError(why=Phrase("it names no blockchain", "не посочва блокчейн"))
        name = _CODES[code]
        network = next((text for text, each in _NETWORKS[name].items() if each == number), None)
        if network is None and name in _EVM and 0 < number <= MAX_CHAIN_ID:
            network = str(number)
        if network is None:
            raise UnsupportedError(what=Phrase(f"the network {number} of {name}", f"мрежата {number} на {name}"))
        return cls(code=name, network=network, number=number)

    @property
    def code_number(self) -> int:
        """The number of the blockchain in the keymap."""
        return _IDS[self.code]

    @property
    def evm_id(self) -> int | None:
        """The chain id of EIP-155, where it is a chain of Ethereum's kind."""
        return self.number if self.code in _EVM else None

    @property
    def is_mock(self) -> bool:
        """Whether it stands for no chain at all: receipts made for a trial."""
        return self.code == MOCK

    @property
    def title(self) -> str:
        """The chain's name for a person."""
        title = _TITLES[self.code]
        return title if self.network in ("mainnet", MOCK) else f"{title} ({self.network})"

    def __str__(self) -> str:
        """`code:network`, as `named` reads it."""
        return f"{self.code}:{self.network}"


MOCKNET: Final = Chain(code=MOCK, network=MOCK, number=-1)
"""No chain: what issuers write while they try things out. Nobody can look it up, so it proves nothing."""
