"""Documents that can drift are compared with what they speak of."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import laurel
from architecture.tree import ROOT, place, tracked_files

DOCUMENTS = [path for path in tracked_files() if path.suffix == ".md"]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PATHS = re.compile(r"`((?:src|tests|docs|templates|static|scripts|locale|requirements)/[\w./-]+?)(?:::(\w+))?`")
LINKS = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def test_the_changelog_begins_with_the_version_of_the_package():
    versions = re.findall(r"^## \[?(\d+\.\d+\.\d+)\]?", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)

    assert versions[0] == laurel.__version__


@pytest.mark.parametrize("path", DOCUMENTS, ids=place)
def test_files_a_document_names_exist(path):
    text = path.read_text(encoding="utf-8")
    absent = [name for name, _ in PATHS.findall(text) if not (ROOT / name).exists()]
    absent += [link for link in LINKS.findall(text) if not (path.parent / link).exists()]

    assert absent == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=place)
def test_tests_a_document_names_exist(path):
    named = [(ROOT / file, test) for file, test in PATHS.findall(path.read_text(encoding="utf-8")) if test]

    assert [f"{place(file)}::{test}" for file, test in named if not _defines(file, test)] == []


def _defines(path: Path, name: str) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name for node in ast.walk(tree))


@pytest.mark.parametrize("path", DOCUMENTS, ids=place)
def test_commands_a_document_shows_exist(path):
    unknown = [line for line in _commands(path) if not _known(line.split())]

    assert unknown == []


def _commands(path: Path) -> Iterator[str]:
    for language, block in FENCE.findall(path.read_text(encoding="utf-8")):
        if language in {"sh", "console", "bash"}:
            yield from (line.removeprefix("$ ") for line in block.replace("\\\n", " ").splitlines() if line.strip())


def _known(words: list[str]) -> bool:
    match words:
        case [command, *_] if command.startswith(("./", "scripts/", ".ci/")):
            return os.access(ROOT / command, os.X_OK)
        case ["make", target, *_]:
            return f"\n{target}:" in (ROOT / "Makefile").read_text()
        case ["laurel", command, *_]:
            return command.startswith("-") or _laurel(command, "--help").returncode == 0
    return True


def _laurel(*arguments: str) -> "subprocess.CompletedProcess[str]":
    script = 'import sys; from laurel.cli import main; sys.argv[0] = "laurel"; sys.exit(main())'
    environment = os.environ | {
        "COLUMNS": "80",
        "TERM": "dumb",
        "NO_COLOR": "1",
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(ROOT / "src"),
    }
    return subprocess.run(
        [sys.executable, "-P", "-c", script, *arguments], env=environment, capture_output=True, text=True, check=False
    )


def test_the_readme_shows_the_help_of_the_command_line():
    shown = re.search(r"^\$ laurel --help\n(.*?)^```$", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    assert shown, "the README has a console block that begins with: $ laurel --help"

    assert _squeezed(shown.group(1)) == _squeezed(_laurel("--help").stdout)


def _squeezed(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip()]
