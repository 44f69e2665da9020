"""The W3C's test suite of RDFC-1.0: 64 canonical forms, 21 label maps, one graph that has to be refused."""

import json
from typing import Any

import pytest

from laurel.canon import rdfc
from laurel.errors import WorkLimitError
from shared import SHARED, needs_shared

pytestmark = needs_shared
FOLDER = SHARED / "vectors" / "w3c-rdf-canon"
MANIFEST = FOLDER / "manifest.jsonld"
ENTRIES: list[dict[str, Any]] = json.loads(MANIFEST.read_bytes())["entries"] if MANIFEST.exists() else []


def of_type(name: str) -> list[Any]:
    return [pytest.param(entry, id=entry["id"].lstrip("#")) for entry in ENTRIES if entry["type"] == f"rdfc:{name}"]


def read(entry: dict[str, Any], part: str) -> str:
    return (FOLDER / entry[part]).read_bytes().decode()


def hash_of(entry: dict[str, Any]) -> rdfc.HashName:
    return "sha384" if entry.get("hashAlgorithm") == "SHA384" else "sha256"


def test_every_entry_of_the_manifest_is_run():
    counts = {name: len(of_type(name)) for name in ("RDFC10EvalTest", "RDFC10MapTest", "RDFC10NegativeEvalTest")}

    assert counts == {"RDFC10EvalTest": 64, "RDFC10MapTest": 21, "RDFC10NegativeEvalTest": 1}
    assert sum(counts.values()) == len(ENTRIES)


@pytest.mark.parametrize("entry", of_type("RDFC10EvalTest"))
def test_the_canonical_form_is_the_published_one(entry: dict[str, Any]):
    assert rdfc.canonicalize(read(entry, "action"), hash_name=hash_of(entry)) == read(entry, "result")


@pytest.mark.parametrize("entry", of_type("RDFC10MapTest"))
def test_the_canonical_labels_are_the_published_ones(entry: dict[str, Any]):
    labels = rdfc.canonical_labels(read(entry, "action"), hash_name=hash_of(entry))

    assert {node[2:]: label[2:] for node, label in labels.items()} == json.loads(read(entry, "result"))


@pytest.mark.parametrize("entry", of_type("RDFC10NegativeEvalTest"))
def test_refuses_the_published_poison_graph(entry: dict[str, Any]):
    with pytest.raises(WorkLimitError):
        rdfc.canonicalize(read(entry, "action"), hash_name=hash_of(entry))
