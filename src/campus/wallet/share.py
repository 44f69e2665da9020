"""Links that show one badge to whoever has them, until they expire or are withdrawn."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from campus.base.refusals import Refusal
from campus.wallet.links import share_token
from campus.wallet.models import Holding, Share

MOST_SHARES = 200


class Gone(StrEnum):
    """Why a share link no longer shows anything."""

    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class ShareGoneError(Refusal):
    """The link once worked and no longer does."""

    code = "SHARE_GONE"
    text = _("This link no longer works.")

    def __init__(self, gone: Gone, share: Share) -> None:
        self.gone = gone
        self.share = share
        super().__init__()


class UnknownShareError(Refusal):
    """There never was such a link."""

    code = "UNKNOWN_SHARE"
    text = _("There is no badge behind this link.")


class TooManySharesError(Refusal):
    """A badge has very many links already."""

    code = "TOO_MANY_SHARES"
    text = _("This badge has very many links already. Withdraw some you no longer need.")


class ExpiryInPastError(Refusal):
    """A link must work for a while."""

    code = "EXPIRY_IN_PAST"
    text = _("Choose a day in the future.")


def create(
    holding: Holding,
    *,
    at: datetime,
    expires_at: datetime | None = None,
    note: str = "",
    show_name: bool = True,
    show_results: bool = True,
    allow_download: bool = True,
    randomness: Callable[[int], bytes] = secrets.token_bytes,
) -> Share:
    """Make a link. Without the name or the results, the signed file cannot be downloaded: it contains them.

    Raises:
        ExpiryInPastError, TooManySharesError.
    """
    if expires_at is not None and expires_at <= at:
        raise ExpiryInPastError(field="expires")
    if Share.objects.filter(holding=holding, withdrawn_at__isnull=True).count() >= MOST_SHARES:
        raise TooManySharesError
    return Share.objects.create(
        holding=holding,
        token=share_token(randomness),
        note=note.strip()[:200],
        show_name=show_name,
        show_results=show_results,
        allow_download=allow_download and show_name and show_results,
        created_at=at,
        expires_at=expires_at,
    )


def withdraw(share: Share, *, at: datetime) -> None:
    """Stop a link from working, for ever; withdrawn before, it stays so."""
    Share.objects.filter(pk=share.pk, withdrawn_at__isnull=True).update(withdrawn_at=at)


def find(token: str) -> Share:
    """The share behind a token, working or not.

    Raises:
        UnknownShareError: there never was such a link.
    """
    related = "holding__credential__design_version__design", "holding__credential__organisation", "holding__person"
    share = Share.objects.select_related(*related).filter(token=token).first()
    if share is None:
        raise UnknownShareError
    return share


def open(token: str, *, at: datetime) -> Share:  # noqa: A001  # `share.open` is what happens
    """The share behind a token that works.

    Raises:
        UnknownShareError: there never was such a link.
        ShareGoneError: withdrawn or expired.
    """
    share = find(token)
    if share.withdrawn_at is not None:
        raise ShareGoneError(Gone.WITHDRAWN, share)
    if share.expires_at is not None and at >= share.expires_at:
        raise ShareGoneError(Gone.EXPIRED, share)
    return share


def works(row: Share, *, at: datetime) -> bool:
    """Say whether a link still shows the badge."""
    return row.withdrawn_at is None and (row.expires_at is None or at < row.expires_at)


def count_view(share: Share) -> None:
    """Count that somebody looked. Nothing else about them is kept."""
    Share.objects.filter(pk=share.pk).update(views=F("views") + 1)
