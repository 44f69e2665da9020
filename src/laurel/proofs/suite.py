"""The part that all Data Integrity suites share: options, two hashes, one signature.

Source: https://www.w3.org/TR/vc-di-eddsa/#algorithms (sections 3.2 and 3.3 differ only in the canonical form)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Final, Protocol, TypeAlias, TypeVar

from laurel.canon import jsonld
from laurel.canon.contexts import Context
from laurel.canon.rdfc import HashName
from laurel.canon.strict_json import is_array
from laurel.errors import ContextError, Phrase, ProofError, ProofPurposeError, SignatureError
from laurel.keys import PublicKey, Signer
from laurel.proofs.chain import unsecured
from laurel.proofs.options import DATA_INTEGRITY, Occasion, ProofOptions, signature_of_proof, write_signature
from laurel.timestamp import write_timestamp

HASH_OF: Final[Mapping[str, HashName]] = {"P-384": "sha384"}
"""The hash that goes with a key, inside RDFC-1.0 too; SHA-256 for every key that is not here."""


KnownDigests: TypeAlias = dict[tuple[str, HashName, tuple[str, ...]], bytes]
"""The digests of one document, by suite, hash and the proofs that are covered as well."""

_Known = TypeVar("_Known", bytes, ProofOptions)
_MAX_KNOWN: Final = 512
_MAX_KNOWN_TEXT: Final = 1_000  # characters of the options
_digests: Final[dict[str, bytes]] = {}
_parsed: Final[dict[str, ProofOptions]] = {}
"""Proof options hashed and read before, by all that they say: those of a batch differ in the signature only."""
_latest: Final[dict[tuple[str, HashName], tuple[dict[str, Any], str]]] = {}
"""The last options of a suite and their key. Texts and lists of texts alone: of those, equal ones say the same."""


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
        remembers_options: whether equal options have an equal digest, always.
    """

    name: str
    algorithms: frozenset[str]
    canonical_hash: CanonicalHash
    proof_type: str = DATA_INTEGRITY
    carries_context: bool = False
    remembers_options: bool = True

    def under(self, contexts: Mapping[str, Context]) -> Suite:
        """The same suite for documents that may name these contexts instead of the pinned ones; to JCS they mean nothing."""
        if self.carries_context:
            return self
        canonical_hash = partial(jsonld.canonical_hash, contexts=contexts)
        return replace(self, canonical_hash=canonical_hash, remembers_options=False)

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
        hash_name: HashName = HASH_OF.get(signer.algorithm, "sha256")
        covered = self._covered(proof, document)
        # the hash of the options, then the hash of the document (section 3.2.4)
        to_sign = self._options_hash(covered, hash_name, self._key(covered, hash_name))
        to_sign += self.canonical_hash(unsecured(document, previous=previous), hash_name=hash_name)
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
        digests: KnownDigests | None = None,
    ) -> ProofOptions:
        """Check that `proof` covers the document and was made with the key; gives its options.

        Whether the key is the issuer's, was valid then, and the times fit is for the caller to say. Earlier proofs of a chain
        are covered by this one but not themselves checked here. `digests` keeps those of this one document for its other
        proofs.

        Raises:
            SignatureError: the signature does not match.
            ProofError: malformed, of another suite, for another purpose (`ProofPurposeError`), or a broken chain.
            CredentialError: the document cannot be covered by this suite.
        """
        covered = self._covered(proof, document)
        hash_name: HashName = HASH_OF.get(public_key.algorithm, "sha256")
        key = self._key(covered, hash_name)
        known = _parsed.get(key)
        options = ProofOptions.parse(proof) if known is None else known.signed_with(signature_of_proof(proof))
        self._check_options(options, proof, document, purpose=purpose, algorithm=public_key.algorithm)
        options_hash = self._options_hash(covered, hash_name, key)
        if known is None:
            _remember(_parsed, key, options)
        document_hash = self._document_hash(document, options.previous, hash_name, {} if digests is None else digests)
        if not public_key.verify(options.signature, options_hash + document_hash):
            raise SignatureError()
        return options

    def _document_hash(
        self, document: Mapping[str, Any], previous: tuple[str, ...], hash_name: HashName, digests: KnownDigests
    ) -> bytes:
        place = (self.name, hash_name, previous)
        if place not in digests:
            digests[place] = self.canonical_hash(unsecured(document, previous=previous), hash_name=hash_name)
        return digests[place]

    def options_hash(self, proof: Mapping[str, Any], document: Mapping[str, Any], *, hash_name: HashName) -> bytes:
        """The digest of all that a proof of the document says, but for its signature; raises as `canonical_hash`."""
        covered = self._covered(proof, document)
        return self._options_hash(covered, hash_name, self._key(covered, hash_name))

    def _check_options(
        self,
        options: ProofOptions,
        proof: Mapping[str, Any],
        document: Mapping[str, Any],
        *,
        purpose: str | None,
        algorithm: str,
    ) -> None:
        if (options.suite_name, proof["type"]) != (self.name, self.proof_type):
            raise ProofError(why=Phrase("it is of another suite", "от друг набор алгоритми е"))
        if purpose is not None and options.purpose != purpose:
            raise ProofPurposeError(found=options.purpose[:60], wanted=purpose)
        if algorithm not in self.algorithms:
            raise ProofError(why=_foreign_key(algorithm, self.name))
        if "@context" in proof and proof["@context"] != document.get("@context"):
            # the texts allow a shorter list here: then the contexts added later would be nobody's word
            raise ContextError(
                at="/proof/@context",
                url=Phrase("of the proof", "на доказателството"),
                why=Phrase("it differs from the document's", "различава се от този на документа"),
            )

    def _covered(self, proof: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
        """The options as they are hashed."""
        covered = dict(proof)
        covered.pop("proofValue", None)
        if not self.carries_context:
            # without a context, RDF would drop every option, and `created` and `proofPurpose` would be unsigned
            covered["@context"] = document.get("@context")
        return covered

    def _key(self, covered: Mapping[str, Any], hash_name: HashName) -> str:
        """Different for any two proofs that differ in more than the signature."""
        latest = _latest.get((self.name, hash_name))
        if latest is not None and latest[0] == covered:
            return latest[1]
        key = f"{self.name} {hash_name} {covered!r}"
        if len(key) <= _MAX_KNOWN_TEXT and all(_is_text_or_texts(option) for option in covered.values()):
            own = {name: option if isinstance(option, str) else list(option) for name, option in covered.items()}
            _latest[self.name, hash_name] = (own, key)
        return key

    def _options_hash(self, covered: Mapping[str, Any], hash_name: HashName, key: str) -> bytes:
        if not self.remembers_options:
            return self.canonical_hash(covered, hash_name=hash_name)
        known = _digests.get(key)
        if known is None:
            known = self.canonical_hash(covered, hash_name=hash_name)
            _remember(_digests, key, known)
        return known


def _is_text_or_texts(option: object) -> bool:
    return type(option) is str or (is_array(option) and all(type(each) is str for each in option))


def _remember(memory: dict[str, _Known], key: str, known: _Known) -> None:
    if len(key) <= _MAX_KNOWN_TEXT:
        if len(memory) >= _MAX_KNOWN:
            memory.clear()
        memory[key] = known


def _foreign_key(algorithm: str, suite: str) -> Phrase:
    return Phrase(f"a key of {algorithm} does not go with {suite}", f"ключ {algorithm} не отговаря на {suite}")
