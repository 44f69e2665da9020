"""The hashes, as objects that can go on from a known beginning."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Final, Protocol, TypeAlias

from laurel.canon.rdfc import HashName


class Hash(Protocol):
    """What hashlib makes."""

    def update(self, text: bytes, /) -> None:
        """Go on."""
        ...

    def copy(self) -> Hash:
        """The same so far."""
        ...

    def digest(self) -> bytes:
        """The octets."""
        ...


Digest: TypeAlias = Callable[[bytes], Hash]

DIGESTS: Final[Mapping[HashName, Digest]] = {"sha256": hashlib.sha256, "sha384": hashlib.sha384}
