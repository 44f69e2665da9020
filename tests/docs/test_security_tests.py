"""The table of attacks names tests that exist and refuse."""

import ast
import re

from architecture.tree import ROOT, python_files, syntax

ROW = re.compile(r"^\|([^|]*)\|([^|]*)\|([^|]*)\|$", re.MULTILINE)


def _rows() -> list[tuple[str, list[str]]]:
    rows = ROW.findall((ROOT / "docs/security-tests.md").read_text(encoding="utf-8"))[2:]
    return [(attack.strip(), re.findall(r"`([^`]+)`", tests)) for attack, _answer, tests in rows]


def test_every_class_of_attack_has_tests_that_refuse_it():
    assert len(_rows()) >= 20
    assert [attack for attack, tests in _rows() if not tests] == []
    assert [name for _, tests in _rows() for name in tests if not name.startswith("test_refuses_")] == []


def test_the_tests_named_against_attacks_exist():
    defined = {
        node.name for path in python_files("tests") for node in ast.walk(syntax(path)) if isinstance(node, ast.FunctionDef)
    }

    assert {name for _, tests in _rows() for name in tests} - defined == set()
