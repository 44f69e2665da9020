"""Every labelled hostile case gets a verdict that its label accepts, and nobody is asked who may not be."""

import json
import time

import pytest

from laurel.fetching import check_url, recorded
from laurel.timestamp import parse_timestamp
from laurel.verify import verify
from shared import SHARED, needs_shared

pytestmark = needs_shared

FOLDER = SHARED / "hostile"
MANIFEST = json.loads((FOLDER / "manifest.json").read_text()) if FOLDER.is_dir() else {"cases": []}


@pytest.mark.parametrize("case", MANIFEST["cases"], ids=lambda case: case["id"])
def test_refuses_or_accepts_as_labelled(case):
    world = json.loads((FOLDER / "world" / "index.json").read_text())
    asked, answer = [], recorded(FOLDER / "world" / "index.json")

    def fetch(url, *, limit):
        asked.append(url)
        return answer(url, limit=limit)

    started = time.monotonic()
    report = verify(
        (FOLDER / case["file"]).read_bytes(),
        at=parse_timestamp(MANIFEST["clock"]),
        fetch=fetch,
        trusted=world["trusted_issuers"],
        recipient=case.get("params", {}).get("email"),
    )

    assert report.verdict in case["acceptable"], report.codes
    assert len(asked) <= 8
    assert all(check_url(url) for url in asked)
    assert time.monotonic() - started < case.get("limits", {}).get("seconds", 15)
