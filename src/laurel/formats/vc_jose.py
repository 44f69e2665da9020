"""Any credential or presentation of Data Model 2.0 as a token: a JWT, or an SD-JWT of which the holder may withhold parts.

What is signed is checked like what is read: the data model, words that are defined, and whose key it is. There is neither clock
nor network here: dates, status and the credentials inside a presentation are judged by `laurel.verify`.

Source: https://www.w3.org/TR/vc-jose-cose/
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from laurel.canon.contexts import CREDENTIALS_V2, OpenContexts
from laurel.canon.strict_json import is_array, is_object
from laurel.errors import (
    DesignError,
    DisclosureError,
    IssuerBindingError,
    JoseClaimError,
    JoseError,
    MalformedError,
    Phrase,
    UnsupportedError,
)
from laurel.formats import data_model
from laurel.formats.sd_jwt_vc import sd_jwt
from laurel.formats.sd_jwt_vc.conceal import Path, conceal
from laurel.formats.sd_jwt_vc.parts import Parts
from laurel.keys import PublicKey, Signer
from laurel.proofs import envelope, jws
from laurel.proofs.jwt_claims import REGISTERED, check_own_claims

NEVER_WITHHELD: Final = frozenset(
    {"@context", "type", "issuer", "validFrom", "validUntil", "credentialStatus", "credentialSchema", "termsOfUse"}
)
"""Whatever a holder left out of these would change what a credential means."""
_CLAIMS: Final = REGISTERED | {"nonce", "cnf"}
_ENVELOPED: Final = ("application/vc+jwt", "application/vc+sd-jwt", "application/vc+cose", "application/vc+cose;base64")
_STEP: Final = re.compile(r"([^.\[\]]+)((?:\[\d{1,6}\])*)")


class Feature(StrEnum):
    """What is secured, and how: section 3 of the specification."""

    CREDENTIAL_JOSE = "credential_jose"
    CREDENTIAL_SD_JWT = "credential_sdjwt"
    CREDENTIAL_COSE = "credential_cose"
    PRESENTATION_JOSE = "presentation_jose"
    PRESENTATION_SD_JWT = "presentation_sdjwt"
    PRESENTATION_COSE = "presentation_cose"

    @property
    def shown(self) -> bool:
        """Whether it is a presentation."""
        return self in {Feature.PRESENTATION_JOSE, Feature.PRESENTATION_SD_JWT, Feature.PRESENTATION_COSE}

    @property
    def content(self) -> str:
        """The content type (`cty`)."""
        return "vp" if self.shown else "vc"

    @property
    def mechanism(self) -> str:
        """What follows the plus sign in the type (`typ`): "jwt", "sd-jwt" or "cose"."""
        return {"jose": "jwt", "sdjwt": "sd-jwt"}.get(self.value.partition("_")[2], "cose")

    @property
    def kind(self) -> str:
        """The type of the token (`typ`)."""
        return f"{self.content}+{self.mechanism}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A key to check with: its name, whose it is, and the key itself."""

    name: str
    controller: str
    key: PublicKey


def issue(
    document: Mapping[str, Any],
    *,
    feature: Feature,
    signer: Signer,
    controller: str,
    contexts: OpenContexts,
    entropy: Callable[[int], bytes],
    disclosable: Collection[Path] = (),
) -> str:
    """The token over a credential or presentation.

    Args:
        document: it, unsigned.
        feature: what it is and how it is secured.
        signer: the key; `kid` is its verification method.
        controller: whose the key is: the issuer, or the holder.
        contexts: what may be named as a context.
        entropy: a source of random bytes, for what can be withheld.
        disclosable: the places that the holder may withhold (SD-JWT only), each by the names and indexes that lead there.

    Raises:
        UnsupportedError: COSE.
        DesignError: not of the data model; names every place.
        JsonLdError, ContextError: words that nobody defined, or contexts that we do not hold.
        IssuerBindingError: the key is somebody else's.
        DisclosureError: a place that may not be withheld, or that leads nowhere.
        JoseError, MalformedError: members that a token cannot have.
    """
    _refuse_cose(feature)
    if (_CLAIMS | {"vc", "vp"}) & document.keys():
        why = Phrase("a member with the name of a claim of the token", "член с името на твърдение на токена")
        raise MalformedError(why=why)
    _check_document(document, feature=feature, contexts=contexts)
    _check_party(document, feature=feature, controller=controller, method=signer.verification_method)
    header = {"typ": feature.kind, "cty": feature.content, "kid": signer.verification_method}
    if feature.mechanism == "jwt":
        if disclosable:
            raise DisclosureError(why=Phrase("a JWT is shown whole", "JWT се показва цял"))
        return jws.sign(document, signer=signer, header=header)
    _check_places(disclosable, feature=feature)
    hidden, disclosures = conceal(document, paths=disclosable, entropy=entropy)
    token = jws.sign(hidden, signer=signer, header=header)
    return Parts(token=token, disclosures=tuple(each.text for each in disclosures)).compact()


def verify(token: str, *, feature: Feature, method: Method, contexts: OpenContexts) -> dict[str, Any]:
    """The credential or presentation in a token, with what was disclosed of it.

    Args:
        token: the text, in the compact form.
        feature: what it has to be.
        method: the key that it has to be signed with, and whose.
        contexts: what may be named as a context.

    Raises:
        UnsupportedError: COSE.
        SignatureError, JoseAlgorithmError: not signed with this key.
        JoseError, JoseClaimError, DisclosureError, KeyBindingError: a token that is not in order.
        DesignError, JsonLdError, ContextError, IssuerBindingError, CredentialError: as `issue`.
    """
    _refuse_cose(feature)
    header, payload = _opened(token, feature=feature, key=method.key)
    if {"vc", "vp"} & payload.keys():
        raise JoseError(why=Phrase("a claim vc or vp in a token of this type", "твърдение vc или vp в токен от този тип"))
    claims = {name: value for name, value in payload.items() if name in _CLAIMS}
    document = {name: value for name, value in payload.items() if name not in _CLAIMS}
    if "iss" not in claims and header.get("kid") != method.name:
        # section 4.1: without `iss`, `kid` is the whole address of the key
        raise JoseError(why=Phrase("neither iss nor the address of the key", "нито iss, нито адресът на ключа"))
    _check_document(document, feature=feature, contexts=contexts)
    _check_claims(claims, document, feature=feature)
    _check_party(document, feature=feature, controller=method.controller, method=method.name)
    return document


def path_of(text: str) -> Path:
    """The place that a text like `credentialSubject.phoneNumbers[0].type` names.

    Raises:
        DisclosureError: not written like that.
    """
    steps: list[str | int] = []
    for part in text.split("."):
        match = _STEP.fullmatch(part)
        if match is None:
            raise DisclosureError(why=Phrase(f"{text:.100} is no place", f"{text:.100} не е място"))
        steps += [match[1], *(int(index) for index in re.findall(r"\d+", match[2]))]
    return tuple(steps)


def _refuse_cose(feature: Feature) -> None:
    if feature.mechanism == "cose":
        raise UnsupportedError(what=Phrase("credentials secured with COSE", "удостоверения, подписани с COSE"))


def _opened(token: str, *, feature: Feature, key: PublicKey) -> tuple[Mapping[str, Any], dict[str, Any]]:
    """Header and payload of a token whose signature holds."""
    kinds, contents = (feature.kind,), (feature.content,)
    if feature.mechanism == "sd-jwt":
        checked = sd_jwt.check_unbound(token, issuer_key=key, kinds=kinds, contents=contents)
        return checked.header, checked.claims
    found = jws.read(token, kinds=kinds, contents=contents)
    jws.check(found, key)
    return found.header, found.payload


def _check_document(document: Mapping[str, Any], *, feature: Feature, contexts: OpenContexts) -> None:
    named = document.get("@context")
    if not is_array(named) or named[:1] != [CREDENTIALS_V2]:
        raise MalformedError(at="/@context", why=Phrase("not of Data Model 2.0", "не е по Data Model 2.0"))
    check = data_model.check_presentation if feature.shown else data_model.check_credential
    meant = _secured(document) if feature.shown else document
    problems = check(meant) or data_model.check_meaning(meant, contexts=contexts)
    if problems:
        raise DesignError(problems)


def _secured(document: Mapping[str, Any]) -> dict[str, Any]:
    """The presentation as its addresses are read; every credential in it is secured, and a token stands in an envelope.

    Raises:
        MalformedError: one is not.
    """
    if "verifiableCredential" not in document:
        return dict(document)
    shown = document["verifiableCredential"]
    credentials = [_secured_credential(each, index) for index, each in enumerate(shown if is_array(shown) else [shown])]
    return {**document, "verifiableCredential": credentials}


def _secured_credential(shown: Any, index: int) -> dict[str, Any]:
    at = f"/verifiableCredential/{index}"
    if not is_object(shown) or (envelope.kind_of(shown) != envelope.CREDENTIAL and "proof" not in shown):
        raise MalformedError(at=at, why=Phrase("a credential that nobody signed", "удостоверение без подпис"))
    if "proof" in shown:
        return shown
    # line ends inside an address say nothing (https://url.spec.whatwg.org/#concept-basic-url-parser, step 3)
    address = re.sub(r"[\t\n\r]", "", str(shown.get("id")))
    media_type, _, token = address.removeprefix("data:").partition(",")
    if not address.startswith("data:") or media_type.lower() not in _ENVELOPED or not token:
        raise MalformedError(at=f"{at}/id", why=Phrase("no credential in a data: URL", "няма удостоверение в адрес data:"))
    return {**shown, "id": address}


def _check_claims(claims: Mapping[str, Any], document: Mapping[str, Any], *, feature: Feature) -> None:
    """Claims that are there say what the document says; `iat`, `nbf` of a presentation and `exp` are the signature's own."""
    if not feature.shown:
        check_own_claims(claims, document)
        return
    for name, wanted in (("iss", _party_of(document, feature)), ("jti", document.get("id"))):
        if name in claims and claims[name] != wanted:
            raise JoseClaimError(claim=name)


def _check_party(document: Mapping[str, Any], *, feature: Feature, controller: str, method: str) -> None:
    party = _party_of(document, feature)
    if party != controller and not (feature.shown and party is None):
        raise IssuerBindingError(issuer=str(party)[:200], method=method)


def _party_of(document: Mapping[str, Any], feature: Feature) -> str | None:
    party = document.get("holder" if feature.shown else "issuer")
    name = party.get("id") if is_object(party) else party
    return name if isinstance(name, str) else None


def _check_places(disclosable: Collection[Path], *, feature: Feature) -> None:
    forbidden = {path[0] for path in disclosable if path} & NEVER_WITHHELD
    if forbidden and not feature.shown:
        raise DisclosureError(why=Phrase(f"{min(map(str, forbidden))} may not be withheld", "това не може да се премълчава"))
