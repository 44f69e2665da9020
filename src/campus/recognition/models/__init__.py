"""Programmes made of micro-credentials, what learners' credentials amount to in them, degrees, cases, agreements."""

from campus.recognition.models.agreements import Agreement, AgreementLine, AgreementSignature, AgreementText
from campus.recognition.models.cases import (
    CREDITS,
    Case,
    CaseEvidence,
    CaseMessage,
    CaseSeat,
    Decision,
    DeskTerms,
    Purpose,
    RecognisedLearning,
)
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
    "CREDITS",
    "Agreement",
    "AgreementLine",
    "AgreementSignature",
    "AgreementText",
    "Case",
    "CaseEvidence",
    "CaseMessage",
    "CaseSeat",
    "CountedCredential",
    "Decision",
    "Degree",
    "DegreeModule",
    "DeskTerms",
    "ModuleMatch",
    "Programme",
    "ProgrammeVersion",
    "Prospect",
    "Purpose",
    "RecognisedLearning",
    "StackApplication",
    "StackSurvey",
]
