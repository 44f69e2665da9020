"""Which enrolments are a person's own: those under an address the person has confirmed."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from campus.learning.models import Enrolment
from campus.people.models import Person


def enrolments_of(person: Person) -> QuerySet[Enrolment]:
    """The person's enrolments, in any organisation; none for an address that is not confirmed."""
    confirmed = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return Enrolment.objects.filter(email__in=[email.lower() for email in confirmed])
