"""The Python that the documents show runs as it stands; the blocks of one document share their names."""

import re
from pathlib import Path
from typing import Any

import pytest

from architecture.tree import ROOT, place

BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
WITH_PYTHON = [path for path in DOCUMENTS if BLOCK.search(path.read_text(encoding="utf-8"))]


def test_the_readme_and_the_guide_to_the_library_show_python():
    assert {ROOT / "README.md", ROOT / "docs/guides/developer.md"} <= set(WITH_PYTHON)


@pytest.mark.parametrize("path", WITH_PYTHON, ids=place)
def test_the_python_of_a_document_runs(path: Path):
    names: dict[str, Any] = {"__name__": "document"}
    text = path.read_text(encoding="utf-8")

    for block in BLOCK.finditer(text):
        lines_above = text[: block.start(1)].count("\n")
        exec(compile("\n" * lines_above + block.group(1), str(path), "exec"), names)
