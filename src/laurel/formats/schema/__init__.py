"""The closed JSON shape of Open Badges 3.0.3: which members each class has, of which JSON type, and which are required.

A signature over RDF does not protect the JSON that people read, so a verifier accepts one shape only: plain terms known for
their class, JSON types of the data model, no `@`-keywords (but language-tagged text), no nulls and no empty arrays.

Source: https://www.imsglobal.org/spec/ob/v3p0, section B (data model); https://www.w3.org/TR/vc-data-model-2.0/.
"""

from laurel.formats.schema.check import check_class, check_schema

__all__ = ["check_class", "check_schema"]
