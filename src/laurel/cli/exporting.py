"""One record written in each of the forms of `laurel export`."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from laurel.annex1.record import AnnexIRecord
from laurel.art.palette import palette_for
from laurel.cli.files import FileError, write_whole
from laurel.cli.keyfile import IssuerKey
from laurel.did import key as did_key
from laurel.errors import Language, Phrase
from laurel.formats import elm, openbadge2, sd_jwt_vc

_WIDTH: Final = 640  # pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What is written: the record, the signed text that it came from, and what some forms ask for besides."""

    record: AnnexIRecord
    credential: str
    language: Language
    url: str = ""
    issuer: IssuerKey | None = None
    holder: str | None = None


def to_elm(export: Export, out: Path) -> None:
    """An unsealed European Digital Credential, with the badge as its picture.

    Raises:
        ProjectionError: the record lacks what this form cannot do without.
        MissingExtraError: no picture can be drawn here.
    """
    write_whole(out, _json(elm.project(export.record, image=_picture(export))))


def to_openbadge2(export: Export, out: Path) -> None:
    """A folder with the documents of a hosted Open Badge 2.0, to be published below `url`, and its picture.

    Raises:
        ProjectionError: as for `to_elm`.
    """
    base = export.url.rstrip("/")
    made = openbadge2.project(export.record, base=base, image=f"{base}/image.png", salt=secrets.token_hex(16))
    for address, document in made.published.items():
        write_whole(out / address.removeprefix(f"{base}/"), _json(document))
    write_whole(out / "image.png", _picture(export))


def to_sd_jwt_vc(export: Export, out: Path) -> None:
    """A credential that its holder shows in part, signed by the badge's issuer; for the holder alone (0600).

    Raises:
        FileError: no issuer's key.
        DidError: the holder is no did:key.
    """
    if export.issuer is None:
        raise FileError(at=str(out), why=Phrase("it has to be signed anew: give --key", "трябва да се подпише: посочете --key"))
    holder = did_key.document_of(export.holder).methods[0].public_key() if export.holder else None
    projection = sd_jwt_vc.project(export.record, vct=export.url, issuer=export.issuer.did)
    text = sd_jwt_vc.issue(
        projection.claims,
        signer=export.issuer.signer,
        disclosable=projection.disclosable,
        entropy=secrets.token_bytes,
        issued=export.record.issued,
        holder=holder,
    )
    write_whole(out, text.encode(), mode=0o600)


def to_pdf(export: Export, out: Path) -> None:
    """The certificate on a page, with the signed badge attached as it is.

    Raises:
        MissingExtraError: the extra `[pdf]` is not installed.
    """
    from laurel.certificate import pdf_of  # noqa: PLC0415 - an extra, and slow to load

    made = pdf_of(
        export.record,
        credential=export.credential,
        verify_url=export.url,
        badge_svg=_drawing(export),
        language=export.language,
    )
    write_whole(out, made)


def _picture(export: Export) -> bytes:
    from laurel.art.badge import png_of  # noqa: PLC0415 - an extra, and slow to load

    return png_of(_drawing(export), width=_WIDTH)


def _drawing(export: Export) -> str:
    from laurel.art.badge import svg_of  # noqa: PLC0415 - an extra, and slow to load

    design = export.record.credential
    body = design.awarding_bodies[0]
    initials = "".join(word[0] for word in body.legal_name.text(export.language).split()[:3]).upper()
    return svg_of(design, palette=palette_for(body.id), initials=initials, language=export.language)


def _json(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
