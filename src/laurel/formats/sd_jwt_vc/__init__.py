"""SD-JWT VC: credentials that the holder shows in part.

    project(record, …) -> Projection     the record as claims, and what the holder may withhold
    issue(claims, …) -> text             for the holder alone
    disclose(text, paths=…) · bind(…)    what is shown, and the holder's proof for one reader and occasion
    verify_bound · verify_unbound        two functions, so that nobody forgets the proof by leaving an argument out
    parse(claims) -> record              LOSSES says what may be missing; `carried` applies exactly that

Source: RFC 9901; https://datatracker.ietf.org/doc/draft-ietf-oauth-sd-jwt-vc/
"""

from laurel.formats.sd_jwt_vc.annex1 import LOSSES, Projection, carried, metadata_of, parse, project
from laurel.formats.sd_jwt_vc.credential import KINDS, disclose, issue, places, verify_bound, verify_unbound
from laurel.formats.sd_jwt_vc.sd_jwt import Checked, bind

__all__ = [
    "KINDS",
    "LOSSES",
    "Checked",
    "Projection",
    "bind",
    "carried",
    "disclose",
    "issue",
    "metadata_of",
    "parse",
    "places",
    "project",
    "verify_bound",
    "verify_unbound",
]
