"""A seal certificate and its key on disk: PEM files, or one PKCS #12 file, as trust service providers hand them out."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12

from laurel.cli.files import FileError, read_bytes
from laurel.errors import Phrase
from laurel.formats.elm.certificates import load_anchors
from laurel.formats.elm.jades import SealKey

_MAX_BYTES: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SealingKey:
    """The key, and its certificate with those above it."""

    key: SealKey = field(repr=False)
    chain: tuple[x509.Certificate, ...]


def load(key: Path, *, certificates: Path | None, password: bytes | None) -> SealingKey:
    """Read the key; without `certificates` the file is PKCS #12 and holds both.

    Raises:
        FileError: a file cannot be read, the password is missing or wrong, or the key is of a kind that does not seal.
        MalformedError: `certificates` holds none.
    """
    content = read_bytes(key, limit=_MAX_BYTES)
    try:
        if certificates is None:
            found, leaf, above = pkcs12.load_key_and_certificates(content, password)
            chain = (*((leaf,) if leaf else ()), *above)
        else:
            found = load_pem_private_key(content, password)
            chain = load_anchors(read_bytes(certificates, limit=_MAX_BYTES))
    except (ValueError, TypeError) as error:
        why = Phrase("no key, or the password is missing or wrong", "няма ключ или паролата липсва или е грешна")
        raise FileError(at=str(key), why=why) from error
    if not isinstance(found, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) or not chain:
        why = Phrase("it holds no key and certificate to seal with", "не съдържа ключ и сертификат за подпечатване")
        raise FileError(at=str(key), why=why)
    return SealingKey(key=found, chain=chain)
