"""Time stamps of RFC 3161: an authority signs a digest together with its clock. Needs the extra `[anchors]`.

    digest ──query──▶ authority ──reply (.tsr)──▶ Evidence ──roots you trust──▶ Witnessed

The evidence is the authority's whole reply, so `openssl ts -verify -digest … -in reply.tsr` checks it as well.
Source: https://www.rfc-editor.org/rfc/rfc3161.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.utils import CryptographyDeprecationWarning

from laurel.anchors.anchor import DIGEST_SIZE, MAX_EVIDENCE, Evidence, Witnessed
from laurel.anchors.refusals import AnchorError, NoWitnessError
from laurel.errors import Phrase
from laurel.extras import needed

if TYPE_CHECKING:
    from rfc3161_client import Accuracy, TimeStampResponse
    from rfc3161_client.tsp import TimeStampTokenInfo

KIND: Final = "rfc3161"
QUERY_TYPE: Final = "application/timestamp-query"
REPLY_TYPE: Final = "application/timestamp-reply"
_NONCE_SIZE: Final = 8  # bytes
_SHA256: Final = x509.ObjectIdentifier("2.16.840.1.101.3.4.2.1")
_SHA256_ALGORITHM: Final = bytes.fromhex("300d06096086480165030402010500")  # DER, with the parameters NULL as authorities write
_LONGEST_CHAIN: Final = 8

# what the client and cryptography raise for malformed replies; KeyError and TypeError for names in odd alphabets
_UNREADABLE: Final = (
    ValueError,
    OverflowError,
    KeyError,
    TypeError,
    x509.InvalidVersion,
    UnsupportedAlgorithm,
    CryptographyDeprecationWarning,
)

Post = Callable[[bytes], bytes]
"""Sends a query (`QUERY_TYPE`) to an authority over HTTP POST and gives its reply back; raises UnreachableError."""


class TimestampAuthority:
    """An anchor: asks one authority. Whether its signature can be trusted is for a `TimestampWitness` to say."""

    kind = KIND

    def __init__(self, post: Post, *, draw: Callable[[int], bytes] = secrets.token_bytes) -> None:
        """`post` is the way to the authority; `draw` gives so many random bytes, for the nonce."""
        self._post = post
        self._draw = draw

    def anchor(self, digest: bytes, /) -> Evidence:
        """Have `digest` (SHA-256, 32 bytes) stamped.

        Raises:
            MissingExtraError: the extra `[anchors]` is not installed.
            UnreachableError: the authority does not answer.
            AnchorError: it refuses, or answers another query.
        """
        nonce = self._draw(_NONCE_SIZE)
        reply = self._post(query(digest, nonce=nonce))
        stamp = _read(reply)
        if stamp.nonce != int.from_bytes(nonce, "big"):
            raise AnchorError(why=Phrase("the reply is to another query", "отговорът е на друго запитване"))
        _check_digest(stamp, digest)
        return Evidence(kind=KIND, content=reply)


class TimestampWitness:
    """A witness: believes authorities whose certificates lead to one of its roots. Checks offline."""

    kind = KIND

    def __init__(self, roots: Sequence[x509.Certificate], *, intermediates: Sequence[x509.Certificate] = ()) -> None:
        """Trust the `roots` (each signed by itself); `intermediates` only help to reach them.

        Raises:
            ValueError: a root that is not signed by itself, or an intermediate that is.
        """
        if not all(map(_is_root, roots)) or any(map(_is_root, intermediates)):
            raise ValueError("roots are signed by themselves, intermediates are not")
        self._roots = list(roots)
        self._intermediates = list(intermediates)
        self._helpers = [_Named.of(each) for each in intermediates]

    def check(self, evidence: Evidence, digest: bytes, /) -> Witnessed:
        """Say by when `digest` existed: the authority's time, plus the error that it admits.

        The certificates are judged as of that time. Whether they were revoked is not asked.

        Raises:
            MissingExtraError: the extra `[anchors]` is not installed.
            AnchorError: no time stamp, or one about another digest, or its signature is false.
            NoWitnessError: its certificate leads to none of the roots.
        """
        stamp = _read(evidence.content)
        _check_digest(stamp, digest)
        signer = _signer(stamp)
        if not self._may_know(signer, [*stamp.certificates, *self._helpers]):
            raise NoWitnessError
        with needed("anchors"):
            from rfc3161_client import VerificationError, VerifierBuilder  # noqa: PLC0415
        try:
            VerifierBuilder(roots=self._roots, intermediates=self._intermediates).build().verify(stamp.reply, digest)
        except (VerificationError, *_UNREADABLE) as error:
            why = Phrase("the authority's signature does not hold", "подписът на органа не е валиден")
            raise AnchorError(why=why) from error
        return Witnessed(by=stamp.latest, witness=_name(signer))

    def _may_know(self, signer: _Named, helpers: Sequence[_Named]) -> bool:
        """Whether the names lead from the signer to a root. The signatures are another question."""
        known, here = {root.subject for root in self._roots}, signer
        for _ in range(_LONGEST_CHAIN):
            if here.issuer in known:
                return True
            above = [each for each in helpers if each.subject == here.issuer]
            if not above:
                return False
            here = above[0]
        return False


def digest_in(reply: bytes) -> bytes:
    """The SHA-256 digest that a reply is about; nothing about the reply is believed.

    Raises:
        MissingExtraError: the extra `[anchors]` is not installed.
        AnchorError: no time stamp of a SHA-256 digest.
    """
    stamp = _read(reply)
    _check_digest(stamp, stamp.digest)
    return stamp.digest


def query(digest: bytes, *, nonce: bytes) -> bytes:
    """The request (DER) for a stamp on `digest` (SHA-256, 32 bytes) that also asks for the authority's certificate.

    Raises:
        ValueError: another length of digest, or a nonce that is not of 1 to 20 bytes.

    Source: RFC 3161, section 2.4.1.
    """
    if len(digest) != DIGEST_SIZE or not 0 < len(nonce) <= 20:
        raise ValueError(f"a digest of {DIGEST_SIZE} bytes and a nonce of 1 to 20")
    number = nonce.lstrip(b"\0") or b"\0"
    positive = b"\0" + number if number[0] & 0x80 else number
    imprint = _der(0x30, _SHA256_ALGORITHM + _der(0x04, digest))
    return _der(0x30, _der(0x02, b"\1") + imprint + _der(0x02, positive) + _der(0x01, b"\xff"))


def _der(tag: int, content: bytes) -> bytes:
    return bytes([tag, len(content)]) + content  # everything here is shorter than 128 bytes


class _Named(NamedTuple):
    """A certificate's names, read at once: cryptography reads them late, and a malformed one would raise anywhere."""

    subject: x509.Name
    issuer: x509.Name
    serial_number: int

    @classmethod
    def of(cls, certificate: x509.Certificate) -> _Named:
        return cls(certificate.subject, certificate.issuer, certificate.serial_number)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stamp:
    """What a reply says, all of it read and none of it believed."""

    reply: TimeStampResponse
    algorithm: x509.ObjectIdentifier
    digest: bytes
    nonce: int | None
    latest: datetime
    certificates: tuple[_Named, ...]
    signers: tuple[tuple[x509.Name, int], ...]


def _read(octets: bytes) -> _Stamp:
    if len(octets) > MAX_EVIDENCE:
        raise AnchorError(why=Phrase("the time stamp is too long", "клеймото за време е твърде дълго"))
    with needed("anchors"):
        from rfc3161_client import PKIStatus, decode_timestamp_response  # noqa: PLC0415
    try:
        reply = decode_timestamp_response(octets)
        if reply.status != PKIStatus.GRANTED:
            raise AnchorError(why=Phrase("the authority refused to stamp it", "органът е отказал клеймо"))
        info, signed = reply.tst_info, reply.signed_data
        return _Stamp(
            reply=reply,
            algorithm=info.message_imprint.hash_algorithm,
            digest=info.message_imprint.message,
            nonce=info.nonce,
            latest=_latest(info),
            certificates=tuple(_Named.of(x509.load_der_x509_certificate(each)) for each in signed.certificates),
            signers=tuple((each.issuer, each.serial_number) for each in signed.signer_infos),
        )
    except _UNREADABLE as error:
        raise AnchorError(why=Phrase("not a time stamp of RFC 3161", "не е клеймо за време по RFC 3161")) from error


def _latest(info: TimeStampTokenInfo) -> datetime:
    """The authority's time plus the error it admits, to the next full second."""
    accuracy = cast("Accuracy | None", info.accuracy)
    latest = info.gen_time.astimezone(UTC)
    if accuracy is not None:
        latest += timedelta(seconds=accuracy.seconds or 0, milliseconds=accuracy.millis or 0, microseconds=accuracy.micros or 0)
    return latest if latest.microsecond == 0 else latest.replace(microsecond=0) + timedelta(seconds=1)


def _check_digest(stamp: _Stamp, digest: bytes) -> None:
    if stamp.algorithm != _SHA256 or stamp.digest != digest:
        raise AnchorError(why=Phrase("the time stamp is about something else", "клеймото за време е за нещо друго"))


def _signer(stamp: _Stamp) -> _Named:
    """The one certificate that the signature names. Of two with one name, one could be looked at and the other be used."""
    found = [each for each in stamp.certificates if (each.issuer, each.serial_number) in stamp.signers]
    if len(stamp.signers) != 1 or len(found) != 1:
        why = Phrase("it does not name one signer and its certificate", "не посочва един подписал и сертификата му")
        raise AnchorError(why=why)
    return found[0]


def _name(certificate: _Named) -> str:
    for oid in (x509.NameOID.COMMON_NAME, x509.NameOID.ORGANIZATION_NAME):
        found = certificate.subject.get_attributes_for_oid(oid)
        if found:
            return str(found[0].value)[:200]
    return certificate.subject.rfc4514_string()[:200]


def _is_root(certificate: x509.Certificate) -> bool:
    return certificate.issuer == certificate.subject
