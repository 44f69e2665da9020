"""The ways to blockchains that options name: a recording, nodes of Ethereum's kind, explorers of Bitcoin.

--chain chain.json     --node eth:sepolia=https://…     --node btc:testnet=https://blockstream.info/testnet/api
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from laurel.anchors.chains import Chain
from laurel.anchors.esplora import EsploraReader
from laurel.anchors.transactions import ChainReader, Transaction, no_chain, recorded
from laurel.cli.files import FileError, read_bytes
from laurel.errors import LaurelError, Phrase
from laurel.extras import needed
from laurel.fetching import Fetcher

if TYPE_CHECKING:
    from web3.providers import BaseProvider

    from laurel.anchors.evm import EvmAccount

_TIMEOUT: Final = 20  # seconds
_MAX_ACCOUNT: Final = 20_000
_SITE: Final = re.compile(r"https?://[^\s@?#]+")


def choose(*, recording: Path | None, nodes: Sequence[str], fetch: Fetcher) -> ChainReader:
    """The reader that the options ask for: the recording first, then nodes and explorers.

    Raises:
        typer.BadParameter: a node that is not CHAIN=URL.
        FileError: no such recording.
        MissingExtraError: nodes need the extra `[anchors]`.
    """
    sites = dict(_site(node) for node in nodes)
    evm = {chain: provider(site) for chain, site in sites.items() if chain.evm_id is not None}
    readers: list[tuple[frozenset[Chain], ChainReader]] = []
    if evm:
        from laurel.anchors.evm import EvmReader  # noqa: PLC0415 - an extra

        readers.append((frozenset(evm), EvmReader(evm)))
    explorers = {chain: site for chain, site in sites.items() if chain.evm_id is None}
    if explorers:
        readers.append((frozenset(explorers), EsploraReader(fetch, explorers)))
    read_record = no_chain if recording is None else _recorded(recording)

    def read(chain: Chain, transaction: str, /) -> Transaction:
        for chains, reader in readers:
            if chain in chains:
                return reader(chain, transaction)
        return read_record(chain, transaction)

    return read


def provider(site: str) -> BaseProvider:
    """The way to a node.

    Raises:
        MissingExtraError: the extra `[anchors]` is not installed.
    """
    with needed("anchors"):
        from web3 import HTTPProvider  # noqa: PLC0415 - an extra
    return HTTPProvider(site, request_kwargs={"timeout": _TIMEOUT}, exception_retry_configuration=None)


def account(file: Path, *, password: str) -> EvmAccount:
    """The account in a keystore file (Web3 Secret Storage, version 3), as wallets and clients write it.

    Raises:
        FileError: it cannot be read, or the password is another.
        MissingExtraError: the extra `[anchors]` is not installed.
    """
    with needed("anchors"):
        from eth_account import Account  # noqa: PLC0415 - an extra
    content = read_bytes(file, limit=_MAX_ACCOUNT)
    try:
        found: EvmAccount = Account.from_key(Account.decrypt(json.loads(content), password))
    except (ValueError, TypeError, KeyError, AttributeError, NotImplementedError) as error:
        why = Phrase(
            "this is no keystore file, or the password is another", "това не е файл с ключ на портфейл или паролата е друга"
        )
        raise FileError(at=str(file), why=why) from error
    return found


def site_of(written: str) -> str:
    """The address of a node, as written in an option.

    Raises:
        typer.BadParameter: it is none.
    """
    if not _SITE.fullmatch(written):
        raise typer.BadParameter("https://…", param_hint="--node")
    return written


def chain_named(written: str, *, option: str) -> Chain:
    """The chain of an option.

    Raises:
        typer.BadParameter: there is none of this name.
    """
    try:
        return Chain.named(written)
    except LaurelError as error:
        raise typer.BadParameter("eth:mainnet | eth:sepolia | eth:31337 | btc:mainnet …", param_hint=option) from error


def _site(written: str) -> tuple[Chain, str]:
    name, equals, site = written.partition("=")
    if not equals:
        raise typer.BadParameter("CHAIN=URL", param_hint="--node")
    return chain_named(name, option="--node"), site_of(site)


def _recorded(file: Path) -> ChainReader:
    try:
        return recorded(file)
    except (LaurelError, OSError) as error:
        raise FileError(at=str(file), why=Phrase("this is no recorded blockchain", "това не е записан блокчейн")) from error
