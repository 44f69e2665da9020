"""Programmes made of micro-credentials, and what learners' credentials amount to in them."""

from campus.recognition.models.stacks import (
    CountedCredential,
    Programme,
    ProgrammeVersion,
    Prospect,
    StackApplication,
    StackSurvey,
)

__all__ = ["CountedCredential", "Programme", "ProgrammeVersion", "Prospect", "StackApplication", "StackSurvey"]
