"""The bench of the catalogue runs, and writes what its page shows. How fast anything is, no test asks."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_the_bench_searches_both_databases_and_writes_the_page(tmp_path):
    shutil.copy(ROOT / "docs/performance-catalogue.md", tmp_path)
    command = ["bench/search_catalogue.py", "--designs", "30", "--queries", "4", "--write", "--docs", str(tmp_path)]

    subprocess.run([sys.executable, *command], cwd=ROOT, check=True, timeout=300, stdout=subprocess.DEVNULL)

    page = (tmp_path / "performance-catalogue.md").read_text(encoding="utf-8")
    assert page.count("| reached |") + page.count("| **missed** |") == 2
    for database in ("SQLite", "PostgreSQL"):
        assert f"### {database}: 30 micro-credentials" in page
    assert page.count("| the whole page, as HTML |") == 2
