"""Anchors: proof of the time by which a digest existed, from a witness that is not its author."""

from laurel.anchors.anchor import Anchor, Evidence, Witness, Witnessed, earliest
from laurel.anchors.refusals import AnchorError, AnchorPendingError, NoWitnessError

__all__ = ["Anchor", "AnchorError", "AnchorPendingError", "Evidence", "NoWitnessError", "Witness", "Witnessed", "earliest"]
