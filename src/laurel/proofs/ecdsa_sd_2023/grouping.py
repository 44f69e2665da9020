"""Which statements of a document belong to which of its parts, under labels that tell nothing of the rest.

    document ──names for nodes without one──▶ RDF ──canonical labels──▶ HMAC ──▶ _:u… labels, ordered lines
       └─pointers─▶ part ─────the same names────▶ RDF ──────────the same labels─────▶ which of the lines

A part of a document is another graph, in which canonical labels would come out differently. So every node without an identifier
first gets a name (a skolem IRI) that its parts carry along.

Source: https://www.w3.org/TR/vc-di-ecdsa/#canonicalizeandgroup (3.4.16), #createhmacidlabelmapfunction (3.4.4)
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from laurel.canon import jsonld, rdfc
from laurel.canon.contexts import Context
from laurel.canon.expansion import expand
from laurel.canon.nquads import Dataset, Quad
from laurel.canon.strict_json import is_object, walk
from laurel.errors import JsonLdError, Phrase
from laurel.keys import base64url
from laurel.proofs.ecdsa_sd_2023.selection import select

_SKOLEM: Final = "urn:bnid:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """The lines of a document under the issuer's labels, in order; `labels` leads from a node's own name to its label."""

    named: Mapping[str, Any]
    plain: Mapping[str, Any]
    contexts: Mapping[str, Context]
    labels: Mapping[str, str]
    lines: tuple[str, ...]

    def part(self, pointers: Sequence[str]) -> Dataset:
        """The statements of the part that the pointers name, with the nodes' own names.

        Raises:
            ProofError: a pointer that names nothing.
        """
        chosen, plain = select(pointers, self.named), select(pointers, self.plain)
        if chosen is None or plain is None:
            return frozenset()
        return _dataset(chosen, leaves=jsonld.leaves_of(plain, self.contexts), contexts=self.contexts)

    def matching(self, part: Dataset) -> frozenset[int]:
        """The places of a part's statements among all."""
        places = {line: place for place, line in enumerate(self.lines)}
        return frozenset(places[line] for line in relabelled(part, self.labels))


def statements_of(document: Mapping[str, Any], *, hmac_key: bytes, contexts: Mapping[str, Context]) -> Statements:
    """The statements of an unsecured document under labels made with the key.

    Raises:
        CredentialError: as `laurel.canon.jsonld.to_dataset` and `laurel.canon.rdfc.canonicalize`.
    """
    leaves = jsonld.leaves_of(document, contexts)
    named = _named(document, contexts)
    dataset = _dataset(named, leaves=leaves, contexts=contexts)
    labels = {node: f"_:u{_pseudonym(hmac_key, canonical)}" for node, canonical in rdfc.canonical_labels(dataset).items()}
    lines = tuple(sorted(relabelled(dataset, labels)))
    return Statements(named=named, plain=document, contexts=contexts, labels=labels, lines=lines)


def relabelled(dataset: Iterable[Quad], labels: Mapping[str, str]) -> list[str]:
    """The lines of a dataset, its blank nodes called by other labels."""
    get = labels.get
    return [
        Quad(get(quad.subject, quad.subject), quad.predicate, get(quad.object, quad.object), get(quad.graph, quad.graph)).line()
        for quad in dataset
    ]


def digest_of(lines: Iterable[str]) -> bytes:
    """The SHA-256 of lines, one after the other."""
    return hashlib.sha256("".join(lines).encode()).digest()


def _pseudonym(hmac_key: bytes, canonical: str) -> str:
    return base64url.encode(hmac.digest(hmac_key, canonical.removeprefix("_:").encode(), "sha256"))


def _named(document: Mapping[str, Any], contexts: Mapping[str, Context]) -> dict[str, Any]:
    """A copy in which every node without an identifier has one of ours."""
    if any(isinstance(here, str) and here.startswith(_SKOLEM) for _, here in walk(document)):
        why = Phrase(f"an identifier that begins with {_SKOLEM}", f"идентификатор, който започва с {_SKOLEM}")
        raise JsonLdError(why=why)
    named = deepcopy(dict(document))
    count = 0
    for steps, here in list(walk(named)):
        if is_object(here) and "@context" not in steps and "id" not in here and "@value" not in here:
            here["@id"] = f"{_SKOLEM}b{count}"
            count += 1
    if _names_in(expand(named, contexts)) != count:
        why = Phrase(
            "an object in it is no node, so no part of it can be chosen",
            "обект в него не е възел и част от него не може да бъде избрана",
        )
        raise JsonLdError(why=why)
    return named


def _names_in(expanded: Any) -> int:
    return sum(
        is_object(here) and isinstance(here.get("@id"), str) and here["@id"].startswith(_SKOLEM) and "@value" not in here
        for _, here in walk(expanded)
    )


def _dataset(named: Mapping[str, Any], *, leaves: int, contexts: Mapping[str, Context]) -> Dataset:
    """The dataset of a document with names of ours, which become blank nodes again."""
    names = sum(steps[-1:] == ("@id",) for steps, _ in walk(named))
    quads = jsonld.dataset_of(expand(named, contexts), leaves=leaves + names, contexts=contexts)
    return frozenset(Quad(*map(_unnamed, quad)) for quad in quads)


def _unnamed(term: str) -> str:
    return f"_:{term[len(_SKOLEM) + 1 : -1]}" if term.startswith(f"<{_SKOLEM}") else term
