"""The form that makes a link, and the links as their owner sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from campus.catalogue.versions import title_in
from campus.wallet import share
from campus.wallet.models import Holding, Share

_DAYS = {"7": 7, "30": 30, "90": 90, "365": 365, "never": None}


class ShareForm(forms.Form):
    note = forms.CharField(
        label=_("For whom"), required=False, max_length=200, help_text=_("A note for yourself. Nobody else sees it.")
    )
    expires = forms.ChoiceField(
        label=_("How long it works"),
        initial="90",
        choices=[
            ("7", _("One week")),
            ("30", _("One month")),
            ("90", _("Three months")),
            ("365", _("One year")),
            ("never", _("Until I withdraw it")),
        ],
    )
    show_name = forms.BooleanField(label=_("Show my name"), required=False, initial=True)
    show_results = forms.BooleanField(label=_("Show my grade and results"), required=False, initial=True)
    allow_download = forms.BooleanField(
        label=_("Let them download the signed file"),
        required=False,
        initial=True,
        help_text=_("The file holds your name and results, so this needs both of the choices above."),
    )

    def wishes(self, at: datetime) -> dict[str, Any]:
        """What was chosen, as `share.create` wants it."""
        days = _DAYS[self.cleaned_data["expires"]]
        chosen = {name: self.cleaned_data[name] for name in ("note", "show_name", "show_results", "allow_download")}
        return {**chosen, "expires_at": None if days is None else at + timedelta(days=days)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownShare:
    """One link in its owner's list."""

    row: Share
    address: str
    works: bool
    state: StrOrPromise
    fresh: bool
    profile_link: str


def shown_shares(holding: Holding, *, fresh: str, language: str) -> list[ShownShare]:
    """All links of a badge, those that work first, newest first."""
    now = timezone.now()
    shown = [_shown(row, holding, now=now, fresh=fresh, language=language) for row in holding.shares.order_by("-pk")]
    return sorted(shown, key=lambda each: not each.works)


def _shown(row: Share, holding: Holding, *, now: datetime, fresh: str, language: str) -> ShownShare:
    works = share.works(row, at=now)
    address = f"{settings.PUBLIC_URL}/s/{row.token}"
    return ShownShare(
        row=row,
        address=address,
        works=works,
        state=_("Works") if works else _("Withdrawn") if row.withdrawn_at else _("Expired"),
        fresh=str(row.public_id) == fresh,
        profile_link=_profile_link(holding, address, language=language) if works else "",
    )


def _profile_link(holding: Holding, address: str, *, language: str) -> str:
    """LinkedIn's form for adding a certificate to one's profile, filled in; nothing is sent until the learner does."""
    credential = holding.credential
    issued = timezone.localtime(credential.issued_at) if credential.issued_at else None
    facts = {
        "startTask": "CERTIFICATION_NAME",
        "name": title_in(credential.design_version, language),
        "organizationName": credential.organisation.name_in(language),
        "issueYear": issued.year if issued else "",
        "issueMonth": issued.month if issued else "",
        "certUrl": address,
        "certId": str(credential.public_id),
    }
    return "https://www.linkedin.com/profile/add?" + urlencode(facts)
