"""The canonical forms whose shapes can be remembered: N-Quads of JSON-LD, and JSON."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from laurel.canon import jcs, jsonld, rdfc
from laurel.canon.compiled.cohorts import Learned
from laurel.canon.compiled.json_form import LearnedForm
from laurel.canon.compiled.learn import Entropy, LearnedLines, learn
from laurel.canon.compiled.outline import Outline, Path, all_text_paths, text_paths
from laurel.canon.rdfc import HashName


class Kind(Protocol):
    """A canonical form whose shapes can be remembered."""

    @property
    def hash_name(self) -> HashName:
        """What the form is hashed with."""
        ...

    def full(self, document: Mapping[str, Any], /) -> bytes:
        """The canonical form by the full path, or its errors."""
        ...

    def paths(self, document: Mapping[str, Any], /) -> tuple[Path, ...] | None:
        """Where texts may be filled in; None for a document that is not remembered."""
        ...

    def learn(self, document: Mapping[str, Any], outline: Outline, /) -> Learned | None:
        """What every document of this shape says; None where that cannot be known."""
        ...


@dataclass(frozen=True, slots=True)
class Rdf:
    """Canonical N-Quads of documents under the pinned contexts; `layout_room` is for `Template`."""

    hash_name: HashName = "sha256"
    layout_room: int = 0
    entropy: Entropy = secrets.token_bytes

    def full(self, document: Mapping[str, Any], /) -> bytes:
        """Raises as `jsonld.to_dataset` and `rdfc.canonicalize`."""
        return rdfc.canonicalize(jsonld.to_dataset(document), hash_name=self.hash_name).encode()

    def paths(self, document: Mapping[str, Any], /) -> tuple[Path, ...] | None:
        """See `text_paths`."""
        return text_paths(document)

    def learn(self, document: Mapping[str, Any], outline: Outline, /) -> LearnedLines | None:
        """See `learn`."""
        lines = learn(document, outline.order, entropy=self.entropy)
        return None if lines is None else LearnedLines(lines, tuple(outline.order), self.hash_name, self.layout_room)


@dataclass(frozen=True, slots=True)
class Jcs:
    """Canonical JSON; nothing in a document steers how it is written but its structure."""

    hash_name: HashName = "sha256"

    def full(self, document: Mapping[str, Any], /) -> bytes:
        """Raises as `jcs.canonicalize`."""
        return jcs.canonicalize(document)

    def paths(self, document: Mapping[str, Any], /) -> tuple[Path, ...] | None:
        """Every text."""
        return all_text_paths(document)

    def learn(self, _: Mapping[str, Any], outline: Outline, /) -> LearnedForm:
        """The structure says all."""
        return LearnedForm(self.hash_name)
