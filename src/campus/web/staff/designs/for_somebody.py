"""Questions about designs that are not for everybody: made for a company, or agreed with one learner."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from campus.web.staff.designs.fields import Field, Group
from campus.web.staff.designs.options import terms
from laurel.annex1.vocabularies import Visibility

COMMISSION = Group(
    title=_("Made for a company"),
    lead=_("Leave this and the next part empty for a micro-credential that everybody may take. It never stands in a badge."),
    fields=(
        Field(
            path="visibility",
            label=_("Who may see it"),
            kind="choice",
            options=terms(Visibility),
            help=_("What not everybody may see is left out of the catalogue. Whom you invite sees it after logging in."),
        ),
        Field(path="commission.name", label=_("Who commissioned it"), kind="pair"),
        Field(path="commission.url", label=_("Their web address"), kind="url", help=_("Begins with https://")),
        Field(path="commission.need", label=_("What they need it for"), kind="pair_long"),
    ),
)
AGREEMENT = Group(
    title=_("Agreed with one learner"),
    lead=_("Name no learner here: the design is approved before it is awarded."),
    fields=(
        Field(path="agreement.outcomes", label=_("Negotiated outcomes"), kind="outcomes"),
        Field(path="agreement.reason", label=_("Why these outcomes"), kind="pair_long"),
        Field(path="agreement.agreed_on", label=_("Agreed on"), kind="date", narrow=True),
        Field(
            path="agreement.approved_by",
            label=_("Approved by"),
            help=_("The role or body, for example the examination board."),
        ),
        Field(path="agreement.approved_on", label=_("Approved on"), kind="date", narrow=True),
    ),
)
OPTIONAL = ("commission", "agreement")
"""Parts that are not there at all while nothing in them is answered."""
