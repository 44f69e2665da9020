"""The certificate: one accessible A4 page (PDF/A-3) with badge, standard elements, QR code and the credential itself.

record + signed credential + badge ──typst──▶ PDF with `credential.json` or `credential.jwt` attached
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from io import BytesIO
from typing import Any

from laurel.annex1.record import AnnexIRecord
from laurel.art.closed import check_closed
from laurel.art.printable import printable
from laurel.bake.pdf import name_for
from laurel.certificate.elements import elements_of, workload_words, written_date
from laurel.errors import MalformedError
from laurel.extras import needed

with needed("pdf"):
    import segno
    import typst

_MOST_OUTCOMES = 12
_LONGEST = 260
_ABOVE_THE_LIST = frozenset({"M1", "M2", "M6"})  # they stand large on the page already

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "certifies": "This certifies that",
        "earned": "has earned the micro-credential",
        "outcomes": "The learner",
        "facts": "About this micro-credential",
        "check": "Is it genuine? Scan the code or open the address.",
        "attached": (
            "The signed digital credential is attached to this PDF. Only its signature is proof; this page is a copy to read."
        ),
        "entitlement": "May be recognised or stacked; stacking gives no automatic right to a degree.",
        "badge": "Badge of this micro-credential",
        "qr": "QR code of the verification page",
        "signed": "Signed digital credential",
        "more": "and {count} more",
        "issued": "issued",
        "grade": "grade",
        "level": "EQF",
    },
    "bg": {
        "certifies": "Удостоверява се, че",
        "earned": "придоби микроквалификацията",
        "outcomes": "Обучаемият",
        "facts": "За тази микроквалификация",
        "check": "Автентично ли е? Сканирайте кода или отворете адреса.",
        "attached": (
            "Подписаното цифрово удостоверение е прикачено към този PDF. Доказателство е само неговият подпис; "
            "тази страница е копие за четене."
        ),
        "entitlement": "Може да бъде признато или натрупано; натрупването не дава автоматично право на степен.",
        "badge": "Значка на тази микроквалификация",
        "qr": "QR код на страницата за проверка",
        "signed": "Подписано цифрово удостоверение",
        "more": "и още {count}",
        "issued": "издадено на",
        "grade": "оценка",
        "level": "ЕКР",
    },
}


def pdf_of(record: AnnexIRecord, *, credential: str, verify_url: str, badge_svg: str, language: str) -> bytes:
    """Write the certificate.

    Args:
        record: what the page says.
        credential: the signed credential, JSON or JWT, attached exactly as given.
        verify_url: where it can be checked; in the QR code and below it.
        badge_svg: the badge picture (see `laurel.art`).
        language: "bg" or "en"; others read English labels around texts in their language.

    The page meets PDF/A-3a and PDF/UA-1 unless a name or text has a letter outside Latin, Greek and Cyrillic.
    The same arguments always give the same bytes: the date in the file is the date of issuing.

    Raises:
        MalformedError: the badge is not a picture that can be drawn, or refers to something outside itself.
    """
    check_closed(badge_svg)
    page = _page(record, verify_url=verify_url, badge_svg=badge_svg, language=language)
    page |= {
        "attachment": name_for(credential),
        "media_type": "application/vc" if name_for(credential).endswith("json") else "application/vc+jwt",
    }
    inputs = {"page": json.dumps(page), "credential": credential}
    at = int(record.issued.timestamp())
    try:
        return _compiled(inputs, standards=["a-3a", "ua-1"], at=at)
    except typst.TypstError:
        # the archive standards refuse a page with a letter that the font lacks; a page with a box for it beats no page
        try:
            return _compiled(inputs, standards=[], at=at)
        except typst.TypstError as error:
            raise MalformedError(why="the badge is not a picture that can be drawn") from error


def _compiled(inputs: dict[str, str], *, standards: list[typst.PDFStandard], at: int) -> bytes:
    return typst.compile(
        files("laurel.certificate").joinpath("certificate.typ").read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards=standards,
        timestamp=at,
    )


def _page(record: AnnexIRecord, *, verify_url: str, badge_svg: str, language: str) -> dict[str, Any]:
    design = record.credential
    words = _WORDS["bg" if language == "bg" else "en"]
    outcomes = [_cut(one.statement.text(language)) for one in design.learning_outcomes]
    if len(outcomes) > _MOST_OUTCOMES:
        hidden = len(outcomes) - _MOST_OUTCOMES + 1
        outcomes = [*outcomes[: _MOST_OUTCOMES - 1], words["more"].format(count=hidden)]
    elements = elements_of(record, language=language)
    return {
        "language": language.partition("-")[0],
        "words": words,
        "bodies": [_cut(body.legal_name.text(language)) for body in design.awarding_bodies[:4]],
        "learner": _cut(record.learner.name or record.learner.id or ""),
        "title": _cut(design.title.text(language)),
        "marks": _marks(record, words, language),
        "outcomes": outcomes or [_cut(design.description.text(language))],
        "elements": [[one.label, _cut(one.value)] for one in elements if one.number not in _ABOVE_THE_LIST],
        "badge": badge_svg,
        "qr": _qr(verify_url),
        "verify_url": verify_url,
        "verify_shown": _cut(verify_url),
        "id": record.id,
        "year": record.issued.year,
        "month": record.issued.month,
        "day": record.issued.day,
    }


def _marks(record: AnnexIRecord, words: Mapping[str, str], language: str) -> str:
    design = record.credential
    parts = [f"{words['issued']} {written_date(record.issued, language=language)}"]
    if design.workload is not None:
        parts.append(workload_words(design.workload, language=language))
    if design.level.eqf is not None:
        parts.append(f"{words['level']} {design.level.eqf}")
    if record.grade:
        parts.append(f"{words['grade']} {printable(record.grade)}")
    return " · ".join(parts)


def _qr(address: str) -> str:
    written = BytesIO()
    segno.make(address, error="m", micro=False).save(written, kind="svg", border=0, dark="#1d2a24", light=None, xmldecl=False)
    return written.getvalue().decode()


def _cut(text: str) -> str:
    text = printable(text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
