"""From what somebody hands over to one unverified document: JSON, a token, an envelope, or a picture or PDF that carries one.

bytes | str ──detect, unbake──▶ text ──strict JSON | JWT──▶ Presented (nothing in it is to be trusted yet)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from laurel import bake
from laurel.canon import blockcerts, strict_json
from laurel.canon.contexts import CREDENTIALS_V2, OpenContexts
from laurel.canon.strict_json import is_array, is_object
from laurel.errors import (
    ContextError,
    LimitError,
    MalformedError,
    MissingExtraError,
    Phrase,
    PresentationError,
    UnsupportedError,
)
from laurel.extras import command_for
from laurel.proofs import envelope, merkle_proof_2019, vc_jwt
from laurel.proofs.suite import KnownDigests
from laurel.timestamp import write_timestamp
from laurel.verify.policy import Policy

_MAX_CONTEXTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """One unverified document. `token` is the JWT that it came in, `proofs` are its embedded proofs as an ordered list.

    `digests` keeps what was worked out for one proof for the others.
    """

    unverified_document: dict[str, Any]
    proofs: tuple[Any, ...]
    token: vc_jwt.UnverifiedJwt | None = None
    digests: KnownDigests = field(default_factory=dict[Any, Any], compare=False, repr=False)

    @property
    def dated(self) -> list[dict[str, Any]]:
        """Whatever speaks of its own time of signing and end: the proofs, or the token where it does."""
        if self.token is None:
            # before data model 2.0, Merkle proofs were dated without an offset: nobody's word, as their time is the chain's
            older = CREDENTIALS_V2 not in _listed(self.unverified_document.get("@context"))
            proofs = [proof for proof in self.proofs if is_object(proof)]
            return [proof for proof in proofs if not (older and merkle_proof_2019.recognises(proof))]
        moments = {"created": self.token.signed, "expires": self.token.expires}
        return [{name: write_timestamp(moment) for name, moment in moments.items() if moment is not None}]


def read_presented(presented: bytes | str, *, policy: Policy) -> Presented:
    """Read what was presented.

    Raises:
        MalformedError: not a credential in any form we know, or more than one.
        LimitError: larger than the policy allows.
        ContextError: it names contexts that we do not hold, or names them in another way than by address.
        UnsupportedError: a form that we know of but cannot check.
    """
    text = text_of(presented, policy).strip(" \t\r\n")
    if len(text) > policy.max_text:
        raise LimitError(what=Phrase("the text", "текстът"), limit=policy.max_text)
    return from_json(text, policy=policy) if text.startswith(("{", "[")) else _from_token(text, policy)


def text_of(presented: bytes | str, policy: Policy) -> str:
    """The text of the credential itself, taken out of whatever picture or document carries it.

    Raises:
        MalformedError, LimitError: there is none, or the file is larger than the policy allows.
    """
    content = presented.encode("utf-8", "surrogatepass") if isinstance(presented, str) else presented
    if len(content) > policy.max_file:
        raise LimitError(what=Phrase("the file", "файлът"), limit=policy.max_file)
    return bake.unbake(content)


def from_json(text: bytes | str, *, policy: Policy) -> Presented:
    """Read the JSON text of one credential with embedded proofs.

    Raises:
        MalformedError, LimitError, ContextError, UnsupportedError: as `read_presented`.
    """
    document = strict_json.loads_object(text, limits=strict_json.Limits(size=policy.max_answer))
    match envelope.kind_of(document):
        case envelope.CREDENTIAL:
            return _from_token(envelope.open_envelope(document), policy)
        case envelope.PRESENTATION:
            raise PresentationError
        case _:
            check_document(document, policy)
    return Presented(unverified_document=document, proofs=_proofs_of(document))


def check_document(document: dict[str, Any], policy: Policy) -> None:
    """Refuse what is no credential of the data model, and contexts that the policy does not know.

    Raises:
        MalformedError, UnsupportedError, ContextError: see `read_presented`.
    """
    types = _listed(document.get("type"))
    if "VerifiablePresentation" in types or "verifiableCredential" in document:
        raise PresentationError
    if "Assertion" in types or "badge" in document:
        raise UnsupportedError(what=Phrase("Open Badges 2.0 assertions", "значки по Open Badges 2.0"))
    if "@context" not in document:
        raise MalformedError(at="/", why=Phrase("it is not a Verifiable Credential", "не е Verifiable Credential"))
    named = document["@context"]
    if not is_array(named) or not named or len(named) > _MAX_CONTEXTS:
        raise ContextError(url="@context", why=Phrase("it must be a list of addresses", "трябва да е списък с адреси"))
    for context in named:
        _check_context(context, policy)


def _check_context(context: Any, policy: Policy) -> None:
    if is_object(context) and isinstance(policy.contexts, OpenContexts):
        return  # what it defines is looked at with everything else
    if not isinstance(context, str):
        raise ContextError(url=str(context)[:60], why=Phrase("it is not an address", "не е адрес"))
    if context not in policy.contexts:
        if context in blockcerts.ADDRESSES and isinstance(policy.contexts, OpenContexts):
            raise MissingExtraError(extra="blockcerts", command=command_for("blockcerts"))
        raise UnsupportedError(what=Phrase(f"the context {context[:200]}", f"контекста {context[:200]}"))


def _from_token(text: str, policy: Policy) -> Presented:
    if "~" in text:
        raise UnsupportedError(what=Phrase("SD-JWT credentials", "удостоверения SD-JWT"))
    unverified = vc_jwt.read(text)
    check_document(unverified.credential, policy)
    return Presented(unverified_document=unverified.credential, proofs=(), token=unverified)


def _proofs_of(document: dict[str, Any]) -> tuple[Any, ...]:
    if "proof" not in document:
        return ()
    proof = document["proof"]
    return tuple(proof) if is_array(proof) else (proof,)


def _listed(value: Any) -> list[Any]:
    return value if is_array(value) else [value]
