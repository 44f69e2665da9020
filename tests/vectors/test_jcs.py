"""The test data of RFC 8785."""

import json
from pathlib import Path

import pytest

from laurel.canon import jcs
from shared import SHARED, needs_shared

pytestmark = needs_shared
FOLDER = SHARED / "vectors" / "jcs-rfc8785"


@pytest.mark.parametrize("source", [pytest.param(path, id=path.stem) for path in sorted((FOLDER / "input").glob("*.json"))])
def test_the_canonical_bytes_are_the_published_ones(source: Path):
    canonical = jcs.canonicalize(json.loads(source.read_bytes()))

    assert canonical == (FOLDER / "output" / source.name).read_bytes()
    assert canonical == bytes.fromhex((FOLDER / "outhex" / f"{source.stem}.txt").read_text())
