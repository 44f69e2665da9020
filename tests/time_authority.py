"""A time-stamping authority of our own: OpenSSL's, under a root made here. It stamps with the real clock of this machine."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CONFIG = """
[tsa]
serial = {folder}/serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = {accuracy}
clock_precision_digits = 0
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


class TimeAuthority:
    """A root, an authority below it, and its clock. `reply` is what its web address would answer."""

    def __init__(
        self,
        folder: Path,
        *,
        name: str = "Test time authority",
        root_name: str = "Test root of time",
        accuracy: str = "secs:1, millisecs:500",
        valid_from: datetime = datetime(2020, 1, 1, tzinfo=UTC),
        valid_until: datetime = datetime(2060, 1, 1, tzinfo=UTC),
    ) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self._validity = (valid_from, valid_until)
        self._root_key = ec.generate_private_key(ec.SECP256R1())
        key = ec.generate_private_key(ec.SECP256R1())
        self.root = self._certificate(_name(root_name), self._root_key, ca=True)
        self.certificate = self._certificate(_name(name), key, ca=False, purpose=ExtendedKeyUsageOID.TIME_STAMPING)
        _write(folder / "tsa", self.certificate, key)
        _write(folder / "root", self.root, self._root_key)
        (folder / "serial").write_text("01\n")
        (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder, accuracy=accuracy))

    def reply(self, query: bytes) -> bytes:
        """The authority's answer (DER) to a query (DER)."""
        (self.folder / "query.tsq").write_bytes(query)
        options = [
            "-config",
            "tsa.cnf",
            "-section",
            "tsa",
            "-queryfile",
            "query.tsq",
            "-signer",
            "tsa.pem",
            "-inkey",
            "tsa.key",
        ]
        openssl("ts", "-reply", *options, "-out", "reply.tsr", folder=self.folder)
        return (self.folder / "reply.tsr").read_bytes()

    def certify_another(self, folder: Path, *, name: str, purpose: x509.ObjectIdentifier) -> list[str | Path]:
        """Somebody else under the same root: OpenSSL's options to sign with that certificate."""
        key = ec.generate_private_key(ec.SECP256R1())
        _write(folder / "another", self._certificate(_name(name), key, ca=False, purpose=purpose), key)
        return ["-signer", folder / "another.pem", "-inkey", folder / "another.key"]

    def _certificate(self, subject, key, *, ca, purpose=None) -> x509.Certificate:
        issuer = subject if ca else self.root.subject
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._validity[0])
            .not_valid_after(self._validity[1] if not ca else self._validity[1] + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(_usage(ca=ca), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._root_key.public_key()), critical=False)
        )
        if purpose is not None:
            builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
        return builder.sign(self._root_key, hashes.SHA256())


def openssl(*words: str | Path, folder: Path) -> str:
    """What OpenSSL says; it must not fail."""
    done = subprocess.run(["openssl", *map(str, words)], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def _write(stem: Path, certificate: x509.Certificate, key) -> None:
    pem = serialization.Encoding.PEM
    stem.with_suffix(".pem").write_bytes(certificate.public_bytes(pem))
    stem.with_suffix(".key").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )
