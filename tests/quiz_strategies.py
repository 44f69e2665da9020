"""Questions of every type and size, and answers to them."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from campus.learning.quizzes.answers import Answer, right_ids
from campus.learning.quizzes.check import problems_in
from campus.learning.quizzes.questions import (
    AnyQuestion,
    Area,
    Choice,
    Feedback,
    HotSpot,
    Item,
    Matching,
    Numeric,
    NumericAnswer,
    Option,
    Ordering,
    Pair,
    Picture,
    ShortText,
    TextAnswer,
    Unit,
)
from laurel.annex1.record import LangString

words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cn", "Co"]), min_size=1, max_size=20
).filter(lambda text: text.strip() == text and "  " not in text and not any(sign.isspace() and sign != " " for sign in text))
langs = st.dictionaries(st.sampled_from(["bg", "en"]), words, min_size=1).map(LangString)
maybe = langs | st.just(LangString({}))
feedbacks = st.builds(Feedback, general=maybe, right=maybe, partly=maybe, wrong=maybe)
shares = st.integers(-100_000, 100_000).map(lambda each: Decimal(each).scaleb(-5))
points = st.integers(1, 100_000).map(lambda each: Decimal(each).scaleb(-2))
numbers = st.decimals(-1_000_000, 1_000_000, places=4)
pictures = st.builds(
    Picture, name=st.sampled_from(["a" * 64, "b" * 64]), alt=langs, width=st.integers(100, 2000), height=st.integers(100, 2000)
)
categories = st.sampled_from(["", "Sources", "Sources/News", "Източници"])


def about(**more: object) -> dict[str, object]:
    """What questions of every type have."""
    facts = {"title": words, "text": langs, "picture": st.none() | pictures, "points": points, "category": categories}
    return {**facts, "feedback": feedbacks, **more}


@st.composite
def options(draw: st.DrawFn, *, several: bool, make=Option, **more: st.SearchStrategy) -> tuple:
    """Options of which the right ones earn everything."""
    texts = draw(st.lists(langs, min_size=3, max_size=6, unique_by=lambda text: tuple(sorted(text.root.items()))))
    earned = [draw(shares) if several else abs(draw(shares)) for _ in texts]
    earned[draw(st.integers(0, len(texts) - 1))] = Decimal(1)
    if all(share == 1 for share in earned):
        earned[0], earned[1] = Decimal(0), Decimal(1)
    return tuple(
        make(id=f"o{index}", text=text, share=share, feedback=draw(maybe), **{name: draw(each) for name, each in more.items()})
        for index, (text, share) in enumerate(zip(texts, earned, strict=True), start=1)
    )


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    several = draw(st.booleans())
    rule = draw(st.sampled_from(["sum", "exact"])) if several else "sum"
    own = {"options": options(several=several), "several": st.just(several), "rule": st.just(rule), "shuffle": st.booleans()}
    return draw(st.builds(Choice, **about(**own)))


@st.composite
def hotspots(draw: st.DrawFn) -> HotSpot:
    several = draw(st.booleans())
    rule = draw(st.sampled_from(["sum", "exact"])) if several else "sum"
    shape = draw(st.sampled_from([("rect", (1, 2, 50, 60)), ("circle", (40, 40, 9)), ("poly", (0, 0, 90, 5, 3, 70))]))
    own = options(several=several, make=Area, shape=st.just(shape[0]), coords=st.just(shape[1]))
    return draw(st.builds(HotSpot, **about(options=own, several=st.just(several), rule=st.just(rule), picture=pictures)))


def items(letter: str, *, least: int) -> st.SearchStrategy[tuple[Item, ...]]:
    texts = st.lists(langs, min_size=least, max_size=6, unique_by=lambda text: tuple(sorted(text.root.items())))
    return texts.map(lambda found: tuple(Item(id=f"{letter}{index}", text=text) for index, text in enumerate(found, start=1)))


orderings = st.builds(Ordering, **about(rule=st.sampled_from(["exact", "positions", "neighbours"]), items=items("i", least=2)))


@st.composite
def matchings(draw: st.DrawFn) -> Matching:
    lefts = draw(st.lists(langs, min_size=2, max_size=5, unique_by=lambda text: tuple(sorted(text.root.items()))))
    pairs = tuple(Pair(id=f"p{index}", left=left, right=draw(langs)) for index, left in enumerate(lefts, start=1))
    own = {
        "rule": st.sampled_from(["each", "exact"]),
        "pairs": st.just(pairs),
        "distractors": items("d", least=0),
        "shuffle": st.booleans(),
    }
    return draw(st.builds(Matching, **about(**own)))


@st.composite
def numerics(draw: st.DrawFn) -> Numeric:
    answers = [
        NumericAnswer(value=draw(numbers), tolerance=abs(draw(numbers)), share=draw(shares), feedback=draw(maybe))
        for _ in range(draw(st.integers(0, 3)))
    ]
    answers.insert(draw(st.integers(0, len(answers))), NumericAnswer(value=draw(numbers), feedback=draw(maybe)))
    factors = [Decimal(1), Decimal("0.001"), Decimal(1000), Decimal("0.25")]
    names = draw(st.lists(st.sampled_from(["kg", "g", "t", "m/s"]), max_size=4, unique=True))
    units = tuple(Unit(name=name, factor=factors[index]) for index, name in enumerate(names))
    required = draw(st.booleans()) and bool(units)
    own = {"answers": st.just(tuple(answers)), "units": st.just(units), "unit_required": st.just(required)}
    return draw(st.builds(Numeric, **about(**own)))


@st.composite
def short_texts(draw: st.DrawFn) -> ShortText:
    texts = draw(st.lists(words, min_size=1, max_size=4, unique=True))
    answers = [TextAnswer(text=text, share=draw(shares), feedback=draw(maybe)) for text in texts]
    answers[0] = answers[0].model_copy(update={"share": Decimal(1)})
    flags = {name: st.booleans() for name in ("case_matters", "spaces_matter", "accents_matter")}
    return draw(st.builds(ShortText, **about(answers=st.just(tuple(answers)), **flags)))


questions = st.one_of(choices(), hotspots(), orderings, matchings(), numerics(), short_texts()).filter(
    lambda question: not list(problems_in(question))
)


@st.composite
def answers_to(draw: st.DrawFn, question: AnyQuestion) -> Answer:
    """Something a learner, or a program, may send."""
    if isinstance(question, Choice | HotSpot):
        return Answer(ids=tuple(draw(st.lists(st.sampled_from([*(o.id for o in question.options), "zz"]), max_size=8))))
    if isinstance(question, Ordering):
        return Answer(ids=tuple(draw(st.permutations([item.id for item in question.items]))))
    if isinstance(question, Matching):
        rights = st.sampled_from([*right_ids(question), "zz"])
        return Answer(pairs=draw(st.dictionaries(st.sampled_from([*(p.id for p in question.pairs), "zz"]), rights)))
    if isinstance(question, Numeric):
        return Answer(
            text=draw(numbers.map(str) | st.text(max_size=20) | st.sampled_from([str(a.value) for a in question.answers]))
        )
    return Answer(text=draw(st.text(max_size=20) | st.sampled_from([a.text for a in question.answers])))
