"""Suites that also know the context of the W3C's examples, which no product should know: it defines every word."""

import json
from dataclasses import replace
from functools import partial
from typing import Any

from laurel.canon import jsonld
from laurel.canon.contexts import PINNED, Context
from laurel.proofs import SUITES, Suite
from shared import SHARED

EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
VOCABULARY = {"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}
CONTEXTS = {**PINNED, EXAMPLES: Context(document=VOCABULARY, sha256="")}


def suite(name: str) -> Suite:
    found = SUITES[name]
    return found if found.carries_context else replace(found, canonical_hash=partial(jsonld.canonical_hash, contexts=CONTEXTS))


def vector(*steps: str) -> Any:
    return json.loads(SHARED.joinpath("vectors", *steps).read_bytes())


def text(*steps: str) -> str:
    return SHARED.joinpath("vectors", *steps).read_bytes().decode()
