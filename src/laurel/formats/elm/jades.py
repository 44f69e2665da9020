"""Seals of European Digital Credentials: JAdES, that is JSON Web Signatures over the plain JSON text.

    { "payload": "<the credential as text>", "signatures": [ { "protected": alg · x5c · sigT · b64 · crit …, "signature" } ] }

`b64` is false, so the text itself is signed (RFC 7797), and reading that text is reading what was signed. Source: ETSI TS 119
182-1; a seal is qualified or advanced by its certificate and device, which a trust service provider gives, not by this module.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeAlias

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding

from laurel.canon.strict_json import Limits, is_array, is_object, loads_object
from laurel.errors import (
    JoseAlgorithmError,
    JoseError,
    KeyFormatError,
    MalformedError,
    Phrase,
    SignatureError,
    UnsupportedError,
)
from laurel.formats.elm import timestamps
from laurel.formats.elm.countries import COUNTRIES
from laurel.formats.elm.nodes import country
from laurel.keys import base64url
from laurel.keys import rsa as rsa_rules
from laurel.timestamp import parse_timestamp, write_timestamp

SealKey: TypeAlias = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

MAX_CERTIFICATES: Final = 10
_CRITICAL: Final = frozenset({"b64", "sigT", "adoTst"})
_HEADER: Final = frozenset({"alg", "cty", "kid", "typ", "x5c", "x5t#S256"}) | _CRITICAL
_HEADER_LIMITS: Final = Limits(size=200_000, depth=6, values=200)
_HASHES: Final[Mapping[str, hashes.HashAlgorithm]] = {
    "RS256": hashes.SHA256(),
    "RS384": hashes.SHA384(),
    "RS512": hashes.SHA512(),
    "ES256": hashes.SHA256(),
    "ES384": hashes.SHA384(),
}
_CURVES: Final = {"ES256": ("secp256r1", 32), "ES384": ("secp384r1", 48)}
_ODD: Final = (ValueError, TypeError, UnsupportedAlgorithm, x509.DuplicateExtension, x509.UnsupportedGeneralNameType)
_ORGANISATION_IDENTIFIER: Final = x509.ObjectIdentifier("2.5.4.97")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnverifiedSeal:
    """A well-formed seal; neither its signature nor its certificates have been checked. `chain` starts with the sealer's."""

    document: dict[str, Any] = field(repr=False)
    algorithm: str
    chain: tuple[x509.Certificate, ...]
    sealed: datetime
    signing_input: bytes = field(repr=False)
    signature: bytes = field(repr=False)

    @property
    def organisation_identifier(self) -> str:
        """The sealer's eIDAS identifier in the certificate, such as `VATBG-000670680`; "" where it has none."""
        return organisation_identifier(self.chain[0])


def seal(document: Mapping[str, Any], *, chain: Sequence[x509.Certificate], key: SealKey, at: datetime) -> dict[str, Any]:
    """Seal an unsigned credential; the certificate's organisation is written into it as the issuer's identifier.

    Args:
        document: the unsigned credential.
        chain: the seal certificate first, then those above it.
        key: the private key of the seal certificate (RSA, P-256 or P-384).
        at: the moment of sealing, written as `issued` and `sigT`.

    Raises:
        KeyFormatError: the key is not the certificate's, or of another kind.
    """
    if not chain or key.public_key() != chain[0].public_key():
        why = Phrase("the key does not belong to the seal certificate", "ключът не принадлежи на сертификата за печат")
        raise KeyFormatError(why=why)
    algorithm = _algorithm_of(key)
    header = {
        "alg": algorithm,
        "typ": "jose+json",
        "cty": "vc+ld+json",
        "x5t#S256": _thumbprint(chain[0]),
        "x5c": [base64.b64encode(one.public_bytes(Encoding.DER)).decode("ascii") for one in chain],
        "sigT": write_timestamp(at),
        "b64": False,
        "crit": ["b64", "sigT"],
    }
    payload = json.dumps(_issued(document, chain[0], at), ensure_ascii=False, separators=(",", ":"))
    protected = base64url.encode(json.dumps(header, separators=(",", ":")).encode())
    signature = _sign(key, algorithm, f"{protected}.{payload}".encode())
    return {"payload": payload, "signatures": [{"protected": protected, "signature": base64url.encode(signature)}]}


def read(envelope: Mapping[str, Any], *, limits: Limits | None = None) -> UnverifiedSeal:
    """Take a sealed credential apart and check everything but signature and certificates.

    Raises:
        JoseError: a header that is malformed, or marks as critical what it lacks.
        JoseAlgorithmError: no algorithm that we accept.
        UnsupportedError: several seals, an encoded payload, or a header member that we do not know.
        MalformedError, LimitError: a payload that is no strict JSON; certificates or time stamps that are none.
    """
    payload, signatures = envelope.get("payload"), envelope.get("signatures")
    if not isinstance(payload, str) or not is_array(signatures) or not signatures or not is_object(signatures[0]):
        raise JoseError(why=Phrase("a seal without payload or signature", "печат без съдържание или подпис"))
    if len(signatures) > 1:
        raise UnsupportedError(what=Phrase("credentials with several seals", "удостоверения с няколко печата"))
    protected, signature = signatures[0].get("protected"), signatures[0].get("signature")
    if not isinstance(protected, str) or not isinstance(signature, str):
        raise JoseError(why=Phrase("a seal without payload or signature", "печат без съдържание или подпис"))
    header = loads_object(_octets(protected), limits=_HEADER_LIMITS)
    sealed = _check_header(header)
    _check_stamps(header, payload.encode())
    return UnverifiedSeal(
        document=loads_object(payload, limits=limits or Limits()),
        algorithm=header["alg"],
        chain=_chain(header),
        sealed=sealed,
        signing_input=f"{protected}.{payload}".encode(),
        signature=_octets(signature),
    )


def check(sealed: UnverifiedSeal) -> None:
    """Check that the key of the enclosed certificate signed the text; whose certificate it is, is another question.

    Raises:
        JoseAlgorithmError: the algorithm is not the key's own.
        WeakKeyError, KeyFormatError: a key that protects nothing.
        SignatureError: the text was changed or another key signed it.
    """
    key, algorithm = sealed.chain[0].public_key(), sealed.algorithm
    try:
        if isinstance(key, rsa.RSAPublicKey) and algorithm.startswith("RS"):
            numbers = key.public_numbers()
            rsa_rules.check(numbers.n, numbers.e)
            key.verify(sealed.signature, sealed.signing_input, padding.PKCS1v15(), _HASHES[algorithm])
        elif isinstance(key, ec.EllipticCurvePublicKey) and algorithm in _CURVES and key.curve.name == _CURVES[algorithm][0]:
            key.verify(_der(sealed.signature, algorithm), sealed.signing_input, ec.ECDSA(_HASHES[algorithm]))
        else:
            raise JoseAlgorithmError(found=algorithm)
    except InvalidSignature:
        raise SignatureError from None


def organisation_identifier(certificate: x509.Certificate) -> str:
    """The organizationIdentifier (ETSI EN 319 412-1) of a certificate's subject, or ""."""
    found = certificate.subject.get_attributes_for_oid(_ORGANISATION_IDENTIFIER)
    return str(found[0].value) if found else ""


def _issued(document: Mapping[str, Any], certificate: x509.Certificate, at: datetime) -> dict[str, Any]:
    identifier = organisation_identifier(certificate) or f"serial:{certificate.serial_number}"
    countries = certificate.subject.get_attributes_for_oid(x509.NameOID.COUNTRY_NAME)
    code = str(countries[0].value) if countries else ""
    legal: dict[str, Any] = {"id": "urn:certificateIdentifier:1", "type": "LegalIdentifier", "notation": identifier}
    if code in COUNTRIES:
        legal["spatial"] = country(code)
    issuer: dict[str, Any] = dict(document.get("issuer") or {})
    return {**document, "issued": write_timestamp(at), "issuer": issuer | {"eIDASIdentifier": legal}}


def _check_header(header: Mapping[str, Any]) -> datetime:
    algorithm, critical = header.get("alg"), header.get("crit")
    if not isinstance(algorithm, str) or algorithm not in _HASHES:
        raise JoseAlgorithmError(found=str(algorithm)[:40])
    unknown = header.keys() - _HEADER - {"crit"}
    if unknown:
        name = min(unknown)[:40]
        raise UnsupportedError(what=Phrase(f"the header member {name}", f"члена {name} в заглавието"))
    if header.get("b64") is not False:
        raise UnsupportedError(what=Phrase("seals over an encoded text", "печати върху кодиран текст"))
    if not is_array(critical) or "b64" not in critical or not {str(one) for one in critical} <= _CRITICAL & header.keys():
        raise JoseError(why=Phrase("crit does not name what it must", "crit не посочва каквото трябва"))
    sealed = parse_timestamp(header.get("sigT"))
    if sealed is None:
        raise JoseError(why=Phrase("the moment of sealing (sigT) is missing", "липсва моментът на подпечатване (sigT)"))
    return sealed


def _check_stamps(header: Mapping[str, Any], payload: bytes) -> None:
    """`adoTst` is marked as critical: a time stamp made over the text before it was sealed. It must be over this text."""
    if "adoTst" not in header:
        return
    stamps = header["adoTst"]
    tokens = stamps.get("tstTokens") if is_object(stamps) else None
    if not is_array(tokens) or not tokens:
        raise JoseError(why=Phrase("adoTst holds no time stamp", "adoTst не съдържа времеви печат"))
    for token in tokens:
        if not timestamps.covers(_standard_octets(token.get("val") if is_object(token) else None), payload):
            raise JoseError(why=Phrase("the time stamp is over another text", "времевият печат е върху друг текст"))


def _chain(header: Mapping[str, Any]) -> tuple[x509.Certificate, ...]:
    listed = header.get("x5c")
    if not is_array(listed) or not 1 <= len(listed) <= MAX_CERTIFICATES:
        raise JoseError(why=Phrase("the seal carries no certificate", "печатът не носи сертификат"))
    try:
        chain = tuple(x509.load_der_x509_certificate(_standard_octets(one)) for one in listed)
        chain[0].public_key()
    except _ODD as error:
        raise MalformedError(at="x5c", why=Phrase("it is no certificate", "не е сертификат")) from error
    if header.get("x5t#S256", _thumbprint(chain[0])) != _thumbprint(chain[0]):
        raise JoseError(why=Phrase("the seal names another certificate", "печатът посочва друг сертификат"))
    return chain


def _thumbprint(certificate: x509.Certificate) -> str:
    return base64url.encode(hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest())


def _algorithm_of(key: SealKey) -> str:
    if isinstance(key, rsa.RSAPrivateKey):
        return "RS256"
    for algorithm, (curve, _) in _CURVES.items():
        if key.curve.name == curve:
            return algorithm
    raise KeyFormatError(why=Phrase("a curve that seals do not use", "крива, която печатите не използват"))


def _sign(key: SealKey, algorithm: str, message: bytes) -> bytes:
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(message, padding.PKCS1v15(), _HASHES[algorithm])
    r, s = decode_dss_signature(key.sign(message, ec.ECDSA(_HASHES[algorithm])))
    size = _CURVES[algorithm][1]
    return r.to_bytes(size) + s.to_bytes(size)


def _der(signature: bytes, algorithm: str) -> bytes:
    size = _CURVES[algorithm][1]
    if len(signature) != 2 * size:
        raise SignatureError
    return encode_dss_signature(int.from_bytes(signature[:size]), int.from_bytes(signature[size:]))


def _octets(text: str) -> bytes:
    try:
        return base64url.decode(text)
    except MalformedError:
        raise JoseError(why=Phrase("a part is not base64url", "част не е base64url")) from None


def _standard_octets(text: object) -> bytes:
    try:
        return base64.b64decode(text if isinstance(text, str) else "?", validate=True)
    except (binascii.Error, ValueError):
        raise JoseError(why=Phrase("a part is not base64", "част не е base64")) from None
