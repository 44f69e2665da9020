"""Badges that other organisations of this site issued and that count in a programme by an agreement in force (R-44).

Only what both sides named counts of itself: a line about one micro-credential, in full, as one that the awarding organisation
offers. What a line leaves open (every badge of an issuer, in part, a module in words) goes to the desk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.timezone import localdate

from campus.catalogue.models import DesignVersion
from campus.catalogue.versions import address_of
from campus.issuing.models import Credential
from campus.people.organisations import did_of
from campus.recognition.agreement_matching import learnings_of
from campus.recognition.agreement_texts import in_force, is_intact
from campus.recognition.models import AgreementLine, Programme


def agreed(credentials: Mapping[str, Credential], programme: Programme, *, at: datetime) -> dict[str, AgreementLine]:
    """The line that makes a badge count, by the badge's name; a line that names its identifier before one that names its title.

    An agreement counts that holds on the day, is not ended, and says what both sides signed.
    """
    foreign = {name: each for name, each in credentials.items() if each.organisation_id != programme.organisation_id}
    known_by = {name: _known_by(each) for name, each in foreign.items()}
    lines = _lines(programme, known_by.values(), at=at)
    found = {}
    for name, learnings in known_by.items():
        covering = [line for line in lines if line.learning in learnings]
        if covering:
            found[name] = min(covering, key=lambda line: (not line.achievement, line.text_id, line.number))
    return found


def stands_for(line: AgreementLine) -> DesignVersion | None:
    """The newest version of what a line recognises a badge as; None where it was never published."""
    rows = DesignVersion.objects.filter(design=line.design_id).select_related("design__organisation").defer("image")
    return rows.order_by("-number").first()


def _known_by(credential: Credential) -> set[str]:
    version = credential.design_version
    summary = {
        "issuer_id": did_of(credential.organisation),
        "achievement_id": address_of(version.design.public_id, version.number),
    }
    titles = (version.title_en, version.title_bg)
    return {learning for title in titles if title for learning in learnings_of({**summary, "title": title})}


def _lines(programme: Programme, known_by: Iterable[set[str]], *, at: datetime) -> list[AgreementLine]:
    learnings = set[str]().union(*known_by)
    if not learnings:
        return []
    rows = AgreementLine.objects.filter(
        text__in=in_force(on=localdate(at)).filter(agreement__organisation=programme.organisation_id),
        learning__in=learnings,
        outcome=AgreementLine.Outcome.FULL,
        design__isnull=False,
    )
    lines = list(rows.select_related("text__agreement__organisation").order_by("text", "number"))
    intact = {text.pk: is_intact(text) for text in {line.text_id: line.text for line in lines}.values()}
    return [line for line in lines if intact[line.text_id]]
