"""Version 1: every address of it."""

from __future__ import annotations

import laurel
from campus.api.caller import OrganisationKey
from campus.api.edition import Edition
from campus.api.v1 import (
    about,
    awards,
    batches,
    chain,
    cohorts,
    comments,
    conditions,
    credentials,
    designs,
    editions,
    endorsements,
    gradebooks,
    intakes,
    keys,
    lint,
    me,
    my_attempts,
    organisation,
    policies,
    programmes,
    quality,
    quality_reviews,
    quizzes,
    reviews,
    rounds,
    rule_sets,
    skills,
    tokens,
    verification,
    voices,
)

DESCRIPTION = """\
Everything the web site does, for software: design, review, cohorts, gradebooks, awards, batches, credentials, verification.

Organisations use a key (`Authorization: Bearer lk_…`) made on the page “API keys”; learners use a personal token (`lp_…`).
Whatever creates something takes an `Idempotency-Key`, so that a retry has no second effect. What is refused is said in
English or Bulgarian (`Accept-Language`) as `application/problem+json`, with a stable `code`.
"""

v1 = Edition(
    title="Laurel API",
    version=laurel.__version__,
    description=DESCRIPTION,
    urls_namespace="api-v1",
    auth=OrganisationKey(),
)
PARTS = (
    about,
    organisation,
    designs,
    endorsements,
    editions,
    reviews,
    rule_sets,
    rounds,
    comments,
    chain,
    intakes,
    cohorts,
    conditions,
    gradebooks,
    quizzes,
    awards,
    batches,
    credentials,
    keys,
    lint,
    verification,
    voices,
    policies,
    programmes,
    quality,
    quality_reviews,
    skills,
    tokens,
    me,
    my_attempts,
)
for part in PARTS:
    v1.add_router("", part.router)
