"""Is the PDF sealed as a whole, by whom, and was it changed since? The check `pdf_seal`, only where a PDF bears a seal.

seal ─▶ covers everything, unbroken ─▶ nothing appended that a reader could see ─▶ in time ─▶ certificate leads to an anchor
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from laurel import bake
from laurel.errors import BakeError, LaurelError
from laurel.formats.elm.certificates import in_time, leads_to
from laurel.timestamp import write_timestamp
from laurel.verify.question import Question
from laurel.verify.report import Check, as_problem, failed, passed, unknown

if TYPE_CHECKING:
    from laurel.bake.pades_reading import PdfSeal


def check_pdf_seal(presented: bytes | str, question: Question) -> Check | None:
    """The worst of what the seals of a PDF tell; None for anything but a PDF, and for a PDF without a seal."""
    if isinstance(presented, str) or not _is_pdf(presented, question):
        return None
    try:
        from laurel.bake import pades_reading  # noqa: PLC0415 - an extra, and slow to load

        seals = pades_reading.read(presented) if pades_reading.may_be_sealed(presented) else ()
    except LaurelError as error:
        return unknown("pdf_seal", error.code, details=(as_problem(error),))
    return max((_check(seal, question) for seal in seals), key=lambda check: check.outcome, default=None)


def _is_pdf(presented: bytes, question: Question) -> bool:
    if len(presented) > question.policy.max_file:
        return False
    try:
        return bake.detect(presented) == "pdf"
    except BakeError:
        return False


def _check(seal: PdfSeal, question: Question) -> Check:
    if seal.broken is not None:
        return failed("pdf_seal", "PDF_SEAL_BROKEN", details=(as_problem(seal.broken),))
    leaf = seal.chain[0]
    name = name_of(leaf)
    if seal.changed:
        return failed("pdf_seal", "PDF_CHANGED", issuer=name)
    if not question.policy.issuer_binding:
        return passed("pdf_seal", "PDF_UNCHANGED")
    proven = _proven_moment(seal, question)
    sealed = proven or seal.claimed or question.at
    when = write_timestamp(sealed)
    if sealed - question.at > question.policy.clock_skew or not in_time(leaf, at=sealed):
        return failed("pdf_seal", "SEAL_OUT_OF_TIME", issuer=name, when=when)
    if not leads_to(question.anchors, seal.chain, at=sealed):
        return unknown("pdf_seal", "SEAL_UNTRUSTED", issuer=name, authority=leaf.issuer.rfc4514_string()[:200])
    if proven is None and not in_time(leaf, at=question.at):
        return unknown("pdf_seal", "SEAL_EXPIRED_SINCE", issuer=name, when=write_timestamp(leaf.not_valid_after_utc))
    return passed("pdf_seal", "SEALED" if proven is None else "SEALED_AND_STAMPED", issuer=name, when=when)


def _proven_moment(seal: PdfSeal, question: Question) -> datetime | None:
    """The earliest time stamp whose authority the reader trusts, in place of the moment that the sealer claims."""
    trusted = [
        stamp.at for stamp in seal.stamps if _may_stamp(stamp.chain[0]) and leads_to(question.anchors, stamp.chain, at=stamp.at)
    ]
    return min(trusted, default=None)


def _may_stamp(certificate: x509.Certificate) -> bool:
    """RFC 3161, 2.3: the certificate is for time stamps and for nothing else."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    return list(usage) == [ExtendedKeyUsageOID.TIME_STAMPING]


def name_of(certificate: x509.Certificate) -> str:
    """Who a certificate says it belongs to: the organisation, else the common name."""
    for oid in (x509.NameOID.ORGANIZATION_NAME, x509.NameOID.COMMON_NAME):
        found = certificate.subject.get_attributes_for_oid(oid)
        if found:
            return str(found[0].value)[:200]
    return certificate.subject.rfc4514_string()[:200]
