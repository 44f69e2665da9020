"""@digitalbazaar/vc in a Node.js of its own, installed from npm the first time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from samples import ISSUER
from timing import Spent
from world import KEY, did_document

from laurel.canon.contexts import PINNED


class Peer:
    """A running Node.js that does jobs and says how long they took."""

    def __init__(self, running: subprocess.Popen[str]) -> None:
        assert running.stdout
        self._running = running
        self._pid = json.loads(running.stdout.readline())["pid"]  # `node` may be a script that starts another

    def timer(self, job: str, sample: str) -> Callable[[int], Spent]:
        """What times a job ("issue" or "verify") over the credentials of a sample."""

        def times(count: int) -> Spent:
            began = self.seconds()
            assert self._running.stdin
            assert self._running.stdout
            self._running.stdin.write(json.dumps({"job": job, "sample": sample, "count": count}) + "\n")
            self._running.stdin.flush()
            answer = json.loads(self._running.stdout.readline())
            assert answer["done"] == count
            return Spent(wall=answer["seconds"], cpu=self.seconds() - began)

        return times

    def seconds(self) -> float:
        """Seconds on a processor of all its threads: JavaScript's own, the compiler's, the garbage collector's."""
        threads = Path(f"/proc/{self._pid}/task").glob("*/schedstat")
        return sum(int(each.read_text().split()[0]) for each in threads) / 1e9


@contextmanager
def digitalbazaar(
    unsigned: Mapping[str, list[dict[str, Any]]], signed: Mapping[str, list[str]], scratch: Path
) -> Iterator[Peer]:
    """A running peer that knows these credentials, by the names of their samples."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from peers.second_implementations import install_digitalbazaar  # noqa: PLC0415 - the path comes first

    world = {
        "contexts": {url: pinned.document for url, pinned in PINNED.items()},
        "dids": {ISSUER: did_document()},
        "key": did_document()["verificationMethod"][0] | {"secretKeyMultibase": KEY.to_multikey()},
        "samples": unsigned,
        "signed": signed,
    }
    (scratch / "world.json").write_text(json.dumps(world))
    command = ["node", str(Path(__file__).with_name("peer.mjs")), str(scratch / "world.json"), str(install_digitalbazaar())]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        yield Peer(running)
        assert running.stdin
        running.stdin.close()
