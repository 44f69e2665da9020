"""Transparency logs (`log`): notes, checkpoints, proofs, receipts, keys, tiles; one text each, no signature made up."""

import json
from random import Random

from fuzz import edits
from fuzz.rule import insist, refused
from laurel.canon.strict_json import loads_object
from laurel.errors import LaurelError
from laurel.log import Checkpoint, Event, Receipt, VerifierKey, digest_of
from laurel.log.note import Note, decode_base64
from laurel.log.proof import LogProof
from laurel.log.tiles import entries_of, hashes_of
from log_keeping import KEYS, NOON, receipt_for
from plain_badge import badge

DICTIONARY = "log"
LONGEST = 8_192
_GENUINE = receipt_for(json.dumps(badge()), at=NOON).proof.checkpoint.note.text


def run(data: bytes) -> None:
    """Read it as everything that a log publishes."""
    text = data.decode("utf-8", "replace")
    for read in (Note.from_text, Checkpoint.from_text, VerifierKey.from_text):
        found, _ = refused(lambda read=read: read(text))
        insist(found is None or found.to_text() == text, "a text with two forms")
    proof, _ = refused(lambda: LogProof.from_text(text))
    insist(proof is None or LogProof.from_text(proof.to_text()) == proof, "another proof after writing")
    receipt, _ = refused(lambda: Receipt.from_text(data))
    if receipt is not None:
        insist(Receipt.from_text(receipt.to_text()) == receipt, "another receipt after writing")
        refused(receipt.check)
    for checkpoint in (refused(lambda: Checkpoint.from_text(text))[0], proof and proof.checkpoint):
        if checkpoint is not None and _signed(checkpoint):
            insist(checkpoint.note.text == _GENUINE, "a checkpoint that nobody signed")
    refused(lambda: Event.from_json(loads_object(data)))
    refused(lambda: digest_of(text))
    refused(lambda: decode_base64(text))
    for width in (1, 3, 256):
        refused(lambda width=width: hashes_of(data, width=width))
        refused(lambda width=width: entries_of(data, width=width))


def _signed(checkpoint: Checkpoint) -> bool:
    try:
        return bool(checkpoint.check(KEYS))
    except LaurelError:
        return False


def mutate(data: bytes, random: Random) -> bytes:
    """Edit a receipt's structure, or lines of a text."""
    if data.startswith(b"{"):
        return edits.of_json(data, random)
    lines = data.split(b"\n")
    place = random.randrange(len(lines))
    match random.randrange(4):
        case 0:
            lines.insert(random.randrange(len(lines) + 1), lines[place])
        case 1:
            del lines[place]
        case _:
            lines[place] = edits.of_bytes(lines[place], random)
    return b"\n".join(lines)
