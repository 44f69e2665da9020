"""Sign many documents that differ in a few texts only: all else is worked out once.

example + places ──▶ Batch ──▶ texts of one learner ──▶ signed credential, as JSON text
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from laurel.canon.compiled import Filled, Jcs, Rdf
from laurel.canon.compiled.json_form import JsonForm, marked
from laurel.canon.compiled.lines import OutsideError
from laurel.canon.compiled.outline import Path, replaced
from laurel.canon.rdfc import HashName
from laurel.keys import Signer
from laurel.proofs.options import write_signature
from laurel.proofs.suite import HASH_OF, Suite
from laurel.proofs.table import suite_named


class Batch:
    """Signs documents made from an example by filling in other texts.

    Each result is, character for character, the compact JSON of `add_proof` of that document, and each error the same.

    Args:
        example: an unsigned document; its texts stand where they are not filled in.
        vary: the places to fill in, each the names and indexes that lead to a text.
        signer, created, suite: as for `add_proof`, the same for all.

    Raises:
        ValueError: a place that holds no text in the example, or an example that is signed.
        CredentialError: an example that the suite cannot cover.
    """

    def __init__(
        self,
        example: Mapping[str, Any],
        *,
        vary: Sequence[Path],
        signer: Signer,
        created: datetime,
        suite: str = "eddsa-rdfc-2022",
    ) -> None:
        if "proof" in example or not all(isinstance(_at(example, place), str) for place in vary):
            raise ValueError("a batch needs an unsigned example and places of texts in it")
        self._example = replaced(example, {})
        self._places = tuple(vary)
        self._signer = signer
        self._created = created
        self._suite: Suite = suite_named(suite)
        signed = self._suite.add_proof(example, signer=signer, created=created)
        hash_name: HashName = HASH_OF.get(signer.algorithm, "sha256")
        self._filled = Filled.of(example, vary, Jcs() if self._suite.carries_context else Rdf(hash_name), hash_name=hash_name)
        bare = {name: member for name, member in signed["proof"][0].items() if name != "proofValue"}
        if not self._suite.carries_context:
            bare["@context"] = example["@context"]
        self._options_hash = self._suite.canonical_hash(bare, hash_name=hash_name)
        copy, secret = marked(signed, [*vary, ("proof", 0, "proofValue")])
        self._form = JsonForm(_compact(copy), secret=secret)

    def sign(self, texts: Sequence[str]) -> str:
        """The signed credential for these texts, in the order of `vary`.

        Raises:
            ValueError: too few texts or too many.
            CredentialError: a document that the suite cannot cover.
        """
        if len(texts) != len(self._places):
            raise ValueError(f"{len(texts)} texts for {len(self._places)} places")
        try:
            document_hash = self._filled.digest(texts)
        except OutsideError:
            return self._sign_in_full(texts)
        return self._form.write([*texts, write_signature(self._signer.sign(self._options_hash + document_hash))])

    def _sign_in_full(self, texts: Sequence[str]) -> str:
        document = replaced(self._example, dict(zip(self._places, texts, strict=True)))
        return _compact(self._suite.add_proof(document, signer=self._signer, created=self._created))


def _at(document: Any, place: Path) -> Any:
    for step in place:
        document = document[step]
    return document


def _compact(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
