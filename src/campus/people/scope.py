"""Looking things up inside an organisation. A stranger learns nothing, not even that it exists."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from campus.base.refusals import Refusal
from campus.people.models import ApiKey, Membership, Organisation, Person
from campus.people.roles import Actor


class NotFoundError(Refusal, Http404):
    """There is no such thing, or it is not the asker's to see. Which of the two is not said."""

    code = "NOT_FOUND"
    text = _("We found nothing here.")


def organisation_for(actor: Actor, slug: str) -> Organisation:
    """The organisation with this slug, for somebody who holds a role in it.

    Raises:
        NotFoundError: no such organisation, or the actor holds no role in it.
    """
    organisation = organisations_of(actor).filter(slug=slug).first()
    if organisation is None:
        raise NotFoundError
    return organisation


def organisations_of(actor: Actor) -> QuerySet[Organisation]:
    """The organisations in which the actor holds a role, by name."""
    if isinstance(actor, ApiKey):
        return Organisation.objects.filter(pk=actor.organisation_id)
    if not isinstance(actor, Person) or not actor.is_active:
        return Organisation.objects.none()
    held = Membership.objects.filter(person=actor)
    return Organisation.objects.filter(pk__in=held.values("organisation")).order_by("name_en", "name_bg")
