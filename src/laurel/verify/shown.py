"""From what a holder shows to one unverified presentation: JSON with embedded proofs, a `vp+jwt` token, or an envelope of one.

bytes | str ──▶ strict JSON | token ──▶ Shown { presentation, the text of each credential in it }
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from laurel.canon import contexts, strict_json
from laurel.canon.contexts import OpenContexts
from laurel.canon.strict_json import is_array, is_object
from laurel.errors import LaurelError, LimitError, MalformedError, Phrase
from laurel.formats import data_model
from laurel.proofs import envelope, vc_jwt, vp_jwt
from laurel.verify.policy import Policy

MAX_CREDENTIALS: Final = 20
_MEMBERS: Final = frozenset({"@context", "id", "type", "holder", "verifiableCredential", "proof"})
_FIRST: Final = (contexts.CREDENTIALS_V2, contexts.CREDENTIALS_V1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One unverified presentation. `credentials` are the texts in it, JSON or tokens; `token` is what it came in, if in one."""

    unverified_presentation: dict[str, Any]
    credentials: tuple[str, ...]
    token: vp_jwt.UnverifiedPresentation | None = None

    @property
    def holder(self) -> str:
        """The identifier of the holder that it names; else whoever's key its proof names; "" where there is neither."""
        return self.named_holder or self._signer()

    @property
    def named_holder(self) -> str:
        """The identifier of the holder that it names; "" where it names none."""
        said = None if self.token is None else self.token.claims.get("iss")
        holder = said or self.unverified_presentation.get("holder")
        holder = holder.get("id") if is_object(holder) else holder
        return holder if isinstance(holder, str) else ""

    def subjects(self) -> list[str]:
        """Whom each credential is about; "" where it does not say, or not by one identifier."""
        return [_subject_of(text) for text in self.credentials]

    def _signer(self) -> str:
        if self.token is not None:
            return (self.token.key_id or "").partition("#")[0]
        proof = self.unverified_presentation.get("proof")
        first: Any = proof[0] if is_array(proof) and proof else proof
        method = first.get("verificationMethod") if is_object(first) else None
        return method.partition("#")[0] if isinstance(method, str) else ""


def read_shown(presented: bytes | str, *, policy: Policy) -> Shown:
    """Read what was shown.

    Raises:
        MalformedError, JoseError: not a presentation in any form we know.
        LimitError: larger than the policy allows, or more than twenty credentials.
        ContextError: a context that we do not hold.
        UnsupportedError: an envelope of something that we do not read.
    """
    text = text_of(presented, policy=policy)
    token = None if text.startswith(("{", "[")) else text
    if token is None:
        document = strict_json.loads_object(text)
        if envelope.kind_of(document) == envelope.PRESENTATION:
            token = envelope.open_envelope(document)
        else:
            return _shown(document, None, policy)
    found = vp_jwt.read(token, older=policy.shape == "data-model")
    return _shown(found.presentation, found, policy)


def text_of(presented: bytes | str, *, policy: Policy) -> str:
    """The text of what was shown.

    Raises:
        LimitError: larger than the policy allows.
        MalformedError: no UTF-8.
    """
    if len(presented) > policy.max_text:
        raise LimitError(what=Phrase("the text", "текстът"), limit=policy.max_text)
    if isinstance(presented, str):
        return presented.strip(" \t\r\n")
    try:
        return presented.decode("utf-8", "strict").strip(" \t\r\n")
    except UnicodeDecodeError:
        raise MalformedError(why=Phrase("the text is not UTF-8", "текстът не е в UTF-8")) from None


def _shown(document: dict[str, Any], token: vp_jwt.UnverifiedPresentation | None, policy: Policy) -> Shown:
    if token is not None and "proof" in document:
        # two signatures by perhaps two people: readers would differ on which one counts
        raise MalformedError(at="/proof", why=Phrase("a proof inside a token", "доказателство в токен"))
    if isinstance(policy.contexts, OpenContexts):
        _insist_on_data_model(document, policy.contexts)
        credentials = tuple(_credentials(document)) if "verifiableCredential" in document else ()
    else:
        _insist_on_closed_form(document)
        credentials = tuple(_credentials(document))
    shown = Shown(unverified_presentation=document, credentials=credentials, token=token)
    if "holder" in document and not shown.named_holder:
        raise MalformedError(at="/holder", why=Phrase("the holder has no identifier", "притежателят няма идентификатор"))
    return shown


def _insist_on_data_model(document: Mapping[str, Any], known: OpenContexts) -> None:
    for problem in (*data_model.check_presentation(document), *data_model.check_meaning(document, contexts=known)):
        raise MalformedError(at=problem.at, why=Phrase(problem.en, problem.bg))


def _insist_on_closed_form(document: Mapping[str, Any]) -> None:
    if document.get("type") not in ("VerifiablePresentation", ["VerifiablePresentation"]):
        raise MalformedError(at="/type", why=Phrase("not a VerifiablePresentation", "не е VerifiablePresentation"))
    for name in document:
        if name not in _MEMBERS:
            raise MalformedError(why=Phrase(f"unknown member {name:.60}", f"непознато поле {name:.60}"))
    _read_contexts(document.get("@context"))


def _read_contexts(named: object) -> None:
    if not is_array(named) or not named:
        raise MalformedError(at="/@context", why=Phrase("it must be a list of addresses", "трябва да е списък с адреси"))
    if named[0] not in _FIRST:
        raise MalformedError(at="/@context/0", why=Phrase("not the data model's own", "не е на самия модел на данните"))
    for context in named:
        if not isinstance(context, str):
            raise MalformedError(at="/@context", why=Phrase("it is not an address", "не е адрес"))
        contexts.load(context)


def _credentials(document: Mapping[str, Any]) -> Iterator[str]:
    value = document.get("verifiableCredential")
    found: list[Any] = value if is_array(value) else [value]
    if not found or len(found) > MAX_CREDENTIALS:
        raise LimitError(
            at="/verifiableCredential", what=Phrase("the number of credentials", "броят удостоверения"), limit=MAX_CREDENTIALS
        )
    for index, each in enumerate(found):
        if not is_object(each):
            why = Phrase("it is not a credential", "не е удостоверение")
            raise MalformedError(at=f"/verifiableCredential/{index}", why=why)
        yield json.dumps(each, ensure_ascii=False)


def _subject_of(text: str) -> str:
    try:
        document = strict_json.loads_object(text)
        if envelope.kind_of(document) == envelope.CREDENTIAL:
            document = vc_jwt.read(envelope.open_envelope(document)).credential
    except LaurelError:
        return ""  # the credential's own report says what is wrong with it
    subject = document.get("credentialSubject")
    if is_array(subject) and len(subject) == 1:
        subject = subject[0]
    name = subject.get("id") if is_object(subject) else None
    return name if isinstance(name, str) else ""
