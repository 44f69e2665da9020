"""Does a seal certificate lead up to one that the verifier trusts?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from cryptography import x509
from cryptography.x509.verification import ExtensionPolicy, PolicyBuilder, Store, VerificationError

from laurel.errors import MalformedError, Phrase


def load_anchors(content: bytes) -> tuple[x509.Certificate, ...]:
    """The certificates of a PEM file (any number) or a DER file (one).

    Raises:
        MalformedError: there is none in it.
    """
    try:
        if b"-----BEGIN" in content:
            return tuple(x509.load_pem_x509_certificates(content))
        return (x509.load_der_x509_certificate(content),)
    except ValueError as error:
        raise MalformedError(why=Phrase("it holds no certificate", "не съдържа сертификат")) from error


def leads_to(anchors: Iterable[x509.Certificate], chain: Sequence[x509.Certificate], *, at: datetime) -> bool:
    """Whether the first certificate of `chain` is an anchor itself, or was issued under one, every link in its time at `at`.

    Whether a certificate was revoked is not asked: that needs its issuer's lists.
    """
    known = list(anchors)
    leaf = chain[0]
    if not known or not in_time(leaf, at=at) or not _may_sign(leaf):
        return False
    if leaf in known:
        return True
    verifier = (
        PolicyBuilder()
        .store(Store(known))
        .time(at)
        .extension_policies(ca_policy=ExtensionPolicy.webpki_defaults_ca(), ee_policy=ExtensionPolicy.permit_all())
        .build_client_verifier()
    )
    try:
        verifier.verify(leaf, list(chain[1:]))
    except VerificationError:
        return False
    return True


def in_time(certificate: x509.Certificate, *, at: datetime) -> bool:
    """Whether `at` lies in the certificate's validity."""
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def _may_sign(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment
