"""Open Badges 3.0 (a W3C Verifiable Credential 2.0): the record written as a badge, and read back.

    project(record, …) -> dict      unsigned; only terms of the two standard contexts; no null, no empty list
    parse(document)    -> record    the inverse; parse(project(x)) == carried(x)
    LOSSES                          what a badge does not carry, in words; `carried` applies exactly these
    with_results, with_related      what an unsigned badge may say besides: results of every kind, what means the same

The mapping element by element stands in docs/specs.md. Source: https://www.imsglobal.org/spec/ob/v3p0.
"""

from laurel.formats.openbadge3.credential import CONTEXTS, project
from laurel.formats.openbadge3.identity import hashed_email, is_same_email, is_same_identity
from laurel.formats.openbadge3.losses import LOSSES, carried
from laurel.formats.openbadge3.parse import parse
from laurel.formats.openbadge3.related import Related, related_of, with_related
from laurel.formats.openbadge3.results import Result, ResultDescription, RubricLevel, misfits, results_of, with_results

__all__ = [
    "CONTEXTS",
    "LOSSES",
    "Related",
    "Result",
    "ResultDescription",
    "RubricLevel",
    "carried",
    "hashed_email",
    "is_same_email",
    "is_same_identity",
    "misfits",
    "parse",
    "project",
    "related_of",
    "results_of",
    "with_related",
    "with_results",
]
