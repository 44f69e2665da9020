"""What seals a PDF bears, and whether they hold; whose they are, and whether that somebody is trusted, is another question.

PDF ─▶ every signature field ─▶ bytes covered · signature · what was appended after it · time stamp ─▶ PdfSeal
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from itertools import count as count_up
from itertools import islice
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from laurel.bake import pdf as pdf_files
from laurel.errors import BakeError, CredentialError, LaurelError, Phrase, SignatureError, UnsupportedError
from laurel.extras import needed
from laurel.keys import rsa as rsa_rules

with needed("pdf"):
    from pyhanko.pdf_utils import decode_limits
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
    from pyhanko.sign.general import extract_certificate_info, extract_signer_info
    from pyhanko.sign.validation import generic_cms
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import SignatureCoverageLevel

# what pyHanko finds odd it quotes in its log, and that is whatever a stranger wrote
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

MAX_SEALS: Final = 4
MAX_REVISIONS: Final = 20
MAX_FIELDS: Final = 1_000
_DISGUISED: Final = re.compile(rb"/[A-Za-z]*#(?:4[1-9A-Fa-f]|5[0-9Aa]|6[1-9A-Fa-f]|7[0-9Aa])")  # a letter as its number
_KINDS: Final = ("/ETSI.CAdES.detached", "/adbe.pkcs7.detached")
_DIGESTS: Final = frozenset({"sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512"})
_MEGABYTE: Final = 1024 * 1024
_LIMITS: Final = decode_limits.DecodeLimits(
    per_stream=decode_limits.StreamDecodeLimits(max_output_size=16 * _MEGABYTE),
    document_budget=decode_limits.DocumentDecodeBudget(base_allowance=32 * _MEGABYTE, max_ratio=5),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A time stamp over a seal, whose own signature holds; whether its authority is trusted is yet to be asked."""

    at: datetime
    chain: tuple[x509.Certificate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfSeal:
    """One seal. Nobody vouches yet for its certificates, or for the moment that it claims.

    Attributes:
        chain: the sealer's certificate first, then whatever else came with it.
        claimed: the moment of sealing in its own words; None where it names none.
        stamps: the time stamps over it.
        broken: why it does not hold (changed bytes, another key); None where it does.
        changed: whether something was appended after it that a reader could see.
    """

    chain: tuple[x509.Certificate, ...]
    claimed: datetime | None
    stamps: tuple[Stamp, ...] = ()
    broken: CredentialError | None = field(default=None, compare=False)
    changed: bool = False


def may_be_sealed(pdf: bytes) -> bool:
    """Whether a seal is worth looking for: without this name, no signature says what it covers."""
    return b"/ByteRange" in pdf or _DISGUISED.search(pdf) is not None


def read(pdf: bytes) -> tuple[PdfSeal, ...]:
    """Every seal in a PDF, in the order of its fields; empty where there is none. Document time stamps are no seals.

    Raises:
        BakeError: no PDF that can be read.
        UnsupportedError: a signature of a kind that we do not know, or more than four of them.
    """
    if _DISGUISED.search(pdf) or pdf.count(b"/Prev") > MAX_REVISIONS:
        raise _unreadable()
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=False, decode_limits=_LIMITS)
        if reader.encrypted:
            raise UnsupportedError(what=Phrase("sealed PDFs with a password", "подпечатани PDF с парола"))
        found = list(islice(_signatures(reader), MAX_SEALS + 1))
        if found and reader.xrefs.hybrid_xrefs_present:  # two tables of contents: programs differ on which one they read
            raise UnsupportedError(what=Phrase("hybrid sealed PDFs", "хибридни подпечатани PDF"))
        if len(found) > MAX_SEALS or reader.xrefs.total_revisions > MAX_REVISIONS:
            raise UnsupportedError(what=Phrase("PDFs with so many seals", "PDF с толкова много печати"))
        return tuple(_read_one(one, pdf) for one in found)
    except LaurelError:
        raise
    except Exception as error:  # whatever the reader raises for a file that a stranger wrote, it is this file's fault
        raise _unreadable() from error


def _signatures(reader: PdfFileReader) -> Iterator[EmbeddedPdfSignature]:
    for place in _filled_fields(reader.root):
        dictionary = place.get_object().raw_get("/V").get_object()
        if str(_member(dictionary, "/Type", "/Sig")) == "/DocTimeStamp":
            continue
        kind = str(_member(dictionary, "/SubFilter", ""))
        if kind not in _KINDS:
            raise UnsupportedError(what=Phrase(f"seals of the kind {kind:.40}", f"печати от вида {kind:.40}"))
        yield EmbeddedPdfSignature(reader, place, "")


def _filled_fields(root: Any) -> Iterator[Any]:
    """The signature fields that hold something; a form may nest them, and say their kind once for all below it."""
    form = _member(root, "/AcroForm", {})
    waiting = [(place, "") for place in _places(_member(form, "/Fields", ()))]
    for count in count_up():
        if not waiting:
            return
        if count > MAX_FIELDS:
            raise UnsupportedError(what=Phrase("forms of so many fields", "формуляри с толкова много полета"))
        place, inherited = waiting.pop()
        field = place.get_object()
        kind = str(_member(field, "/FT", inherited))
        waiting += [(inner, kind) for inner in _places(_member(field, "/Kids", ()))]
        if kind == "/Sig" and "/V" in field:
            yield place


def _member(dictionary: Any, name: str, otherwise: Any) -> Any:
    return dictionary[name] if name in dictionary else otherwise  # noqa: SIM401 - `get` would not follow a reference


def _places(array: Any) -> list[Any]:
    return [array.raw_get(index) for index in range(len(array))]


def _read_one(signature: EmbeddedPdfSignature, pdf: bytes) -> PdfSeal:
    chain = _chain(signature.signed_data)
    whole = _covers_up_to(signature, pdf)
    broken = _why_broken(signature, chain[0]) if whole else SignatureError()
    return PdfSeal(
        chain=chain,
        claimed=signature.self_reported_timestamp,
        stamps=() if broken else tuple(_stamps(signature.signer_info)),
        broken=broken,
        changed=not broken and _was_changed(signature, pdf, up_to=whole),
    )


def _covers_up_to(signature: EmbeddedPdfSignature, pdf: bytes) -> int:
    """Where the signed part ends, when it is everything from the first byte on but the signature itself; else 0."""
    places = [int(each) for each in signature.byte_range]
    if len(places) != 4 or places[0] != 0:
        return 0
    _, first, second, rest = places
    gap, end = pdf[first:second], second + rest
    hexadecimal = b"<" + bytes(signature.pkcs7_content).hex().encode() + b">"
    return end if 0 < first < second < end <= len(pdf) and gap.lower() == hexadecimal else 0


def _why_broken(signature: EmbeddedPdfSignature, sealer: x509.Certificate) -> CredentialError | None:
    digest = signature.compute_digest()
    return _why_invalid(signature.signer_info, signature.signed_data, sealer, content="data", digest=digest)


def _why_invalid(
    signer: Any, signed: Any, certificate: x509.Certificate, *, content: str, digest: bytes
) -> CredentialError | None:
    """None when the certificate's key signed the digest; what is wrong otherwise."""
    name = str(signer["digest_algorithm"]["algorithm"].native)
    if name not in _DIGESTS:
        raise UnsupportedError(what=Phrase(f"seals with {name:.40}", f"печати с {name:.40}"))
    key = certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            rsa_rules.check(key.public_numbers().n, key.public_numbers().e)
        elif not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.key_size < 256:
            raise UnsupportedError(what=Phrase("this kind of seal key", "този вид ключ за печат"))
        cert = extract_certificate_info(signed).signer_cert
        intact, valid = generic_cms.validate_sig_integrity(signer, cert, content, digest)
    except CredentialError as error:
        return error
    return None if intact and valid else SignatureError()


def _was_changed(signature: EmbeddedPdfSignature, pdf: bytes, *, up_to: int) -> bool:
    """Whether anything but long-term proofs was appended: an update that a reader could see, or another credential."""
    if up_to == len(pdf):
        return False
    if signature.reader.xrefs.total_revisions == signature.signed_revision + 1:
        return bool(pdf[up_to:].strip())  # no update, so nothing that belongs there
    signature.compute_integrity_info()
    result = signature.diff_result
    if signature.coverage is None or signature.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return True
    if not isinstance(result, DiffResult) or result.modification_level > ModificationLevel.LTA_UPDATES:
        return True
    # two programs read this file; both have to find what was sealed
    return _credential_in(pdf[:up_to]) != _credential_in(pdf)


def _credential_in(pdf: bytes) -> str:
    try:
        return pdf_files.extract(pdf)
    except BakeError as error:
        return f"({error.facts['reason']})"


def _stamps(signer: Any) -> Iterator[Stamp]:
    """The time stamps whose own signature holds. Nobody signs for the others, so they are as good as absent."""
    for signed in generic_cms.extract_tst_data_iter(signer, signed=False):
        stamp = _stamp(signed, signer)
        if stamp is not None:
            yield stamp


def _stamp(signed: Any, signer: Any) -> Stamp | None:
    content = signed["encap_content_info"]["content"]
    info, own, chain = content.parsed, extract_signer_info(signed), _chain(signed)
    imprint = info["message_imprint"]
    expected = generic_cms.message_imprint_checker(signer)(imprint["hash_algorithm"]["algorithm"].native)
    spec = generic_cms.get_hash_spec_for_tst_digest(own["digest_algorithm"]["algorithm"].native)
    digest = hashes.Hash(spec)
    digest.update(bytes(content))
    if imprint["hashed_message"].native != expected:
        return None
    if _why_invalid(own, signed, chain[0], content="tst_info", digest=digest.finalize()) is not None:
        return None
    return Stamp(at=info["gen_time"].native, chain=chain)


def _chain(signed: Any) -> tuple[x509.Certificate, ...]:
    found = extract_certificate_info(signed)
    listed: Sequence[Any] = (found.signer_cert, *found.other_certs)
    return tuple(x509.load_der_x509_certificate(each.dump()) for each in listed[:10])


def _unreadable() -> UnsupportedError:
    return UnsupportedError(what=Phrase("a seal written like this", "печат, записан по този начин"))
