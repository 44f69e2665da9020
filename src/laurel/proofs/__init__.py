"""Data Integrity proofs and JSON Web Tokens: one small file a suite, one table of suites."""

from laurel.proofs.chain import proofs_of
from laurel.proofs.options import Occasion, ProofOptions
from laurel.proofs.presentation import present
from laurel.proofs.suite import Suite
from laurel.proofs.table import SUITES, add_proof, check_proof, read_proof

__all__ = ["SUITES", "Occasion", "ProofOptions", "Suite", "add_proof", "check_proof", "present", "proofs_of", "read_proof"]
