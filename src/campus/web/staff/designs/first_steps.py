"""Steps 1 to 3 of the design form: what and for whom, outcomes, workload and level."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from campus.web.staff.designs.fields import Field, Group, Step
from campus.web.staff.designs.for_somebody import AGREEMENT, COMMISSION
from campus.web.staff.designs.options import countries, eqf_levels, fields_of_education, languages, terms
from laurel.annex1.vocabularies import Cycle, Form, LearningSetting, OutcomeKind

ABOUT = Step(
    slug="about",
    title=_("What and for whom"),
    lead=_("Start with what people will read first: the title, a short description and who awards it."),
    groups=(
        Group(
            title=_("What it is"),
            fields=(
                Field(
                    path="title",
                    label=_("Title"),
                    kind="pair",
                    optional=False,
                    help=_(
                        "Short and concrete. Words such as degree, diploma or master belong to other awards and are refused."
                    ),
                ),
                Field(
                    path="description",
                    label=_("Description"),
                    kind="pair_long",
                    optional=False,
                    help=_(
                        "Two or three sentences for somebody who has never heard of it: what one learns and why it matters."
                    ),
                ),
                Field(
                    path="form",
                    label=_("Form"),
                    kind="choice",
                    optional=False,
                    options=terms(Form, may_be_empty=False),
                    help=_(
                        "Decides the shape of the badge: a leaf for one skill, a shield for a module, a wreath for a bundle."
                    ),
                ),
                Field(
                    path="setting",
                    label=_("Setting"),
                    kind="choice",
                    optional=False,
                    options=terms(LearningSetting, may_be_empty=False),
                ),
                Field(
                    path="languages",
                    label=_("Languages of instruction"),
                    kind="choices",
                    options=languages,
                    help=_("The title has to exist in each of them; for a language that you tick, every text gets a field."),
                ),
                Field(
                    path="tags",
                    label=_("Search words"),
                    kind="lines",
                    help=_("One on each line. People find the micro-credential by them."),
                ),
                Field(
                    path="field",
                    label=_("Field of education (ISCED-F)"),
                    kind="choice",
                    options=fields_of_education,
                    help=_("The broad field, or better the detailed one."),
                ),
            ),
        ),
        Group(
            title=_("For whom"),
            fields=(
                Field(
                    path="prerequisites",
                    label=_("Prerequisites"),
                    kind="pair_long",
                    help=_("What a learner must know or have before enrolling, and how you find out. Empty means nothing."),
                ),
            ),
        ),
        Group(
            title=_("Who awards it"),
            path="awarding_bodies",
            item=_("Awarding body"),
            add=_("Add another awarding body"),
            most=10,
            lead=_("The awarding body gives the micro-credential its name and weight. Your organisation is entered already."),
            fields=(
                Field(path="legal_name", label=_("Legal name"), kind="pair", optional=False),
                Field(
                    path="id",
                    label=_("Identifier"),
                    optional=False,
                    help=_("Its DID or home page, for example https://uni.example"),
                ),
                Field(path="country", label=_("Country"), kind="choice", options=countries, optional=False),
                Field(path="region", label=_("Region"), help=_("A NUTS code or a name.")),
                Field(path="registration", label=_("Registration number")),
                Field(path="url", label=_("Web address"), kind="url", help=_("Begins with https://")),
                Field(path="email", label=_("E-mail for questions")),
            ),
        ),
        COMMISSION,
        AGREEMENT,
    ),
)

OUTCOMES = Step(
    slug="outcomes",
    title=_("Outcomes and skills"),
    lead=_("Say what a learner will know, understand or be able to do. Employers read this part most carefully."),
    groups=(
        Group(
            title=_("Learning outcomes"),
            path="learning_outcomes",
            item=_("Outcome"),
            add=_("Add an outcome"),
            most=30,
            id_prefix="o",
            start={"kind": "skill"},
            lead=_("Three to six are usual. Each has to be covered by at least one assessment in step 4."),
            fields=(
                Field(path="id", label=_("Code"), kind="hidden"),
                Field(
                    path="statement",
                    label=_("The learner …"),
                    kind="pair_long",
                    optional=False,
                    help=_(
                        "Begin with a verb that can be observed: evaluates, designs, explains. “Understands” cannot be seen."
                    ),
                ),
                Field(
                    path="kind",
                    label=_("Kind"),
                    kind="choice",
                    optional=False,
                    options=terms(OutcomeKind, may_be_empty=False),
                ),
                Field(
                    path="skills",
                    label=_("Skills"),
                    kind="skills",
                    help=_("Choose those that the outcome really shows; one or two are enough."),
                ),
            ),
        ),
    ),
)

WORKLOAD = Step(
    slug="workload",
    title=_("Workload and level"),
    lead=_("How much work it takes, and how demanding it is. Institutions decide on recognition by these facts."),
    groups=(
        Group(
            title=_("Workload"),
            fields=(
                Field(
                    path="workload.hours",
                    label=_("Hours"),
                    kind="number",
                    optional=False,
                    narrow=True,
                    help=_("All of the learner’s time: classes, practice, reading, assessment."),
                ),
                Field(
                    path="workload.ects",
                    label=_("ECTS credits"),
                    kind="number",
                    narrow=True,
                    help=_("One credit is 25 to 30 hours. Leave empty outside higher education."),
                ),
            ),
        ),
        Group(
            title=_("Level"),
            lead=_("Give at least one of the three, or say why a level does not apply."),
            fields=(
                Field(
                    path="level.eqf",
                    label=_("European Qualifications Framework"),
                    kind="choice",
                    options=eqf_levels,
                    narrow=True,
                ),
                Field(
                    path="level.nqf",
                    label=_("National qualifications framework"),
                    help=_("As your country writes it, for example НКР 6."),
                    narrow=True,
                ),
                Field(
                    path="level.cycle", label=_("Cycle of higher education"), kind="choice", options=terms(Cycle), narrow=True
                ),
                Field(path="level.not_applicable_because", label=_("No level applies because …"), kind="pair"),
            ),
        ),
        Group(
            title=_("Validity"),
            fields=(
                Field(
                    path="valid_for_months",
                    label=_("Valid for how many months"),
                    kind="number",
                    narrow=True,
                    help=_("Leave empty when it does not expire. Fast-moving digital skills are often given 36 months."),
                ),
            ),
        ),
    ),
)
