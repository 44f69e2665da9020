"""Hypothesis strategies for records of every shape the model allows, for tests of anything that writes or reads them."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

from hypothesis import strategies as st

from laurel.annex1.digcomp import DIGCOMP
from laurel.annex1.record import (
    Agreement,
    AnnexIRecord,
    Assessment,
    AssessmentResult,
    Commission,
    Criterion,
    Evidence,
    GradingScale,
    LangString,
    Learner,
    LearnerIdentity,
    LearningOutcome,
    Level,
    MicroCredential,
    Organisation,
    Part,
    Parts,
    QualityAssurance,
    RubricLevel,
    SkillReference,
    Stackability,
    Workload,
)
from laurel.annex1.vocabularies import (
    AssessmentType,
    Assurance,
    Cycle,
    Form,
    IdentityLevel,
    IdentityVerification,
    LearningSetting,
    OutcomeKind,
    Participation,
    QualityType,
    StackabilityKind,
    Supervision,
    Visibility,
)

languages = st.sampled_from(["bg", "en", "de", "fr", "pt-BR", "en-GB"])
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40) | st.sampled_from(
    ["Оценява източници", "Evaluates sources", "—", "x [en]", "ключ [bg]", "a&b=c%41", "  ", "null", "@type", "🎓", "e\u0301"]
)
lang_strings = st.dictionaries(languages, words, max_size=3).map(LangString)
slugs = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,8}", fullmatch=True)
iris = st.from_regex(
    r"(https://[a-z]{1,8}\.example/[a-z0-9/#?=-]{0,12}|urn:uuid:[0-9a-f]{8}|did:web:[a-z]{1,6}\.bg)", fullmatch=True
)

pages = st.from_regex(r"https?://[a-z]{1,8}\.example/[a-z0-9/#?=-]{0,12}", fullmatch=True)


def named(prefix: str) -> st.SearchStrategy[str]:
    """IRIs of one kind of thing, so that two kinds never share one."""
    return st.from_regex(r"[a-z0-9/?=-]{1,10}", fullmatch=True).map(prefix.__add__)


zones = st.sampled_from([UTC, timezone(timedelta(hours=2)), timezone(timedelta(hours=-9, minutes=-30))])
moments = st.datetimes(min_value=datetime(1000, 1, 2), max_value=datetime(9998, 12, 30), timezones=zones)  # noqa: DTZ001


def amounts(least: str, most: str, places: int = 2) -> st.SearchStrategy[Decimal]:
    """Decimal numbers between two bounds, both included."""
    return st.decimals(Decimal(least), Decimal(most), places=places)


def unique(items: st.SearchStrategy, key, most: int = 3) -> st.SearchStrategy[tuple]:
    """Tuples of at most `most` items that differ in `key`."""
    return st.lists(items, max_size=most, unique_by=key).map(tuple)


skills = st.sampled_from(list(DIGCOMP.values())) | st.builds(
    SkillReference, framework=words, code=words, name=lang_strings, url=st.none() | iris
)
outcomes = st.builds(
    LearningOutcome,
    id=slugs,
    statement=lang_strings,
    kind=st.sampled_from(OutcomeKind),
    skills=unique(skills, lambda skill: (skill.framework, skill.code)),
    verb=st.none() | lang_strings,
    level=st.none() | st.integers(1, 8),
)
rubric_levels = st.builds(
    RubricLevel, id=slugs, name=lang_strings, description=st.none() | lang_strings, points=amounts("0", "100")
)
criteria = st.builds(
    Criterion,
    id=slugs,
    statement=lang_strings,
    outcomes=st.lists(slugs, max_size=2).map(tuple),
    levels=unique(rubric_levels, lambda level: level.id),
    passing=st.none() | slugs,
)
organisations = st.builds(
    Organisation,
    id=named("did:web:"),
    legal_name=lang_strings,
    country=st.sampled_from(["BG", "NL", "IE"]),
    region=words,
    registration=words,
    url=st.none() | pages,
    email=words | st.just("registry@uni.example"),
)
assessments = st.builds(
    Assessment,
    id=slugs,
    title=lang_strings,
    type=st.sampled_from(AssessmentType),
    weight=amounts("0", "100"),
    maximum=amounts("0.01", "100000"),
    threshold=st.none() | amounts("0", "100"),
    mandatory=st.booleans(),
    accepted=st.lists(words, max_size=2).map(tuple),
    outcomes=st.lists(slugs, max_size=3).map(tuple),
    criteria=st.none() | lang_strings,
    rubric=st.none() | unique(criteria, lambda each: each.id, most=2),
)
quality = st.builds(
    QualityAssurance,
    type=st.sampled_from(QualityType),
    name=lang_strings,
    url=st.none() | pages,
    agency=words,
    valid_until=st.none() | st.dates(),
)
scales = st.builds(
    GradingScale, name=lang_strings, minimum=amounts("-10", "10"), maximum=amounts("0", "100"), pass_mark=amounts("0", "100")
)
levels = st.builds(
    Level,
    eqf=st.none() | st.integers(1, 8),
    nqf=words,
    cycle=st.none() | st.sampled_from(Cycle),
    not_applicable_because=st.none() | lang_strings,
)
stackings = st.builds(
    Stackability, kind=st.sampled_from(StackabilityKind), towards=st.none() | lang_strings, conditions=st.none() | lang_strings
)
workloads = st.builds(Workload, hours=amounts("0.01", "10000"), ects=st.none() | amounts("0.01", "300"))
parts = st.builds(
    Parts,
    of=unique(
        st.builds(
            Part,
            id=slugs,
            title=lang_strings,
            refers_to=st.none() | iris,
            outcomes=st.lists(slugs, max_size=2).map(tuple),
            workload=st.none() | workloads,
            mandatory=st.booleans(),
        ),
        lambda part: part.id,
    ),
    choose=st.none() | st.integers(1, 60),
)
commissions = st.builds(
    Commission, name=lang_strings, id=st.none() | iris, url=st.none() | pages, need=st.none() | lang_strings
)
agreements = st.builds(
    Agreement,
    template=st.none() | iris,
    outcomes=st.lists(slugs, max_size=2).map(tuple),
    reason=st.none() | lang_strings,
    agreed_on=st.none() | st.dates(),
    approved_by=words,
    approved_on=st.none() | st.dates(),
)
designs = st.builds(
    MicroCredential,
    id=named("https://designs.example/"),
    version=st.text(max_size=8),
    title=lang_strings,
    description=lang_strings,
    form=st.sampled_from(Form),
    setting=st.sampled_from(LearningSetting),
    languages=st.lists(languages, max_size=2).map(tuple),
    awarding_bodies=unique(organisations, lambda body: body.id),
    learning_outcomes=unique(outcomes, lambda outcome: outcome.id),
    workload=st.none() | workloads,
    level=levels,
    assessments=unique(assessments, lambda assessment: assessment.id),
    participation=st.lists(st.sampled_from(Participation), max_size=3).map(tuple),
    quality_assurance=st.lists(quality, max_size=2).map(tuple),
    prerequisites=st.none() | lang_strings,
    supervision=st.none() | st.sampled_from(Supervision),
    identity_verification=st.none() | st.sampled_from(IdentityVerification),
    identity_method=st.none() | lang_strings,
    grading=st.none() | scales,
    stackability=st.none() | stackings,
    further_information=st.none() | lang_strings,
    links=st.lists(pages, max_size=2).map(tuple),
    tags=st.lists(words, max_size=3).map(tuple),
    field=st.sampled_from(["", "00", "061", "0613"]),
    valid_for_months=st.none() | st.integers(1, 1200),
    parts=st.none() | parts,
    visibility=st.none() | st.sampled_from(Visibility),
    commission=st.none() | commissions,
    agreement=st.none() | agreements,
)
learners = st.builds(Learner, id=named("did:key:"), name=words, email=words) | st.builds(
    Learner, id=st.none(), name=words, email=st.just("amina@uni.example")
)
records = st.builds(
    AnnexIRecord,
    id=named("urn:uuid:"),
    credential=designs,
    learner=learners,
    issued=moments,
    awarded=st.none() | moments,
    valid_until=st.none() | moments,
    grade=words,
    results=st.lists(
        st.builds(AssessmentResult, assessment=slugs, value=words, supervision=st.none() | st.sampled_from(Supervision)),
        max_size=3,
    ).map(tuple),
    identity=st.none()
    | st.builds(
        LearnerIdentity,
        level=st.sampled_from(IdentityLevel),
        assurance=st.none() | st.sampled_from(Assurance),
        on=st.none() | st.dates(),
    ),
    evidence=st.lists(
        st.builds(Evidence, id=st.none() | named("https://evidence.example/"), name=words, narrative=words),
        max_size=2,
        unique_by=lambda one: one.id or id(one),
    ).map(tuple),
)
