"""The checkout as the architecture tests read it: files, syntax trees, floors."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"


def python_files(*folders: str) -> list[Path]:
    """Every .py below the folders, migrations aside."""
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return [path for path in found if "migrations" not in path.parts]


def module_of(path: Path) -> str:
    """`src/laurel/keys/__init__.py` is `laurel.keys`."""
    return ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__")


@cache
def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything a file imports: `from a import b` yields a and a.b."""
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def calls(path: Path) -> Iterator[tuple[int, str]]:
    """Line and written name of every call: `datetime.now(UTC)` yields datetime.now."""
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


@cache
def floors() -> dict[str, int]:
    """App name to floor, bottom floor 0, as the import contract has it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {name.strip(): number for number, layer in enumerate(reversed(layers)) for name in layer.split("|")}


@cache
def tracked_files() -> tuple[Path, ...]:
    """What the repository holds; the files on disk when this is no git checkout."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, text=True
    )
    if listed.returncode != 0:
        return tuple(path for path in ROOT.rglob("*") if path.is_file() and not _hidden(path))
    return tuple(path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file())


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") or part in {"node_modules", "__pycache__"} for part in path.relative_to(ROOT).parts)


def place(path: Path, line: int | None = None) -> str:
    """How a test names a place: `src/laurel/errors.py:12`."""
    return f"{path.relative_to(ROOT)}{'' if line is None else f':{line}'}"
