"""A real blockchain of Ethereum's kind that lives in this process: eth-tester on py-evm, with two accounts that have money."""

from __future__ import annotations

from typing import Any

from eth_account import Account
from eth_tester import EthereumTester, PyEVMBackend
from web3 import EthereumTesterProvider, Web3

from laurel.anchors.chains import Chain
from laurel.anchors.evm import EvmAnchor, EvmReader, EvmWitness

CHAIN = Chain.named("eth:131277322940537")  # the chain id of every eth-tester
COIN = 10**18


class LocalChain:
    """The chain: it makes a block for each transaction, or when it is asked where `mining` is off."""

    def __init__(self) -> None:
        self.tester = EthereumTester(PyEVMBackend())
        self.provider = EthereumTesterProvider(self.tester)
        self.node = Web3(self.provider)
        self.issuer, self.stranger = (Account.from_key(bytes([number]) * 32) for number in (7, 8))
        for account in (self.issuer, self.stranger):
            self.node.eth.send_transaction({"from": self.node.eth.accounts[0], "to": account.address, "value": COIN})

    def anchor(self, **changes: Any) -> EvmAnchor:
        """The issuer's way to anchor; a pause makes a block."""
        how: dict[str, Any] = {"chain": CHAIN, "account": self.issuer, "pause": lambda _: self.mine()}
        return EvmAnchor(self.provider, **(how | changes))

    def witness(self, **rules: Any) -> EvmWitness:
        return EvmWitness(self.reader, **rules)

    @property
    def reader(self) -> EvmReader:
        return EvmReader({CHAIN: self.provider})

    def mine(self, blocks: int = 1) -> None:
        self.tester.mine_blocks(blocks)

    def stop_mining(self) -> None:
        self.tester.disable_auto_mine_transactions()

    def sent_by(self, account: Any) -> int:
        """How many transactions an account has sent."""
        return self.node.eth.get_transaction_count(account.address)
