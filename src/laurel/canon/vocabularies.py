"""Contexts that define no word, but say to which vocabulary every word belongs that nothing else defines.

The W3C's examples and test suites use one. It makes every slip of the pen a word, so no profile knows it by itself; doors for
test suites do.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

_W3C: Final = "https://www.w3.org/ns/credentials/examples"


def vocabulary(address: str) -> Mapping[str, Any]:
    """A context under which every undefined word stands below `address`."""
    return MappingProxyType({"@context": {"@vocab": address}})


EXAMPLES: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType({f"{_W3C}/v2": vocabulary(f"{_W3C}#")})
"""What the W3C's examples name beside the data model's own context, by address."""
