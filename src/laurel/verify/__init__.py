"""Verify what anybody presents: named checks with three outcomes, each with its source and a plain sentence."""

from laurel.verify.logged import LogEvidence
from laurel.verify.many import verify_all
from laurel.verify.policy import DEFAULT, GENERIC, PROFILES, PROOF_ONLY, Policy
from laurel.verify.procedure import CHECKS, verify
from laurel.verify.report import Check, Outcome, Report, Verdict
from laurel.verify.summary import Summary

__all__ = [
    "CHECKS",
    "DEFAULT",
    "GENERIC",
    "PROFILES",
    "PROOF_ONLY",
    "Check",
    "LogEvidence",
    "Outcome",
    "Policy",
    "Report",
    "Summary",
    "Verdict",
    "verify",
    "verify_all",
]
