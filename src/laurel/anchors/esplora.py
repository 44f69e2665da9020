"""Bitcoin transactions, looked up at an explorer that speaks Esplora (blockstream.info, mempool.space, or one's own).

Source: https://github.com/Blockstream/esplora/blob/master/API.md (`GET /tx/:txid`, `GET /blocks/tip/height`)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from laurel.anchors.chains import Chain
from laurel.anchors.refusals import AnchorPendingError
from laurel.anchors.transactions import ChainReader, Transaction, unreachable
from laurel.canon.strict_json import is_array, is_object, loads_object
from laurel.errors import CredentialError, Phrase
from laurel.fetching import Fetcher

MAX_ANSWER: Final = 2_000_000  # bytes
_ID: Final = re.compile(r"[0-9a-f]{64}")
_PUSHED_DIGEST: Final = re.compile(r"6a20([0-9a-f]{64})")  # OP_RETURN, then 32 bytes


class EsploraReader(ChainReader):
    """Looks transactions of Bitcoin up at explorers, one for each network."""

    def __init__(self, fetch: Fetcher, sites: Mapping[Chain, str]) -> None:
        """Ask through `fetch`; `sites`: where each network's explorer answers, e.g. `https://blockstream.info/api`."""
        self._fetch = fetch
        self._sites = {chain: site.rstrip("/") for chain, site in sites.items()}

    def __call__(self, chain: Chain, transaction: str, /) -> Transaction:
        """The transaction of this id, in a block; its payload is empty where its last output holds no digest.

        Raises:
            UnreachableError: no answer, no sense in it, or no explorer of this network; a transaction that is not found, too.
            AnchorPendingError: it waits for a block.
        """
        site = self._sites.get(chain)
        if site is None or not _ID.fullmatch(transaction):
            raise unreachable(chain, Phrase("no explorer of this network was given", "не е даден изследовател на тази мрежа"))
        try:
            found = loads_object(self._fetch(f"{site}/tx/{transaction}", limit=MAX_ANSWER).body)
            status = found["status"]
            if status["confirmed"] is not True:
                raise AnchorPendingError(why=Phrase("its transaction waits for a block", "транзакцията му чака блок"))
            height = int(self._fetch(f"{site}/blocks/tip/height", limit=100).body)
            return Transaction(
                payload=_payload(found["vout"]),
                sender=str(found["vin"][0]["prevout"]["scriptpubkey_address"]),
                time=datetime.fromtimestamp(_whole(status["block_time"]), UTC),
                confirmations=max(height - _whole(status["block_height"]) + 1, 1),
            )
        except (CredentialError, KeyError, IndexError, TypeError, ValueError, OverflowError, OSError) as error:
            raise unreachable(
                chain, Phrase("its explorer gave no transaction", "изследователят му не даде транзакция")
            ) from error


def _payload(outputs: Any) -> bytes:
    """The digest in the last output, where Blockcerts puts it."""
    last = outputs[-1] if is_array(outputs) and outputs else None
    match = _PUSHED_DIGEST.fullmatch(str(last.get("scriptpubkey"))) if is_object(last) else None
    return bytes.fromhex(match[1]) if match else b""


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    return value
