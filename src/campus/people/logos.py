"""Logos of organisations."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.pictures import BadPictureError, reencode
from campus.base.refusals import Refusal
from campus.people.models import Organisation, Person, Role
from campus.people.roles import require

EDGE = 512


class BadLogoError(Refusal):
    """Not a picture in a format that we take, or too large."""

    code = "BAD_LOGO"
    text = _("The logo must be a PNG, JPEG or WebP picture of at most 2 MB and 16 million pixels.")


@transaction.atomic
def set_logo(organisation: Organisation, *, content: bytes | None, by: Person, at: datetime) -> None:
    """Set the organisation's logo from an uploaded file, or remove it (None).

    Raises:
        NotAllowedError: `by` is not an administrator there.
        BadLogoError: the file is no picture that we take.
    """
    require(by, organisation, Role.ADMINISTRATOR)
    try:
        picture = None if content is None else reencode(content, edge=EDGE)
    except BadPictureError:
        raise BadLogoError(field="logo") from None
    Organisation.objects.filter(pk=organisation.pk).update(logo=picture)
    organisation.logo = picture
    audit.note(
        "organisation.logo_changed",
        actor=by,
        organisation=organisation.pk,
        subject_kind="organisation",
        subject=organisation.pk,
        at=at,
    )
