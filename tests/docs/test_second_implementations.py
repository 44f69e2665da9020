"""The table of second implementations in docs/specs.md is the one that the tests carry out."""

import ast

from architecture.tree import ROOT, python_files, syntax
from peers.matrix import COLUMNS, ROWS, table

SPECS = (ROOT / "docs" / "specs.md").read_text(encoding="utf-8")


def test_the_table_says_what_is_tested():
    assert "\n".join(table()) in SPECS


def test_every_cell_names_tests_that_exist():
    defined = {
        node.name for path in python_files("tests") for node in ast.walk(syntax(path)) if isinstance(node, ast.FunctionDef)
    }
    named = {test for cells in ROWS.values() for _, tests in cells.values() for test in tests}

    assert sorted(named - defined) == []
    assert {column for cells in ROWS.values() for column in cells} == set(COLUMNS)


def test_every_test_of_a_second_implementation_has_a_cell():
    named = {test for cells in ROWS.values() for _, tests in cells.values() for test in tests}
    written = {
        node.name
        for path in (ROOT / "tests" / "peers").glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }

    assert sorted(written - named - _BESIDE) == []


_BESIDE = {
    "test_digitalbazaar_verifies_our_badge_and_refuses_a_changed_one",  # by the script of the whole OULAD dataset
    "test_they_refuse_what_we_refuse",
    "test_the_employment_document_is_signed_as_published_from_its_json",
    "test_selective_disclosure_is_as_published_from_its_json",
}
"""Tests of theirs that are no direction of a suite."""
