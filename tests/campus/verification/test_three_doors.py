"""One verdict, whichever door: what the library says of a file is what the web page shows and the API answers."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from campus.verification import check as checking
from campus.verification import workers
from campus.verification.own import own_host
from campus.web.public import verifying
from fuzz.originals import older, originals, refused_originals, rich, shown_in_part, tokens
from fuzz.world import world
from laurel.fetching import recorded
from laurel.timestamp import parse_timestamp
from laurel.verify import DEFAULT, verify
from outside_world import NOW, TRUSTED
from shared import SHARED, needs_shared
from worst_cases import COSTLY

pytestmark = pytest.mark.django_db
FOLDER = SHARED / "hostile"
MANIFEST = json.loads((FOLDER / "manifest.json").read_text()) if FOLDER.is_dir() else {"cases": [], "clock": ""}
GROUPS = {letter: list(cases) for letter, cases in itertools.groupby(MANIFEST["cases"], lambda case: case["id"][0])}
OWN: Mapping[str, Callable[[], Any]] = {
    **{f"original {number}": lambda number=number: originals()[number] for number in range(len(originals()))},
    **{f"refused {number}": lambda number=number: refused_originals()[number] for number in range(len(refused_originals()))},
    **{f"token {number}": lambda number=number: tokens()[number] for number in range(len(tokens()))},
    "unsigned": rich,
    "older, unsigned": older,
    "shown in part": shown_in_part,
}


@pytest.fixture
def doors(client, monkeypatch):
    """The page and the API in a world of memory at one moment; each gives its verdict on a file."""

    def open_in(at: datetime, fetch: Any, trusted: Mapping[str, str]) -> Callable[[bytes], dict[str, Any]]:
        monkeypatch.setattr(timezone, "now", lambda: at)
        monkeypatch.setattr(workers, "CHECK_SECONDS", 60.0)  # the machine may be busy; what a check costs is measured elsewhere
        monkeypatch.setattr(checking, "trusted_issuers", lambda: dict(trusted))
        for module in (checking, verifying):
            monkeypatch.setattr(module, "guarded_fetcher", lambda: fetch)
        policy = replace(DEFAULT, insecure_hosts=own_host(), voice="site")

        def three(content: bytes) -> dict[str, Any]:
            cache.clear()
            report = verify(content, at=at, fetch=fetch, trusted=trusted, policy=policy)
            answer = client.post("/api/v1/verify", {"file": SimpleUploadedFile("badge", content)})
            page = client.post("/verify?lang=en", {"file": SimpleUploadedFile("badge", content)}).content.decode()
            tone = checking.Finding(report.to_json()).tone
            return {
                "library": {"verdict": report.verdict, "codes": list(report.codes)},
                "api": {name: answer.json().get(name) for name in ("verdict", "codes")},
                "page": f"verdict {tone}" in page,
            }

        return three

    return open_in


@pytest.mark.parametrize("name", OWN)
def test_our_own_originals_get_one_verdict(doors, name):
    made = OWN[name]()
    content = made if isinstance(made, str) else json.dumps(made)

    found = doors(NOW, world(), TRUSTED)(content.encode())

    assert found["api"] == found["library"]
    assert found["page"]


@pytest.mark.parametrize("name", ["svg_of_many_attributes", "pdf_with_a_compressed_bomb", "deep_arrays", "many_tildes"])
def test_refuses_costly_files_at_every_door(doors, name):
    found = doors(NOW, world(), TRUSTED)(COSTLY[name]())

    assert found["api"] == found["library"]
    assert (found["library"]["verdict"], found["page"]) == ("reject", True)


@needs_shared[0]
@needs_shared[1]
@pytest.mark.parametrize("letter", GROUPS)
def test_refuses_or_accepts_hostile_cases_alike_at_every_door(doors, letter):
    index = json.loads((FOLDER / "world" / "index.json").read_text())
    three = doors(parse_timestamp(MANIFEST["clock"]), recorded(FOLDER / "world" / "index.json"), index["trusted_issuers"])

    for case in GROUPS[letter]:
        found = three((FOLDER / case["file"]).read_bytes())

        assert found["api"] == found["library"], case["id"]
        assert found["page"], case["id"]
        if "params" not in case:
            assert found["api"]["verdict"] in case["acceptable"], case["id"]
