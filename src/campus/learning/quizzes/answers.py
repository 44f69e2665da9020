"""What a learner answered, in one shape for every type of question, as it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from campus.learning.quizzes.questions import AnyQuestion, Choice, HotSpot, Matching, Ordering

LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`ids`: options chosen, or items in the learner's order. `pairs`: left -> right. `text`: what was written."""

    ids: tuple[str, ...] = ()
    pairs: Mapping[str, str] = field(default_factory=dict)
    text: str = ""

    @property
    def empty(self) -> bool:
        """True when nothing was answered."""
        return not (self.ids or self.pairs or self.text.strip())

    def to_json(self) -> dict[str, Any]:
        """As a row keeps it."""
        return {"ids": list(self.ids), "pairs": dict(self.pairs), "text": self.text}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Answer:
        """What `to_json` wrote."""
        return cls(ids=tuple(stored["ids"]), pairs=dict(stored["pairs"]), text=stored["text"])


def fitting(question: AnyQuestion, answer: Answer) -> Answer:
    """The part of an answer that fits the question; what was made up elsewhere is dropped, nothing is guessed."""
    if isinstance(question, Choice | HotSpot):
        known = [option.id for option in question.options if option.id in set(answer.ids)]
        return Answer(ids=tuple(known if question.several else known[:1]))
    if isinstance(question, Ordering):
        whole = sorted(answer.ids) == sorted(item.id for item in question.items)
        return Answer(ids=answer.ids if whole else ())
    if isinstance(question, Matching):
        lefts, rights = {pair.id for pair in question.pairs}, right_ids(question)
        return Answer(pairs={left: right for left, right in answer.pairs.items() if left in lefts and right in rights})
    return Answer(text=answer.text.replace("\0", "").strip()[:LONGEST])


def right_ids(question: Matching) -> dict[str, str]:
    """Every id of a right side -> the id it is shown under: right sides with one text are one choice."""
    shown: dict[tuple[tuple[str, str], ...], str] = {}
    found = {}
    for part_id, text in ((p.id, p.right) for p in question.pairs):
        found[part_id] = shown.setdefault(tuple(sorted(text.root.items())), part_id)
    for item in question.distractors:
        found[item.id] = shown.setdefault(tuple(sorted(item.text.root.items())), item.id)
    return found
