"""Open Badges 2.0, hosted and signed: read, checked (by `laurel.verify`), and written for old backpacks.

    project(record, base=…, …) -> Export   the documents to publish, and the assertion
    sign(assertion, signer=…)  -> str      the assertion as a token; read(token) takes it apart
    parse(assertion, badge=…) -> record    the inverse, as far as it goes; LOSSES and `carried` say what is missing

Source: https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html.
"""

from laurel.formats.openbadge2.export import LOSSES, Export, project
from laurel.formats.openbadge2.jws import UnverifiedAssertion, read, sign
from laurel.formats.openbadge2.parse import carried, parse
from laurel.formats.openbadge2.shape import CONTEXT, check_shape

__all__ = [
    "CONTEXT",
    "LOSSES",
    "Export",
    "UnverifiedAssertion",
    "carried",
    "check_shape",
    "parse",
    "project",
    "read",
    "sign",
]
