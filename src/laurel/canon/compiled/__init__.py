"""Compiled canonicalisation: JSON-LD worked out once for each shape, byte for byte what the full path gives.

`outline` takes documents apart · `learn` finds out what a shape says · `blocks` and `template` write it for any texts,
`json_form` does for JSON · `cohorts` settle the texts that a cohort shares · `shapes` remembers · `filled` is one known
document by itself. When all this holds is in
docs/decisions/0004-compiled-canonicalisation.md; everything else takes the full path.
"""

from laurel.canon.compiled.filled import Filled
from laurel.canon.compiled.kinds import Jcs, Rdf
from laurel.canon.compiled.shapes import Shapes, canonical_hash, canonical_json_hash

__all__ = ["Filled", "Jcs", "Rdf", "Shapes", "canonical_hash", "canonical_json_hash"]
