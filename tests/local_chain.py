"""A real blockchain of Ethereum's kind that lives in this process: eth-tester on py-evm, with two accounts that have money."""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

from laurel.anchors.chains import Chain
from laurel.anchors.evm import EvmAnchor, EvmReader, EvmWitness
from laurel.extras import needed

with needed("anchors"):  # py-evm raises the recursion limit of the whole process
    import eth  # noqa: F401
    from eth_account import Account
    from eth_tester import EthereumTester, PyEVMBackend
    from web3 import EthereumTesterProvider, Web3
    from web3.datastructures import NamedElementOnion

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

    @contextmanager
    def served(self) -> Generator[str]:
        """The address of a node of this chain, over http."""
        # what the provider does for web3, without what web3 does for Python
        answer_to = self.provider.request_func(self.node, NamedElementOnion([]))

        class Node(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                try:
                    answer = answer_to(asked["method"], asked["params"])
                except Exception as error:  # a node tells its trouble and goes on
                    answer = {"error": {"code": -32000, "message": str(error)}}
                body = json.dumps({"jsonrpc": "2.0", **answer, "id": asked["id"]}, default=_plain).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Node)
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()


def _plain(value: Any) -> Any:
    return Web3.to_hex(value) if isinstance(value, bytes) else dict(value)
