"""Compiled canonicalisation: JSON-LD worked out once for each shape, byte for byte what the full path gives.

`outline` takes documents apart · `learn` finds out what a shape says · `blocks` and `template` write it for any texts ·
`cohorts` settle the texts that a cohort shares · `shapes` remembers. The conditions under which this holds are in
docs/decisions/0004-compiled-canonicalisation.md; everything else takes the full path.
"""

from laurel.canon.compiled.shapes import Shapes, canonical_hash

__all__ = ["Shapes", "canonical_hash"]
