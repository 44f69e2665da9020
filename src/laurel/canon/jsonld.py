"""JSON-LD in safe mode: a document becomes a dataset that holds everything in it, or an error.

PyLD expands; everything around it is here: the document has to be in plain form (`plain_form`), contexts come from those
we hold (`contexts`), nothing may be dropped or made up while expanding (`expansion`), and every leaf has to arrive (`to_rdf`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from laurel.canon import open_form, plain_form, rdfc
from laurel.canon.contexts import PINNED, Context, OpenContexts
from laurel.canon.expansion import expand
from laurel.canon.nquads import Dataset
from laurel.canon.strict_json import pointer, walk
from laurel.canon.to_rdf import quads_of
from laurel.errors import NotAbsoluteError


def to_dataset(document: Mapping[str, Any], *, contexts: Mapping[str, Context] = PINNED) -> Dataset:
    """The RDF dataset of a document, lossless.

    Args:
        document: a JSON object with `@context`, as `strict_json.loads` gives it; it is left unchanged.
        contexts: the contexts it may name; `OpenContexts` let it also define words of its own (`open_form`).

    Raises:
        ContextError: a context that is unknown, or (unless they are open) inline or inside.
        JsonLdError: anything that JSON-LD processing would drop, rewrite or resolve against a made-up base.
        LimitError: too large or too deep.
    """
    return read(document, contexts=contexts)[1]


def read(document: Mapping[str, Any], *, contexts: Mapping[str, Context] = PINNED) -> tuple[dict[str, Any], Dataset]:
    """The expanded form of a document, one node object, and its dataset, lossless. Raises as `to_dataset`."""
    leaves = leaves_of(document, contexts)
    try:
        expanded = expand(document, contexts)
        return expanded[0] if expanded else {}, dataset_of(expanded, leaves=leaves, contexts=contexts)
    except NotAbsoluteError as error:
        value = str(error.facts["value"])
        place = next((pointer(*steps) for steps, here in walk(document) if isinstance(here, str) and here.endswith(value)), "")
        raise NotAbsoluteError(at=place, value=value) from None


def leaves_of(document: Mapping[str, Any], contexts: Mapping[str, Context]) -> int:
    """The number of values of a document that is in the form its contexts ask for. Raises as `to_dataset`."""
    if isinstance(contexts, OpenContexts):
        return open_form.check(document, contexts)
    plain_form.contexts_of(document, contexts)
    return plain_form.check(document)


def dataset_of(expanded: list[Any], *, leaves: int, contexts: Mapping[str, Context]) -> Dataset:
    """The dataset of an expanded document, in which every one of its `leaves` has arrived. Raises as `to_dataset`."""
    return quads_of(expanded, leaves=leaves, texts_have_directions=isinstance(contexts, OpenContexts))


def canonical_hash(
    document: Mapping[str, Any], *, hash_name: rdfc.HashName = "sha256", contexts: Mapping[str, Context] = PINNED
) -> bytes:
    """The digest of the document's canonical N-Quads, which an RDF suite signs.

    Raises as `to_dataset` and `rdfc.canonicalize`.
    """
    canonical = rdfc.canonicalize(to_dataset(document, contexts=contexts), hash_name=hash_name)
    return hashlib.new(hash_name, canonical.encode()).digest()
