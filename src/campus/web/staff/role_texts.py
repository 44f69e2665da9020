"""Each role in one plain sentence, for the people who give it."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from campus.people.models import Role

_WHAT = {
    Role.ADMINISTRATOR: _("invites people, keeps the profile and the API keys. Does not issue."),
    Role.AUTHOR: _("designs micro-credentials and sends them for review."),
    Role.ASSESSOR: _("keeps cohorts, uploads gradebooks and decides awards."),
    Role.QA_OFFICER: _("reviews the quality of designs; never their own."),
    Role.APPROVER: _("approves designs for a faculty or board; never their own, nor those they reviewed."),
    Role.REGISTRAR: _("issues and revokes badges and keeps the signing keys."),
    Role.RECOGNITION_OFFICER: _("decides on the recognition of badges from elsewhere."),
}


def described_roles() -> list[tuple[str, SafeString]]:
    """Choices for a form: value, and name with what it does."""
    return [
        (role.value, format_html('<strong>{}</strong> <span class="soft">{}</span>', role.label, _WHAT[role])) for role in Role
    ]
