"""Write questions as Moodle XML. Two languages stand side by side as Moodle's multilang spans; losses are in `declared`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from campus.learning.quizzes.answers import right_ids
from campus.learning.quizzes.exchange.writing import LoadPicture, base64_of, escaped, in_html, quoted, shown
from campus.learning.quizzes.questions import (
    AnyQuestion,
    Area,
    Choice,
    HotSpot,
    Matching,
    Numeric,
    NumericAnswer,
    Option,
    Ordering,
    Picture,
    ShortText,
    TextAnswer,
)
from laurel.annex1.record import LangString

ORDER_RULES = {"exact": "ALL_OR_NOTHING", "positions": "ABSOLUTE_POSITION", "neighbours": "RELATIVE_NEXT_EXCLUDE_LAST"}


def write_moodle(questions: Iterable[AnyQuestion], *, load_picture: LoadPicture) -> Iterator[str]:
    """The file, piece by piece: one for each question, so that a large bank needs no large memory."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
    category = ""
    for question in questions:
        if question.category != category:
            category = question.category
            path = "/".join(["$course$", "top", *category.split("/")]) if category else "$course$/top"
            yield f'<question type="category"><category><text>{escaped(path)}</text></category></question>\n'
        yield "".join(_question(question, load_picture))
    yield "</quiz>\n"


def _question(question: AnyQuestion, load_picture: LoadPicture) -> Iterator[str]:
    kind, lines = _own(question)
    yield f'<question type="{kind}">\n'
    yield f"<name><text>{escaped(question.title)}</text></name>\n"
    yield f'<questiontext format="html"><text>{_asked(question)}</text>'
    if question.picture is not None:
        content = base64_of(load_picture(question.picture.name))
        yield f'<file name="{_file(question.picture)}" path="/" encoding="base64">{content}</file>'
    yield "</questiontext>\n"
    yield _html("generalfeedback", question.feedback.general)
    yield f"<defaultgrade>{shown(question.points)}</defaultgrade>\n"
    for tag, text in (
        ("correctfeedback", question.feedback.right),
        ("partiallycorrectfeedback", question.feedback.partly),
        ("incorrectfeedback", question.feedback.wrong),
    ):
        yield _html(tag, text)
    yield from lines
    yield "</question>\n"


def _own(question: AnyQuestion) -> tuple[str, Iterator[str]]:
    if isinstance(question, Choice | HotSpot):
        return "multichoice", _of_choice(question)
    if isinstance(question, Ordering):
        return "ordering", _of_ordering(question)
    if isinstance(question, Matching):
        return "matching", _of_matching(question)
    if isinstance(question, Numeric):
        return "numerical", _of_numeric(question)
    return "shortanswer", _of_short_text(question)


def _of_choice(question: Choice | HotSpot) -> Iterator[str]:
    shuffle = isinstance(question, Choice) and question.shuffle
    yield f"<single>{'false' if question.several else 'true'}</single>\n"
    yield f"<shuffleanswers>{'true' if shuffle else 'false'}</shuffleanswers>\n<answernumbering>abc</answernumbering>\n"
    options: tuple[Option | Area, ...] = question.options
    for option in options:
        yield _answer(_multilang(option.text), option.share, option.feedback, form="html")


def _of_ordering(question: Ordering) -> Iterator[str]:
    yield "<layouttype>VERTICAL</layouttype>\n<selecttype>ALL</selecttype>\n<selectcount>0</selectcount>\n"
    yield f"<gradingtype>{ORDER_RULES[question.rule]}</gradingtype>\n<showgrading>SHOW</showgrading>\n"
    for place, item in enumerate(question.items, start=1):
        yield f'<answer fraction="{place}.0000000" format="html"><text>{_multilang(item.text)}</text></answer>\n'


def _of_matching(question: Matching) -> Iterator[str]:
    yield f"<shuffleanswers>{'true' if question.shuffle else 'false'}</shuffleanswers>\n"
    same = right_ids(question)
    for pair in question.pairs:
        yield _subquestion(_multilang(pair.left), pair.right)
    for item in question.distractors:
        if same[item.id] == item.id:
            yield _subquestion("", item.text)


def _subquestion(left: str, right: LangString) -> str:
    answer = f"<answer><text>{_multilang(right)}</text></answer>"
    return f'<subquestion format="html"><text>{left}</text>{answer}</subquestion>\n'


def _of_numeric(question: Numeric) -> Iterator[str]:
    for answer in question.answers:
        tolerance = f"<tolerance>{shown(answer.tolerance)}</tolerance>"
        yield _answer(shown(answer.value), answer.share, answer.feedback, more=tolerance)
    required = question.unit_required
    yield f"<unitgradingtype>{1 if required else 0}</unitgradingtype>\n<unitpenalty>{1 if required else 0}</unitpenalty>\n"
    yield f"<showunits>{0 if question.units else 3}</showunits>\n<unitsleft>0</unitsleft>\n"
    if question.units:
        units = "".join(
            f"<unit><multiplier>{shown(1 / unit.factor)}</multiplier><unit_name>{escaped(unit.name)}</unit_name></unit>"
            for unit in question.units
        )
        yield f"<units>{units}</units>\n"


def _of_short_text(question: ShortText) -> Iterator[str]:
    yield f"<usecase>{1 if question.case_matters else 0}</usecase>\n"
    answers: tuple[TextAnswer | NumericAnswer, ...] = question.answers
    for answer in answers:
        if isinstance(answer, TextAnswer):
            yield _answer(escaped(answer.text), answer.share, answer.feedback)


def _answer(text: str, share: Decimal, feedback: LangString, *, form: str = "moodle_auto_format", more: str = "") -> str:
    told = f'<feedback format="html"><text>{_multilang(feedback)}</text></feedback>' if feedback else ""
    return f'<answer fraction="{shown(share * 100)}" format="{form}"><text>{text}</text>{told}{more}</answer>\n'


def _html(tag: str, text: LangString) -> str:
    return f'<{tag} format="html"><text>{_multilang(text)}</text></{tag}>\n' if text else ""


def _asked(question: AnyQuestion) -> str:
    return _multilang(question.text) + (escaped(_image(question.picture)) if question.picture is not None else "")


def _image(picture: Picture) -> str:
    """The picture with its description in each language."""
    more = "".join(f" data-laurel-alt-{language}={quoted(text)}" for language, text in sorted(picture.alt.root.items()))
    return f'<img src="@@PLUGINFILE@@/{_file(picture)}" alt={quoted(picture.alt.text("en"))}{more}/>'


def _file(picture: Picture) -> str:
    return f"{picture.name[:16]}.png"


def _multilang(text: LangString) -> str:
    return escaped(in_html(text, attribute="lang", kind="multilang"))
