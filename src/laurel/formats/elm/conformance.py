"""Does a credential conform to the Commission's SHACL shapes? Needs the extra `[elm]` (pySHACL, RDFLib).

The shapes and the JSON-LD context are the Commission's files (EUPL-1.2) and are not part of this package: the caller gives
them. Nothing is fetched; a small stand-in explains the terms of Verifiable Credentials 1.1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from laurel.extras import needed
from laurel.formats.elm.parse import unwrapped

_VC: Final = "https://www.w3.org/2018/credentials#"
_MOMENT: Final = "http://www.w3.org/2001/XMLSchema#dateTime"
_STAND_IN: Final[Mapping[str, Any]] = {
    "@version": 1.1,
    "id": "@id",
    "type": "@type",
    "VerifiableCredential": {"@id": f"{_VC}VerifiableCredential"},
    **{name: {"@id": _VC + name, "@type": "@id"} for name in ("credentialSubject", "issuer", "credentialSchema", "evidence")},
    **{
        name: {"@id": _VC + name, "@type": _MOMENT}
        for name in ("validFrom", "validUntil", "issued", "issuanceDate", "expirationDate")
    },
}
GAPS: Final = frozenset({f"{_VC}issued", "http://data.europa.eu/snb/model/elm/eidasLegalIdentifier", f"{_VC}issuer"})
"""What an unsealed credential lacks and sealing adds: the date, and the issuer's identifier (and so a conformant issuer)."""


class Violation(NamedTuple):
    """One thing that does not conform: the node, the property, and what the shapes say about it."""

    node: str
    path: str
    message: str


def violations(document: Mapping[str, Any], *, shapes: str, context: str) -> tuple[Violation, ...]:
    """Everything in a credential that does not conform to the shapes; empty when it conforms.

    Args:
        document: the credential, sealed or not (the payload of a seal, not its envelope); may be wrapped for upload.
        shapes: the Commission's shapes, in Turtle.
        context: the Commission's JSON-LD context.

    Raises:
        MissingExtraError: the extra `[elm]` is not installed.
    """
    with needed("elm"):
        import pyshacl  # noqa: PLC0415
        from rdflib import Graph  # noqa: PLC0415
        from rdflib.namespace import RDF, SH  # noqa: PLC0415
    given: Any = document.get("@context")
    contexts: list[Any] = list(given) if isinstance(given, list) else []  # pyright: ignore[reportUnknownArgumentType]
    inline = [each for each in contexts if not isinstance(each, str)]
    plain = dict(unwrapped(document)) | {"@context": [_STAND_IN, json.loads(context)["@context"], *inline]}
    graph = Graph().parse(data=json.dumps(plain), format="json-ld")
    _, report, _ = pyshacl.validate(graph, shacl_graph=Graph().parse(data=shapes, format="turtle"), advanced=True)
    found = (
        Violation(*(str(report.value(result, key) or "") for key in (SH.focusNode, SH.resultPath, SH.resultMessage)))
        for result in report.subjects(RDF.type, SH.ValidationResult)
    )
    return tuple(sorted(found))
