"""A decision, its papers, and the colours of a case: the same for the applicant and for the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from campus.people.scope import NotFoundError
from campus.recognition import decision_elmo, decision_papers
from campus.recognition.case_sides import said_in
from campus.recognition.models import Case, Decision
from campus.web.pages import PRIVATE

TONES = {
    "submitted": "unknown",
    "review": "unknown",
    "waiting": "attention",
    "decided": "valid",
    "appealed": "attention",
    "withdrawn": "unknown",
}
OUTCOME_TONES = {"full": "valid", "partial": "attention", "conditional": "attention", "refused": "refused"}


class WriteForm(forms.Form):
    text = forms.CharField(label=_("Your message"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


def shown(decision: Decision, language: str) -> dict[str, Any]:
    """A decision as its pages show it."""
    return {
        "decision": decision,
        "tone": OUTCOME_TONES[decision.outcome],
        "differences": [each.get(language) or each["en"] for each in decision.differences],
        "covered": [said_in(each, language) for each in decision.covered],
        "missing": [said_in(each, language) for each in decision.missing],
        "holds": decision.superseded_at is None,
        "signed": decision_papers.signed(decision),
    }


def paper_of(case: Case, number: int, form: str) -> HttpResponse:
    """One paper of a decision, to be kept.

    Raises:
        NotFoundError: no such decision or paper, or it is not signed yet.
    """
    decision = case.decisions.filter(number=number).first()
    if decision is None:
        raise NotFoundError
    if form in ("letter-en", "letter-bg"):
        content, kind, ending = decision_papers.letter(decision, form[-2:]), "application/pdf", "pdf"
    elif form == "elmo":
        content, kind, ending = decision_elmo.write(decision), "application/xml", "xml"
    elif form == "credential" and (statement := decision_papers.signed(decision)) is not None:
        content, kind, ending = statement.document.encode(), "application/vc", "json"
    else:
        raise NotFoundError
    name = f'attachment; filename="decision-{number}-{form}.{ending}"'
    return HttpResponse(content, content_type=kind, headers={**PRIVATE, "Content-Disposition": name})
