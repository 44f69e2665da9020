"""The deadlines of a recognition desk: four months and thirty days unless the organisation says otherwise (R-45)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.people.models import Organisation, Person, Role
from campus.people.roles import require
from campus.recognition.models import DeskTerms

SETTERS: Final = (Role.ADMINISTRATOR,)
MONTHS: Final = (1, 4)  # the Lisbon Recognition Convention's recommendation on procedures knows no longer one
DAYS: Final = (14, 180)


class TermsError(Refusal):
    """Outside what is fair."""

    code = "DESK_TERMS"
    text = _("A desk decides within one to four months, and leaves 14 to 180 days to appeal.")


def terms_of(organisation: Organisation) -> DeskTerms:
    """What holds for whatever is submitted now; an unsaved row with the usual deadlines where nothing was set."""
    return DeskTerms.objects.filter(organisation=organisation).first() or DeskTerms(organisation=organisation)


def terms_of_all(organisations: Iterable[Organisation]) -> dict[int, DeskTerms]:
    """The same for many, by their keys."""
    known = {each.organisation_id: each for each in DeskTerms.objects.filter(organisation__in=organisations)}
    return {each.pk: known.get(each.pk) or DeskTerms(organisation=each) for each in organisations}


@transaction.atomic
def set_terms(organisation: Organisation, *, months_to_decide: int, days_to_appeal: int, by: Person, at: datetime) -> DeskTerms:
    """Set the deadlines for cases to come; those submitted keep theirs.

    Raises:
        NotAllowedError: no administrator there.
        TermsError: outside `MONTHS` or `DAYS`.
    """
    require(by, organisation, *SETTERS)
    if not MONTHS[0] <= months_to_decide <= MONTHS[1]:
        raise TermsError(field="months_to_decide")
    if not DAYS[0] <= days_to_appeal <= DAYS[1]:
        raise TermsError(field="days_to_appeal")
    terms, _new = DeskTerms.objects.update_or_create(
        organisation=organisation, defaults={"months_to_decide": months_to_decide, "days_to_appeal": days_to_appeal}
    )
    audit.note(
        "recognition.terms_set",
        actor=by,
        organisation=organisation.pk,
        subject_kind="organisation",
        subject=organisation.pk,
        at=at,
        months=months_to_decide,
        days=days_to_appeal,
    )
    return terms
