"""Whatever a package of the library offers by `__all__` says what it is: functions and classes, constants and aliases too."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from architecture.tree import ROOT

SOURCE = ROOT / "src"
PACKAGES = sorted(
    path.parent for path in (SOURCE / "laurel").rglob("__init__.py") if "__all__" in path.read_text(encoding="utf-8")
)


def body_of(module: str) -> list[ast.stmt]:
    path = SOURCE.joinpath(*module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return ast.parse(file.read_text(encoding="utf-8")).body


def is_documented(module: str, name: str) -> bool:
    """Whether the name has a docstring where it is defined; a constant, a string in the next line."""
    body = body_of(module)
    for statement, following in zip(body, [*body[1:], None], strict=True):
        match statement:
            case ast.FunctionDef() | ast.ClassDef() if statement.name == name:
                return ast.get_docstring(statement) is not None
            case ast.ImportFrom(module=str() as origin) if name in [each.asname or each.name for each in statement.names]:
                found = next(each.name for each in statement.names if (each.asname or each.name) == name)
                # a module offered as a name documents itself
                return SOURCE.joinpath(*origin.split("."), f"{found}.py").exists() or is_documented(origin, found)
            case ast.Assign() | ast.AnnAssign():
                targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                if name in [target.id for target in targets if isinstance(target, ast.Name)]:
                    return isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant)
    return False


def names_of(package: Path) -> list[str]:
    module = ".".join(package.relative_to(SOURCE).parts)
    listed = [
        statement.value
        for statement in body_of(module)
        if isinstance(statement, ast.Assign) and [getattr(target, "id", "") for target in statement.targets] == ["__all__"]
    ]
    return [element.value for value in listed for element in getattr(value, "elts", []) if isinstance(element, ast.Constant)]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_every_public_name_is_documented(package: Path):
    module = ".".join(package.relative_to(SOURCE).parts)

    assert names_of(package)
    assert [name for name in names_of(package) if not is_documented(module, name)] == []
