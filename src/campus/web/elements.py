"""The 16 European standard elements of a micro-credential, in words, in the order and under the names of the Recommendation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from babel import Locale
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrOrPromise

from laurel.annex1.record import MicroCredential, Organisation, SkillReference

LABELS: dict[str, StrOrPromise] = {
    "M1": gettext_lazy("Learner"),
    "M2": gettext_lazy("Title"),
    "M3": gettext_lazy("Country or region of the issuer"),
    "M4": gettext_lazy("Awarding body"),
    "M5": gettext_lazy("Date of issuing"),
    "M6": gettext_lazy("Learning outcomes"),
    "M7": gettext_lazy("Notional workload"),
    "M8": gettext_lazy("Level"),
    "M9": gettext_lazy("Assessment"),
    "M10": gettext_lazy("Form of participation"),
    "M11": gettext_lazy("Quality assurance"),
    "O1": gettext_lazy("Prerequisites"),
    "O2": gettext_lazy("Supervision and identity verification"),
    "O3": gettext_lazy("Grading"),
    "O4": gettext_lazy("Stackability"),
    "O5": gettext_lazy("Further information"),
}
PRINCIPLES: dict[str, StrOrPromise] = {
    "P1": gettext_lazy("Quality"),
    "P2": gettext_lazy("Transparency"),
    "P3": gettext_lazy("Relevance"),
    "P4": gettext_lazy("Valid assessment"),
    "P5": gettext_lazy("Learning pathways"),
    "P6": gettext_lazy("Recognition"),
    "P7": gettext_lazy("Portability"),
    "P8": gettext_lazy("Learner-centred"),
    "P9": gettext_lazy("Authenticity"),
    "P10": gettext_lazy("Information and guidance"),
}
"""The ten principles of the Recommendation's Annex II."""


@dataclass(frozen=True, slots=True)
class Value:
    """One line of an element: a text, a softer note after it, and where to read more."""

    text: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Element:
    """One element with what is said about it."""

    code: str
    values: tuple[Value, ...]

    @property
    def label(self) -> StrOrPromise:
        """Its name."""
        return LABELS[self.code]


def elements_of(design: MicroCredential, *, language: str) -> list[Element]:
    """Every element of a design that says something; the learner (M1) and the date (M5) are not in a design."""
    found = [Element(code, tuple(say(design, language))) for code, say in _SAY.items()]
    return [element for element in found if element.values]


def skills_of(design: MicroCredential) -> list[SkillReference]:
    """The named skills of all outcomes, each once, in order."""
    skills = {(skill.framework, skill.code): skill for outcome in design.learning_outcomes for skill in outcome.skills}
    return list(skills.values())


def workload_of(design: MicroCredential) -> str:
    """E.g. "1.5 ECTS (about 40 hours)"; empty when the design says nothing."""
    return say_workload(design.workload.hours, design.workload.ects) if design.workload else ""


def say_workload(hours: Decimal, ects: Decimal | None) -> str:
    """Hours, and credits where there are any."""
    said = ngettext("%(hours)s hour", "%(hours)s hours", int(hours)) % {"hours": _number(hours)}
    if ects is None:
        return _("about %(hours)s") % {"hours": said}
    return _("%(ects)s ECTS (about %(hours)s)") % {"ects": _number(ects), "hours": said}


def level_of(design: MicroCredential, *, language: str) -> list[str]:
    """The level in each framework that has one, or why none applies."""
    level, found = design.level, []
    if level.eqf is not None:
        found.append(_("EQF level %(level)s") % {"level": level.eqf})
    if level.cycle is not None:
        found.append(level.cycle.name_in(language))
    if level.nqf:
        found.append(_("National framework: %(level)s") % {"level": level.nqf})
    if not found and level.not_applicable_because:
        found.append(_("No level applies: %(why)s") % {"why": level.not_applicable_because.text(language)})
    return found


def _number(value: Decimal) -> str:
    return str(number_format(value.normalize(), use_l10n=True)) if value % 1 else str(int(value))


def _title(design: MicroCredential, language: str) -> Iterator[Value]:
    if design.title:
        yield Value(design.title.text(language))
    for other in design.title.languages:
        if design.title.text(other) != design.title.text(language):
            yield Value(design.title.text(other), note=other)


def _country(design: MicroCredential, language: str) -> Iterator[Value]:
    for body in design.awarding_bodies:
        country = Locale.parse("bg" if language == "bg" else "en").territories.get(body.country, body.country)
        yield Value(", ".join(filter(None, (country, body.region))), note=_name(body, language))


def _bodies(design: MicroCredential, language: str) -> Iterator[Value]:
    for body in design.awarding_bodies:
        registration = _("registration %(number)s") % {"number": body.registration} if body.registration else ""
        yield Value(_name(body, language), note=registration, url=_web(body.url))


def _outcomes(design: MicroCredential, language: str) -> Iterator[Value]:
    for outcome in design.learning_outcomes:
        skills = " · ".join(f"{skill.framework} {skill.code} {skill.name.text(language)}" for skill in outcome.skills)
        yield Value(outcome.statement.text(language), note=skills or outcome.kind.name_in(language))


def _workload(design: MicroCredential, language: str) -> Iterator[Value]:
    if workload_of(design):
        yield Value(workload_of(design))


def _level(design: MicroCredential, language: str) -> Iterator[Value]:
    yield from map(Value, level_of(design, language=language))


def _assessment(design: MicroCredential, language: str) -> Iterator[Value]:
    for each in design.assessments:
        facts = [each.type.name_in(language)]
        if each.weight:
            facts.append(_("%(weight)s %% of the result") % {"weight": _number(each.weight)})
        if each.threshold is not None:
            facts.append(
                _("passed with %(threshold)s of %(maximum)s")
                % {"threshold": _number(each.threshold), "maximum": _number(each.maximum)}
            )
        if each.mandatory:
            facts.append(_("must be passed"))
        if each.criteria:
            facts.append(each.criteria.text(language))
        yield Value(each.title.text(language), note=" · ".join(facts))


def _participation(design: MicroCredential, language: str) -> Iterator[Value]:
    if design.participation:
        yield Value(", ".join(each.name_in(language) for each in design.participation))


def _quality(design: MicroCredential, language: str) -> Iterator[Value]:
    for each in design.quality_assurance:
        until = _("valid until %(day)s") % {"day": date_format(each.valid_until, "DATE_FORMAT")} if each.valid_until else ""
        note = " · ".join(filter(None, (each.type.name_in(language), each.agency, until)))
        yield Value(each.name.text(language) or each.type.name_in(language), note=note, url=_web(each.url))


def _prerequisites(design: MicroCredential, language: str) -> Iterator[Value]:
    if design.prerequisites:
        yield Value(design.prerequisites.text(language))


def _supervision(design: MicroCredential, language: str) -> Iterator[Value]:
    if design.supervision is not None:
        yield Value(design.supervision.name_in(language))
    if design.identity_verification is not None:
        method = design.identity_method.text(language) if design.identity_method else ""
        yield Value(design.identity_verification.name_in(language), note=method)


def _grading(design: MicroCredential, language: str) -> Iterator[Value]:
    scale = design.grading
    if scale is not None:
        limits = {"low": _number(scale.minimum), "high": _number(scale.maximum), "mark": _number(scale.pass_mark)}
        yield Value(scale.name.text(language), note=_("from %(low)s to %(high)s, passed with %(mark)s") % limits)


def _stackability(design: MicroCredential, language: str) -> Iterator[Value]:
    stack = design.stackability
    if stack is not None:
        towards = stack.towards.text(language) if stack.towards else ""
        yield Value(stack.kind.name_in(language), note=towards)
        if stack.conditions:
            yield Value(stack.conditions.text(language))


def _further(design: MicroCredential, language: str) -> Iterator[Value]:
    if design.further_information:
        yield Value(design.further_information.text(language))
    for link in design.links:
        if _web(link):
            yield Value(link, url=link)


def _name(body: Organisation, language: str) -> str:
    return body.legal_name.text(language)


def _web(url: str | None) -> str:
    """A link that is safe to follow: what strangers wrote may be `javascript:`."""
    return url if url and url.startswith(("https://", "http://")) else ""


_SAY = {
    "M2": _title,
    "M3": _country,
    "M4": _bodies,
    "M6": _outcomes,
    "M7": _workload,
    "M8": _level,
    "M9": _assessment,
    "M10": _participation,
    "M11": _quality,
    "O1": _prerequisites,
    "O2": _supervision,
    "O3": _grading,
    "O4": _stackability,
    "O5": _further,
}
