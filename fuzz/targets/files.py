"""Files of the command line (`cli`): keys, status lists, ledgers, lists of trusted issuers, gradebooks."""

import tempfile
from functools import cache
from pathlib import Path

from fuzz.rule import insist, refused
from fuzz.world import design
from laurel.cli import gradebook, keyfile, ledger, status_file, trust

DICTIONARY = "files"
LONGEST = 8_192


@cache
def _folder() -> Path:
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="laurel-fuzz-", dir=memory if memory.is_dir() else None))


def run(data: bytes) -> None:
    """Read the same bytes as each kind of file."""
    path = _folder() / "file"
    path.write_bytes(data)
    issuer, _ = refused(lambda: keyfile.load(path))
    if issuer is not None:
        insist(issuer.signer.sign(b"x"), "a key that does not sign")
        refused(lambda: keyfile.public_document(issuer))
    refused(lambda: status_file.load(path))
    refused(lambda: trust.read_trusted([str(path)]))
    (_folder() / ledger.FILE_NAME).write_bytes(data)
    refused(_ledger)
    rows, _ = refused(lambda: gradebook.read_gradebook(data, design=design()))
    for row in rows or ():
        insist(row.learner and not any(cell.startswith(gradebook.FORMULA) for cell in row.results.values()), "an odd row")


def _ledger() -> None:
    with ledger.open_ledger(_folder()) as opened:
        opened.intents.values()
