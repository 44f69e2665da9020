"""The W3C data model of credentials and presentations, versions 2.0 and 1.1: what any of them must look like.

    shape     types, addresses, dates, issuer, subject, status, schema, terms, evidence, refresh service, related resources
    meaning   JSON-LD: nothing gets lost, and readers of JSON and of RDF read the same
    unjudged  what nobody can judge without asking elsewhere

Badges have a closed shape of their own (`laurel.formats.schema`); this is for credentials of any kind.

Source: https://www.w3.org/TR/vc-data-model-2.0/, https://www.w3.org/TR/2022/REC-vc-data-model-20220303/
"""

from laurel.formats.data_model.meaning import check_meaning
from laurel.formats.data_model.shape import check_credential, check_presentation
from laurel.formats.data_model.unjudged import unjudged_in

__all__ = ["check_credential", "check_meaning", "check_presentation", "unjudged_in"]
