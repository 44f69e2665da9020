"""The table of clauses names files and tests that exist."""

import ast
import re

from architecture.tree import ROOT, python_files, syntax

ROW = re.compile(r"^\|([^|]*)\|([^|]*)\|([^|]*)\|$", re.MULTILINE)
HOMES = (ROOT, ROOT / "src/laurel", ROOT / "src/campus", ROOT / "src")


def _rows() -> list[tuple[str, list[str], list[str]]]:
    """Clause, what stands in code style in the second column, and in the third, of every table of clauses."""
    text = (ROOT / "docs/specs.md").read_text(encoding="utf-8")
    tables = [table for table in text.split("\n\n") if table.startswith("| Clause | File | Test |")]
    rows = [row for table in tables for row in ROW.findall(table)[1:]]
    return [(clause.strip(), re.findall(r"`([^`]+)`", file), re.findall(r"`([^`]+)`", test)) for clause, file, test in rows]


def test_every_clause_has_a_test():
    assert [clause for clause, _files, tests in _rows() if not tests and not set(clause) <= {"-"}] == []


def test_the_files_of_the_clauses_exist():
    absent = []
    for clause, files, _tests in _rows():
        folders = list(HOMES)
        for name in (file for file in files if "/" in file or file.endswith(".py")):
            found = [folder / name for folder in folders if (folder / name).exists()]
            absent += [] if found else [f"{clause}: {name}"]
            folders += [found[0].parent] if found else []

    assert absent == []


def test_the_tests_of_the_clauses_exist():
    defined = {
        node.name for path in python_files("tests") for node in ast.walk(syntax(path)) if isinstance(node, ast.FunctionDef)
    }
    absent = [
        f"{clause}: {name}"
        for clause, _files, tests in _rows()
        for name in tests
        if not ((ROOT / name).exists() if "/" in name else name in defined)
    ]

    assert absent == []
