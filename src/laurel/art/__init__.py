"""Badge pictures drawn from facts: deterministic SVG, and PNG from it, on a machine without fonts."""
