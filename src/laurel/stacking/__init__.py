"""Stacks: programmes made of small credentials, and what a learner's credentials amount to in one.

    programme (tree of requirements) ──┐
    rules R-30 … R-39 (limits) ────────┼─▶ assess ─▶ Standing: what counts where · what is missing, in the smallest terms · why
    credentials held, offers ──────────┘

A credential counts once, so this is an optimisation, solved exactly. Nothing here decides: a complete stack is a proposal, and
a person decides (R-40: no automatic entitlement).

Source: Council Recommendation 2022/C 243/02, point 5 ("stackability").
"""

from laurel.stacking.assess import assess
from laurel.stacking.held import Grade, Held, Offer
from laurel.stacking.limits import Limits
from laurel.stacking.programme import Programme, check_programme, read_programme
from laurel.stacking.standing import Standing

__all__ = ["Grade", "Held", "Limits", "Offer", "Programme", "Standing", "assess", "check_programme", "read_programme"]
