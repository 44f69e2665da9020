"""Prerequisites in words: what is asked, whether it is met, why, and what one can do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrOrPromise

from campus.catalogue.models import DesignVersion
from campus.catalogue.versions import title_in
from campus.enrolling.prerequisites import (
    Credential,
    Entry,
    Judged,
    Leaf,
    Parts,
    Skill,
    Statement,
    Strength,
    Test,
    Verdict,
    leaves,
)
from campus.learning.models import Quiz
from campus.web.quizzes.titles import title_of

STRENGTHS: Mapping[Strength, StrOrPromise] = {
    Strength.HARD: gettext_lazy("Needed"),
    Strength.RECOMMENDED: gettext_lazy("Recommended only"),
    Strength.WAIVABLE: gettext_lazy("Needed, or something that replaces it"),
}


@dataclass(frozen=True, slots=True)
class PartShown:
    """One thing that is asked: its words, whether it is met, what there is, and where one can get it."""

    text: str
    met: bool
    have: str = ""
    url: str = ""
    statement: str = ""
    of: tuple[PartShown, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryShown:
    """An entry as somebody reads it. `tone` is that of an icon; `then` says what follows."""

    id: str
    strength: StrOrPromise
    holds: bool
    tone: str
    then: str
    heading: str
    parts: tuple[PartShown, ...]
    to_waive: bool
    typed: str = ""


class Names:
    """The names of what entries refer to, looked up once."""

    def __init__(self, entries: Iterable[Entry], language: str) -> None:
        asked = [leaf for entry in entries for leaf in leaves(entry.needs)]
        self.language = language
        self._versions: dict[str, DesignVersion] = {}
        designs = {leaf.design for leaf in asked if isinstance(leaf, Credential)}
        for version in DesignVersion.objects.filter(design__public_id__in=designs).select_related("design").order_by("number"):
            self._versions[str(version.design.public_id)] = version
        quizzes = Quiz.objects.filter(public_id__in={leaf.quiz for leaf in asked if isinstance(leaf, Test)})
        self._quizzes = {str(quiz.public_id): quiz for quiz in quizzes}

    def of(self, leaf: Leaf) -> str:
        """What is asked, as a sentence."""
        if isinstance(leaf, Credential):
            version = self._versions.get(leaf.design)
            return _("The badge “%(title)s”") % {"title": title_in(version, self.language) if version else "?"}
        if isinstance(leaf, Skill):
            name = self._either(leaf.name_bg, leaf.name_en) or leaf.url
            if leaf.level is None:
                return _("The skill “%(name)s”") % {"name": name}
            return _("The skill “%(name)s” at level %(level)s of the EQF or above") % {"name": name, "level": leaf.level}
        if isinstance(leaf, Test):
            quiz = self._quizzes.get(leaf.quiz)
            title = title_of(quiz, self.language) if quiz else "?"
            return _("At least %(percent)s %% in the test “%(title)s”") % {"percent": leaf.at_least.normalize(), "title": title}
        return self._either(leaf.text_bg, leaf.text_en)

    def where(self, leaf: Leaf) -> str:
        """Where one can get it, "" where nothing can be said."""
        if isinstance(leaf, Credential) and leaf.design in self._versions:
            version = self._versions[leaf.design]
            return reverse("public_design", args=[version.design.public_id, version.number])
        if isinstance(leaf, Test) and leaf.quiz in self._quizzes:
            return reverse("my_quiz", args=[leaf.quiz])
        return ""

    def _either(self, bulgarian: str, english: str) -> str:
        return (bulgarian or english) if self.language == "bg" else (english or bulgarian)


def shown(verdicts: Sequence[Verdict], language: str) -> list[EntryShown]:
    """The verdicts as a person reads them, in the order in which they are asked."""
    names = Names([verdict.entry for verdict in verdicts], language)
    return [_entry(verdict, names) for verdict in verdicts]


def _entry(verdict: Verdict, names: Names) -> EntryShown:
    strength = verdict.entry.strength
    return EntryShown(
        id=verdict.entry.id,
        strength=STRENGTHS[strength],
        holds=verdict.holds,
        tone="valid" if verdict.holds else "refused" if verdict.stops else "attention",
        then=_then(verdict),
        heading=_heading(verdict.entry.needs),
        parts=tuple(_part(each, names) for each in verdict.judged.of),
        to_waive=strength == Strength.WAIVABLE and not verdict.judged.met,
    )


def _then(verdict: Verdict) -> str:
    if verdict.waived and not verdict.judged.met:
        return _("Something else was counted in its place.")
    if verdict.judged.met:
        return _("You have it.")
    return {
        Strength.HARD: _("You need it before you can enrol."),
        Strength.RECOMMENDED: _("You can enrol all the same; it may be harder for you."),
        Strength.WAIVABLE: _("You can say what you bring in its place. A person decides whether it counts."),
    }[verdict.entry.strength]


def _heading(needs: Parts) -> str:
    if len(needs.of) == 1:
        return ""
    if needs.at_least == len(needs.of):
        return _("All of these:")
    if needs.at_least == 1:
        return _("One of these is enough:")
    return ngettext("At least %(count)s of these:", "At least %(count)s of these:", needs.at_least) % {"count": needs.at_least}


def _part(judged: Judged, names: Names) -> PartShown:
    part = judged.part
    if isinstance(part, Parts):
        text = _heading(part) or _("This:")
        return PartShown(text=text, met=judged.met, of=tuple(_part(each, names) for each in judged.of))
    return PartShown(
        text=names.of(part),
        met=judged.met,
        have=_have(judged, part),
        url="" if judged.met else names.where(part),
        statement=part.id if isinstance(part, Statement) else "",
    )


def _have(judged: Judged, part: Leaf) -> str:
    if judged.have is None or judged.met:
        return ""
    if isinstance(part, Test):
        return _("your best result so far is %(percent)s %%") % {"percent": judged.have}
    return _("you have it at level %(level)s") % {"level": judged.have}
