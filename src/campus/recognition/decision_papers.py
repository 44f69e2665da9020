"""What an applicant takes home: the decision as a signed credential, and as a letter in both languages (PDF)."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import typst
from django.utils import translation
from django.utils.timezone import localdate

from campus.issuing import statements
from campus.issuing.models import Statement
from campus.people.organisations import profile_of
from campus.recognition.case_evidence import title_of
from campus.recognition.case_sides import said_in
from campus.recognition.models import Decision
from laurel.annex1.record import Learner
from laurel.certificate.elements import written_date
from laurel.formats.openbadge3 import credential as badge
from laurel.formats.openbadge3.identity import subject_of

_TEMPLATE = Path(__file__).with_name("letter.typ")
_LANGUAGES: Final = ("en", "bg")
_WORDS: Final = {
    "title": ("Decision on recognition", "Решение за признаване"),
    "appeal_title": ("Decision on the appeal", "Решение по обжалването"),
    "applicant": ("Applicant", "Заявител"),
    "purpose": ("Purpose", "Цел"),
    "target": ("Recognised for", "Признава се за"),
    "submitted": ("Submitted", "Представено"),
    "outcome": ("Decision", "Решение"),
    "reasons": ("Reasons", "Мотиви"),
    "condition": ("Condition", "Условие"),
    "credits": ("ECTS credits, without a grade", "ECTS кредити, без оценка"),
    "differences": ("Substantial differences", "Съществени разлики"),
    "covered": ("Recognised learning outcomes", "Признати учебни резултати"),
    "missing": ("Missing learning outcomes", "Липсващи учебни резултати"),
    "digest": ("Digest of the decision (SHA-256)", "Отпечатък на решението (SHA-256)"),
    "may_appeal": (
        "You can appeal within {days} days; other people than those who decided look at the appeal.",
        "Можете да обжалвате в срок от {days} дни; обжалването се разглежда от други хора, различни от решилите.",
    ),
    "final": ("This decision takes the place of the first one.", "Това решение заменя първото."),
    "basis": (
        "Basis: Lisbon Recognition Convention (ETS 165). Learning is recognised unless there is a substantial difference.",
        "Основание: Лисабонска конвенция за признаване (ETS 165). Наученото се признава, освен ако има съществена разлика.",
    ),
}


def sign(decision: Decision, *, at: datetime) -> Statement:
    """The decision as a signed credential, made once; the one whose place it takes is revoked.

    Raises:
        NoSigningKeyError: the organisation has no key yet.
    """
    case = decision.case
    made = statements.state(case.organisation, key=key_of(decision), document=_document(decision), at=at)
    for earlier in case.decisions.filter(superseded_at__isnull=False).exclude(pk=decision.pk):
        statements.take_back(key_of(earlier), at=at)
    Decision.objects.filter(pk=decision.pk, signed_at__isnull=True).update(signed_at=at)
    return made


def signed(decision: Decision) -> Statement | None:
    """The signed credential, once there is one."""
    return Statement.objects.filter(key=key_of(decision)).first()


def key_of(decision: Decision) -> str:
    """By what the statement is known."""
    return f"recognition:{decision.public_id}"


def letter(decision: Decision, language: str) -> bytes:
    """The decision as a letter (PDF/A-2a, PDF/UA-1), in "en" or "bg". The same decision gives the same bytes."""
    at = int(decision.decided_at.timestamp())
    job = json.dumps(_letter(decision, language), ensure_ascii=False)
    text = _TEMPLATE.read_bytes()
    try:
        return _compiled(text, job, ["a-2a", "ua-1"], at=at)
    except typst.TypstError:  # a name in a script that the font lacks still gets its letter
        return _compiled(text, job, [], at=at)


def _compiled(text: bytes, job: str, standards: list[typst.PDFStandard], *, at: int) -> bytes:
    return typst.compile(
        text, format="pdf", ignore_system_fonts=True, sys_inputs={"job": job}, pdf_standards=standards, timestamp=at
    )


def _document(decision: Decision) -> dict[str, Any]:
    case = decision.case
    target = said_in(case.target["title"], "en")
    with translation.override("en"):
        outcome, purpose = str(decision.get_outcome_display()), str(case.get_purpose_display())
    name = f"{outcome}: {target}"[:300]
    told = [f"{purpose}.", *([decision.condition] if decision.condition else [])]
    achievement: dict[str, Any] = {
        "id": f"urn:uuid:{decision.public_id}",
        "type": ["Achievement"],
        "achievementType": "ext:RecognitionDecision",
        "name": name,
        "description": " ".join(told)[:2000],
        "criteria": {"narrative": _narrative(decision)},
    }
    if decision.ects is not None:
        achievement["creditsAvailable"] = float(decision.ects)
    evidence = [
        {"type": ["Evidence"], "name": title_of(each, "en")[:300], "narrative": f"SHA-256 {each.digest}"}
        for each in case.evidence.order_by("pk")
    ]
    learner = Learner(name=case.name, email=case.person.email)
    return {
        "@context": list(badge.CONTEXTS),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": name,
        "issuer": badge.profile_of(profile_of(case.organisation), language="en"),
        "credentialSubject": {
            **subject_of(learner, salt=secrets.token_hex(16), with_name=True),
            "achievement": achievement,
        },
        "evidence": evidence,
    }


def _narrative(decision: Decision) -> str:
    lines = [f"Decision {decision.digest}."]
    if decision.outcome != "refused" and decision.covered:
        lines.append("Recognised learning outcomes: " + "; ".join(said_in(each, "en") for each in decision.covered))
    if decision.missing:
        lines.append("Missing: " + "; ".join(said_in(each, "en") for each in decision.missing))
    return "\n".join(lines)[:8000]


def _letter(decision: Decision, language: str) -> dict[str, Any]:
    case, number = decision.case, _LANGUAGES.index(language)
    words = {name: both[number] for name, both in _WORDS.items()}
    with translation.override(language):
        outcome, purpose = str(decision.get_outcome_display()), str(case.get_purpose_display())
    lists = [
        ("differences", [str(each.get(language) or each["en"]) for each in decision.differences]),
        ("covered", [] if decision.outcome == "refused" else [said_in(each, language) for each in decision.covered]),
        ("missing", [said_in(each, language) for each in decision.missing]),
    ]
    ending = words["final"] if decision.number > 1 else words["may_appeal"].format(days=case.days_to_appeal)
    return {
        "language": language,
        "title": words["title" if decision.number == 1 else "appeal_title"],
        "from": case.organisation.name_in(language),
        "day": written_date(decision.decided_at, language=language),
        "facts": [
            [words["applicant"], case.name],
            [words["submitted"], "; ".join(title_of(each, language) for each in case.evidence.order_by("pk"))[:600]],
            [words["target"], said_in(case.target["title"], language)],
            [words["purpose"], purpose],
            [words["outcome"], outcome],
            *([[words["credits"], f"{decision.ects.normalize():f}"]] if decision.ects is not None else []),
        ],
        "paragraphs": [
            [words["reasons"], decision.reasons],
            *([[words["condition"], decision.condition]] if decision.condition else []),
        ],
        "lists": [[words[name], lines] for name, lines in lists if lines],
        "ending": [ending, words["basis"]],
        "digest": [words["digest"], decision.digest],
        "on": [localdate(decision.decided_at).year, localdate(decision.decided_at).month, localdate(decision.decided_at).day],
    }
