"""An agreement as all its pages show it: to both sides, and to everybody in the register."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from campus.catalogue.models import Design, Offer
from campus.catalogue.versions import title_in
from campus.recognition.agreement_texts import is_intact, lines_of
from campus.recognition.case_evidence import title_of
from campus.recognition.models import Agreement, AgreementText, Case
from campus.recognition.proposals import agreements_about, proposals

STATE_TONES = {"draft": "unknown", "offered": "attention", "force": "valid", "later": "attention", "over": "unknown"}


class SignForm(forms.Form):
    position = forms.CharField(
        label=_("In which capacity you sign"), max_length=200, help_text=_("For example: Rector, Head of Studies.")
    )
    agreed = forms.BooleanField(label=_("I have read the text above and sign it for my institution."))
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


def state_of(text: AgreementText, agreement: Agreement, *, on: date) -> str:
    """Which of `STATE_TONES` a text is in."""
    if agreement.ended_at is not None or text.superseded_at is not None or text.valid_until < on:
        return "over"
    if text.in_force_at is not None:
        return "force" if text.valid_from <= on else "later"
    return "draft" if text.offered_at is None else "offered"


def state_said(state: str) -> str:
    """The state in words."""
    return {
        "draft": pgettext("agreement", "Draft"),
        "offered": pgettext("agreement", "Waits for signatures"),
        "force": pgettext("agreement", "In force"),
        "later": pgettext("agreement", "Signed, not in force yet"),
        "over": pgettext("agreement", "Over"),
    }[state]


def shown(text: AgreementText, language: str, *, on: date) -> dict[str, Any]:
    """One text: its lines in words, who signed, and whether it still says what was signed."""
    agreement = text.agreement
    state = state_of(text, agreement, on=on)
    lines = lines_of(text)
    designs = {each.design_id for each in lines if each.design_id is not None}
    titles = _titles(designs, language) if designs else {}
    return {
        "text": text,
        "agreement": agreement,
        "here": agreement.organisation.name_in(language),
        "there": agreement.partner.name_in(language) if agreement.partner else agreement.partner_name,
        "state": state_said(state),
        "tone": STATE_TONES[state],
        "lines": [
            {
                "number": each.number,
                "what": each.title or each.achievement or gettext("Every micro-credential that it issues"),
                "achievement": each.achievement if each.title else "",
                "as": titles.get(each.design_id or 0) or each.target_title or gettext("whatever recognition is asked for"),
                "outcome": each.get_outcome_display(),
                "ects": each.ects,
                "note": each.note,
            }
            for each in lines
        ],
        "signatures": sorted(text.signatures.all(), key=lambda each: each.side),
        "intact": text.offered_at is None or is_intact(text),
    }


def agreed_of(design: Design, *, language: str, on: date) -> list[dict[str, Any]]:
    """Who recognises a micro-credential by agreement: names, and until when."""
    return [
        {"name": each.agreement.organisation.name_in(language), "until": each.valid_until}
        for each in agreements_about(design, on=on)
    ]


def proposals_shown(case: Case, language: str) -> list[dict[str, Any]]:
    """What agreements propose for a case, as the desk reads it."""
    return [
        {
            "line": each.line,
            "text": each.text,
            "partner": each.text.agreement.partner_name,
            "credential": title_of(each.evidence, language),
            "outcome": each.line.get_outcome_display(),
        }
        for each in proposals(case)
    ]


def _titles(designs: set[int], language: str) -> dict[int, str]:
    offers = Offer.objects.filter(design__in=designs).select_related("version")
    return {each.design_id: title_in(each.version, language) for each in offers}
