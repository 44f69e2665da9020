"""Sign and check many documents: what they share is worked out once, and all cores are used.

example + places ──▶ Batch ──▶ texts of one learner ──▶ signed credential, as JSON text
documents ──sign_all──▶ signed texts          signed texts ──check_all──▶ what their proofs say, or why not
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final, TypeAlias

from laurel import parallel
from laurel.canon import strict_json
from laurel.canon.compiled import Filled, Jcs, Rdf
from laurel.canon.compiled.filled import text_at
from laurel.canon.compiled.json_form import JsonText, marked
from laurel.canon.compiled.lines import OutsideError
from laurel.canon.compiled.outline import Path, replaced
from laurel.canon.compiled.values import plain_texts
from laurel.canon.rdfc import HashName
from laurel.errors import KeyNotFoundError, LaurelError
from laurel.keys import PublicKey, Signer
from laurel.proofs.chain import proofs_of
from laurel.proofs.options import ProofOptions, write_signature
from laurel.proofs.suite import HASH_OF, Suite
from laurel.proofs.table import check_proof, read_proof, suite_named

Checked: TypeAlias = tuple[ProofOptions, ...] | LaurelError

CHUNK: Final = 256
LAYOUT_ROOM: Final = 8_000_000  # bytes


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
        if "proof" in example or not all(isinstance(text_at(example, place), str) for place in vary):
            raise ValueError("a batch needs an unsigned example and places of texts in it")
        self._example = replaced(example, {})
        self._places = tuple(vary)
        self._signer = signer
        self._created = created
        self._suite: Suite = suite_named(suite)
        signed = self._suite.add_proof(example, signer=signer, created=created)
        hash_name: HashName = HASH_OF.get(signer.algorithm, "sha256")
        kind = Jcs(hash_name) if self._suite.carries_context else Rdf(hash_name, LAYOUT_ROOM)
        self._digest = Filled.of(example, vary, kind).digest
        self._options_hash = self._suite.options_hash(signed["proof"][0], example, hash_name=hash_name)
        copy, secret = marked(signed, [*vary, ("proof", 0, "proofValue")])
        self._text = JsonText(_compact(copy), secret=secret)

    def sign(self, texts: Sequence[str]) -> str:
        """The signed credential for these texts, in the order of `vary`.

        Raises:
            ValueError: too few texts or too many.
            CredentialError: a document that the suite cannot cover.
        """
        if len(texts) != len(self._places):
            raise ValueError(f"{len(texts)} texts for {len(self._places)} places")
        try:
            plain = plain_texts(texts)
            document_hash = self._digest(texts, plain)
        except OutsideError:
            return self._sign_in_full(texts)
        signature = write_signature(self._signer.sign(self._options_hash + document_hash))
        return self._text.write([*texts, signature], plain=plain is not None)

    def sign_all(self, rows: Iterable[Sequence[str]], *, processes: int | None = None) -> Iterator[str]:
        """The signed credentials for all rows of texts, in their order, on all cores; see `parallel.in_order`.

        A signer that cannot be pickled, such as a key in a device, signs in this process. Raises as `sign`, in its turn, and

        Raises:
            WorkerLostError: a worker was killed; the credentials given so far stand.
        """
        return parallel.in_order(self.sign, rows, processes=processes, chunk=CHUNK)

    def __reduce__(self) -> tuple[Callable[..., Batch], tuple[Any, ...]]:
        """Each worker works the example out anew."""
        make = partial(Batch, vary=self._places, signer=self._signer, created=self._created, suite=self._suite.name)
        return make, (self._example,)

    def _sign_in_full(self, texts: Sequence[str]) -> str:
        document = replaced(self._example, dict(zip(self._places, texts, strict=True)))
        return _signed_text(document, signer=self._signer, created=self._created, suite=self._suite.name)


def sign_all(
    documents: Iterable[Mapping[str, Any]],
    *,
    signer: Signer,
    created: datetime,
    suite: str = "eddsa-rdfc-2022",
    processes: int | None = None,
) -> Iterator[str]:
    """Sign unsigned documents of any shapes, in their order, on all cores; gives compact JSON.

    Args:
        documents: read as they are needed.
        signer, created, suite: as for `add_proof`. A signer that cannot be pickled signs in this process.
        processes: how many; by default one for each usable core.

    Raises:
        CredentialError: a document that the suite cannot cover, after those before it have been given.
        WorkerLostError: a worker was killed; the credentials given so far stand.
    """
    work = partial(_signed_text, signer=signer, created=created, suite=suite)
    return parallel.in_order(work, documents, processes=processes, chunk=CHUNK)


def check_all(
    texts: Iterable[bytes | str],
    *,
    keys: Mapping[str, PublicKey],
    purpose: str = "assertionMethod",
    processes: int | None = None,
) -> Iterator[Checked]:
    """Check all proofs of many signed documents, in their order, on all cores. Only proofs: `laurel.verify` asks the rest.

    Args:
        texts: JSON, read as it is needed.
        keys: the keys that may have signed, by `verificationMethod`.
        purpose: what the proofs have to be for.
        processes: how many; by default one for each usable core.

    Returns: for each text the options of its proofs, or the error that one of them, or the text, is refused with.

    Raises:
        WorkerLostError: a worker was killed; the answers given so far stand.
    """
    work: Callable[[bytes | str], Checked] = partial(_checked, keys=dict(keys), purpose=purpose)
    return parallel.in_order(work, texts, processes=processes, chunk=CHUNK)


def _signed_text(document: Mapping[str, Any], *, signer: Signer, created: datetime, suite: str) -> str:
    return _compact(suite_named(suite).add_proof(document, signer=signer, created=created))


def _checked(text: bytes | str, *, keys: Mapping[str, PublicKey], purpose: str) -> Checked:
    try:
        document = strict_json.loads_object(text)
        return tuple(_check(document, proof, keys, purpose) for proof in proofs_of(document))
    except LaurelError as error:
        return error


def _check(document: Mapping[str, Any], proof: Mapping[str, Any], keys: Mapping[str, PublicKey], purpose: str) -> ProofOptions:
    method = proof.get("verificationMethod")
    key = keys.get(method) if isinstance(method, str) else None
    if key is None:
        method = read_proof(proof).verification_method
        raise KeyNotFoundError(did=method.partition("#")[0], method=method, purpose=purpose)
    return check_proof(document, proof, key, purpose=purpose)


def _compact(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
