"""Programmes made of micro-credentials, what learners' credentials amount to in them, and degree programmes."""

from campus.recognition.models.curricula import Degree, DegreeModule, ModuleMatch
from campus.recognition.models.stacks import (
    CountedCredential,
    Programme,
    ProgrammeVersion,
    Prospect,
    StackApplication,
    StackSurvey,
)

__all__ = [
    "CountedCredential",
    "Degree",
    "DegreeModule",
    "ModuleMatch",
    "Programme",
    "ProgrammeVersion",
    "Prospect",
    "StackApplication",
    "StackSurvey",
]
