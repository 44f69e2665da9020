"""The written authorization matrix: which answer each of the cast gets at each address, kept as tables in text files.

A line is an address as the router knows it, a method, and one answer for each name in the table's first line: a status, or
`login` for being sent to the log-in page. Lines that begin with # explain.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

FOLDER = Path(__file__).parent / "campus" / "authorization"


@dataclass(frozen=True, slots=True)
class Line:
    """One address and method, with the answer each of the cast gets."""

    address: str
    method: str
    answers: dict[str, str]


def read_matrix(name: str) -> list[Line]:
    """The lines of one table; two lines for one address and method are refused."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    written = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    head, *rows = written
    cast = head[2:]
    lines = [Line(row[0], row[1], dict(zip(cast, row[2:], strict=True))) for row in rows]
    named = [(line.address, line.method) for line in lines]
    repeated = {each for each in named if named.count(each) > 1}
    if repeated:
        raise ValueError(f"written twice: {sorted(repeated)}")
    return lines


def pages() -> list[str]:
    """Every address of the router that is not one of the API's operations; `/` stands for the empty one."""
    found = {path or "/" for path, inside_ninja in _walk(get_resolver().url_patterns) if not inside_ninja}
    return sorted(found)


def _walk(patterns: list[URLPattern | URLResolver], before: str = "", *, ninja: bool = False) -> Iterator[tuple[str, bool]]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path, ninja=ninja or pattern.namespace in ("api-v1", "vc-api"))
        else:
            yield path, ninja and pattern.name not in ("openapi-json", "api-root")


def operations() -> list[tuple[str, str]]:
    """Address and method of every operation that the API describes."""
    from campus.api.v1.edition import v1
    from campus.api.vc_api.edition import vc_api

    return sorted(
        (path.removeprefix("/"), method.upper())
        for edition in (v1, vc_api)
        for path, methods in edition.get_openapi_schema()["paths"].items()
        for method in methods
    )
