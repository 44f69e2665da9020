"""Data Integrity proofs and JSON Web Tokens: one small file a suite, one table of suites."""

from laurel.proofs.chain import proofs_of
from laurel.proofs.options import ProofOptions
from laurel.proofs.suite import Suite
from laurel.proofs.table import SUITES, add_proof, check_proof, read_proof

__all__ = ["SUITES", "ProofOptions", "Suite", "add_proof", "check_proof", "proofs_of", "read_proof"]
