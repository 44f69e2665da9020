"""The form of a question: what all types have, what one type has, and the question made of it."""

from __future__ import annotations

import io
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from PIL import Image

from campus.learning.models import QuestionBank
from campus.learning.question_banks import keep_picture, picture_of
from campus.learning.quizzes.check import read_question
from campus.learning.quizzes.problems import QuestionError
from campus.learning.quizzes.questions import AnyQuestion, Numeric
from campus.web.staff.questions.rows import parts_of

RULES = {
    "choice": [("sum", _("Shares of what is chosen add up")), ("exact", _("All or nothing"))],
    "hotspot": [("sum", _("Shares of what is chosen add up")), ("exact", _("All or nothing"))],
    "ordering": [
        ("positions", _("A share for each line in its place")),
        ("neighbours", _("A share for each line followed by the right one")),
        ("exact", _("All or nothing")),
    ],
    "matching": [("each", _("A share for each pair")), ("exact", _("All or nothing"))],
}
OWN = {
    "choice": ("several", "rule", "shuffle"),
    "hotspot": ("several", "rule"),
    "ordering": ("rule",),
    "matching": ("rule", "shuffle"),
    "numeric": ("units", "unit_required"),
    "short_text": ("case_matters", "spaces_matter", "accents_matter"),
}
FLAGS = frozenset({"several", "shuffle", "unit_required", "case_matters", "spaces_matter", "accents_matter"})


def _area(label: Any, help_text: Any = "", *, rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, max_length=10_000, widget=widget, help_text=help_text)


class QuestionForm(forms.Form):
    """Fields of all types; those of other types are taken out."""

    revision = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("For you and your colleagues. Learners do not see it.")
    )
    category = forms.CharField(
        label=_("Category"),
        required=False,
        max_length=200,
        help_text=_("A quiz can draw from one. “Sources/News” lies in “Sources”."),
    )
    text_en = _area(_("Question in English"))
    text_bg = _area(_("Question in Bulgarian"), _("One language is enough; learners read their own where it is there."))
    points = forms.DecimalField(label=_("Points"), min_value=0, max_value=1000, decimal_places=2, initial=1)
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("PNG, JPEG or WebP, at most 2 MB. It is kept until another one replaces it."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    no_picture = forms.BooleanField(label=_("Take the picture away"), required=False)
    alt_en = forms.CharField(label=_("What the picture shows, in English"), required=False, max_length=1000)
    alt_bg = forms.CharField(label=_("What the picture shows, in Bulgarian"), required=False, max_length=1000)
    several = forms.BooleanField(label=_("Several may be chosen"), required=False)
    rule = forms.ChoiceField(label=_("How it is marked"), choices=[])
    shuffle = forms.BooleanField(label=_("Shuffle for each learner"), required=False, initial=True)
    units = _area(_("Units"), _("One a line, the first is the measure: kg, then g = 0.001. None: a bare number."))
    unit_required = forms.BooleanField(label=_("A unit must be written"), required=False)
    case_matters = forms.BooleanField(label=_("Capital letters matter"), required=False)
    spaces_matter = forms.BooleanField(label=_("Spaces inside matter"), required=False)
    accents_matter = forms.BooleanField(label=_("Accents matter (é is not e)"), required=False, initial=True)
    general_en, general_bg = _area(_("Always, in English"), rows=2), _area(_("Always, in Bulgarian"), rows=2)
    right_en, right_bg = _area(_("When right, in English"), rows=2), _area(_("When right, in Bulgarian"), rows=2)
    partly_en = _area(_("When partly right, in English"), rows=2)
    partly_bg = _area(_("When partly right, in Bulgarian"), rows=2)
    wrong_en, wrong_bg = _area(_("When wrong, in English"), rows=2), _area(_("When wrong, in Bulgarian"), rows=2)

    def __init__(self, data: Any, files: Any, *, kind: str, question: AnyQuestion | None) -> None:
        self.kind = kind
        self.before = question
        super().__init__(data, files, initial={} if question is None else _initial(question))
        for name in {each for names in OWN.values() for each in names} - set(OWN[kind]):
            del self.fields[name]
        if "rule" in self.fields:
            self.fields["rule"].choices = RULES[kind]  # type: ignore[attr-defined]

    @property
    def about(self) -> list[forms.BoundField]:
        return [self[name] for name in ("title", "category", "text_en", "text_bg", "points")]

    @property
    def pictures(self) -> list[forms.BoundField]:
        return [self[name] for name in ("picture", "no_picture", "alt_en", "alt_bg")]

    @property
    def own(self) -> list[forms.BoundField]:
        return [self[name] for name in OWN[self.kind]]

    @property
    def words(self) -> list[forms.BoundField]:
        return [self[f"{name}_{lang}"] for name in ("general", "right", "partly", "wrong") for lang in ("en", "bg")]

    def question(self, rows: list[dict[str, Any]], bank: QuestionBank) -> AnyQuestion:
        """The question the form describes.

        Raises:
            QuestionError: it makes no sense yet.
            BadPictureError: the picture is none that we take.
        """
        sent = self.cleaned_data
        made: dict[str, Any] = {
            "type": self.kind,
            "title": sent["title"],
            "category": sent["category"],
            "text": self._both("text"),
            "points": f"{sent['points'].normalize():f}",
            "feedback": {name: self._both(name) for name in ("general", "right", "partly", "wrong")},
            **{name: sent[name] for name in OWN[self.kind] if name != "units"},
            **parts_of(self.kind, rows),
        }
        if self.kind == "numeric":
            made["units"] = [_unit(line) for line in sent["units"].splitlines() if line.strip()]
        picture = self._picture(bank)
        if picture is not None:
            made["picture"] = picture
        return read_question(made)

    def tell(self, error: QuestionError) -> None:
        """Show what makes no sense, each with its place in words."""
        language = "bg" if get_language() == "bg" else "en"
        for each in error.problems:
            field, place = _place(each.at, set(self.fields))
            sentence = getattr(each, language)
            self.add_error(field, f"{place}: {sentence}" if place else sentence)

    def _both(self, name: str) -> dict[str, str]:
        sent = self.cleaned_data
        texts = {lang: sent[f"{name}_{lang}"].replace("\r\n", "\n").strip() for lang in ("bg", "en")}
        return {lang: text for lang, text in texts.items() if text}

    def _picture(self, bank: QuestionBank) -> dict[str, Any] | None:
        file = self.cleaned_data["picture"]
        if isinstance(file, UploadedFile):
            name = keep_picture(bank, content=file.read(2 * 1024**2 + 1))
        elif self.before is not None and self.before.picture is not None and not self.cleaned_data["no_picture"]:
            name = self.before.picture.name
        else:
            return None
        with Image.open(io.BytesIO(picture_of(bank, name))) as kept:
            return {"name": name, "alt": self._both("alt"), "width": kept.width, "height": kept.height}


def _initial(question: AnyQuestion) -> dict[str, Any]:
    found: dict[str, Any] = {name: getattr(question, name) for name in OWN[question.type] if name != "units"}
    found |= {"title": question.title, "category": question.category, "points": question.points}
    texts = {
        "text": question.text,
        **{name: getattr(question.feedback, name) for name in ("general", "right", "partly", "wrong")},
    }
    if question.picture is not None:
        texts["alt"] = question.picture.alt
    found |= {f"{name}_{lang}": text.root.get(lang, "") for name, text in texts.items() for lang in ("en", "bg")}
    if isinstance(question, Numeric):
        lines = [unit.name if unit.factor == 1 else f"{unit.name} = {unit.factor.normalize():f}" for unit in question.units]
        found["units"] = "\n".join(lines)
    return found


def _unit(line: str) -> dict[str, str]:
    name, _equals, factor = line.rpartition("=") if "=" in line else (line, "", "1")
    return {"name": name.strip(), "factor": factor.strip().replace(",", ".")}


def _place(at: str, fields: set[str]) -> tuple[str | None, str]:
    """The field a problem belongs to, or the row it is in, in words."""
    first, _slash, rest = at.removeprefix("/").partition("/")
    if first in fields:
        return first, ""
    if first in ("text", "picture"):
        return ("text_en", "") if first == "text" else ("alt_en" if rest else "picture", "")
    number = rest.partition("/")[0]
    if first in ("options", "items", "pairs", "answers") and number.isdecimal():
        return None, str(_("row %(number)s") % {"number": int(number) + 1})
    return None, ""
