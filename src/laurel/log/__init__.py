"""A transparency log: proof for anybody that a credential was issued, revoked or replaced by a certain time, naming nobody."""

from laurel.log.checkpoint import Checkpoint, sign_checkpoint
from laurel.log.event import Event, EventKind, digest_of
from laurel.log.growing import GrowingTree
from laurel.log.note import Note, SignatureType, Signed, VerifierKey
from laurel.log.proof import LogProof
from laurel.log.receipt import Receipt
from laurel.log.refusals import LogError, LogProofError, LogSignatureError, LogUnknownError
from laurel.log.signing import NoteSigner
from laurel.log.tiles import Address, Tile, Tree

__all__ = [
    "Address",
    "Checkpoint",
    "Event",
    "EventKind",
    "GrowingTree",
    "LogError",
    "LogProof",
    "LogProofError",
    "LogSignatureError",
    "LogUnknownError",
    "Note",
    "NoteSigner",
    "Receipt",
    "SignatureType",
    "Signed",
    "Tile",
    "Tree",
    "VerifierKey",
    "digest_of",
    "sign_checkpoint",
]
