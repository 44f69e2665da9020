"""What a person reads in any badge viewer: the criteria as Markdown, and one sentence that sums the badge up."""

from __future__ import annotations

from collections.abc import Iterator

from laurel.annex1.record import Assessment, MicroCredential, Workload
from laurel.formats.openbadge3.codec import number, shown


def narrative_of(design: MicroCredential, language: str) -> str:
    """What the learner can do and how it was assessed, in the badge's main language."""
    return "\n".join(_lines(design, language)) or shown(design.title, language)


def summary_of(design: MicroCredential, language: str) -> str:
    """One sentence: what it is, from whom, how much learning, at which level."""
    bulgarian = language == "bg"
    parts = [shown(design.title, language)]
    bodies = ", ".join(shown(body.legal_name, language) for body in design.awarding_bodies)
    if bodies:
        parts.append(bodies)
    if design.workload is not None:
        parts.append(workload_words(design.workload, language))
    if design.level.eqf is not None:
        parts.append(f"ниво {design.level.eqf} по ЕКР" if bulgarian else f"EQF level {design.level.eqf}")
    return ("Микроудостоверение: " if bulgarian else "Micro-credential: ") + " · ".join(parts)


def workload_words(workload: Workload, language: str) -> str:
    """„1.5 ECTS (about 40 hours)", or the hours alone."""
    hours = number(workload.hours)
    if workload.ects is None:
        return f"около {hours} часа" if language == "bg" else f"about {hours} hours"
    ects = number(workload.ects)
    return f"{ects} ECTS (около {hours} часа)" if language == "bg" else f"{ects} ECTS (about {hours} hours)"


def _lines(design: MicroCredential, language: str) -> Iterator[str]:
    bulgarian = language == "bg"
    if design.learning_outcomes:
        yield "Обучаемият:" if bulgarian else "The learner:"
        yield ""
        yield from (f"- {shown(one.statement, language)}" for one in design.learning_outcomes)
        yield ""
    if design.assessments:
        yield "Оценяване:" if bulgarian else "Assessment:"
        yield ""
        yield from (f"- {_assessment(one, language)}" for one in design.assessments)


def _assessment(one: Assessment, language: str) -> str:
    bulgarian = language == "bg"
    title, kind = shown(one.title, language), one.type.name_in(language)
    parts = [title if title.lower() == kind.lower() else f"{title} ({kind.lower()})"]
    if one.weight:
        parts.append(f"{number(one.weight)} %")
    if one.threshold is not None:
        least, most = number(one.threshold), number(one.maximum)
        parts.append(f"поне {least} от {most}" if bulgarian else f"at least {least} of {most}")
    if one.mandatory:
        parts.append("задължително" if bulgarian else "mandatory")
    return ", ".join(parts)
