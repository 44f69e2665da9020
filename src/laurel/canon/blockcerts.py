"""Where the contexts of Blockcerts come from: the package `cert-schema` (extra `[blockcerts]`), read as files and never run.

Importing that package would run what it brings, tools and an HTTP client among it; we only want its JSON, pinned by digest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Final

PACKAGE: Final = "cert_schema"

# file: SHA-256 of its RFC 8785 form, and its addresses
_FILES: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = MappingProxyType(
    {
        "2.1/obi.json": (
            "4b5f71314b9fef23264b05bab6a03811e8fc1e5e7506b79b092aec91865e7e07",
            ("https://w3id.org/openbadges/v2", "https://openbadgespec.org/v2/context.json"),
        ),
        "3.0-alpha/context.json": (
            "d809eef9ca0476d9906dcbc7ce8797ea9ea687d6febd5dfcf354cda37c752291",
            (
                "https://w3id.org/blockcerts/v3.0-alpha",
                "https://w3id.org/blockcerts/schema/3.0-alpha/context.json",
                "https://www.blockcerts.org/schema/3.0-alpha/context.json",
            ),
        ),
        "3.0-beta/context.json": (
            "3ed400a124e8b53ffae33479c1471d061bd011c94353ef842d372f9ef386ae11",
            (
                "https://w3id.org/blockcerts/v3.0-beta",
                "https://w3id.org/blockcerts/schema/3.0-beta/context.json",
                "https://www.blockcerts.org/schema/3.0-beta/context.json",
            ),
        ),
        "3.0/context.json": (
            "ce2b7f5b1b9b81b84e5d41aaa6fe76802e932ce9f48bcb63532f4eacfc3f29ee",
            (
                "https://w3id.org/blockcerts/v3",
                "https://w3id.org/blockcerts/schema/3.0/context.json",
                "https://www.blockcerts.org/schema/3.0/context.json",
            ),
        ),
        "3.1/context.json": (
            "0acee5480ba39ed3d82b1ef98e600f8eebf31c30253860ae0f081f8ff84ec557",
            (
                "https://w3id.org/blockcerts/v3.1",
                "https://w3id.org/blockcerts/schema/3.1/context.json",
                "https://www.blockcerts.org/schema/3.1/context.json",
            ),
        ),
        "3.2/context.json": (
            "1ebd84139639d0509fc0f20924746ffe42cd26a024ce2603a6fc86e3945e7b53",
            (
                "https://w3id.org/blockcerts/v3.2",
                "https://w3id.org/blockcerts/schema/3.2/context.json",
                "https://www.blockcerts.org/schema/3.2/context.json",
            ),
        ),
        "3.1/merkleProof2019Context.json": (
            "dd4bb45f08bb6527d2707c1b2447f1fd79943789e478799c3fa8c64db1b8842d",
            ("https://w3id.org/security/suites/merkle-2019/v1",),
        ),
        "3.1/chainedProof2021Context.json": (
            "a9ac03cc83693bfc40daaba8b10b0b68344d837cf5bca4174b07c3d8a1f93823",
            ("https://w3id.org/security/suites/chained-2021/v1",),
        ),
        "3.1/statusList2021Context.json": (
            "9768f9aa81ab6c3e2ad96b2d669eaba67afe13fff0140a853f1e3d313fab13b6",
            ("https://w3id.org/vc/status-list/2021/v1",),
        ),
    }
)

ADDRESSES: Final = frozenset(url for _, urls in _FILES.values() for url in urls)
"""The contexts that the extra `[blockcerts]` brings."""


def sources() -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Address, and package, file and digest of each context; nothing where the package is not installed."""
    if folder() is not None:
        yield from ((url, (PACKAGE, name, digest)) for name, (digest, urls) in _FILES.items() for url in urls)


@cache
def folder() -> Path | None:
    """Where the package lies, found without importing it; None where it is not installed."""
    spec = find_spec(PACKAGE)
    places = spec.submodule_search_locations if spec is not None else None
    return Path(next(iter(places))) if places else None
