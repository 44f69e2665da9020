"""What an Open Badge does not carry: in words for people, and as the function that takes exactly that away."""

from __future__ import annotations

from typing import NamedTuple

from laurel.annex1.record import AnnexIRecord, Criterion, published_of


class Loss(NamedTuple):
    """One thing that does not survive: where it stands in the record, and why, in both languages."""

    at: str
    en: str
    bg: str


LOSSES: tuple[Loss, ...] = (
    Loss(
        "/learner/email",
        "The e-mail address is never written. Where it identifies the learner, its salted SHA-256 hash is.",
        "Имейл адресът никога не се записва. Когато той идентифицира обучаемия, се записва негов хеш SHA-256 със сол.",
    ),
    Loss(
        "/learner/name",
        "The name is left out when the issuer chooses so.",
        "Името се пропуска, когато издателят избере това.",
    ),
    Loss(
        "/credential/learning_outcomes/verb",
        "The verb of an outcome stands in its statement and nowhere else.",
        "Глаголът на резултата от ученето стои само в текста му.",
    ),
    Loss(
        "/credential/visibility, /credential/commission, /credential/agreement",
        "For whom a design was made and how it was agreed stays with the institution.",
        "За кого е създаден проектът и как е договорен остава при институцията.",
    ),
    Loss(
        "",
        "An optional text without words in any language is the same as one left out; an empty or repeated tag is left out.",
        "Незадължителен текст без думи на нито един език е същото като липсващ; празен или повторен етикет се пропуска.",
    ),
)
"""What a badge does not carry; `carried` applies exactly these."""


def carried(record: AnnexIRecord, *, with_name: bool = True) -> AnnexIRecord:
    """The record as a badge can carry it: `parse(project(record))` equals this."""
    design = published_of(record.credential)
    stackability = design.stackability
    if stackability is not None:
        texts = {"towards": stackability.towards or None, "conditions": stackability.conditions or None}
        stackability = stackability.model_copy(update=texts)
    changes = {
        "level": design.level.model_copy(update={"not_applicable_because": design.level.not_applicable_because or None}),
        "learning_outcomes": tuple(one.model_copy(update={"verb": None}) for one in design.learning_outcomes),
        "assessments": tuple(
            one.model_copy(update={"criteria": one.criteria or None, "rubric": rubric_carried(one.rubric)})
            for one in design.assessments
        ),
        "stackability": stackability,
        "tags": tuple(dict.fromkeys(tag for tag in design.tags if tag)),
        **{name: getattr(design, name) or None for name in ("prerequisites", "identity_method", "further_information")},
    }
    learner = record.learner.model_copy(update={"email": ""} | ({} if with_name else {"name": ""}))
    return record.model_copy(update={"credential": design.model_copy(update=changes), "learner": learner})


def rubric_carried(rubric: tuple[Criterion, ...] | None) -> tuple[Criterion, ...] | None:
    """A rubric as a badge carries it: without rows it is none, and a description without words is left out."""
    rows = tuple(
        one.model_copy(
            update={
                "levels": tuple(level.model_copy(update={"description": level.description or None}) for level in one.levels)
            }
        )
        for one in rubric or ()
    )
    return rows or None
