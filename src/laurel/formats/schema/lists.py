"""The enumerations of Open Badges 3.0. All but ResultStatusType may be extended with `ext:` and a name.

Source: https://www.imsglobal.org/spec/ob/v3p0, section B.4 (enumerations).
"""

from __future__ import annotations

ACHIEVEMENT_TYPE = frozenset(
    {
        "Achievement",
        "ApprenticeshipCertificate",
        "Assessment",
        "Assignment",
        "AssociateDegree",
        "Award",
        "Badge",
        "BachelorDegree",
        "Certificate",
        "CertificateOfCompletion",
        "Certification",
        "CommunityService",
        "Competency",
        "Course",
        "CoCurricular",
        "Degree",
        "Diploma",
        "DoctoralDegree",
        "Fieldwork",
        "GeneralEducationDevelopment",
        "JourneymanCertificate",
        "LearningProgram",
        "License",
        "Membership",
        "ProfessionalDoctorate",
        "QualityAssuranceCredential",
        "MasterCertificate",
        "MasterDegree",
        "MicroCredential",
        "ResearchDoctorate",
        "SecondarySchoolDiploma",
    }
)
ALIGNMENT_TARGET_TYPE = frozenset(
    {"ceasn:Competency", "ceterms:Credential", "CFItem", "CFRubric", "CFRubricCriterion", "CFRubricCriterionLevel", "CTDL"}
)
IDENTIFIER_TYPE = frozenset(
    {
        "name",
        "sourcedId",
        "systemId",
        "productId",
        "userName",
        "accountId",
        "emailAddress",
        "nationalIdentityNumber",
        "isbn",
        "issn",
        "lisSourcedId",
        "oneRosterSourcedId",
        "sisSourcedId",
        "ltiContextId",
        "ltiDeploymentId",
        "ltiToolId",
        "ltiPlatformId",
        "ltiUserId",
        "identifier",
    }
)
RESULT_TYPE = frozenset(
    {
        "GradePointAverage",
        "LetterGrade",
        "Percent",
        "PerformanceLevel",
        "PredictedScore",
        "RawScore",
        "Result",
        "RubricCriterion",
        "RubricCriterionLevel",
        "RubricScore",
        "ScaledScore",
        "Status",
    }
)
RESULT_STATUS_TYPE = frozenset({"Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew"})

ASSOCIATION_TYPE = frozenset(
    {"exactMatchOf", "isChildOf", "isParentOf", "isPartOf", "isPeerOf", "isRelatedTo", "precedes", "replacedBy"}
)
"""How achievements of a learner record relate. Source: https://www.imsglobal.org/spec/clr/v2p0, AssociationType."""

LISTS: dict[str, frozenset[str]] = {
    "AchievementType": ACHIEVEMENT_TYPE,
    "AlignmentTargetType": ALIGNMENT_TARGET_TYPE,
    "IdentifierTypeEnum": IDENTIFIER_TYPE,
    "ResultType": RESULT_TYPE,
    "ResultStatusType": RESULT_STATUS_TYPE,
    "AssociationType": ASSOCIATION_TYPE,
}
CLOSED = frozenset({"ResultStatusType", "AssociationType"})
