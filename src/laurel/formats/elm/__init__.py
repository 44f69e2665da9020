"""European Digital Credentials for Learning (ELM 3): the record written as one, read back, and sealed.

    project(record, image=…)  -> dict       unsigned JSON-LD;  uploadable(document) wraps it for the Commission's issuer
    parse(document)           -> record     the inverse; parse(project(x)) == carried(x)
    read(document)            -> Imported   the record, and what of the European standard the document lacks
    jades.seal(document, …)   -> dict       sealed with a certificate;  jades.read, jades.check take a seal apart
    opportunity.document(…)   -> dict       a design and its editions as a catalogue offers them, without any learner
    conformance.violations    -> tuple      against the Commission's SHACL shapes (extra `[elm]`)
    LOSSES                                  what ELM does not carry, in words; `carried` applies exactly these

The mapping element by element stands in docs/specs.md. Source: http://data.europa.eu/snb/model/elm.
"""

from laurel.formats.elm.credential import CONTEXTS, TYPE, project, uploadable
from laurel.formats.elm.losses import LOSSES, carried
from laurel.formats.elm.parse import Imported, parse, read

__all__ = ["CONTEXTS", "LOSSES", "TYPE", "Imported", "carried", "parse", "project", "read", "uploadable"]
