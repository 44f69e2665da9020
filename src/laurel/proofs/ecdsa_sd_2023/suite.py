"""ecdsa-sd-2023: the issuer signs every statement by itself, and the holder shows a choice of them.

    sign_base   issuer ──▶ base proof: for the holder alone. What `mandatory` names is shown in any case.
    derive      holder ──▶ derived proof: mandatory statements and the chosen ones, nothing of the others
    verify_derived   everybody

Anything that is not mandatory can be withheld without a trace, an end of validity or a status too. So `sign_base` makes those
mandatory unless it is told exactly what shall be.

Source: https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-sd-2023 (section 3.5)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from laurel.canon import jsonld, rdfc
from laurel.canon.contexts import PINNED, Context
from laurel.canon.strict_json import is_array, is_object
from laurel.errors import LimitError, Phrase, ProofError, ProofPurposeError, SignatureError
from laurel.keys import PrivateKey, PublicKey, Signer
from laurel.proofs.ecdsa_sd_2023.grouping import digest_of, relabelled, statements_of
from laurel.proofs.ecdsa_sd_2023.proof_value import (
    HMAC_BYTES,
    MAX_STATEMENTS,
    BaseProof,
    DerivedProof,
    malformed,
    multikey_of,
)
from laurel.proofs.ecdsa_sd_2023.selection import select
from laurel.proofs.options import DATA_INTEGRITY, ProofOptions
from laurel.timestamp import write_timestamp

NAME: Final = "ecdsa-sd-2023"
"""The `cryptosuite` of its proofs."""
NEVER_WITHHELD: Final = (
    "id",
    "issuer",
    "validFrom",
    "validUntil",
    "issuanceDate",
    "expirationDate",
    "credentialStatus",
    "credentialSchema",
    "termsOfUse",
)
"""The members that limit what a credential means; a holder must not be able to leave them out."""

Entropy = Callable[[int], bytes]


def must_show(document: Mapping[str, Any]) -> tuple[str, ...]:
    """The pointers to whatever limits this document, and to its subject's identifier."""
    subject = document.get("credentialSubject")
    about = ("/credentialSubject/id",) if is_object(subject) and "id" in subject else ()
    return (*(f"/{name}" for name in NEVER_WITHHELD if name in document), *about)


def sign_base(
    document: Mapping[str, Any],
    *,
    signer: Signer,
    created: datetime,
    entropy: Entropy,
    mandatory: Sequence[str] | None = None,
    purpose: str = "assertionMethod",
    contexts: Mapping[str, Context] = PINNED,
) -> dict[str, Any]:
    """The document with a base proof, for its holder alone.

    Args:
        document: unsigned.
        signer: a key of P-256.
        created: when, to the second.
        entropy: a source of random bytes for the key of this one proof and for its labels.
        mandatory: JSON pointers to what is shown in any case; `must_show(document)` unless given.
        purpose: what for.
        contexts: the contexts that the document may name.

    Raises:
        ProofError: another kind of key, a document that is signed already, or a pointer that names nothing.
        CredentialError: a document that RDF cannot cover.
        LimitError: more than 2,000 statements.
    """
    if signer.algorithm != "P-256" or "proof" in document:
        why = Phrase(
            "this suite signs unsigned documents with a key of P-256", "този набор подписва неподписани документи с ключ P-256"
        )
        raise ProofError(why=why)
    pointers = must_show(document) if mandatory is None else tuple(mandatory)
    hmac_key = entropy(HMAC_BYTES)
    proof_key = PrivateKey.generate("P-256", entropy=entropy)
    statements = statements_of(document, hmac_key=hmac_key, contexts=contexts)
    if len(statements.lines) > MAX_STATEMENTS:
        raise LimitError(what=Phrase("the number of statements", "броят на твърденията"), limit=MAX_STATEMENTS)
    shown = statements.matching(statements.part(pointers))
    proof = {
        "type": DATA_INTEGRITY,
        "cryptosuite": NAME,
        "created": write_timestamp(created),
        "verificationMethod": signer.verification_method,
        "proofPurpose": purpose,
    }
    digest = digest_of(line for place, line in enumerate(statements.lines) if place in shown)
    to_sign = _options_hash(proof, document, contexts) + multikey_of(proof_key.public) + digest
    base = BaseProof(
        signature=signer.sign(to_sign),
        proof_key=proof_key.public,
        hmac_key=hmac_key,
        signatures=tuple(proof_key.sign(line.encode()) for place, line in enumerate(statements.lines) if place not in shown),
        mandatory=pointers,
    )
    return {**document, "proof": [{**proof, "proofValue": base.write()}]}


def derive(
    document: Mapping[str, Any], *, selective: Sequence[str], contexts: Mapping[str, Context] = PINNED
) -> dict[str, Any]:
    """What the holder shows: the mandatory part and what `selective` (JSON pointers) names, with a derived proof.

    Raises:
        ProofError: no single base proof, a pointer that names nothing, or nothing to show at all.
        CredentialError: a document that RDF cannot cover.
    """
    bare, proof = _taken_apart(document)
    base = BaseProof.parse(_text(proof, "proofValue"))
    combined = [*base.mandatory, *selective]
    statements = statements_of(bare, hmac_key=base.hmac_key, contexts=contexts)
    revealed = select(combined, bare)
    if revealed is None:
        raise ProofError(why=Phrase("nothing is to be shown", "няма какво да се покаже"))
    mandatory = statements.matching(statements.part(base.mandatory))
    part = statements.part(combined)
    shown = sorted(statements.matching(part))
    signed = [place for place in range(len(statements.lines)) if place not in mandatory]
    if len(signed) != len(base.signatures):
        raise malformed()
    signature_at = dict(zip(signed, base.signatures, strict=True))
    canonical = rdfc.canonical_labels(part)
    derived = DerivedProof(
        signature=base.signature,
        proof_key=base.proof_key,
        signatures=tuple(signature_at[place] for place in shown if place not in mandatory),
        labels={
            canonical[node]: statements.labels[node] for node in sorted(canonical, key=lambda node: _number(canonical[node]))
        },
        mandatory=tuple(index for index, place in enumerate(shown) if place in mandatory),
    )
    return {**revealed, "proof": [{**proof, "proofValue": derived.write()}]}


def verify_derived(
    document: Mapping[str, Any],
    proof: Mapping[str, Any],
    public_key: PublicKey,
    *,
    purpose: str | None = "assertionMethod",
    contexts: Mapping[str, Context] = PINNED,
) -> ProofOptions:
    """Check that a derived proof covers everything in the document and goes back to the key; gives its options.

    Whether the key is the issuer's and the times fit is for the caller to say. What is not in the document may have been
    withheld.

    Raises:
        SignatureError: a statement, the mandatory part or the options are not what was signed.
        ProofError: malformed, a base proof, or for another purpose (`ProofPurposeError`).
        CredentialError: the document cannot be covered by RDF.
    """
    options = read_options(proof)
    if purpose is not None and options.purpose != purpose:
        raise ProofPurposeError(found=options.purpose[:60], wanted=purpose)
    if public_key.algorithm != "P-256":
        why = Phrase(f"a key of {public_key.algorithm} does not go with {NAME}", f"ключ {public_key.algorithm} не е за {NAME}")
        raise ProofError(why=why)
    derived = DerivedProof.parse(proof["proofValue"])
    bare = {name: member for name, member in document.items() if name != "proof"}
    dataset = jsonld.to_dataset(bare, contexts=contexts)
    canonical = rdfc.canonical_labels(dataset)
    if set(canonical.values()) != set(derived.labels):
        raise SignatureError()
    lines = sorted(relabelled(dataset, {node: derived.labels[label] for node, label in canonical.items()}))
    mandatory = set(derived.mandatory)
    others = [line for index, line in enumerate(lines) if index not in mandatory]
    if len(others) != len(derived.signatures) or len(mandatory) + len(others) != len(lines):
        raise SignatureError()
    digest = digest_of(lines[index] for index in derived.mandatory)
    to_verify = _options_hash(proof, bare, contexts) + multikey_of(derived.proof_key) + digest
    if not public_key.verify(derived.signature, to_verify):
        raise SignatureError()
    for signature, line in zip(derived.signatures, others, strict=True):
        if not derived.proof_key.verify(signature, line.encode()):
            raise SignatureError()
    return options


def read_options(proof: Mapping[str, Any]) -> ProofOptions:
    """What a derived proof says about itself.

    Raises:
        ProofError: malformed, a base proof, or of another suite.
    """
    options = ProofOptions.parse(proof, signature_of=lambda text: DerivedProof.parse(text).signature)
    if (proof["type"], options.suite_name) != (DATA_INTEGRITY, NAME):
        raise ProofError(why=Phrase("it is of another suite", "от друг набор алгоритми е"))
    if options.previous:
        raise ProofError(why=Phrase("it cannot build on other proofs", "не може да стъпва на други доказателства"))
    return options


def _options_hash(proof: Mapping[str, Any], document: Mapping[str, Any], contexts: Mapping[str, Context]) -> bytes:
    bare = {name: member for name, member in proof.items() if name != "proofValue"}
    # without a context, RDF would drop every option, and `created` and `proofPurpose` would be unsigned
    return jsonld.canonical_hash({**bare, "@context": document.get("@context")}, contexts=contexts)


def _taken_apart(document: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    proof = document.get("proof")
    first: Any = proof[0] if is_array(proof) and len(proof) == 1 else proof
    if not is_object(first) or first.get("cryptosuite") != NAME:
        raise ProofError(why=Phrase("it needs exactly one proof, of this suite", "иска точно едно доказателство от този набор"))
    return {name: member for name, member in document.items() if name != "proof"}, first


def _text(proof: Mapping[str, Any], name: str) -> str:
    value = proof.get(name)
    if not isinstance(value, str):
        raise malformed()
    return value


def _number(label: str) -> int:
    return int(label.removeprefix("_:c14n"))
