"""Suites that also know contexts of the W3C's examples, which no product should know: the first of them defines every word."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from laurel.canon import jsonld, nquads
from laurel.canon.contexts import PINNED, Context
from laurel.proofs import SUITES, Suite
from shared import SHARED

EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
CITIZENSHIP = "https://w3id.org/citizenship/v4rc1"
VOCABULARY = {"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}
CONTEXTS = {**PINNED, EXAMPLES: Context(document=VOCABULARY, sha256="")}


def suite(name: str, contexts: Mapping[str, Context] = CONTEXTS) -> Suite:
    found = SUITES[name]
    return found if found.carries_context else replace(found, canonical_hash=partial(jsonld.canonical_hash, contexts=contexts))


def citizenship(statements: Iterable[str]) -> dict[str, Context]:
    """The contexts we hold, and the one of the employment documents with a term for each IRI in these published statements.

    That context is not published with the vectors. Whatever the real one defines besides does not show in the statements;
    `tests/peers/test_citizenship.py` reads the documents with the real one.
    """
    terms: dict[str, Any] = {}
    for line in statements:
        quad = next(iter(nquads.read(line)))
        is_type = quad.predicate.endswith("#type>")
        iri = (quad.object if is_type else quad.predicate)[1:-1]
        term = iri.replace("#", "/").rpartition("/")[2]
        if not iri.startswith(("https://schema.org/", "https://w3id.org/citizenship#")) or term in {"name", "description"}:
            continue
        literal = re.fullmatch(r'".*"\^\^<(.+)>', quad.object)
        kind = "@id" if quad.object.startswith("<") and not is_type else literal and literal[1]
        terms[term] = {"@id": iri, "@type": kind} if kind else {"@id": iri}
    return {**PINNED, CITIZENSHIP: Context(document={"@context": {"@protected": True, **terms}}, sha256="")}


def vector(*steps: str) -> Any:
    return json.loads(SHARED.joinpath("vectors", *steps).read_bytes())


def text(*steps: str) -> str:
    return SHARED.joinpath("vectors", *steps).read_bytes().decode()
