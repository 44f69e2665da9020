"""What a European Digital Credential does not carry: in words for people, and as the function that takes exactly that away."""

from __future__ import annotations

from laurel.annex1.record import AnnexIRecord, LangString, LearningOutcome, MicroCredential, published_of
from laurel.formats.elm.organisations import EMAIL
from laurel.formats.elm.specification import is_esco
from laurel.formats.openbadge3.codec import EMPTY
from laurel.formats.openbadge3.losses import LOSSES as BADGE_LOSSES
from laurel.formats.openbadge3.losses import Loss

LOSSES: tuple[Loss, ...] = (
    Loss(
        "/learner/email",
        "The e-mail address is written only where no identifier stands for the learner.",
        "Имейл адресът се записва само когато няма идентификатор, който да стои за обучаемия.",
    ),
    Loss(
        "/credential/awarding_bodies/email",
        "An e-mail address that is not one is left out.",
        "Имейл адрес, който не е такъв, се пропуска.",
    ),
    Loss(
        "/results",
        "Only the first result of each assessment of the design is written; a dash means that there is none.",
        "Записва се само първият резултат от всяко оценяване в дизайна; тире означава, че няма резултат.",
    ),
    Loss(
        "/identity, /results/supervision",
        "How it was known who the learner is, and how their work was watched, is one concept for each assessment.",
        "Как е установено кой е обучаемият и какъв е бил надзорът стои като едно понятие за всяко оценяване.",
    ),
    Loss(
        "/credential/learning_outcomes/skills",
        "ESCO skills come before all others.",
        "Уменията от ESCO стоят преди всички останали.",
    ),
    Loss(
        "/credential/assessments/rubric",
        "ELM has no place for a rubric; the assessment criteria in one text are written.",
        "В ELM няма място за рубрика; записват се критериите за оценяване в един текст.",
    ),
    *(loss for loss in BADGE_LOSSES if loss.at.startswith(("/credential/learning_outcomes/verb", "/credential/visibility"))),
    Loss(
        "",
        "A text of only a dash, or without words in any language, is the same as one left out, as is an empty or repeated tag.",
        "Текст само от тире или без думи на нито един език е същото като липсващ; така е и с празен или повторен етикет.",
    ),
)
"""What a European Digital Credential does not carry; `carried` applies exactly these."""


def carried(record: AnnexIRecord) -> AnnexIRecord:
    """The record as ELM can carry it: `parse(project(record))` equals this."""
    known = [one.id for one in record.credential.assessments]
    results = [next((each for each in record.results if each.assessment == name and each.value), None) for name in known]
    learner = record.learner
    return record.model_copy(
        update={
            "credential": _design(published_of(record.credential)),
            "learner": learner.model_copy(update={"name": _plain(learner.name), "email": "" if learner.id else learner.email}),
            "grade": _plain(record.grade),
            "results": tuple(
                one.model_copy(update={"supervision": None}) for one in results if one is not None and _plain(one.value)
            ),
            "identity": None,
            "evidence": tuple(
                one.model_copy(update={"name": _plain(one.name), "narrative": _plain(one.narrative)}) for one in record.evidence
            ),
        }
    )


def _design(design: MicroCredential) -> MicroCredential:
    level, stacking, scale = design.level, design.stackability, design.grading
    changes = {
        "title": _text(design.title),
        "description": _text(design.description),
        "awarding_bodies": tuple(
            one.model_copy(
                update={
                    "legal_name": _text(one.legal_name),
                    "email": one.email if EMAIL.fullmatch(one.email) else "",
                    "region": _plain(one.region),
                }
            )
            for one in design.awarding_bodies
        ),
        "learning_outcomes": tuple(_outcome(one) for one in design.learning_outcomes),
        "level": level.model_copy(update={"not_applicable_because": _optional(level.not_applicable_because)}),
        "assessments": tuple(
            one.model_copy(update={"title": _text(one.title), "criteria": _optional(one.criteria), "rubric": None})
            for one in design.assessments
        ),
        "quality_assurance": tuple(
            one.model_copy(update={"name": _text(one.name), "agency": _plain(one.agency)}) for one in design.quality_assurance
        ),
        "grading": scale.model_copy(update={"name": _text(scale.name)}) if scale else None,
        "stackability": stacking.model_copy(
            update={"towards": _optional(stacking.towards), "conditions": _optional(stacking.conditions)}
        )
        if stacking
        else None,
        "parts": design.parts.model_copy(
            update={"of": tuple(one.model_copy(update={"title": _text(one.title)}) for one in design.parts.of)}
        )
        if design.parts
        else None,
        "tags": tuple(dict.fromkeys(tag for tag in design.tags if tag)),
        **{name: _optional(getattr(design, name)) for name in ("prerequisites", "identity_method", "further_information")},
    }
    return design.model_copy(update=changes)


def _outcome(one: LearningOutcome) -> LearningOutcome:
    native = [skill for skill in one.skills if is_esco(skill)]
    rest = [skill for skill in one.skills if not is_esco(skill)]
    skills = tuple(skill.model_copy(update={"name": _text(skill.name)}) for skill in (*native, *rest))
    return one.model_copy(update={"statement": _text(one.statement), "skills": skills, "verb": None})


def _plain(text: str) -> str:
    return "" if text == EMPTY else text


def _text(text: LangString) -> LangString:
    return LangString({}) if list(text.root.values()) == [EMPTY] else text


def _optional(text: LangString | None) -> LangString | None:
    return _text(text) or None if text is not None else None
