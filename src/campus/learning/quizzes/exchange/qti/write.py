"""Write a question as a QTI 3.0 assessment item that any QTI player can mark.

What QTI has no word for (a second language of a label, units, how an order is marked) stands in `data-laurel-…` attributes,
which QTI 3 allows on elements of the body; another system passes over them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from campus.learning.quizzes.answers import right_ids
from campus.learning.quizzes.exchange.writing import escaped, in_html, quoted, shown
from campus.learning.quizzes.marking import rounded
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

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.imsglobal.org/xsd/imsqtiasi_v3p0 '
    'https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0p1_v1p0.xsd"'
)
_TEMPLATES = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/"
_RESPONSE = '<qti-variable identifier="RESPONSE"/>'


def write_item(question: AnyQuestion, *, identifier: str) -> str:
    """One item as XML."""
    language = question.text.languages[0] if question.text else "en"
    label = f" label={quoted(question.category)}" if question.category else ""
    declared, body, scoring = _parts(question)
    feedback = list(_feedback(question))
    return "".join(
        [
            f'{_HEAD} identifier="{identifier}" title={quoted(question.title)}{label} xml:lang="{language}" ',
            'adaptive="false" time-dependent="false" tool-name="Laurel">\n',
            declared,
            _outcome("SCORE", "single", "float", "0"),
            _outcome("MAXSCORE", "single", "float", shown(question.points)),
            _outcome("FEEDBACK", "multiple", "identifier", "") if feedback else "",
            f"<qti-item-body>\n{_text(question.text)}{_picture(question)}{body}</qti-item-body>\n",
            _processing(question, scoring, told=bool(feedback)),
            *feedback,
            "</qti-assessment-item>\n",
        ]
    )


def _parts(question: AnyQuestion) -> tuple[str, str, str]:
    """Response declaration, interaction, and what sets SCORE."""
    if isinstance(question, Choice | HotSpot):
        return _of_options(question)
    if isinstance(question, Ordering):
        return _of_ordering(question)
    if isinstance(question, Matching):
        return _of_matching(question)
    if isinstance(question, Numeric):
        return _of_numeric(question)
    return _of_short_text(question)


def _of_options(question: Choice | HotSpot) -> tuple[str, str, str]:
    options: tuple[Option | Area, ...] = question.options
    right = [option.id for option in options if (option.share > 0 if question.several else option.share == 1)]
    earned = [(option.id, option.share) for option in options if option.share]
    declared = _declaration(
        "multiple" if question.several else "single", "identifier", right, _mapping(earned, question.points, bounded=True)
    )
    most = 0 if question.several else 1
    if isinstance(question, HotSpot):
        inside = f"{_image(question.picture)}{''.join(_area(area) for area in question.options)}"
        body = (
            f'<qti-hotspot-interaction response-identifier="RESPONSE" max-choices="{most}">{inside}</qti-hotspot-interaction>\n'
        )
    else:
        shuffle = "true" if question.shuffle else "false"
        choices = "".join(_simple_choice(option.id, option.text) for option in question.options)
        body = (
            f'<qti-choice-interaction response-identifier="RESPONSE" shuffle="{shuffle}" max-choices="{most}">'
            f"{choices}</qti-choice-interaction>\n"
        )
    exact = question.several and question.rule == "exact"
    return declared, body, _TEMPLATES + ("match_correct.xml" if exact else "map_response.xml")


def _of_ordering(question: Ordering) -> tuple[str, str, str]:
    ids = [item.id for item in question.items]
    choices = "".join(_simple_choice(item.id, item.text) for item in sorted(question.items, key=_by_text))
    body = (
        f'<qti-order-interaction response-identifier="RESPONSE" shuffle="true" data-laurel-rule="{question.rule}">'
        f"{choices}</qti-order-interaction>\n"
    )
    return _declaration("ordered", "identifier", ids, ""), body, _TEMPLATES + "match_correct.xml"


def _of_matching(question: Matching) -> tuple[str, str, str]:
    same = right_ids(question)
    pairs = [f"{pair.id} R-{same[pair.id]}" for pair in question.pairs]
    each = rounded(Fraction(question.points) / len(pairs)) / question.points
    declared = _declaration(
        "multiple", "directedPair", pairs, _mapping([(pair, each) for pair in pairs], question.points, bounded=True)
    )
    rights = {same[pair.id]: pair.right for pair in question.pairs}
    rights |= {item.id: item.text for item in question.distractors if same[item.id] == item.id}
    lefts = "".join(_associable(pair.id, pair.left, 1) for pair in question.pairs)
    others = "".join(_associable(f"R-{key}", text, 0) for key, text in rights.items())
    shuffle = "true" if question.shuffle else "false"
    body = (
        f'<qti-match-interaction response-identifier="RESPONSE" shuffle="{shuffle}" max-associations="{len(pairs)}">'
        f"<qti-simple-match-set>{lefts}</qti-simple-match-set><qti-simple-match-set>{others}</qti-simple-match-set>"
        "</qti-match-interaction>\n"
    )
    return declared, body, _TEMPLATES + ("match_correct.xml" if question.rule == "exact" else "map_response.xml")


def _of_numeric(question: Numeric) -> tuple[str, str, str]:
    full = next((answer for answer in question.answers if answer.share == 1), question.answers[0])
    units = ""
    if question.units:
        named = json.dumps([{"name": unit.name, "factor": shown(unit.factor)} for unit in question.units], ensure_ascii=False)
        units = f" data-laurel-units={quoted(named)}"
        units += ' data-laurel-unit-required="true"' if question.unit_required else ""
    body = f'<p><qti-text-entry-interaction response-identifier="RESPONSE" expected-length="20"{units}/></p>\n'
    comparisons = [
        f'<qti-equal tolerance-mode="absolute" tolerance="{shown(answer.tolerance)} {shown(answer.tolerance)}">'
        f'{_RESPONSE}<qti-base-value base-type="float">{shown(answer.value)}</qti-base-value></qti-equal>'
        for answer in question.answers
    ]
    scoring = _branches(comparisons, question.answers, question.points)
    return _declaration("single", "float", [shown(full.value)], ""), body, scoring


def _of_short_text(question: ShortText) -> tuple[str, str, str]:
    case = "true" if question.case_matters else "false"
    entries = [
        f'<qti-map-entry map-key={quoted(answer.text)} mapped-value="{shown(answer.share * question.points)}" '
        f'case-sensitive="{case}"/>'
        for answer in question.answers
    ]
    mapping = f'<qti-mapping default-value="0">{"".join(entries)}</qti-mapping>'
    full = next((answer for answer in question.answers if answer.share == 1), question.answers[0])
    rules = [name for name, on in (("spaces", question.spaces_matter), ("no-accents", not question.accents_matter)) if on]
    told = f' data-laurel-rules="{" ".join(rules)}"' if rules else ""
    body = (
        '<p><qti-text-entry-interaction response-identifier="RESPONSE" expected-length="40" '
        f'data-laurel-patterns="true"{told}/></p>\n'
    )
    comparisons = [
        f'<qti-string-match case-sensitive="{case}">{_RESPONSE}<qti-base-value base-type="string">{escaped(answer.text)}'
        "</qti-base-value></qti-string-match>"
        for answer in question.answers
    ]
    scoring = _branches(comparisons, question.answers, question.points)
    return _declaration("single", "string", [full.text], mapping), body, scoring


def _branches(comparisons: Sequence[str], answers: Sequence[NumericAnswer | TextAnswer], points: Decimal) -> str:
    """The first comparison that holds sets SCORE, and names the answer for its feedback."""
    parts = []
    for index, (comparison, answer) in enumerate(zip(comparisons, answers, strict=True), start=1):
        name = "qti-response-if" if index == 1 else "qti-response-else-if"
        told = (
            _add_feedback(f'<qti-base-value base-type="identifier">answer-{index}</qti-base-value>') if answer.feedback else ""
        )
        score = _set("SCORE", f'<qti-base-value base-type="float">{shown(answer.share * points)}</qti-base-value>')
        parts.append(f"<{name}>{comparison}{score}{told}</{name}>")
    return f"<qti-response-condition>{''.join(parts)}</qti-response-condition>"


def _processing(question: AnyQuestion, scoring: str, *, told: bool) -> str:
    if not told and scoring.startswith(_TEMPLATES) and (scoring.endswith("map_response.xml") or question.points == 1):
        return f'<qti-response-processing template="{scoring}"/>\n'
    attribute, first = "", scoring
    if scoring.startswith(_TEMPLATES):
        attribute = f' template="{scoring}"'
        first = _scored(scoring, question.points)
    if isinstance(question, Choice | HotSpot):
        first += _add_feedback(_RESPONSE)
    steps = first + (_verdict(question) if told else "")
    # Where rules are written out, they go before the template, which then only says to readers what they amount to.
    return f"<qti-response-processing{attribute}>{steps}</qti-response-processing>\n"


def _scored(template: str, points: Decimal) -> str:
    if template.endswith("map_response.xml"):
        return _set("SCORE", '<qti-map-response identifier="RESPONSE"/>')
    right = f'<qti-match>{_RESPONSE}<qti-correct identifier="RESPONSE"/></qti-match>'
    full = _set("SCORE", f'<qti-base-value base-type="float">{shown(points)}</qti-base-value>')
    return f"<qti-response-condition><qti-response-if>{right}{full}</qti-response-if></qti-response-condition>"


def _verdict(question: AnyQuestion) -> str:
    def word(identifier: str) -> str:
        return _add_feedback(f'<qti-base-value base-type="identifier">{identifier}</qti-base-value>')

    score, most = '<qti-variable identifier="SCORE"/>', '<qti-variable identifier="MAXSCORE"/>'
    nothing = '<qti-base-value base-type="float">0</qti-base-value>'
    return (
        f"{word('GENERAL')}<qti-response-condition><qti-response-if><qti-gte>{score}{most}</qti-gte>{word('RIGHT')}"
        f"</qti-response-if><qti-response-else-if><qti-gt>{score}{nothing}</qti-gt>{word('PARTLY')}</qti-response-else-if>"
        f"<qti-response-else>{word('WRONG')}</qti-response-else></qti-response-condition>"
    )


def _feedback(question: AnyQuestion) -> Iterator[str]:
    words = question.feedback
    # In capitals, which no id of ours has: an option may well be called “right”.
    texts = [(name.upper(), getattr(words, name)) for name in ("general", "right", "partly", "wrong")]
    if isinstance(question, Choice | HotSpot):
        options: tuple[Option | Area, ...] = question.options
        texts += [(option.id, option.feedback) for option in options]
    elif isinstance(question, Numeric | ShortText):
        answers: tuple[NumericAnswer | TextAnswer, ...] = question.answers
        texts += [(f"answer-{index}", answer.feedback) for index, answer in enumerate(answers, start=1)]
    for identifier, text in texts:
        if text:
            yield (
                f'<qti-modal-feedback outcome-identifier="FEEDBACK" identifier="{identifier}" show-hide="show">'
                f"<qti-content-body>{_text(text)}</qti-content-body></qti-modal-feedback>\n"
            )


def _declaration(cardinality: str, base: str, values: Sequence[str], mapping: str) -> str:
    correct = "".join(f"<qti-value>{escaped(value)}</qti-value>" for value in values)
    return (
        f'<qti-response-declaration identifier="RESPONSE" cardinality="{cardinality}" base-type="{base}">'
        f"<qti-correct-response>{correct}</qti-correct-response>{mapping}</qti-response-declaration>\n"
    )


def _mapping(earned: Sequence[tuple[str, Decimal]], points: Decimal, *, bounded: bool) -> str:
    bounds = f' lower-bound="0" upper-bound="{shown(points)}"' if bounded else ""
    entries = "".join(f'<qti-map-entry map-key={quoted(key)} mapped-value="{shown(share * points)}"/>' for key, share in earned)
    return f'<qti-mapping default-value="0"{bounds}>{entries}</qti-mapping>' if entries else ""


def _outcome(identifier: str, cardinality: str, base: str, default: str) -> str:
    value = f"<qti-default-value><qti-value>{default}</qti-value></qti-default-value>" if default else ""
    opening = f'<qti-outcome-declaration identifier="{identifier}" cardinality="{cardinality}" base-type="{base}"'
    return f"{opening}>{value}</qti-outcome-declaration>\n" if value else f"{opening}/>\n"


def _set(identifier: str, value: str) -> str:
    return f'<qti-set-outcome-value identifier="{identifier}">{value}</qti-set-outcome-value>'


def _add_feedback(value: str) -> str:
    return _set("FEEDBACK", f'<qti-multiple><qti-variable identifier="FEEDBACK"/>{value}</qti-multiple>')


def _text(text: LangString) -> str:
    return f"<p>{in_html(text, attribute='xml:lang')}</p>\n" if text else ""


def _picture(question: AnyQuestion) -> str:
    return "" if question.picture is None or isinstance(question, HotSpot) else f"<p>{_image(question.picture)}</p>\n"


def _image(picture: Picture) -> str:
    more = "".join(f" data-laurel-alt-{language}={quoted(text)}" for language, text in sorted(picture.alt.root.items()))
    size = f'width="{picture.width}" height="{picture.height}"'
    return f'<img src="../pictures/{picture.name[:32]}.png" alt={quoted(picture.alt.text("en"))} {size}{more}/>'


def _area(area: Area) -> str:
    labels = "".join(f" data-laurel-label-{language}={quoted(text)}" for language, text in sorted(area.text.root.items()))
    coords = ",".join(str(each) for each in area.coords)
    return (
        f'<qti-hotspot-choice identifier="{area.id}" shape="{area.shape}" coords="{coords}" '
        f"hotspot-label={quoted(area.text.text('en'))}{labels}/>"
    )


def _simple_choice(identifier: str, text: LangString) -> str:
    return f'<qti-simple-choice identifier="{identifier}">{in_html(text, attribute="xml:lang")}</qti-simple-choice>'


def _associable(identifier: str, text: LangString, most: int) -> str:
    words = in_html(text, attribute="xml:lang")
    return f'<qti-simple-associable-choice identifier="{identifier}" match-max="{most}">{words}</qti-simple-associable-choice>'


def _by_text(item: object) -> str:
    """Items stand in the order of their words: the order of the file gives nothing away."""
    return str(getattr(item, "text").text("en"))  # noqa: B009
