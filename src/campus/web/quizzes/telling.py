"""What is told of a question once feedback is released: what was answered, how it went, why, and what is right."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from campus.learning.quizzes.answers import Answer, right_ids
from campus.learning.quizzes.marking import Verdict, feedback_of, mark
from campus.learning.quizzes.paper import Slot
from campus.learning.quizzes.questions import AnyQuestion, Choice, HotSpot, Matching, Numeric, Ordering

VERDICTS: dict[Verdict, tuple[str, StrOrPromise]] = {
    Verdict.RIGHT: ("valid", _("Right")),
    Verdict.PARTLY: ("attention", _("Partly right")),
    Verdict.WRONG: ("refused", _("Wrong")),
    Verdict.UNANSWERED: ("unknown", _("Not answered")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One question afterwards."""

    number: int
    text: str
    tone: str
    verdict: StrOrPromise
    points: str
    of: str
    answered: tuple[str, ...]
    feedback: tuple[str, ...]
    right: tuple[str, ...]


def told(slot: Slot, answer: Answer | None, *, language: str, shows_answers: bool) -> Told:
    """The question of a slot with its verdict and feedback."""
    marked = mark(slot.question, answer, points=slot.points)
    tone, verdict = VERDICTS[marked.verdict]
    return Told(
        number=slot.number,
        text=slot.question.text.text(language),
        tone=tone,
        verdict=verdict,
        points=f"{marked.points.normalize():f}",
        of=f"{slot.points.normalize():f}",
        answered=answer_in_words(slot.question, answer or Answer(), language),
        feedback=tuple(text.text(language) for text in feedback_of(slot.question, marked)),
        right=right_in_words(slot.question, language) if shows_answers else (),
    )


def answer_in_words(question: AnyQuestion, answer: Answer, language: str) -> tuple[str, ...]:
    """What a learner answered, a line each."""
    if isinstance(question, Choice | HotSpot):
        return tuple(option.text.text(language) for option in question.options if option.id in answer.ids)
    if isinstance(question, Ordering):
        items = {item.id: item.text.text(language) for item in question.items}
        return tuple(items[key] for key in answer.ids if key in items)
    if isinstance(question, Matching):
        rights = {pair.id: pair.right for pair in question.pairs} | {item.id: item.text for item in question.distractors}
        same = right_ids(question)
        return tuple(
            f"{pair.left.text(language)} – {rights[same[answer.pairs[pair.id]]].text(language)}"
            for pair in question.pairs
            if answer.pairs.get(pair.id) in same
        )
    return (answer.text,) if answer.text else ()


def right_in_words(question: AnyQuestion, language: str) -> tuple[str, ...]:
    """What earns all points, a line each."""
    if isinstance(question, Choice | HotSpot):
        wanted = [option for option in question.options if (option.share > 0 if question.several else option.share == 1)]
        return tuple(option.text.text(language) for option in wanted)
    if isinstance(question, Ordering):
        return tuple(item.text.text(language) for item in question.items)
    if isinstance(question, Matching):
        return tuple(f"{pair.left.text(language)} – {pair.right.text(language)}" for pair in question.pairs)
    if isinstance(question, Numeric):
        unit = f" {question.units[0].name}" if question.units else ""
        return tuple(f"{answer.value.normalize():f}{unit}" for answer in question.answers if answer.share == 1)
    return tuple(answer.text for answer in question.answers if answer.share == 1)
