"""Seal a PDF: a PAdES signature over the whole file, page and attached credential alike. Needs the extra `[pdf]`.

    PDF ──appended──▶ PDF + signature that allows no change      B-B, and B-T where an authority stamps the time

What was there stays byte for byte; the seal is an incremental update with an invisible field outside the page, so the page
looks the same, keeps its PDF/A-3 identification, and stays tagged. Source: ETSI EN 319 142-1, 6.3; ISO 32000-2, 12.8.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from io import BytesIO
from typing import Any, Final, TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from laurel.bake.refusals import MAX_FILE, refused
from laurel.errors import KeyFormatError, Phrase
from laurel.extras import needed

with needed("pdf"):
    from asn1crypto.tsp import TimeStampReq, TimeStampResp
    from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1 as as_asn1
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign import signers, timestamps
    from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
    from pyhanko_certvalidator.registry import SimpleCertificateStore

SealKey: TypeAlias = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
"""A private key, or whatever behaves like one: a key in a hardware module signs through the same two methods."""

Post: TypeAlias = Callable[[bytes], bytes]
"""Sends a query of RFC 3161 to a time stamp authority and gives its reply back."""

FIELD: Final = "Seal"
_HASHES: Final[dict[str, hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


def seal(pdf: bytes, *, chain: Sequence[x509.Certificate], key: SealKey, at: datetime, stamp: Post | None = None) -> bytes:
    """The PDF with a seal that no later change survives.

    Args:
        pdf: one that is neither sealed nor encrypted.
        chain: the seal certificate first, then those above it.
        key: the private key of the seal certificate (RSA, or an elliptic curve).
        at: the moment of sealing, as the seal claims it; with an offset.
        stamp: the way to a time stamp authority, for a moment that others can believe (level B-T).

    Raises:
        KeyFormatError: the key is not the certificate's.
        BakeError: not a PDF, too large, encrypted, or sealed already.
        UnreachableError: whatever `stamp` raises.
    """
    if not chain or key.public_key() != chain[0].public_key():
        why = Phrase("the key does not belong to the seal certificate", "ключът не принадлежи на сертификата за печат")
        raise KeyFormatError(why=why)
    writer = _opened(pdf)
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=_hash_for(key),
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    # outside the page: PDF/A wants the field to be printable, PDF/UA wants whatever lies on the page to be tagged
    field = SigFieldSpec(
        FIELD, invis_sig_settings=InvisSigSettings(box_out_of_bounds=True), readable_field_name=_name_of(chain[0])
    )
    signer = _PdfSigner(
        metadata,
        signer=_KeySigner(key, chain),
        timestamper=_Stamper(stamp) if stamp else None,
        new_field_spec=field,
        at=at,
    )
    # pyHanko runs an event loop of its own, which a thread that has one already would refuse
    with ThreadPoolExecutor(max_workers=1) as thread:
        sealed: BytesIO = thread.submit(signer.sign_pdf, writer).result()
    return sealed.getvalue()


def _name_of(certificate: x509.Certificate) -> str:
    found = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(found[0].value) if found else FIELD


def _opened(pdf: bytes) -> IncrementalPdfFileWriter:
    if len(pdf) > MAX_FILE:
        raise refused("FILE_TOO_LARGE")
    try:
        writer = _Unchanged(BytesIO(pdf))
        if writer.prev.encrypted:
            raise refused("ENCRYPTED")
        if any(enumerate_sig_fields(writer.prev, filled_status=True)):
            raise refused("SEALED_ALREADY")
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise refused("NOT_A_PDF") from error
    return writer


def _hash_for(key: SealKey) -> str:
    return "sha384" if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.key_size > 256 else "sha256"


class _Unchanged(IncrementalPdfFileWriter):
    """Leaves the document's description alone: it says what was said when the page was made, and no clock is read."""

    def _update_meta(self) -> None:
        """Nothing: the two descriptions in the file keep agreeing, as PDF/A wants it."""


class _PdfSigner(signers.PdfSigner):
    """Signs at the moment it is told."""

    def __init__(self, metadata: signers.PdfSignatureMetadata, *, at: datetime, **options: Any) -> None:
        super().__init__(metadata, **options)
        self._at = at

    def init_signing_session(
        self, pdf_out: IncrementalPdfFileWriter, existing_fields_only: bool = False
    ) -> signers.PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session


class _KeySigner(signers.Signer):
    """Signs with a key that it never takes apart."""

    def __init__(self, key: SealKey, chain: Sequence[x509.Certificate]) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(as_asn1(each) for each in chain[1:])
        super().__init__(signing_cert=as_asn1(chain[0]), cert_registry=store)
        self._key: SealKey = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        algorithm = _HASHES[digest_algorithm]
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), algorithm)
        return self._key.sign(data, ec.ECDSA(algorithm))


class _Stamper(timestamps.TimeStamper):
    """Asks the authority over whatever way it is given."""

    def __init__(self, post: Post) -> None:
        super().__init__()
        self._post = post

    async def async_request_tsa_response(self, req: TimeStampReq) -> TimeStampResp:
        return TimeStampResp.load(self._post(req.dump()))
