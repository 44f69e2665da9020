"""Steps 4 to 6 of the design form: assessment, participation and quality, stackability and further information."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from campus.web.staff.designs.fields import Field, Group, Step
from campus.web.staff.designs.options import terms
from laurel.annex1.vocabularies import (
    AssessmentType,
    IdentityVerification,
    Participation,
    QualityType,
    StackabilityKind,
    Supervision,
)

ASSESSMENT = Step(
    slug="assessment",
    title=_("Assessment"),
    lead=_("How each outcome is assessed, and by which rule a learner passes. Awards are decided by exactly these rules."),
    groups=(
        Group(
            title=_("Assessed parts"),
            path="assessments",
            item=_("Part"),
            add=_("Add a part"),
            most=30,
            id_prefix="a",
            start={"maximum": "100"},
            lead=_("Weights make 100 % together. A mandatory part has to reach its threshold whatever the other results are."),
            fields=(
                Field(path="title", label=_("Title"), kind="pair", optional=False),
                Field(
                    path="id",
                    label=_("Short name"),
                    narrow=True,
                    optional=False,
                    help=_("Small Latin letters and digits, for example exam. Gradebooks may use it as a column heading."),
                ),
                Field(path="type", label=_("Type of assessment"), kind="choice", options=terms(AssessmentType), optional=False),
                Field(path="outcomes", label=_("Assesses these outcomes"), kind="outcomes", optional=False),
                Field(path="criteria", label=_("Criteria"), kind="pair_long", help=_("What the assessor looks at.")),
                Field(
                    path="weight",
                    label=_("Weight in percent"),
                    kind="number",
                    narrow=True,
                    help=_("0 when it does not count towards the grade."),
                ),
                Field(path="maximum", label=_("Highest score"), kind="number", narrow=True),
                Field(path="threshold", label=_("Lowest score that passes"), kind="number", narrow=True),
                Field(path="mandatory", label=_("Has to be passed"), kind="check"),
                Field(
                    path="accepted",
                    label=_("Words that pass"),
                    kind="lines",
                    help=_("Only where the result is a word instead of a score, for example Pass. One on each line."),
                ),
            ),
        ),
        Group(
            title=_("Grade"),
            lead=_("The scale of the overall grade. It travels with the badge, so that a reader can tell how good a grade is."),
            fields=(
                Field(path="grading.name", label=_("Name of the scale"), kind="pair"),
                Field(path="grading.minimum", label=_("Lowest grade"), kind="number", narrow=True),
                Field(path="grading.maximum", label=_("Highest grade"), kind="number", narrow=True),
                Field(
                    path="grading.pass_mark",
                    label=_("Lowest grade that passes"),
                    kind="number",
                    narrow=True,
                    help=_("On the Bulgarian scale from 2 to 6 this is 3."),
                ),
            ),
        ),
    ),
)

QUALITY = Step(
    slug="quality",
    title=_("Participation, supervision and quality"),
    lead=_("How people take part, who watches over the assessment, and what stands behind its quality."),
    groups=(
        Group(
            title=_("Participation"),
            fields=(
                Field(
                    path="participation",
                    label=_("Form of participation"),
                    kind="choices",
                    optional=False,
                    options=terms(Participation, may_be_empty=False),
                ),
            ),
        ),
        Group(
            title=_("Supervision and identity"),
            lead=_("Two separate facts: somebody may watch without checking who is there, and the other way round."),
            fields=(
                Field(path="supervision", label=_("Supervision during assessment"), kind="choice", options=terms(Supervision)),
                Field(
                    path="identity_verification",
                    label=_("Identity during assessment"),
                    kind="choice",
                    options=terms(IdentityVerification),
                ),
                Field(
                    path="identity_method",
                    label=_("How identity is verified"),
                    kind="pair",
                    help=_("For example: identity card at the door, log-in with the university account."),
                ),
            ),
        ),
        Group(
            title=_("Quality assurance"),
            path="quality_assurance",
            item=_("Quality assurance"),
            add=_("Add quality assurance"),
            most=10,
            lead=_("At least one with a name and a web address where one can read about it."),
            fields=(
                Field(path="type", label=_("Type"), kind="choice", options=terms(QualityType), optional=False),
                Field(path="name", label=_("Name"), kind="pair", optional=False),
                Field(path="url", label=_("Web address"), kind="url", help=_("Begins with https://")),
                Field(path="agency", label=_("Agency"), help=_("For external quality assurance, for example НАОА.")),
                Field(path="valid_until", label=_("Valid until"), kind="date", narrow=True),
            ),
        ),
    ),
)

STACKING = Step(
    slug="stacking",
    title=_("Stackability and further information"),
    lead=_("What it can become part of. Stacking gives no automatic right to a degree: the receiving institution decides."),
    groups=(
        Group(
            title=_("Stackability"),
            fields=(
                Field(
                    path="stackability.kind",
                    label=_("Can it be stacked?"),
                    kind="choice",
                    options=terms(StackabilityKind),
                ),
                Field(
                    path="stackability.towards",
                    label=_("Towards what"),
                    kind="pair",
                    help=_("The programme or larger credential it may count towards."),
                ),
                Field(path="stackability.conditions", label=_("Under which conditions"), kind="pair_long"),
            ),
        ),
        Group(
            title=_("Further information"),
            fields=(
                Field(path="further_information", label=_("Anything else a reader should know"), kind="pair_long"),
                Field(path="links", label=_("Links"), kind="lines", help=_("One web address on each line.")),
            ),
        ),
    ),
)
