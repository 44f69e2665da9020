"""The sixteen European standard elements of a record as short lines a person reads: element, label, value."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from laurel.annex1.record import AnnexIRecord, Assessment, MicroCredential, Workload, as_awarded
from laurel.annex1.standard import ELEMENTS
from laurel.days import say_day


class Element(NamedTuple):
    """One line: the element's number (M1 … O5), what it is called, and what the record says."""

    number: str
    label: str
    value: str


def elements_of(record: AnnexIRecord, *, language: str) -> tuple[Element, ...]:
    """Every element that the record states, M1 to M11 and O1 to O5, in order; those it does not state are left out."""
    design = record.credential
    values = {
        "M1": record.learner.name or record.learner.id or "",
        "M2": design.title.text(language),
        "M3": ", ".join(
            dict.fromkeys(f"{body.country} ({body.region})" if body.region else body.country for body in design.awarding_bodies)
        ),
        "M4": ", ".join(body.legal_name.text(language) for body in design.awarding_bodies),
        "M5": _issued(record, language),
        "M6": "; ".join(outcome.statement.text(language) for outcome in design.learning_outcomes),
        "M7": workload_words(design.workload, language=language) if design.workload else "",
        "M8": " · ".join(_level(design, language)),
        "M9": "; ".join(_assessment(one, language) for one in design.assessments),
        "M10": ", ".join(form.name_in(language) for form in design.participation),
        "M11": "; ".join(_quality(design, language)),
        "O1": design.prerequisites.text(language) if design.prerequisites else "",
        "O2": _conditions(record, language),
        "O3": _grade(record, language),
        "O4": _stackability(design, language),
        "O5": " ".join(_further(design, language)),
    }
    labels = {number: names[1 if language == "bg" else 0] for number, names in ELEMENTS.items()}
    return tuple(Element(number, labels[number], value) for number, value in values.items() if value)


def written_date(moment: date | datetime, *, language: str) -> str:
    """„23 November 2026", or „23 ноември 2026 г."."""
    return say_day(moment, "bg" if language == "bg" else "en")


def workload_words(workload: Workload, *, language: str) -> str:
    """„1.5 ECTS (about 40 hours)", or the hours alone."""
    bulgarian = language == "bg"
    hours = _number(workload.hours, language)
    if workload.ects is None:
        return f"около {hours} часа" if bulgarian else f"about {hours} hours"
    ects = _number(workload.ects, language)
    return f"{ects} ECTS (около {hours} часа)" if bulgarian else f"{ects} ECTS (about {hours} hours)"


def _issued(record: AnnexIRecord, language: str) -> str:
    words = written_date(record.issued, language=language)
    if record.valid_until is None:
        return words
    until = written_date(record.valid_until, language=language)
    return f"{words}, валидно до {until}" if language == "bg" else f"{words}, valid until {until}"


def _level(design: MicroCredential, language: str) -> Iterator[str]:
    level = design.level
    if level.eqf is not None:
        yield f"ЕКР {level.eqf}" if language == "bg" else f"EQF {level.eqf}"
    if level.nqf:
        yield level.nqf
    if level.cycle is not None:
        yield level.cycle.name_in(language)
    if level.not_applicable_because:
        yield level.not_applicable_because.text(language)


def _assessment(one: Assessment, language: str) -> str:
    title, kind = one.title.text(language), one.type.name_in(language)
    words = title if not title or title.lower() == kind.lower() else f"{title} ({kind.lower()})"
    return f"{words or kind}, {_number(one.weight, language)} %" if one.weight else words or kind


def _quality(design: MicroCredential, language: str) -> Iterator[str]:
    for one in design.quality_assurance:
        parts = [one.name.text(language) or one.type.name_in(language), one.agency]
        if one.valid_until is not None:
            until = written_date(one.valid_until, language=language)
            parts.append(f"до {until}" if language == "bg" else f"until {until}")
        yield ", ".join(part for part in parts if part)


def _conditions(record: AnnexIRecord, language: str) -> str:
    """What was so for this learner, or what the design foresees where nothing else is known."""
    design = as_awarded(record)
    parts = [] if design.supervision is None else [design.supervision.name_in(language)]
    if record.identity is not None:
        return "; ".join([*parts, record.identity.say(language)])
    if design.identity_verification is not None:
        parts.append(design.identity_verification.name_in(language))
    if design.identity_method:
        parts.append(design.identity_method.text(language))
    return "; ".join(parts)


def _grade(record: AnnexIRecord, language: str) -> str:
    scale = record.credential.grading
    if not record.grade or scale is None:
        return record.grade
    least, most, mark = (_number(value, language) for value in (scale.minimum, scale.maximum, scale.pass_mark))
    if language == "bg":
        return f"{record.grade} ({scale.name.text(language)}: от {least} до {most}, успешна от {mark})"
    return f"{record.grade} ({scale.name.text(language)}: {least} to {most}, pass from {mark})"


def _stackability(design: MicroCredential, language: str) -> str:
    stacking = design.stackability
    if stacking is None:
        return ""
    texts = [text.text(language) for text in (stacking.towards, stacking.conditions) if text]
    return ": ".join([stacking.kind.name_in(language), *(["; ".join(texts)] if texts else [])])


def _further(design: MicroCredential, language: str) -> Iterator[str]:
    if design.further_information:
        yield design.further_information.text(language)
    yield from design.links


def _number(value: Decimal, language: str) -> str:
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",") if language == "bg" else text
