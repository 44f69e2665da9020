"""The contexts of Blockcerts are read from an installed package, never run, and missed in a sentence."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from anchoring import blockcert
from laurel.canon import blockcerts
from laurel.canon.contexts import OPEN, PINNED, WIDER


def run(script: str, document: dict[str, object]) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", script], input=json.dumps(document), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


ASK = """
from datetime import UTC, datetime
from laurel.fetching import no_network
from laurel.verify import GENERIC, verify
report = verify(sys.stdin.read(), at=datetime(2026, 11, 24, tzinfo=UTC), fetch=no_network, policy=GENERIC)
print(report["structure"].outcome.name, report["structure"].code)
"""


@pytest.mark.parametrize("url", sorted(blockcerts.ADDRESSES))
def test_every_context_is_the_pinned_one(url: str):
    assert OPEN[url].sha256
    assert "@context" in OPEN[url].document


def test_badges_do_not_use_them():
    assert not blockcerts.ADDRESSES & set(PINNED)
    assert set(WIDER) >= blockcerts.ADDRESSES


def test_the_package_is_read_and_never_run():
    said = run(f"import sys\n{ASK}\nprint('cert_schema' in sys.modules)", blockcert())

    assert said == ["PASSED OK", "False"]


def test_refuses_a_blockcert_clearly_where_the_package_is_missing():
    hide = """
import importlib.util, sys
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name == "cert_schema" else found(name, package)
"""
    said = run(f"{hide}{ASK}\nprint(report['structure'].details[0].en)", blockcert())

    assert said[0] == "UNKNOWN MISSING_EXTRA"
    assert 'pip install "laurel-credentials[blockcerts]"' in said[1]
