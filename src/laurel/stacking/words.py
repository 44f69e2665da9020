"""What a standing says, in both languages: what there is, what is missing, why, and what would help."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from laurel.days import say_day
from laurel.errors import Language
from laurel.policy.facts import plain
from laurel.policy.pack import catalogue
from laurel.stacking.held import Offer
from laurel.stacking.programme import Requirement, walk
from laurel.stacking.screening import LeftOut, Reason
from laurel.stacking.standing import Gap, Progress, Standing


def headline(standing: Standing, language: Language) -> str:
    """The answer in one sentence."""
    if standing.complete:
        if language == "bg":
            return "Всички изисквания са изпълнени. Дали се присъжда, решава човек."
        return "Every requirement is met. Whether the award is made, a person decides."
    short, singles = standing.missing_ects, sum(1 for gap in standing.gaps if gap.ects is None)
    if language == "bg":
        parts = [f"{plain(short)} {'кредит' if short == 1 else 'кредита'} по ECTS"] if short else []
        parts += [f"{singles} {'удостоверение' if singles == 1 else 'удостоверения'}"] if singles else []
        return f"Не достигат {' и '.join(parts)}."
    parts = [f"{plain(short)} ECTS {'credit' if short == 1 else 'credits'}"] if short else []
    parts += [f"{singles} {'credential' if singles == 1 else 'credentials'}"] if singles else []
    return f"{' and '.join(parts)} short."


def missing(standing: Standing, language: Language) -> list[str]:
    """What is missing, requirement by requirement."""
    return [_gap(gap, language) for gap in standing.gaps]


def because(standing: Standing, language: Language) -> str:
    """Why nothing better exists; "" when it is complete."""
    if not standing.conflict:
        return ""
    titles = {node.id: node.title.text(language) for node in walk(standing.programme.requirement)}
    names = [_quoted(titles[name], language) if name in titles else _rule(name, language) for name in standing.conflict]
    if len(names) == 1:
        return (
            f"С това, което имате, не може да се изпълни {names[0]}."
            if language == "bg"
            else f"With what you hold, {names[0]} cannot be met."
        )
    listed = _and(names, language)
    return (
        f"С това, което имате, {listed} не могат да се изпълнят заедно; без което и да е от тях останалите могат."
        if language == "bg"
        else f"With what you hold, {listed} cannot be met together; without any one of them the others can."
    )


def remedies(standing: Standing, language: Language) -> str:
    """What would complete it; "" where nothing on offer would."""
    ways = [_and([_offer(offer, language) for offer in way], language) for way in standing.remedies]
    if not ways:
        return ""
    if language == "bg":
        lead = "Достатъчно е това" if len(ways) == 1 else "Достатъчна е всяка от тези възможности"
        return f"{lead}: {'; или '.join(ways)}."
    lead = "This closes it" if len(ways) == 1 else f"{'Either' if len(ways) == 2 else 'Any'} of these closes it"
    return f"{lead}: {'; or '.join(ways)}."


def expiry(standing: Standing, language: Language) -> str:
    """What stops counting first; "" where nothing does."""
    first = standing.first_to_expire
    if first is None or first.valid_until is None:
        return ""
    title, day = _quoted(first.title, language), say_day(first.valid_until, language)
    return f"Първо, на {day}, изтича {title}." if language == "bg" else f"The first to expire, on {day}, is {title}."


def left_out(each: LeftOut, language: Language) -> str:
    """Why a credential does not count."""
    sentence = _REASONS[each.reason][language == "bg"]
    return sentence.format(other=_quoted(each.other, language), until=_day(each.credential.valid_until, language))


def row(progress: Progress, language: Language) -> str:
    """How far one requirement is met."""
    unit = _UNITS[progress.unit][language == "bg"]
    of = "от" if language == "bg" else "of"
    return f"{plain(progress.have)} {of} {plain(progress.need)} {unit}"


def explain(standing: Standing, language: Language) -> Iterator[str]:
    """Everything, a sentence each: the answer, what is missing, why, what would help, and what ends first."""
    yield headline(standing, language)
    yield from missing(standing, language)
    yield from filter(None, (because(standing, language), remedies(standing, language), expiry(standing, language)))
    for each in standing.left_out:
        yield f"{_quoted(each.credential.title, language)}: {left_out(each, language)}"


_REASONS: dict[Reason, tuple[str, str]] = {
    Reason.EXPIRED: ("it expired on {until}.", "срокът му изтече: {until}"),
    Reason.NOT_YET: ("it is awarded later than the day of the decision.", "присъдено е след деня на решението."),
    Reason.TOO_OLD: ("it was awarded too long ago for this programme.", "присъдено е твърде отдавна за тази програма."),
    Reason.USED_ELSEWHERE: (
        "it counts in {other} already, and nothing counts twice.",
        "вече се зачита в {other}, а нищо не се зачита два пъти.",
    ),
    Reason.NOT_ACCEPTED: (
        "another institution issued it, and nobody has recognised it here yet: ask the recognition desk.",
        "издадено е от друга институция и още никой не го е признал тук: обърнете се към звеното по признаване.",
    ),
    Reason.GRADE_TOO_LOW: ("its grade is below the lowest that counts.", "оценката е под най-ниската, която се зачита."),
    Reason.NO_GRADE: ("it states no grade, and this programme asks for one.", "не посочва оценка, а тази програма изисква."),
    Reason.NO_REQUIREMENT: ("no requirement takes it.", "никое изискване не го приема."),
    Reason.OVERLAPS: (
        "it has much in common with {other}, which counts.",
        "има много общо с {other}, което се зачита.",
    ),
    Reason.NOT_NEEDED: (
        "it is not needed here and stays free for another programme.",
        "тук не е нужно и остава свободно за друга програма.",
    ),
}
_UNITS = {"ects": ("ECTS", "ECTS"), "credentials": ("credentials", "удостоверения"), "parts": ("parts", "части")}


def _gap(gap: Gap, language: Language) -> str:
    title = _quoted(_title(gap.leaf, language), language)
    if gap.leaf.kind == "one":
        size = "" if gap.ects is None else f" ({plain(gap.ects)} ECTS)"
        return f"{title}: липсва едно удостоверение{size}." if language == "bg" else f"{title}: one is missing{size}."
    amount = plain(gap.ects or Decimal())
    return f"{title}: не достигат {amount} ECTS." if language == "bg" else f"{title}: {amount} ECTS are missing."


def _title(node: Requirement, language: Language) -> str:
    return node.title.text(language)


def _rule(name: str, language: Language) -> str:
    title = catalogue()[name].title
    said = name if title is None else title.say(language)
    return f"{_quoted(said, language)} ({name})"


def _offer(offer: Offer, language: Language) -> str:
    return _quoted(offer.title, language) + (f" ({plain(offer.ects)} ECTS)" if offer.ects is not None else "")


def _quoted(text: str, language: Language) -> str:
    return f"„{text}“" if language == "bg" else f"“{text}”"


def _and(parts: list[str], language: Language) -> str:
    word = "и" if language == "bg" else "and"
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def _day(day: date | None, language: Language) -> str:
    return say_day(day, language) if day is not None else ""
