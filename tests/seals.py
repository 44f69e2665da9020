"""A certificate authority of our own, and seal certificates under it."""

from __future__ import annotations

from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

BORN, DIES = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
ORGANISATION = "VATBG-000670680"
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def name(common_name: str, *, organisation: str = "") -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, common_name), x509.NameAttribute(NameOID.COUNTRY_NAME, "BG")]
    if organisation:
        parts.append(x509.NameAttribute(x509.ObjectIdentifier("2.5.4.97"), organisation))
    return x509.Name(parts)


class Authority:
    """A root that issues seal certificates."""

    def __init__(self, common_name: str = "Test root") -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._make(name(common_name), self.key.public_key(), authority=True)

    def certify(self, key, *, organisation: str = ORGANISATION, common_name: str = "Test seal", signing: bool = True):
        return self._make(name(common_name, organisation=organisation), key.public_key(), authority=False, signing=signing)

    def _make(self, subject, public_key, *, authority, signing=True):
        issuer = subject if authority else self.certificate.subject
        key_id = x509.SubjectKeyIdentifier.from_public_key
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(BORN)
            .not_valid_after(DIES)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(key_id(public_key), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
            .add_extension(
                x509.KeyUsage(
                    digital_signature=signing and not authority,
                    content_commitment=False,
                    key_encipherment=not signing,
                    data_encipherment=False,
                    key_agreement=False,
                    key_cert_sign=authority,
                    crl_sign=authority,
                    encipher_only=False,
                    decipher_only=False,
                ),
                critical=True,
            )
        )
        return builder.sign(self.key, hashes.SHA256())
