"""Offering a micro-credential to learners of other countries: what recognition needs comes first, or the gate stays shut."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from campus.assurance import gates
from campus.assurance.models import Standing
from campus.base import audit
from campus.base.refusals import Refusal
from campus.catalogue.models import Design, DesignVersion
from campus.people.roles import Actor, person_of, require
from campus.policies.chosen import KEEPERS


class NotPublishedError(Refusal):
    """There is no version in use that could be offered."""

    code = "NOT_PUBLISHED"
    text = _("Publish this micro-credential first.")


def open_across(design: Design) -> datetime | None:
    """Since when the design is offered across borders; None when it is not."""
    return Standing.objects.filter(design=design).values_list("cross_border_since", flat=True).first()


@transaction.atomic
def open_borders(design: Design, *, by: Actor, at: datetime) -> Standing:
    """Offer the newest version to learners of other countries. Opening twice is the same as once.

    Raises:
        NotAllowedError: neither quality officer nor administrator there.
        NotPublishedError: nothing is published, or it is no longer offered.
        GateClosedError: something that recognition abroad needs is missing; the report names it.
    """
    require(by, design.organisation, *KEEPERS)
    locked = Design.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=design.pk)
    version = _offered(locked)
    standing, _made = Standing.objects.get_or_create(design=locked)
    if standing.cross_border_since is not None:
        return standing
    gates.require_open(gates.at_border(version, on=localdate(at)))
    standing.cross_border_since, standing.cross_border_by = at, person_of(by)
    standing.save(update_fields=["cross_border_since", "cross_border_by"])
    _note("design.opened_across_borders", locked, by=by, at=at)
    return standing


@transaction.atomic
def close_borders(design: Design, *, by: Actor, at: datetime) -> None:
    """No longer offer it across borders. What was awarded stays as it is.

    Raises:
        NotAllowedError: neither quality officer nor administrator there.
    """
    require(by, design.organisation, *KEEPERS)
    open_ones = Standing.objects.filter(design=design, cross_border_since__isnull=False)
    if open_ones.update(cross_border_since=None, cross_border_by=None):
        _note("design.closed_across_borders", design, by=by, at=at)


def _offered(design: Design) -> DesignVersion:
    version = design.versions.order_by("-number").first()
    if version is None or design.state == Design.State.RETIRED:
        raise NotPublishedError
    return version


def _note(action: str, design: Design, *, by: Actor, at: datetime) -> None:
    audit.note(
        action, actor=person_of(by), organisation=design.organisation_id, subject_kind="design", subject=design.pk, at=at
    )
