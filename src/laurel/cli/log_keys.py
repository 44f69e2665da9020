"""The two keys of a log on disk: one signs checkpoints, the other says when. The public halves are lines for verifiers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from laurel.canon.strict_json import loads_object
from laurel.cli.files import FileError, create_secret, read_bytes
from laurel.errors import LaurelError, MalformedError, Phrase
from laurel.keys import PrivateKey
from laurel.log import NoteSigner, SignatureType
from laurel.log.note import is_name

_MAX_BYTES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LogKeys:
    """The name of a log and its signers: the log's own, and its clock's."""

    origin: str
    log: PrivateKey
    clock: PrivateKey

    @property
    def signers(self) -> tuple[NoteSigner, NoteSigner]:
        """Who signs a checkpoint, in order."""
        return (
            NoteSigner(name=self.origin, type=SignatureType.LOG, public=self.log.public, sign=self.log.sign),
            NoteSigner(name=self.origin, type=SignatureType.COSIGNATURE, public=self.clock.public, sign=self.clock.sign),
        )

    @property
    def lines(self) -> str:
        """What a verifier gives to `--log-key`: a line for each key."""
        return "".join(f"{signer.verifier_key.to_text()}\n" for signer in self.signers)


def make(origin: str, *, at: Path) -> LogKeys:
    """Make the keys of a new log and write them to `at` (0600, never overwriting).

    Raises:
        MalformedError: no log can have this name.
        FileError: there is such a file, or the place cannot be written to.
    """
    if not is_name(origin):
        why = Phrase(
            "a log is named like a web address without https://, for example uni.example/log",
            "регистърът се назовава като уеб адрес без https://, например uni.example/log",
        )
        raise MalformedError(why=why)
    keys = LogKeys(origin=origin, log=PrivateKey.generate("Ed25519"), clock=PrivateKey.generate("Ed25519"))
    secret = {"origin": origin, "log": keys.log.to_multikey(), "clock": keys.clock.to_multikey()}
    create_secret(at, (json.dumps(secret, indent=1) + "\n").encode())
    return keys


def load(path: Path) -> LogKeys:
    """Read the keys of a log.

    Raises:
        FileError: they cannot be read, or are not the keys of a log of ours.
    """
    content = read_bytes(path, limit=_MAX_BYTES)
    try:
        members = loads_object(content)
        log, clock = (PrivateKey.from_multikey(str(members[name])) for name in ("log", "clock"))
        return LogKeys(origin=str(members["origin"]), log=log, clock=clock)
    except (LaurelError, KeyError) as error:
        why = Phrase("these are not the keys of a log", "това не са ключовете на регистър")
        raise FileError(at=str(path), why=why) from error
