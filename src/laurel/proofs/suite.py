"""The part that all Data Integrity suites share: options, two hashes, one signature.

Source: https://www.w3.org/TR/vc-di-eddsa/#algorithms (sections 3.2 and 3.3 differ only in the canonical form)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from laurel.canon.rdfc import HashName
from laurel.errors import ContextError, Phrase, ProofError, ProofPurposeError, SignatureError
from laurel.keys import PublicKey, Signer
from laurel.proofs.chain import unsecured
from laurel.proofs.options import DATA_INTEGRITY, Occasion, ProofOptions, write_signature
from laurel.timestamp import write_timestamp

HASH_OF: Final[Mapping[str, HashName]] = {"P-384": "sha384"}
"""The hash that goes with a key, inside RDFC-1.0 too; SHA-256 for every key that is not here."""


_KNOWN_OPTIONS: Final[dict[str, bytes]] = {}
_MAX_KNOWN: Final = 512
_MAX_KNOWN_TEXT: Final = 1_000


class CanonicalHash(Protocol):
    """The digest of the canonical form of a document or of proof options; may raise any CredentialError."""

    def __call__(self, value: Mapping[str, Any], /, *, hash_name: HashName = "sha256") -> bytes:
        """The digest by this hash."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """One way to secure a document.

    Attributes:
        name: the `cryptosuite`, or the `type` of a proof older than Data Integrity.
        algorithms: the keys it goes with.
        canonical_hash: the digest of the canonical form of a document or of proof options; may raise any CredentialError.
        proof_type: the `type` of its proofs.
        carries_context: whether the proof repeats the document's `@context`, as the JCS suites have it.
    """

    name: str
    algorithms: frozenset[str]
    canonical_hash: CanonicalHash
    proof_type: str = DATA_INTEGRITY
    carries_context: bool = False

    def add_proof(  # noqa: PLR0913 - a proof has as many options
        self,
        document: Mapping[str, Any],
        *,
        signer: Signer,
        created: datetime,
        purpose: str = "assertionMethod",
        previous_proof: str | Sequence[str] | None = None,
        proof_id: str | None = None,
        expires: datetime | None = None,
        occasion: Occasion | None = None,
        nonce: str | None = None,
    ) -> dict[str, Any]:
        """A copy of the document with one more proof at the end of its list of proofs.

        Args:
            document: unsigned, or signed before.
            signer: the key; its `verification_method` goes into the proof.
            created: when, to the second.
            purpose: what for.
            previous_proof: the ids of the proofs that this one builds on and covers.
            proof_id: an id, when later proofs are to build on this one.
            expires: until when the proof holds, to the second.
            occasion: for whom and when; see `laurel.proofs.present`.
            nonce: a text that nobody can guess, when a digest of the signed document is to be published.

        Raises:
            ProofError: a key that does not go with this suite.
            ProofChainError: a previous proof that is not there.
            CredentialError: a document that this suite cannot cover (undefined terms, unknown contexts …).
        """
        if signer.algorithm not in self.algorithms:
            raise ProofError(why=_foreign_key(signer.algorithm, self.name))
        proof: dict[str, Any] = {"id": proof_id} if proof_id is not None else {}
        proof["type"] = self.proof_type
        if self.proof_type == DATA_INTEGRITY:
            proof["cryptosuite"] = self.name
        proof["created"] = write_timestamp(created)
        if expires is not None:
            proof["expires"] = write_timestamp(expires)
        proof["verificationMethod"] = signer.verification_method
        proof["proofPurpose"] = purpose
        if nonce is not None:
            proof["nonce"] = nonce
        if previous_proof is not None:
            proof["previousProof"] = previous_proof if isinstance(previous_proof, str) else list(previous_proof)
        if occasion is not None:
            proof |= {"challenge": occasion.challenge, "domain": occasion.domain}
        if self.carries_context and "@context" in document:
            proof["@context"] = document["@context"]
        previous = (previous_proof,) if isinstance(previous_proof, str) else tuple(previous_proof or ())
        to_sign = self._to_sign(unsecured(document, previous=previous), proof, algorithm=signer.algorithm)
        proof["proofValue"] = write_signature(signer.sign(to_sign))
        present = document.get("proof", [])
        return {**document, "proof": [*(present if isinstance(present, list) else [present]), proof]}

    def check_proof(
        self,
        document: Mapping[str, Any],
        proof: Mapping[str, Any],
        public_key: PublicKey,
        *,
        purpose: str | None = "assertionMethod",
    ) -> ProofOptions:
        """Check that `proof` covers the document and was made with the key; gives its options.

        Whether the key is the issuer's, was valid then, and the times fit is for the caller to say. Earlier proofs of a chain
        are covered by this one but not themselves checked here.

        Raises:
            SignatureError: the signature does not match.
            ProofError: malformed, of another suite, for another purpose (`ProofPurposeError`), or a broken chain.
            CredentialError: the document cannot be covered by this suite.
        """
        options = ProofOptions.parse(proof)
        if (options.suite_name, proof["type"]) != (self.name, self.proof_type):
            raise ProofError(why=Phrase("it is of another suite", "от друг набор алгоритми е"))
        if purpose is not None and options.purpose != purpose:
            raise ProofPurposeError(found=options.purpose[:60], wanted=purpose)
        if public_key.algorithm not in self.algorithms:
            raise ProofError(why=_foreign_key(public_key.algorithm, self.name))
        if "@context" in proof and proof["@context"] != document.get("@context"):
            # the texts allow a shorter list here: then the contexts added later would be nobody's word
            raise ContextError(
                at="/proof/@context",
                url=Phrase("of the proof", "на доказателството"),
                why=Phrase("it differs from the document's", "различава се от този на документа"),
            )
        bare_proof = {name: member for name, member in proof.items() if name != "proofValue"}
        bare_document = unsecured(document, previous=options.previous)
        to_sign = self._to_sign(bare_document, bare_proof, algorithm=public_key.algorithm)
        if not public_key.verify(options.signature, to_sign):
            raise SignatureError()
        return options

    def _to_sign(self, bare_document: Mapping[str, Any], bare_proof: Mapping[str, Any], *, algorithm: str) -> bytes:
        """Hash of the options, then hash of the document (section 3.2.4)."""
        if not self.carries_context:
            # without a context, RDF would drop every option, and `created` and `proofPurpose` would be unsigned
            bare_proof = {**bare_proof, "@context": bare_document.get("@context")}
        hash_name: HashName = HASH_OF.get(algorithm, "sha256")
        options_hash = self._options_hash(bare_proof, hash_name)
        return options_hash + self.canonical_hash(bare_document, hash_name=hash_name)

    def _options_hash(self, bare_proof: Mapping[str, Any], hash_name: HashName) -> bytes:
        """All credentials of a batch have the same options; they are hashed once."""
        key = f"{self.name} {hash_name} {bare_proof!r}"
        known = _KNOWN_OPTIONS.get(key)
        if known is None:
            known = self.canonical_hash(bare_proof, hash_name=hash_name)
            if len(key) <= _MAX_KNOWN_TEXT:
                if len(_KNOWN_OPTIONS) >= _MAX_KNOWN:
                    _KNOWN_OPTIONS.clear()
                _KNOWN_OPTIONS[key] = known
        return known


def _foreign_key(algorithm: str, suite: str) -> Phrase:
    return Phrase(f"a key of {algorithm} does not go with {suite}", f"ключ {algorithm} не отговаря на {suite}")
