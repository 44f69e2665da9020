"""One complete, plausible design and record in both languages, for tests that need a good one to start from."""

from datetime import UTC, date, datetime
from decimal import Decimal

from laurel.annex1.digcomp import DIGCOMP
from laurel.annex1.record import (
    AnnexIRecord,
    Assessment,
    AssessmentResult,
    GradingScale,
    LangString,
    Learner,
    LearningOutcome,
    Level,
    MicroCredential,
    Organisation,
    QualityAssurance,
    Stackability,
    Workload,
)
from laurel.annex1.vocabularies import (
    AssessmentType,
    Cycle,
    Form,
    IdentityVerification,
    Participation,
    QualityType,
    StackabilityKind,
    Supervision,
)


def both(bg: str, en: str) -> LangString:
    """A text in Bulgarian and English."""
    return LangString({"bg": bg, "en": en})


UNIVERSITY = Organisation(
    id="did:web:uni.example",
    legal_name=both("Примерен университет", "Example University"),
    country="BG",
    region="BG421",
    registration="000000001",
    url="https://uni.example",
    email="registry@uni.example",
)
DESIGN = MicroCredential(
    id="https://uni.example/designs/evaluating-information",
    version="2",
    title=both("Критично оценяване на информация", "Evaluating information critically"),
    description=both("Как да преценим кому да вярваме в мрежата.", "How to judge whom to believe online."),
    form=Form.SKILL_SET,
    languages=("bg", "en"),
    awarding_bodies=(UNIVERSITY,),
    learning_outcomes=(
        LearningOutcome(
            id="lo1",
            statement=both("Оценява надеждността на източници", "Evaluates the reliability of sources"),
            skills=(DIGCOMP["1.2"],),
        ),
        LearningOutcome(
            id="lo2",
            statement=both("Разпознава дезинформация", "Recognises disinformation"),
            skills=(DIGCOMP["1.1"], DIGCOMP["1.2"]),
        ),
    ),
    workload=Workload(hours=Decimal(40), ects=Decimal("1.5")),
    level=Level(eqf=6, nqf="НКР 6", cycle=Cycle.FIRST),
    assessments=(
        Assessment(
            id="project",
            title=both("Проект", "Project"),
            type=AssessmentType.PROJECT_WORK,
            weight=Decimal(60),
            threshold=Decimal(50),
            mandatory=True,
            outcomes=("lo1", "lo2"),
            criteria=both("Десет източника, оценени по рубрика", "Ten sources judged against a rubric"),
        ),
        Assessment(id="quiz", title=both("Тест", "Quiz"), type=AssessmentType.QUIZ, weight=Decimal(40), outcomes=("lo1",)),
    ),
    participation=(Participation.BLENDED,),
    quality_assurance=(
        QualityAssurance(
            type=QualityType.EXTERNAL,
            name=both("Институционална акредитация", "Institutional accreditation"),
            url="https://agency.example/accreditation",
            agency="НАОА",
            valid_until=date(2028, 6, 30),
        ),
    ),
    prerequisites=both("Няма", "None"),
    supervision=Supervision.ONLINE,
    identity_verification=IdentityVerification.VERIFIED,
    identity_method=both("Лична карта пред камера", "Identity card on camera"),
    grading=GradingScale(
        name=both("Шестобална скала", "Six-point scale"), minimum=Decimal(2), maximum=Decimal(6), pass_mark=Decimal(3)
    ),
    stackability=Stackability(kind=StackabilityKind.STACKABLE, towards=both("Дигитална компетентност", "Digital competence")),
    links=("https://uni.example/more",),
    tags=("DigComp",),
    field="0611",
    valid_for_months=36,
)
RECORD = AnnexIRecord(
    id="urn:uuid:0b7c9a6e-3f51-4d0b-9a0e-111111111111",
    credential=DESIGN,
    learner=Learner(name="Амина Георгиева", email="amina@uni.example"),
    issued=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
    valid_until=datetime(2029, 11, 23, 9, 0, tzinfo=UTC),
    grade="5.50",
    results=(AssessmentResult(assessment="project", value="88"), AssessmentResult(assessment="quiz", value="90")),
)
