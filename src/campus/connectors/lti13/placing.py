"""Deep linking: a teacher chooses a cohort, and the platform places a link to it into the course.

Source: LTI Deep Linking 2.0 §4.5 (response) and §3.1 (LTI resource link). The choice is signed, made once, and goes back
only to the address that the platform's own signed message named.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet

from campus.catalogue.versions import record_of, title_in
from campus.connectors.lti13.claims import CORE, DEEP_LINKING
from campus.connectors.lti13.columns import TAG
from campus.connectors.lti13.courses import path_of
from campus.connectors.lti13.keys import sign
from campus.connectors.lti13.models import Visit
from campus.connectors.lti13.refusals import LaunchRefusedError
from campus.learning.models import Cohort

LIFE = timedelta(minutes=5)


def open_cohorts(visit: Visit) -> QuerySet[Cohort]:
    """What a teacher can place: cohorts of the platform's organisation that are not closed, the newest first."""
    mine = Cohort.objects.filter(organisation=visit.platform.organisation_id, closed_at__isnull=True)
    return mine.select_related("design_version__design").order_by("-pk")


def response_to(visit: Visit, cohort: Cohort, *, language: str, at: datetime) -> str:
    """The signed answer that places a link to the cohort. A visit places once.

    Raises:
        LaunchRefusedError: it places nothing, or has done so.
    """
    if visit.placing is None or cohort.organisation_id != visit.platform.organisation_id:
        raise LaunchRefusedError("LTI_WRONG_MESSAGE")
    if not Visit.objects.filter(pk=visit.pk, placed_at__isnull=True).update(placed_at=at):
        raise LaunchRefusedError("LTI_STATE_USED")
    claims: dict[str, Any] = {
        "iss": visit.platform.client_id,
        "aud": visit.platform.issuer,
        "iat": int(at.timestamp()),
        "exp": int((at + LIFE).timestamp()),
        "nonce": secrets.token_urlsafe(24),
        f"{CORE}deployment_id": visit.deployment_id,
        f"{CORE}message_type": "LtiDeepLinkingResponse",
        f"{CORE}version": "1.3.0",
        f"{DEEP_LINKING}content_items": [_item(visit, cohort, language)],
    }
    if visit.placing["data"] is not None:
        claims[f"{DEEP_LINKING}data"] = visit.placing["data"]
    return sign(visit.platform, claims, at=at)


def return_origin(visit: Visit) -> str:
    """Scheme and host of where the choice goes, for the page's security policy."""
    parts = urlsplit(visit.placing["return_url"] if visit.placing else "")
    return f"{parts.scheme}://{parts.netloc}"


def _item(visit: Visit, cohort: Cohort, language: str) -> dict[str, Any]:
    design = record_of(cohort.design_version)
    scale = design.grading
    title = title_in(cohort.design_version, language)
    return {
        "type": "ltiResourceLink",
        "title": f"{title} · {cohort.title}"[:250],
        "url": settings.PUBLIC_URL + path_of(visit.platform, cohort),
        "custom": {"cohort": str(cohort.public_id)},
        "lineItem": {
            "label": title[:200],
            "scoreMaximum": 100.0 if scale is None else float(scale.maximum),
            "resourceId": f"laurel:{cohort.public_id}",
            "tag": TAG,
        },
    }
