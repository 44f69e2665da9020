"""Anchors (`anchors`): OpenTimestamps files, RFC 3161 replies, recorded transactions; nothing is witnessed for nothing."""

from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import mkdtemp

from fuzz import edits
from fuzz.rule import insist, refused
from fuzz.world import authority
from laurel.anchors import Evidence, earliest
from laurel.anchors.chains import Chain
from laurel.anchors.evm import EvmWitness
from laurel.anchors.opentimestamps import OpenTimestampsWitness, upgrade
from laurel.anchors.ots_format import HEADER, Timestamp, read_paths, write_paths
from laurel.anchors.rfc3161 import TimestampWitness, digest_in
from laurel.anchors.transactions import Transaction, no_chain, recorded
from laurel.canon.strict_json import loads_object

DICTIONARY = "anchors"
LONGEST = 8_192
DIGEST = bytes(range(32))
_FILE = Path(mkdtemp(prefix="laurel-fuzz-")) / "transactions.json"


def run(data: bytes) -> None:
    """Read it as evidence of each kind, and as what is recorded of a chain."""
    stamp, _ = refused(lambda: Timestamp.from_bytes(data))
    insist(stamp is None or Timestamp.from_bytes(stamp.to_bytes()).paths, "a file that is not read again")
    paths, _ = refused(lambda: read_paths(data))
    if paths:
        insist(set(read_paths(write_paths(paths))) == set(paths), "other paths after writing")
    for path in paths or ():
        path.result(DIGEST), path.height, path.calendar
    refused(lambda: upgrade(Evidence(kind="opentimestamps", content=data), ask=lambda _, __: data[len(HEADER) + 32 :]))
    refused(lambda: digest_in(data))
    refused(lambda: Evidence.from_json(loads_object(data)))
    _witness(data)
    for members in (refused(lambda: loads_object(data))[0] or {}).values():
        refused(lambda members=members: Transaction.from_json(members))
    refused(lambda: Chain.named(data.decode("utf-8", "replace")))
    _FILE.write_bytes(data)
    refused(lambda: recorded(_FILE))


def _witness(data: bytes) -> None:
    witnesses = (
        OpenTimestampsWitness(lambda height: bytes(36) + DIGEST + bytes(12)),
        TimestampWitness([authority().certificate]),
        EvmWitness(no_chain),
    )
    for witness in witnesses:
        evidence = Evidence(kind=witness.kind, content=data)
        found, _ = refused(lambda evidence=evidence: earliest([evidence], DIGEST, witnesses=witnesses))
        # the block of the fuzzer's world holds the digest itself, so only a path of no steps may lead there
        insist(
            found is None or (found.by >= datetime(1970, 1, 1, tzinfo=UTC) and witness.kind == "opentimestamps"), "witnessed"
        )


def mutate(data: bytes, random: Random) -> bytes:
    """Edit the bytes, or the structure."""
    return edits.of_json(data, random) if data.startswith(b"{") else edits.of_bytes(data, random)
