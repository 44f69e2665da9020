"""The bench runs, and writes what the page of its figures shows. How fast anything is, no test asks."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.peers
@pytest.mark.slow
def test_the_bench_writes_aims_tables_and_picture(tmp_path):
    shutil.copy(ROOT / "docs/performance.md", tmp_path)
    command = ["bench/issue_and_verify.py", "--rounds", "1", "--seconds", "0.01", "--tiny", "--write", "--docs", str(tmp_path)]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}

    subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True, timeout=300, stdout=subprocess.DEVNULL)

    page = (tmp_path / "performance.md").read_text(encoding="utf-8")
    assert page.count("| reached |") + page.count("| **missed** |") == 11
    assert re.search(r"The machine was (not )?quiet", page)
    for peer in ("@digitalbazaar/vc", "PyLD and libsodium", "openbadgeslib"):
        assert page.count(f"\n| {peer} |") == 2, "once issuing, once verifying"
    assert (tmp_path / "performance.svg").read_text(encoding="utf-8").startswith("<svg")
