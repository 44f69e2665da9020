"""Which enrolments are a person's own: those they made, and those under an address they have confirmed."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet

from campus.learning.models import Enrolment
from campus.people.models import Person


def enrolments_of(person: Person) -> QuerySet[Enrolment]:
    """The person's enrolments, in any organisation; none under an address that is not confirmed.

    What a person enrolled in stays theirs when they change their address.
    """
    confirmed = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return Enrolment.objects.filter(Q(person=person) | Q(person=None, email__in=[email.lower() for email in confirmed]))
